"""One request, read whole before anything is done: what is asked, by whose name, and how the reply shall look."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from aiohttp import web

from channels.completions import chores, handoff, history, named, schema
from channels.completions.errors import Refused
from channels.completions.history import History
from channels.completions.reply import Reply, new_id
from channels.completions.request import CompletionRequest, Function, ResponseFormat, read
from channels.completions.schema import RESULT, Schema


@dataclass(frozen=True, slots=True)
class Ask:
    """A request as it was understood.

    Attributes:
        chore: the answer to what is no customer's message at all, see `chores`.
        name: of the conversation, where the client keeps it here.
        key: of the message, likewise.
        retried: how often the client sent this before; None where it does not count.
        claims: by factor, for the customer; still to be allowed.
        tool: the client's function that connects to a person.
        after_handoff: that function was called, and this is what came of it.
    """

    wanted: CompletionRequest
    history: History
    chore: str | None
    name: str | None
    key: str | None
    retried: int | None
    claims: Mapping[str, str] | None
    tool: Function | None
    after_handoff: bool
    shape: Schema | None

    @classmethod
    def of(cls, request: web.Request, body: bytes, tools: Collection[str]) -> "Ask":
        """Read a request; `tools` are the names of functions that connect to a person. Raises: Refused."""
        wanted = read(body)
        said = history.split(wanted.messages)
        chore = chores.answer(said.words) if said.words else None
        if chore is None:
            said.check()
        count = request.headers.get(named.RETRY_COUNT, "")
        return cls(
            wanted,
            said,
            chore,
            named.conversation(request, wanted),
            named.message(request),
            int(count) if count.isascii() and count.isdigit() and len(count) < len("1000") else None,
            named.claims(request, wanted),
            handoff.chosen(wanted, tools),
            handoff.was_made(said.after, tools),
            _shape(wanted.response_format),
        )

    @property
    def user(self) -> str | None:
        """What the client calls the customer, to count by; no proof of anything."""
        return self.wanted.user or self.wanted.safety_identifier or self.name

    def reply(self, created: int) -> Reply:
        """The reply that is to be filled with a turn."""
        wanted = self.wanted
        return Reply(
            new_id(),
            wanted.model,
            created,
            self.history.characters,
            self.name,
            None if self.chore else self.shape,
            tuple(wanted.stop),
            self.tool,
            counts=bool(wanted.stream_options and wanted.stream_options.include_usage),
        )


def _shape(wanted: ResponseFormat | None) -> Schema | None:
    """The schema that the content shall keep. Raises: Refused where our results do not."""
    if wanted is None or wanted.type == "text":
        return None
    if wanted.type == "json_object":
        return RESULT
    theirs = wanted.json_schema.json_schema if wanted.json_schema else None
    if theirs is None or not schema.keeps(theirs):
        sentence = f"Only schemas that name some of our result's properties can be met: {', '.join(schema.PROPERTIES)}."
        raise Refused(sentence, param="response_format", code="unsupported_value")
    return theirs
