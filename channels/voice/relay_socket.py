"""The sockets of calls: who is let in, how much they may send, and how they are told to come back."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import ValidationError

from channels.voice.admitting import Admitted, Gatekeeper, Refused
from channels.voice.knocking import Knock, Switchboard, Unanswered
from channels.voice.relay import greeting
from channels.voice.relay_call import RelayCall
from channels.voice.relay_frames import MOST_BYTES, Garbled, Setup, parse
from channels.voice.request import VoiceRequest
from infra.signals.limits import Rate
from infra.tasks import Tasks
from tenants.telephones import Telephone
from turns.call_turns import CallTurns
from turns.passes import Passes

log = logging.getLogger("waybill.voice")
SETS_UP_WITHIN_SECONDS = 5.0
SENDS_WITHIN_SECONDS = 5.0
CLOSES_WITHIN_SECONDS = 10.0
FRAMES = Rate(1200)  # a minute, all at once if need be: keys come one by one
MOST_GARBLED = 10


class RelaySockets:
    """All that are open in this process, at most one for each call. `clock` gives Unix seconds."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        board: Switchboard,
        *,
        turns: CallTurns,
        passes: Passes,
        house: Tasks,
        clock: Callable[[], float],
    ) -> None:
        self._gatekeeper = gatekeeper
        self._board = board
        self._turns = turns
        self._passes = passes
        self._house = house
        self._clock = clock
        self._open: dict[str, web.WebSocketResponse] = {}

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The handshake, signed; then the call, for as long as it lasts."""
        try:
            line = await self._gatekeeper.admit_socket(request)
        except Refused as error:
            log.info("refused: %s", error.why)
            return web.Response(status=error.status)
        except self._gatekeeper.away:
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=MOST_BYTES, compress=False)
        await socket.prepare(request)
        knock = None
        with suppress(self._gatekeeper.away, Unanswered, TimeoutError):
            knock = await self._let_in(socket, line)
        if knock is None:
            await socket.close(code=WSCloseCode.POLICY_VIOLATION)
            return socket
        await self._instead_of_another(socket, knock)
        return socket

    async def drain(self) -> None:
        """Each socket is told to come back, to another process or the next one: its call is connected anew."""
        for socket in [*self._open.values()]:
            await socket.close(code=WSCloseCode.SERVICE_RESTART)

    async def _let_in(self, socket: web.WebSocketResponse, line: Telephone) -> Knock | None:
        """Who calls, if the first frame shows a pass that was given for this call, and not before."""
        async with asyncio.timeout(SETS_UP_WITHIN_SECONDS):
            message = await socket.receive()
        if message.type is not WSMsgType.TEXT:
            return None
        with suppress(Garbled, ValidationError):
            setup = parse(message.data)
            if not isinstance(setup, Setup) or setup.account_sid != line.account_sid:
                return None
            about = await self._passes.take(line.tenant_id, line.line_id, setup.call_sid, setup.shown)
            if about is not None:
                return await self._board.customer(Admitted(line, VoiceRequest.model_validate(about)))
        return None

    async def _instead_of_another(self, socket: web.WebSocketResponse, knock: Knock) -> None:
        """Serve the call here; a socket that is left of it is over."""
        call_sid = knock.asked.call_sid
        if (before := self._open.get(call_sid)) is not None:
            await before.close(code=WSCloseCode.POLICY_VIOLATION)
        self._open[call_sid] = socket
        try:
            await self._talk(socket, knock)
        finally:
            if self._open.get(call_sid) is socket:
                del self._open[call_sid]

    async def _talk(self, socket: web.WebSocketResponse, knock: Knock) -> None:
        admitted = Admitted(knock.line, knock.asked)

        async def again() -> Knock:
            return await self._board.customer(await self._gatekeeper.admit_again(admitted))

        tasks = Tasks()
        call = RelayCall(
            knock,
            lambda frame: _send(socket, frame),
            again,
            turns=self._turns,
            house=self._house,
            clock=self._clock,
            hold=f"{knock.documents.public_url}/voice/hold.wav",
        )
        tasks.start(_close_after(call, socket))
        try:
            call.begin(greeting(knock))
            await self._read(socket, call)
        finally:
            await call.close()
            await tasks.close()

    async def _read(self, socket: web.WebSocketResponse, call: RelayCall) -> None:
        """Hand on what comes, until nothing does; nothing is waited for in between."""
        garbled, empty_at = 0, 0.0
        async for message in socket:
            now = self._clock()
            empty_at = max(empty_at, now)
            if message.type is not WSMsgType.TEXT or FRAMES.allowance(empty_at, now).retry_after:
                await socket.close(code=WSCloseCode.POLICY_VIOLATION)
                return
            empty_at += FRAMES.interval
            try:
                if (frame := parse(message.data)) is not None:
                    call.take(frame)
            except Garbled:
                garbled += 1
                if garbled >= MOST_GARBLED:
                    await socket.close(code=WSCloseCode.POLICY_VIOLATION)
                    return


async def _send(socket: web.WebSocketResponse, frame: str) -> None:
    """Write a frame; one that nobody takes any more is no loss, for the call goes on without this socket."""
    try:
        async with asyncio.timeout(SENDS_WITHIN_SECONDS):
            await socket.send_str(frame)
    except (ConnectionError, TimeoutError):
        await socket.close(code=WSCloseCode.GOING_AWAY)


async def _close_after(call: RelayCall, socket: web.WebSocketResponse) -> None:
    """Whoever was told that it is over hangs up; if not, we do."""
    await call.over.wait()
    await asyncio.sleep(CLOSES_WITHIN_SECONDS)
    await socket.close()
