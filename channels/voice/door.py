"""The phone's routes: what is not signed gets a bare status, what is gets TwiML; nobody on the line hears silence."""

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from channels.voice import hold, phrases
from channels.voice.admitting import Admitted, Gatekeeper, Refused
from channels.voice.gather import Gather
from channels.voice.knocking import Knock, Switchboard, Unanswered
from channels.voice.place import Misplaced, Place, read
from channels.voice.relay import AFTER, Relay
from channels.voice.relay_socket import RelaySockets
from channels.voice.transfer import Transferring
from channels.voice.twiml import response
from tenants.lines import Mode

log = logging.getLogger("waybill.voice")
RETRY_SECONDS = "5"
OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
Step = Callable[[Admitted, Place], Awaitable[bytes]]


class VoiceDoor:
    """Everything below `/voice/`."""

    def __init__(
        self,
        gatekeeper: Gatekeeper,
        board: Switchboard,
        gather: Gather,
        transferring: Transferring,
        *,
        relay: Relay,
        sockets: RelaySockets,
    ) -> None:
        self._relay = relay
        self._sockets = sockets
        self._gatekeeper = gatekeeper
        self._board = board
        self._gather = gather
        self._transferring = transferring

    def routes(self) -> list[web.RouteDef]:
        """All of them POST: a GET would put what callers say into access logs."""
        steps = {
            "incoming": self._incoming,
            "turn": self._turn,
            "poll": self._poll,
            "fallback": self._fallback,
            "recorded": self._recorded,
            "transfer/brief": self._brief,
            "transfer/choice": self._choice,
            "transfer/after": self._after,
            **{step: self._relayed(session) for session, step in enumerate(AFTER)},
        }
        return [
            web.get("/voice/hold.wav", self._hold),
            web.post("/voice/{line}/status", self._status),
            web.get("/voice/{line}/relay", self._sockets.serve),
            web.get("/voice/{line}/relay/", self._sockets.serve),
            *(web.post(f"/voice/{{line}}/{name}", self._serve(step)) for name, step in steps.items()),
        ]

    async def drain(self, _app: web.Application) -> None:
        """The process stops: calls over sockets are told to come back."""
        await self._sockets.drain()

    def _serve(self, step: Step) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            try:
                admitted = await self._gatekeeper.admit(request)
                place = read(request.query)
            except (Refused, Misplaced, self._gatekeeper.away) as error:
                return _refusal(error)
            try:
                return response(await step(admitted, place))
            except Refused as error:
                return _refusal(error)
            except Unanswered:
                return response(self._board.unanswered(admitted.line).goodbye(phrases.OUT_OF_SERVICE))
            except Exception:
                log.exception("a step of a call failed", extra={"line": admitted.line.line_id})
                return response(self._trouble(admitted))

        return handle

    async def _incoming(self, admitted: Admitted, _place: Place) -> bytes:
        knock = await self._board.customer(admitted)
        relayed = admitted.line.mode is Mode.RELAY
        return await (self._relay.incoming(knock) if relayed else self._gather.incoming(knock))

    def _relayed(self, session: int) -> Step:
        async def step(admitted: Admitted, _place: Place) -> bytes:
            return await self._relay.after(await self._board.customer(admitted), session)

        return step

    async def _turn(self, admitted: Admitted, place: Place) -> bytes:
        return await self._gather.turn(await self._board.customer(admitted), place)

    async def _poll(self, admitted: Admitted, place: Place) -> bytes:
        return await self._gather.poll(await self._board.customer(admitted), place)

    async def _after(self, admitted: Admitted, place: Place) -> bytes:
        return await self._transferring.after(await self._board.customer(admitted), place)

    async def _brief(self, admitted: Admitted, place: Place) -> bytes:
        return await self._transferring.brief(await self._colleague(admitted, place), place)

    async def _choice(self, admitted: Admitted, place: Place) -> bytes:
        return await self._transferring.choice(await self._colleague(admitted, place), place)

    async def _colleague(self, admitted: Admitted, place: Place) -> Knock:
        return await self._board.colleague(admitted, place)

    async def _recorded(self, admitted: Admitted, _place: Place) -> bytes:
        return self._board.unanswered(admitted.line).goodbye(phrases.RECORDED)

    async def _fallback(self, admitted: Admitted, _place: Place) -> bytes:
        """Twilio could not reach us, or not obey us, a moment ago."""
        log.warning("fallback", extra={"line": admitted.line.line_id, "error_code": admitted.asked.error_code})
        return self._trouble(admitted)

    def _trouble(self, admitted: Admitted) -> bytes:
        documents, colleague = self._board.adrift(admitted.line)
        return documents.trouble(colleague)

    async def _status(self, request: web.Request) -> web.Response:
        """The call is over, perhaps. Told more than once, and in any order."""
        try:
            admitted = await self._gatekeeper.admit(request)
            if admitted.asked.status in OVER and (knock := await self._board.ended(admitted)):
                await self._gather.over(knock)
        except (Refused, self._gatekeeper.away) as error:
            return _refusal(error)
        except Unanswered:
            return web.Response(status=204)
        return web.Response(status=204)

    async def _hold(self, _request: web.Request) -> web.Response:
        return web.Response(
            body=hold.sound(), content_type="audio/wav", headers={"Cache-Control": "public, max-age=86400"}
        )


def _refusal(error: Exception) -> web.Response:
    """A bare status: whoever cannot sign is told nothing."""
    if isinstance(error, Refused):
        log.info("refused: %s", error.why)
        return web.Response(status=error.status)
    if isinstance(error, Misplaced):
        return web.Response(status=400)
    return web.Response(status=503, headers={"Retry-After": RETRY_SECONDS})
