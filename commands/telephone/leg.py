"""One end of a call: obeys documents, verb after verb, until there is nothing left to do or somebody hangs up."""

import asyncio
from collections.abc import Coroutine, Mapping
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

from commands.telephone.document import Document, Verb
from commands.telephone.ear import Ear
from commands.telephone.errors import HungUp, Refused, Unreachable
from commands.telephone.exchange import Exchange
from commands.telephone.gathering import gathered
from commands.telephone.people import HANGING_UP, Act, Keys, Kind, Person, Speech, Wanted
from infra.tasks import Tasks

T = TypeVar("T")
MOST_DOCUMENTS = 60  # without the person doing anything


class Flow(StrEnum):
    """What comes after a verb, where it is no other document."""

    ON = "on"
    OVER = "over"
    HANGUP = "hangup"
    REJECTED = "rejected"


Next: TypeAlias = Document | Flow
BRIEF = frozenset({"Say", "Play", "Pause", "Gather", "Redirect", "Hangup"})


class Leg:
    """Obeys for one person. What connects them to others is in `dialling` and `relay`."""

    def __init__(self, exchange: Exchange, person: Person, tasks: Tasks, parameters: dict[str, str]) -> None:
        self.exchange = exchange
        self.person = person
        self.tasks = tasks
        self.ear = Ear(person)
        self.parameters = parameters
        self.gone = asyncio.Event()
        self._documents = 0

    @property
    def sid(self) -> str:
        """Names this leg, through all its requests."""
        return self.parameters["CallSid"]

    async def follow(self, document: Document) -> Flow:
        """Obey a document and all that follow from it. Raises: HungUp, Refused."""
        where: Next = document
        while isinstance(where, Document):
            where = await self._through(where)
        return where

    async def _through(self, document: Document) -> Next:
        for verb in document.verbs:
            then = await self.obey(verb, document)
            if then is not Flow.ON:
                return then
        return Flow.OVER

    async def obey(self, verb: Verb, document: Document) -> Next:
        """Do what a verb says."""
        match verb.name:
            case "Say" | "Play" | "Pause":
                await self.play(verb)
                return Flow.ON
            case "Gather":
                return await self._gather(verb, document)
            case "Redirect":
                return await self.ask(verb.get("method", "POST"), verb.text, {}, document)
            case "Hangup":
                return Flow.HANGUP
            case name:
                raise Refused(f"<{name}> may not stand here")

    async def play(self, verb: Verb, *, stops: bool = False) -> bool:
        """Have the person hear a Say, Play or Pause. Returns whether they cut in."""
        times = max(1, verb.number("loop", 1))
        match verb.name:
            case "Say":
                return await self.hears(Kind.SPEECH, " ".join([verb.text] * times), stops=stops)
            case "Play":
                seconds = await self.unless_gone(self._fetched(verb.text))
                return await self.hears(Kind.MUSIC, verb.text, seconds * times, stops=stops)
            case _:
                return await self.hears(Kind.PAUSE, "", verb.number("length", 1), stops=stops)

    async def hears(self, kind: Kind, text: str = "", seconds: float | None = None, *, stops: bool = False) -> bool:
        """Have the person hear something. Returns whether they cut in. Raises: HungUp."""
        return await self.unless_gone(self.ear.hear(kind, text, seconds, stops=stops))

    async def acts(self, wanted: Wanted) -> Act:
        """What the person does now. Raises: HungUp."""
        act = await self.unless_gone(self.person.acts(wanted))
        self._documents = 0
        if act is HANGING_UP:
            raise HungUp
        return act

    def note(self, act: Act, *, stops: bool) -> str | None:
        """Write down what the person did. Returns how much was heard of what they cut in on, where it `stops`."""
        heard = None
        if isinstance(act, Speech | Keys):
            if act.interrupting is not None and stops:
                heard = self.ear.cut_in(act.interrupting)
            self.ear.own_turn(act.text if isinstance(act, Speech) else act.keys)
        return heard

    async def ask(self, method: str, url: str, form: Mapping[str, str], document: Document | None) -> Document:
        """The next document. Raises: HungUp; Refused, also where documents follow each other without end."""
        self._documents += 1
        if self._documents > MOST_DOCUMENTS:
            raise Refused(f"{MOST_DOCUMENTS} documents, and nothing that the caller hears or is asked")
        found = await self.unless_gone(self.ask_even_if_gone(method, url, form, document))
        self.parameters["CallStatus"] = "in-progress"
        return found

    async def ask_even_if_gone(
        self, method: str, url: str, form: Mapping[str, str], document: Document | None
    ) -> Document:
        """The next document, which is asked for though nobody may hear it. Raises: Refused."""
        began = self.ear.now()
        found = await self.document(method, url, {**self.parameters, **form}, document.url if document else None)
        self.ear.waited(self.ear.now() - began)
        return found

    async def unless_gone(self, doing: Coroutine[Any, Any, T]) -> T:
        """Wait for something, or until the person has hung up. Raises: HungUp."""
        if self.gone.is_set():
            doing.close()
            raise HungUp
        task, leaving = self.tasks.start(doing), self.tasks.start(self.gone.wait())
        try:
            await asyncio.wait((task, leaving), return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()  # nobody acts for a session that is over
            raise
        finally:
            leaving.cancel()
        if task.done():
            return task.result()
        task.add_done_callback(_forget)  # a request that is under way is not called back
        raise HungUp

    async def document(self, method: str, url: str, form: Mapping[str, str], base: str | None) -> Document:
        """One request. Raises: Refused."""
        return await self.exchange.document(method, url, form, base)

    async def _fetched(self, url: str) -> float:
        """How long a sound lasts; it has to be there. Raises: Refused."""
        reply = await self.exchange.ask("GET", url, {})
        if reply.status != 200 or not reply.content_type.startswith("audio/"):  # noqa: PLR2004 - the one that counts
            raise Unreachable(12400, f"{url} answered {reply.status}, {reply.content_type}: no sound")
        return max(0.5, len(reply.body) / 8_000)  # telephones have 8 000 samples a second

    async def _gather(self, verb: Verb, document: Document) -> Next:
        stops = verb.is_true("bargeIn", default=True)
        for prompt in verb.children:
            if await self.play(prompt, stops=stops):
                break
        act = await self.acts(Wanted.ANSWER)
        self.note(act, stops=stops)
        came = gathered(verb, act)
        self.ear.own_turn("", came.seconds)
        if came.form is None:
            return Flow.ON
        return await self.ask(verb.get("method", "POST"), verb.get("action", document.url), came.form, document)


def _forget(task: asyncio.Task[Any]) -> None:
    """What becomes of it, nobody wants to know any more."""
    if not task.cancelled():
        task.exception()
