"""A telephone in the hand of a test or a script: one act after the other, and what is heard after each."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Self

import aiohttp

from commands.telephone.calling import Calling
from commands.telephone.colleagues import COLLEAGUES, Colleague
from commands.telephone.dialling import Called, Switchboard
from commands.telephone.exchange import Exchange, Request
from commands.telephone.people import HANGING_UP, SILENCE, Act, Keys, Kind, Sound, Speech, Wanted
from commands.telephone.relay import Session
from commands.telephone.subscriber import Caller, Subscriber
from infra.tasks import Tasks


class Telephone:
    """One call. Whatever Twilio would not obey is raised as `Refused` by whichever method comes next.

    Attributes:
        colleague: how the colleague behaves whose telephone rings next; a name of `COLLEAGUES`, or a behaviour.
        colleagues: the same, one for each telephone that rings; when they are used up, `colleague` again.
    """

    def __init__(
        self,
        subscriber: Subscriber,
        caller: Caller | None = None,
        *,
        slash: bool = False,
        pace: float = 0.0,
        told: Callable[[Sound], None] | None = None,
    ) -> None:
        """Nothing is called yet.

        Args:
            subscriber: the number to be called.
            caller: who calls.
            slash: handshakes are signed with a slash at the end of their URL.
            pace: 1 for hearing everything as long as it lasts, 0 for waiting for nothing.
            told: called with each sound as it begins.
        """
        self.subscriber = subscriber
        self._caller = caller or Caller()
        self._slash = slash
        self._tasks = Tasks()
        self._hand = _Hand(pace, told)
        self._call: asyncio.Task[None] | None = None
        self.colleague: str | Colleague = "accepts"
        self.colleagues: list[str | Colleague] = []
        self.switchboard = Switchboard(subscriber, self._who)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Leave everything as it is; the server hears no more of it."""
        await self._tasks.close()
        if self._call is not None:
            await self._http.close()

    async def dial(self) -> str:
        """Call the number. Returns what is said until the caller is to do something, or the call has ended."""
        await self.ring()
        return await self.hears()

    async def ring(self) -> None:
        """Call the number, and wait for nothing."""
        self._http = aiohttp.ClientSession(auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar())
        self.exchange = Exchange(self.subscriber, self._http)
        self.leg = Calling(
            self.exchange,
            self._hand,
            self._tasks,
            subscriber=self.subscriber,
            caller=self._caller,
            switchboard=self.switchboard,
            slash=self._slash,
        )
        self._call = self._tasks.start(self.leg.call())
        self._call.add_done_callback(lambda _: self._hand.settled.set())

    async def say(self, text: str, *, confidence: float | None = 0.9, interrupting: str | None = None) -> str:
        """Say something, as the recogniser gives it; returns what is said to it.

        `interrupting`: in the middle of what was said last, after these words. In a relay, only while `patient` is not.
        """
        self.speak(text, confidence=confidence, interrupting=interrupting)
        return await self.hears()

    async def press(self, keys: str, *, interrupting: str | None = None) -> str:
        """Press keys; returns what is said to it. A relay may wait for more of them: see `type`."""
        self.type(keys, interrupting=interrupting)
        return await self.hears()

    async def stay_silent(self) -> str:
        """Do nothing until whoever waits gives up; returns what is said to that."""
        self.act(SILENCE)
        return await self.hears()

    async def hang_up(self) -> None:
        """Put the receiver down, whatever is going on, and wait until the server was told so."""
        self.leg.gone.set()
        await self.over()

    def speak(self, text: str, *, confidence: float | None = 0.9, interrupting: str | None = None) -> None:
        """Say something, and wait for nothing."""
        self.act(Speech(text, confidence, interrupting))

    def type(self, keys: str, *, interrupting: str | None = None) -> None:
        """Press keys, and wait for nothing."""
        self.act(Keys(keys, interrupting))

    def act(self, act: Act) -> None:
        """Do something, and wait for nothing. Raises: ValueError after the end of the call."""
        if self._call is None or self._call.done():
            raise ValueError("there is no call")
        if act is HANGING_UP:
            self.leg.gone.set()
        else:
            self._hand.act(act)

    async def hears(self) -> str:
        """What is said until the caller is to do something, or the call has ended. Raises: Refused."""
        await self._hand.settled.wait()
        self._judge()
        return self.heard

    async def until(self, what: str | Kind) -> str:
        """The same, until this is among what was heard since the last act. Raises: Refused; AssertionError."""
        while not self._has_heard(what):
            if self.ended:
                self._judge()
                raise AssertionError(f"the call ended, and {what!r} is not in {self.heard!r}")
            self._hand.news.clear()
            waiting = self._tasks.start(self._hand.news.wait())
            await asyncio.wait((waiting, self._running), return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
        return self.heard

    def lose_socket(self) -> None:
        """Lose the relay's connection, as networks do; what is heard counts from now."""
        self._hand.settled.clear()
        self.leg.ear.own_turn("(lost)", 0.1)
        self.session.drop()

    async def arrived(self) -> None:
        """Wait until the server has read everything that was done in a relay."""
        await self._hand.idle.wait()
        await self.session.arrived()

    async def over(self) -> str:
        """Wait until the call has ended; returns what was said last. Raises: Refused."""
        await asyncio.wait((self._running,))
        self._judge()
        return self.heard

    @property
    def ended(self) -> bool:
        """Whether the call is over, and the server was told so."""
        return self._running.done()

    @property
    def heard(self) -> str:
        """What was said since the caller last did something."""
        return self.leg.ear.words()

    @property
    def sounds(self) -> list[Sound]:
        """Everything that was heard, with its times, and the caller's own acts."""
        return self.leg.ear.sounds

    @property
    def wants(self) -> Wanted | None:
        """What the line waits for."""
        return self._hand.wanted

    @property
    def asked(self) -> list[Request]:
        """The requests of this call, oldest first; `exchange.send` sends one again."""
        return self.exchange.asked

    @property
    def called(self) -> list[Called]:
        """The colleagues whose telephones rang, and what they were told."""
        return self.switchboard.called

    @property
    def session(self) -> Session:
        """The relay's socket, the latest."""
        return self.leg.sessions[-1]

    @property
    def _running(self) -> asyncio.Task[None]:
        if self._call is None:
            raise ValueError("nothing was dialled")
        return self._call

    def _has_heard(self, what: str | Kind) -> bool:
        if isinstance(what, Kind):
            return any(sound.kind is what for sound in self.leg.ear.since())
        return what in self.heard

    def _judge(self) -> None:
        if self._running.done():
            self._running.result()

    def _who(self, number: str) -> Colleague:  # noqa: ARG002 - every number is the same to a test
        who = self.colleagues.pop(0) if self.colleagues else self.colleague
        return COLLEAGUES[who] if isinstance(who, str) else who


class _Hand:
    """The one who holds the receiver: does what it was told to, when it is time."""

    def __init__(self, pace: float, told: Callable[[Sound], None] | None) -> None:
        self._pace = pace
        self._told = told
        self._acts: asyncio.Queue[Act] = asyncio.Queue()
        self._acted = asyncio.Event()
        self.idle = asyncio.Event()
        self.settled = asyncio.Event()
        self.news = asyncio.Event()
        self.wanted: Wanted | None = None

    def act(self, act: Act) -> None:
        self.settled.clear()
        self.idle.clear()
        self._acts.put_nowait(act)
        self._acted.set()

    async def listens(self, sound: Sound) -> float:
        self.news.set()
        if self._told is not None:
            self._told(sound)
        if sound.turn:
            self.settled.set()
        if not self._pace:
            return sound.seconds
        return await self._listens_for(sound)

    async def _listens_for(self, sound: Sound) -> float:
        now = asyncio.get_running_loop().time
        began = now()
        with suppress(TimeoutError):
            async with asyncio.timeout(sound.seconds * self._pace):
                await (self._acted.wait() if sound.stops else asyncio.Event().wait())
                return (now() - began) / self._pace
        return sound.seconds

    async def acts(self, wanted: Wanted) -> Act:
        self.wanted = wanted
        if self._acts.empty():
            self.idle.set()
        if wanted is not Wanted.TALK and self._acts.empty():
            self.settled.set()
        act = await self._acts.get()
        if self._acts.empty():
            self._acted.clear()
        return act
