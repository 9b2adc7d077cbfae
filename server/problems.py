"""What a client is told when something is not as it should be: RFC 9457 problems with stable codes."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from channels.chat.widget.refusals import Refused
from escalation.errors import TicketCode, TicketError
from infra.once import KeyReused
from infra.store.transaction import StoreUnavailable
from journal.journal import LostRace
from routes.admission import KeyInUrl, NoKey, ScopeMissing, TooMany, WrongKey
from routes.bodies import BadBody
from tenants.errors import Code, NoPublishedVersion, SetupError
from turns.asserting import BadClaim
from turns.refusals import Ended

RETRY_SECONDS = 5
OF_SETUP = {
    Code.NOT_FOUND: (404, "not_found"),
    Code.INVALID: (400, "invalid_request"),
    Code.CHANGED_MEANWHILE: (412, "changed_meanwhile"),
    Code.SCOPE_ESCALATION: (403, "scope_escalation"),
}
"""The others are conflicts under their own names."""

OF_TICKETS = {TicketCode.NOT_FOUND: 404, TicketCode.CHANGED_MEANWHILE: 412}
"""The others are conflicts."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One RFC 9457 problem. `code` never changes once published."""

    status: int
    code: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    field: str | None = None
    owner: str | None = None

    def body(self) -> dict[str, object]:
        """The problem's JSON object."""
        body: dict[str, object] = {
            "type": "about:blank",
            "title": self.code.replace("_", " ").capitalize(),
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
        }
        body |= {} if self.field is None else {"field": self.field}
        return body if self.owner is None else {**body, "owner": self.owner}


def problem(error: Exception) -> Problem | None:
    """The problem of an error that is the client's or passes by itself; None for a fault of ours."""
    match error:
        case NoKey():
            return Problem(401, "no_key", "Send your API key as Authorization: Bearer.", {"WWW-Authenticate": "Bearer"})
        case WrongKey():
            return Problem(
                401, "wrong_key", "This API key is unknown, expired or revoked.", {"WWW-Authenticate": "Bearer"}
            )
        case ScopeMissing(scope=scope):
            return Problem(403, "scope_missing", f"This key lacks the scope {scope.value}.")
        case TooMany(retry_after=seconds):
            whole = str(math.ceil(seconds))
            return Problem(429, "too_many_requests", f"Try again in {whole} s.", {"Retry-After": whole})
        case BadBody(reason=reason, field=where):
            return Problem(400, "invalid_request", f"{where or 'The body'}: {reason}.", field=where)
        case BadClaim(factor=factor):
            return Problem(400, "invalid_request", f"The {factor} that is claimed is none.", field=f"claims.{factor}")
        case LostRace():
            return Problem(409, "conversation_busy", "Somebody else speaks in this session.", {"Retry-After": "1"})
        case NoPublishedVersion():
            return Problem(409, "no_published_version", "This agent has not been published yet.")
        case SetupError(code=code):
            status, name = OF_SETUP.get(code, (409, code.value))
            return Problem(status, name, str(error))
        case TicketError(code=code, owner=owner):
            return Problem(OF_TICKETS.get(code, 409), code.value, str(error), owner=owner)
        case Ended():
            return Problem(409, "session_ended", "This session has ended; open a new one.")
        case KeyReused():
            return Problem(409, "idempotency_key_reused", "The same Idempotency-Key came with another body.")
        case StoreUnavailable():
            return Problem(503, "unavailable", "The database is not available.", {"Retry-After": str(RETRY_SECONDS)})
        case KeyInUrl():
            sentence = "An API key never stands in a URL: revoke this one, and send the next as Authorization: Bearer."
            return Problem(400, "key_in_url", sentence)
        case Refused(status=status, code=code, detail=detail):
            return Problem(status, code, detail)
        case web.HTTPException():
            return _of_http(error)
        case _:
            return None


def _of_http(error: web.HTTPException) -> Problem:
    details = {
        400: ("invalid_request", f"{error.reason}."),
        404: ("unknown_path", "There is nothing at this path."),
        405: ("method_not_allowed", "This path does not take that method."),
        413: ("body_too_large", "The body is larger than 1 MB."),
    }
    code, detail = details.get(error.status, ("http_error", error.reason))
    headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
    return Problem(error.status, code, detail, headers)


FAULT = Problem(500, "internal_error", "Something went wrong on our side; the request id helps to find it.")
