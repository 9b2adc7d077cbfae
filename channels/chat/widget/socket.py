"""One page's socket: `hello`, the gap, then whatever is said, in both directions, until either side has enough."""

import asyncio
import logging
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSMessage, WSMsgType, web

from channels.chat.widget.feed import Feed
from channels.chat.widget.guests import Guest, Guests
from channels.chat.widget.hearing import Hearing
from channels.chat.widget.pace import Pace
from channels.chat.widget.refusals import Refused
from channels.chat.widget.sockets import Sockets
from infra.signals.fan_out import Missed, Subscription
from infra.tasks import Tasks
from infra.wire.frames import (
    HELLO_SECONDS,
    MOST_BYTES,
    PROTOCOL,
    BadFrame,
    Closing,
    FromVisitor,
    Hello,
    Ping,
    Pong,
    Read,
    Send,
    State,
    ToVisitor,
    Typing,
    parse,
)
from infra.wire.outlet import Outlet
from turns.news import LOOK, News

OF_REFUSALS = {"wrong_token": Closing.TOKEN, "origin_not_allowed": Closing.ORIGIN, "gone": Closing.GONE}
log = logging.getLogger("waybill.widget")
CLOSING_SECONDS = 2.0


class Closed(Exception):  # noqa: N818 - the way out of a socket
    """The socket is to be closed, and with which code."""

    def __init__(self, code: Closing) -> None:
        super().__init__(code.name)
        self.code = code


@dataclass(frozen=True, slots=True)
class SocketDoor:
    """Opens sockets. In `tasks` turns are finished, whoever hangs up; `away` is what a database that is away raises."""

    guests: Guests
    feed: Feed
    hearing: Hearing
    news: News
    sockets: Sockets
    tasks: Tasks
    away: tuple[type[Exception], ...]

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """A socket from handshake to end. Who may not come in hears so by a closing code, which pages can read."""
        response = web.WebSocketResponse(
            protocols=(PROTOCOL,), max_msg_size=MOST_BYTES, compress=False, timeout=CLOSING_SECONDS
        )
        await response.prepare(request)
        with suppress(ConnectionError):
            await response.close(code=await self._until_the_end(request, response))
        return response

    async def _until_the_end(self, request: web.Request, response: web.WebSocketResponse) -> Closing:
        """Talk. Returns: with which code to close, where the other side has not done so."""
        try:
            hello = await self._hello(response)
            talk = Talk(self, request, response, await self.guests.let_in(request, hello.token))
            with self.sockets.holding(talk):
                await talk.run(hello)
        except Closed as closed:
            return closed.code
        except Refused as refused:
            return OF_REFUSALS[refused.code]
        except self.away:
            return Closing.TRY_LATER
        except ConnectionError:
            raise
        except Exception:  # a fault of ours, after the handshake: no status can be told any more, but a code can
            log.exception("widget: a socket failed")
            return Closing.TRY_LATER
        return Closing.RESTART

    async def _hello(self, response: web.WebSocketResponse) -> Hello:
        if self.sockets.stopping.is_set():
            raise Closed(Closing.RESTART)
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                frame = _parsed(await response.receive())
        except TimeoutError:
            raise Closed(Closing.NO_HELLO) from None
        if not isinstance(frame, Hello):
            raise Closed(Closing.NO_HELLO)
        return frame


