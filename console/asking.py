"""One lookup by hand, with all that passed over the wire; it is shown on one page and kept nowhere."""

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from infra.net.reply import ExchangeError, Poster, Reply
from lookup.explain import explain
from lookup.order import Answer, Failure, OrderSourceError, Question, Refused
from tenants.connector import Connection, EndpointSettings
from tenants.sources import Roads

MOST_SHOWN = 8_000
ANSWERED = "The shop answered; this is what the assistant would tell."


class Watched:
    """Hands requests on, and remembers the last one with its reply."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster
        self.sent: tuple[str, Mapping[str, str], bytes] | None = None
        self.reply: Reply | None = None

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        """See `Poster.post`. Raises: ExchangeError."""
        self.sent, self.reply = (url, headers, body), None
        try:
            self.reply = await self._poster.post(url, headers=headers, body=body, deadline=deadline)
        except ExchangeError:
            self.reply = None
            raise
        return self.reply


@dataclass(frozen=True, slots=True)
class Asked:
    """What one lookup came to.

    Attributes:
        milliseconds: for everything.
        verdict: one sentence for the merchant.
        answer: what we would tell from, where it was an answer.
        url, headers, body: the request as it left; none where nothing left, or where it is a store's own business.
        status, content_type, reply: as they came, the body cut to 8,000 characters and laid out where it is JSON.
    """

    milliseconds: int
    verdict: str
    answered: bool
    answer: Answer | None = field(default=None, repr=False)
    url: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: str | None = field(default=None, repr=False)
    status: int | None = None
    content_type: str | None = None
    reply: str | None = field(default=None, repr=False)

    @property
    def details(self) -> str | None:
        """The answer's details, laid out."""
        if self.answer is None or not self.answer.details:
            return None
        return json.dumps(dict(self.answer.details), ensure_ascii=False, indent=2)

    @property
    def holder(self) -> str:
        """Which claims the answer lets us compare ourselves."""
        if self.answer is None:
            return ""
        whose = self.answer.holder
        named = {"e-mail": whose.email, "ZIP": whose.zip, "phone": whose.phone}
        return ", ".join(name for name, values in named.items() if values)


async def ask(roads: Roads, connection: Connection, question: Question) -> Asked:
    """Ask a shop once, as the assistant would."""
    watched = Watched(roads.poster)
    source = replace(roads, poster=watched).to(connection)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        came: Answer | Refused | Failure = await source.look_up(question)
    except OrderSourceError as error:
        came = error.failure
    milliseconds = round((loop.time() - begun) * 1000)
    asked = _in_words(came, milliseconds)
    return _with_wire(asked, watched) if isinstance(connection.settings, EndpointSettings) else asked


def _in_words(came: Answer | Refused | Failure, milliseconds: int) -> Asked:
    match came:
        case Answer():
            return Asked(milliseconds, ANSWERED, answered=True, answer=came)
        case Refused(failure=failure):
            return Asked(milliseconds, explain(failure), answered=True)
        case Failure():
            return Asked(milliseconds, explain(came), answered=False)


def _with_wire(asked: Asked, watched: Watched) -> Asked:
    if watched.sent is not None:
        url, headers, body = watched.sent
        asked = replace(asked, url=url, headers=dict(headers), body=body.decode())
    if watched.reply is not None:
        reply = watched.reply
        shown = _laid_out(reply.body)
        asked = replace(asked, status=reply.status, content_type=reply.content_type or "none", reply=shown)
    return asked


def _laid_out(body: bytes) -> str:
    text = body.decode(errors="replace")
    with suppress(ValueError):
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}\n… ({len(text)} characters in all)"
