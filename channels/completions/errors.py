"""What is not a reply: every error in the one shape that OpenAI clients read, `{"error": {four keys}}`.

408, 409, 429 and 5xx are sent again by the clients on their own, so none of them stands for what a retry cannot mend.
Source: https://platform.openai.com/docs/guides/error-codes
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from aiohttp import web

from infra.once import KeyReused
from journal.journal import LostRace
from routes.admission import NoKey, ScopeMissing, TooMany, WrongKey
from turns.asserting import BadClaim
from turns.floor import Superseded
from turns.refusals import Ended

INVALID = "invalid_request_error"
BUSY_MS = 500
AWAY_SECONDS = 5
NO_KEY = "Incorrect API key provided: send yours as `Authorization: Bearer wb_sk_live_…`."
WRONG_KEY = "Incorrect API key provided: it is unknown, expired or revoked."
UNKNOWN_URL = "There is nothing at this URL. Served are POST /v1/chat/completions, GET /v1/models and /v1/models/{id}."
OURS = "Something went wrong on our side. The x-request-id of this reply helps to find it."


class Refused(Exception):  # noqa: N818 - an answer to the client, rendered below
    """The request cannot be met as it stands. `param` is the path of what is wrong, never its value."""

    def __init__(self, sentence: str, *, param: str | None = None, code: str | None = None, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.param = param
        self.code = code
        self.status = status


@dataclass(frozen=True, slots=True)
class Fault:
    """An error as it is told. `kind` is OpenAI's `type`."""

    status: int
    kind: str
    sentence: str
    code: str | None = None
    param: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def body(self) -> dict[str, object]:
        """The JSON object, always with all four keys."""
        return {"error": {"message": self.sentence, "type": self.kind, "param": self.param, "code": self.code}}

    def response(self) -> web.Response:
        """The fault as a reply."""
        return web.Response(
            body=orjson.dumps(self.body()),
            status=self.status,
            headers={"Content-Type": "application/json", **self.headers},
        )


def fault(error: Exception, away: tuple[type[Exception], ...] = ()) -> Fault:
    """The fault of an error; `away` are those that pass by themselves, such as a database that is not there."""
    if isinstance(error, away):
        sentence = "This is not available at the moment; please try again."
        return Fault(503, "server_error", sentence, headers={"Retry-After": str(AWAY_SECONDS)})
    match error:
        case Refused():
            return Fault(error.status, INVALID, error.sentence, error.code, error.param)
        case NoKey():
            return _key(NO_KEY)
        case WrongKey():
            return _key(WRONG_KEY)
        case ScopeMissing(scope=scope):
            return Fault(403, "permission_error", f"This API key lacks the scope {scope.value}.")
        case TooMany(retry_after=seconds):
            return _too_many(seconds)
        case BadClaim(factor=factor):
            return Fault(400, INVALID, "A claim is none of email, zip and phone, or is not well formed.", param=factor)
        case KeyReused():
            sentence = "This Idempotency-Key came with other content before."
            return Fault(400, INVALID, sentence, "idempotency_key_reused", "Idempotency-Key")
        case Ended():
            return Fault(400, INVALID, "This conversation has ended.", "conversation_ended", "conversation_id")
        case LostRace() | Superseded():
            sentence = "Somebody else speaks in this conversation just now."
            return Fault(409, "conflict_error", sentence, "conversation_busy", headers=_after(BUSY_MS / 1000))
        case web.HTTPException():
            return _of_http(error)
        case _:
            return Fault(500, "server_error", OURS)


def _key(sentence: str) -> Fault:
    return Fault(401, INVALID, sentence, "invalid_api_key", headers={"WWW-Authenticate": "Bearer"})


def _too_many(seconds: float) -> Fault:
    sentence = f"This API key has made too many requests; try again in {math.ceil(seconds)} s."
    return Fault(429, "rate_limit_error", sentence, "rate_limit_exceeded", headers=_after(seconds))


def _after(seconds: float) -> dict[str, str]:
    return {"Retry-After": str(math.ceil(seconds)), "Retry-After-Ms": str(math.ceil(seconds * 1000))}


def _of_http(error: web.HTTPException) -> Fault:
    match error:
        case web.HTTPNotFound():
            return Fault(404, "not_found_error", UNKNOWN_URL, "unknown_url")
        case web.HTTPMethodNotAllowed():
            headers = {"Allow": error.headers["Allow"]}
            return Fault(405, INVALID, "This URL does not take that method.", "method_not_allowed", headers=headers)
        case web.HTTPRequestEntityTooLarge():
            return Fault(413, "request_too_large", "The body is larger than 1 MB.")
        case web.HTTPUnsupportedMediaType():
            return Fault(415, INVALID, "The body must be JSON.")
    if error.status < 500:  # noqa: PLR2004 - where the server's own faults begin
        return Fault(error.status, INVALID, f"{error.reason}.")
    return Fault(error.status, "server_error", OURS)
