"""The envelope of a GraphQL answer: data, errors, and what Shopify says about the search and the cost."""

import logging
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from infra.net.reply import Reply
from lookup.order import Failure, OrderSourceError

log = logging.getLogger("waybill.lookup")

TOO_MANY_REQUESTS = 429
_CODE = re.compile(r"[A-Za-z_]{1,40}")
_FIELD_NAME = re.compile(r"[A-Za-z]{1,40}")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{1,64}")
_SECONDS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")
_DENIED = "ACCESS_DENIED"
WAITING = "fulfillmentOrders"


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Throttle(_Part):
    available: float = Field(alias="currentlyAvailable")
    rate: float = Field(alias="restoreRate", gt=0)


class _Cost(_Part):
    requested: float | None = Field(default=None, alias="requestedQueryCost")
    throttle: _Throttle | None = Field(default=None, alias="throttleStatus")


class _Search(_Part):
    warnings: tuple[object, ...] | None = None


class _Extensions(_Part):
    cost: _Cost | None = None
    search: tuple[_Search, ...] | None = None


class _ErrorExtensions(_Part):
    code: str = ""
    request_id: str = Field(default="", alias="requestId")


class _Error(_Part):
    path: tuple[str | int, ...] | None = None
    extensions: _ErrorExtensions | None = None

    @property
    def code(self) -> str:
        return self.extensions.code if self.extensions else ""


class _Envelope(_Part):
    data: dict[str, object] | None = None
    errors: tuple[_Error, ...] | str | None = None
    extensions: _Extensions | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, as yet unchecked: `check` says whether its data may be used."""

    reply: Reply
    data: Mapping[str, object] = field(repr=False)
    errors: tuple[_Error, ...] = field(repr=False)
    extensions: _Extensions

    @property
    def cost(self) -> int | None:
        """What the query was reckoned to cost before it ran."""
        cost = self.extensions.cost
        return None if cost is None or cost.requested is None else round(cost.requested)

    @property
    def throttled_for(self) -> float | None:
        """Seconds until the store would answer, infinite if it does not say; None if it did answer."""
        if self.reply.status != TOO_MANY_REQUESTS and not any(error.code == "THROTTLED" for error in self.errors):
            return None
        cost = self.extensions.cost
        if cost is not None and cost.requested is not None and cost.throttle is not None:
            return max(0.0, (cost.requested - cost.throttle.available) / cost.throttle.rate)
        after = self.reply.headers.get("Retry-After", "")
        return float(after) if _SECONDS.fullmatch(after) else math.inf

    @property
    def denied_waiting(self) -> bool:
        """Whether nothing but what waits to be sent was denied, which the rest of the answer does without."""
        return bool(self.errors) and all(
            error.code == _DENIED and error.path is not None and WAITING in error.path for error in self.errors
        )

    def check(self) -> None:
        """Raises: OrderSourceError: throttled, denied, backend_error, search_warning."""
        if self.throttled_for is not None:
            raise failed("throttled", self.reply)
        if any(search.warnings for search in self.extensions.search or ()):
            raise failed("search_warning", self.reply)
        if self.errors and not self.denied_waiting:
            raise self._failed()
        if not self.data:
            raise failed("backend_error", self.reply, field="data")

    def _failed(self) -> OrderSourceError:
        error = self.errors[0]
        request_id = error.extensions.request_id if error.extensions else ""
        code = error.code if _CODE.fullmatch(error.code) else None
        if _REQUEST_ID.fullmatch(request_id):
            log.warning("shopify.error", extra={"code": code, "request_id": request_id})
        category = "denied" if code == _DENIED else "backend_error"
        return failed(category, self.reply, field=_dotted(error.path), error_code=code)


def read(reply: Reply) -> Answered:
    """Open the envelope. Raises: OrderSourceError: http_status, bad_json, backend_error, invalid_field."""
    if reply.status not in {200, TOO_MANY_REQUESTS}:
        raise failed("http_status", reply)
    try:
        fields = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        fields = {} if reply.status == TOO_MANY_REQUESTS else None
    if not isinstance(fields, dict):
        raise failed("bad_json", reply)
    try:
        envelope = _Envelope.model_validate(fields)
    except ValidationError as error:  # not chained: it quotes the answer
        raise failed("invalid_field", reply, field=str(error.errors()[0]["loc"][0])) from None
    if isinstance(envelope.errors, str):
        raise failed("backend_error", reply)
    return Answered(reply, envelope.data or {}, envelope.errors or (), envelope.extensions or _Extensions())


def failed(category: str, reply: Reply, *, field: str | None = None, error_code: str | None = None) -> OrderSourceError:
    """A failure, with what may be told of the answer.

    Of a refused token no status is told: HTTP 401 from a merchant's own endpoint may be a "no" to one customer, and is
    counted as a guess at the order; here it never is.
    """
    told = None if category == "credentials" else reply.status
    return OrderSourceError(
        Failure(category, told, reply.content_type or None, len(reply.body), field=field, error_code=error_code)
    )


def _dotted(path: tuple[str | int, ...] | None) -> str | None:
    names = ("[]" if isinstance(part, int) else part if _FIELD_NAME.fullmatch(part) else "*" for part in path or ())
    return ".".join(names).replace(".[]", "[]") or None
