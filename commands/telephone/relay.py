"""`<ConversationRelay>`: the call goes on over a socket, on which words are exchanged.

Source: https://www.twilio.com/docs/voice/conversationrelay
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from commands.telephone import frames
from commands.telephone.document import Document, Verb
from commands.telephone.errors import HungUp, Refused
from commands.telephone.frames import End, Frame, Play, Text
from commands.telephone.leg import Flow, Leg, Next
from commands.telephone.people import Keys, Kind, Speech, Wanted, spoken_for
from commands.telephone.signing import SIGNATURE, sign
from commands.telephone.subscriber import Subscriber, new_sid

OPENS_WITHIN_SECONDS = 10.0
DROPPED, NO_SOCKET = ("64105", "WebSocket ended"), ("64102", "Unable to connect to WebSocket URL")
ROUND_TRIPS = 3  # what a frame set off begins within these
STOPS = {"any", "speech"}
KEYS_STOP = {"any", "dtmf"}


@dataclass(slots=True)
class Talk:
    """What is said in one go. `told`: the server knows that it was heard; `cut`: as much as was, if not all."""

    tokens: list[str] = field(default_factory=list)
    interruptible: bool | None = None
    preemptible: bool = False
    told: bool = False
    cut: str | None = None

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self.tokens)


class Session:
    """One socket. Everything that arrives on it is kept in `frames`, judged."""

    def __init__(self, leg: Leg, connected: Verb, subscriber: Subscriber, *, slash: bool = False) -> None:
        """`slash`: sign the URL with one at its end, as Twilio is known to do."""
        (self._relay,) = connected.children
        self._leg = leg
        self._connected = connected
        self._subscriber = subscriber
        self._slash = slash
        self._socket: ClientConnection | None = None
        self._talk: Talk | None = None
        self._said: asyncio.Queue[Talk | Play | End] = asyncio.Queue()
        self._last: Talk | None = None
        self._calm = asyncio.Event()
        self.id = new_sid("VX")
        self.frames: list[Frame] = []
        self.patient = True

    async def run(self, document: Document) -> Next:
        """From the handshake to the action. Raises: HungUp; Refused."""
        began, leg = self._leg.ear.now(), self._leg
        status, more = "failed", {"ErrorCode": NO_SOCKET[0], "ErrorMessage": NO_SOCKET[1]}
        left = False
        try:
            async with self._opened() as self._socket:
                await self.send(self.setup())
                ended = await self._talking()
                status, more = "ended", {"HandoffData": ended.handoffData} if ended.handoffData is not None else {}
        except HungUp:
            status, more, left = "completed", {}, True
            leg.parameters["CallStatus"] = "completed"
        except ConnectionClosed:
            more = {"ErrorCode": DROPPED[0], "ErrorMessage": DROPPED[1]}
        except (OSError, TimeoutError, InvalidHandshake):
            pass
        form = {"SessionId": self.id, "SessionStatus": status, **more}
        form["SessionDuration"] = str(round(leg.ear.now() - began))
        action = self._connected.attributes.get("action")
        then: Next = Flow.OVER
        if action is not None:
            then = await leg.ask_even_if_gone(self._connected.get("method", "POST"), action, form, document)
        if left:
            raise HungUp
        return then

    def _opened(self) -> connect:
        url = self._relay.attributes["url"]
        reached = self._leg.exchange.reached("http" + url.removeprefix("ws"))
        signature = sign(url + "/" * self._slash, {}, self._subscriber.token)
        return connect(
            "ws" + reached.removeprefix("http"),
            additional_headers={SIGNATURE: signature},
            user_agent_header="Twilio.TmeWs/1.0",
            compression=None,
            open_timeout=OPENS_WITHIN_SECONDS,
            close_timeout=1,
            max_size=None,
            proxy=None,
            ping_interval=None,
        )

    def setup(self) -> dict[str, object]:
        """The first frame: which call this is."""
        call = self._leg.parameters
        return {
            "type": "setup",
            "sessionId": self.id,
            "accountSid": call["AccountSid"],
            "parentCallSid": "",
            "callSid": call["CallSid"],
            "from": call["From"],
            "to": call["To"],
            "forwardedFrom": "",
            "callType": "PSTN",
            "callerName": "",
            "direction": call["Direction"],
            "callStatus": "RINGING",
            "customParameters": {
                each.attributes["name"]: each.attributes["value"]
                for each in self._relay.children
                if each.name == "Parameter"
            },
        }

    async def send(self, message: Mapping[str, object] | str | bytes) -> None:
        """Send a message, or whatever else one likes to."""
        if self._socket is None:
            raise ValueError("no socket is open")
        await self._socket.send(message if isinstance(message, str | bytes) else json.dumps(message))

    async def arrived(self) -> None:
        """Wait until what was heard has been told, and all that was sent has been read and had its effect."""
        await self._calm.wait()
        for _ in range(ROUND_TRIPS):
            if self._socket is not None:
                await (await self._socket.ping())

    def drop(self) -> None:
        """Lose the connection, as networks do."""
        if self._socket is not None:
            self._socket.transport.abort()

    async def _talking(self) -> End:
        """Read, play and act at once, until the session ends. Raises: HungUp, ConnectionClosed, Refused."""
        doing: list[asyncio.Task[Any]] = [
            self._leg.tasks.start(self._reading()),
            self._leg.tasks.start(self._playing()),
            self._leg.tasks.start(self._acting()),
        ]
        try:
            await asyncio.wait(doing, return_when=asyncio.FIRST_COMPLETED)
            done = next(task for task in doing if task.done())
            ended = done.result()
            return ended if isinstance(ended, End) else await doing[1]
        finally:
            for task in doing:
                task.cancel()
            await asyncio.gather(*doing, return_exceptions=True)

    async def _reading(self) -> None:
        """Take what comes, until the session is to end."""
        if self._socket is None:
            return
        while True:
            frame = frames.read(await self._socket.recv())
            self.frames.append(frame)
            match frame:
                case Text():
                    self._hear(frame)
                case Play():
                    self._said.put_nowait(frame)
                case End():
                    self._said.put_nowait(frame)
                    return
                case _:
                    pass

    def _hear(self, text: Text) -> None:
        talk = self._talk = self._talk or Talk()
        talk.tokens.append(text.token)
        talk.interruptible = text.interruptible if text.interruptible is not None else talk.interruptible
        talk.preemptible = talk.preemptible or bool(text.preemptible)
        if text.last:
            self._talk = None
            if talk.text.strip():
                self._calm.clear()
                self._said.put_nowait(talk)

    async def _playing(self) -> End:
        """Have the caller hear what was said, in order, and tell the server so."""
        if greeting := self._relay.attributes.get("welcomeGreeting"):
            await self._leg.ear.hear(Kind.SPEECH, greeting, stops=self._may_stop(None, STOPS), turn=True)
        while True:
            if self._said.empty():
                self._calm.set()
            match await self._said.get():
                case End() as end:
                    if self._last and not self._last.told and not self.patient:
                        raise Refused("the end of the session cuts off what was being said")
                    return end
                case Play(source=source):
                    await self._leg.ear.hear(Kind.MUSIC, source, 1.0)
                case Talk() as talk:
                    self._last = talk
                    await self._info("agentSpeaking", "on", "speaker-events")
                    stops = self._may_stop(talk.interruptible, STOPS | KEYS_STOP)
                    if await self._leg.ear.hear(Kind.SPEECH, talk.text, stops=stops, turn=not talk.preemptible):
                        talk.cut = self._leg.ear.heard_last()
                    elif self.patient:
                        await self.heard_out()

    async def heard_out(self) -> None:
        """Tell the server that what was said last was heard to its end."""
        talk = self._last
        if talk is None or talk.told:
            return
        talk.told = True
        for token in filter(None, talk.tokens):
            await self._info("tokensPlayed", token, "tokens-played")
        await self._info("agentSpeaking", "off", "speaker-events")

    async def _info(self, name: str, value: str, event: str) -> None:
        subscribed = f"{self._relay.get('events', '')} {self._relay.get('debug', '')}".split()
        if event in subscribed:
            await self.send({"type": "info", "name": name, "value": value})

    async def _acting(self) -> None:
        while True:
            match await self._leg.acts(Wanted.TALK):
                case Speech(text) as act:
                    await self._cut_in(act, STOPS)
                    await self._prompt(text)
                case Keys(keys) as act:
                    await self._cut_in(act, KEYS_STOP)
                    for key in keys if self._relay.is_true("dtmfDetection") else "":
                        await self.send({"type": "dtmf", "digit": key})
                case _:
                    await self.heard_out()

    async def _prompt(self, text: str) -> None:
        language = self._relay.get("transcriptionLanguage", self._relay.get("language", "en-US"))
        if self._relay.is_true("partialPrompts"):
            part = text[: len(text) // 2]
            await self.send({"type": "prompt", "voicePrompt": part, "lang": language, "last": False})
        await self.send({"type": "prompt", "voicePrompt": text, "lang": language, "last": True})

    async def _cut_in(self, act: Speech | Keys, by: set[str]) -> None:
        """Stop what is being said, where the server lets it be stopped; else hear it out."""
        talk = self._last
        speaking = talk is not None and not talk.told
        stops = talk is not None and speaking and self._may_stop(talk.interruptible, by)
        heard = self._leg.note(act, stops=stops) or (talk.cut if talk and stops else None)
        if talk is None or heard is None:
            await self.heard_out()
            return
        talk.told = True
        milliseconds = round(spoken_for(heard) * 1000)
        await self.send(
            {"type": "interrupt", "utteranceUntilInterrupt": heard, "durationUntilInterruptMs": milliseconds}
        )

    def _may_stop(self, given: bool | None, by: set[str]) -> bool:  # noqa: FBT001 - a frame's own field
        said = "any" if given else "none" if given is False else self._relay.get("interruptible", "any")
        return said in by