class Talk:
    """One socket. Its reader never waits for a turn, its feed alone reads the journal, its outlet alone writes."""

    def __init__(self, door: SocketDoor, request: web.Request, response: web.WebSocketResponse, guest: Guest) -> None:
        self._door = door
        self._request = request
        self._response = response
        self._guest = guest
        self._outlet = Outlet(response.send_str, self.cut, door.tasks)
        self._after = 0
        self._state: State | None = None
        self._reading = asyncio.Lock()
        self._shown: deque[bytes] = deque(maxlen=8)
        """Signs of this socket's own, which come back to it as news."""
        self.unanswered = 0
        """Pings sent since anything was heard."""

    @property
    def conversation_id(self) -> str:
        """Whose it is."""
        return self._guest.conversation_id

    @property
    def expires_at(self) -> float:
        """When its pass runs out, in Unix seconds."""
        return self._guest.pass_.expires_at

    async def run(self, hello: Hello) -> None:
        """Talk until the other side hangs up. Raises: Closed; Refused; StoreUnavailable."""
        feeding: asyncio.Task[None] | None = None
        try:
            async with self._door.news.subscribe(self.conversation_id) as news:
                await self._catch_up(hello)
                feeding = self._door.tasks.start(self._feed(news))
                await self._listen()
        finally:
            if feeding is not None:
                feeding.cancel()
            self._outlet.close()

    def ping(self) -> None:
        """Ask whether anybody is there."""
        self.unanswered += 1
        self.tell(Ping(t="ping"))

    def tell(self, *frames: ToVisitor) -> None:
        """Send frames, in this order, without waiting."""
        for frame in frames:
            self._outlet.put(frame.text_frame())

    def cut(self) -> None:
        """End the connection at once: the other side does not read, or is not there."""
        if self._request.transport is not None:
            self._request.transport.abort()

    async def close(self, code: Closing) -> None:
        """End the connection in good order, from outside."""
        self._outlet.close()
        await self._response.close(code=code)

    async def _listen(self) -> None:
        pace = Pace(burst=60, seconds=0.1)
        async for message in self._response:
            self.unanswered = 0
            if pace.ask("", asyncio.get_running_loop().time()):
                raise Closed(Closing.RATE)
            await self._take(_parsed(message))

    async def _take(self, frame: FromVisitor) -> None:
        match frame:
            case Hello():
                await self._hello_again(frame)
            case Send():
                guest = await self._door.guests.admit(self._request, self._guest.pass_)
                self._door.tasks.start(self._door.hearing.take(guest, frame, self.tell))
            case Read(seq=seq):
                self._show(Read(t="read", seq=seq, party="customer"))
                if self._state is not None and self._state.party == "colleague":
                    self._door.tasks.start(self._door.hearing.seen(self._guest, seq))
            case Typing():
                self._show(Typing(t="typing", party="customer"))
            case Ping():
                self.tell(Pong(t="pong"))
            case Pong():
                pass

    async def _hello_again(self, hello: Hello) -> None:
        """Go on under a fresh pass of the same conversation; what the page lacks comes with it."""
        guest = await self._door.guests.let_in(self._request, hello.token)
        if guest.conversation_id != self._guest.conversation_id:
            raise Closed(Closing.TOKEN)
        self._guest = guest
        await self._catch_up(hello)

    async def _catch_up(self, hello: Hello) -> None:
        async with self._reading:
            gap = await self._door.feed.gap(self._guest, hello.after, hello.conv)
            self._after, self._state = gap.seq, await self._door.feed.state(gap.sight.conversation)
            self.tell(*gap.events(), gap.ready(), self._state, *gap.typing())

    async def _feed(self, news: Subscription) -> None:
        """Look whenever there is news, and pass signs on, until cancelled."""
        try:
            async for word in news:
                if isinstance(word, Missed) or word == LOOK:
                    await self._look()
                elif word in self._shown:
                    self._shown.remove(word)
                else:
                    self._outlet.put(word.decode())
        except Refused as refused:
            await self.close(OF_REFUSALS[refused.code])
        except self._door.away:
            await self.close(Closing.TRY_LATER)
        except Exception:  # a fault of ours: a socket that is deaf from now on must not seem alive
            log.exception("widget: a conversation cannot be shown", extra={"conversation": self.conversation_id})
            await self.close(Closing.TRY_LATER)

    async def _look(self) -> None:
        async with self._reading:
            gap = await self._door.feed.gap(self._guest, self._after)
            state = await self._door.feed.state(gap.sight.conversation)
            self.tell(*gap.events(), *([gap.ready()] if gap.missing else []), *gap.typing())
            if state != self._state:
                self.tell(state)
            self._after, self._state = gap.seq, state

    def _show(self, sign: Read | Typing) -> None:
        """Pass a sign on to whoever else has the conversation open."""
        text = sign.text_frame()
        self._shown.append(text.encode())
        self._door.news.show(self._guest.conversation_id, text)


def _parsed(message: WSMessage) -> FromVisitor:
    """A frame. Raises: Closed; ConnectionResetError where the other side has hung up, or what came was too big."""
    if message.type is WSMsgType.BINARY:
        raise Closed(Closing.BAD_FRAME)
    if message.type is not WSMsgType.TEXT:
        raise ConnectionResetError
    try:
        return parse(message.data)
    except BadFrame:
        raise Closed(Closing.BAD_FRAME) from None
