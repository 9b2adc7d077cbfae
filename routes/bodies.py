"""Reading what a client sent: JSON bodies, query strings, the client's own name for a request."""

from collections.abc import Mapping
from hashlib import blake2b
from typing import TypeVar

from aiohttp import web
from pydantic import BaseModel, ValidationError

from infra.once import Delivery

B = TypeVar("B", bound=BaseModel)
ROOT = "/api/v1"
LONGEST_KEY = 128


class BadBody(Exception):  # noqa: N818 - told as problem+json
    """What was sent is not what this route reads; `field` is a path, never a value."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason, self.field = reason, field


def read(model: type[B], raw: bytes) -> B:
    """Validate a body; where nothing in it is required, none at all will do. Raises: BadBody: a sentence, a path."""
    try:
        return model.model_validate_json(b"{}" if not raw and may_be_empty(model) else raw)
    except ValidationError as error:
        raise bad_body(error) from None


def may_be_empty(model: type[BaseModel]) -> bool:
    """Whether nothing in it is required, so that no body at all will do."""
    return not any(field.is_required() for field in model.model_fields.values())


def read_query(model: type[B], query: Mapping[str, str]) -> B:
    """Validate a query string. Raises: BadBody, also for a name that the route does not know."""
    try:
        return model.model_validate_strings(dict(query))
    except ValidationError as error:
        raise bad_body(error) from None


def delivery(request: web.Request, raw: bytes) -> Delivery | None:
    """The `Idempotency-Key` of a request, if it has one, bound to what was sent and where. Raises: BadBody."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise BadBody(f"must be 1 to {LONGEST_KEY} visible ASCII characters", "Idempotency-Key")
    named = blake2b(key.encode(), digest_size=16).hexdigest()
    content = b"\0".join((request.method.encode(), request.path.removeprefix(ROOT).encode(), raw))
    return Delivery(named, blake2b(content, digest_size=16).hexdigest())


def bad_body(error: ValidationError, inside: str | None = None) -> BadBody:
    """The first complaint, as it is told; `inside` is where the value stood that was validated."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    field = ".".join(str(part) for part in (*filter(None, (inside,)), *first["loc"])) or None
    return BadBody(first["msg"].removeprefix("Value error, "), field)
