"""Shops for tests: they answer as told and remember what they were asked."""

from collections.abc import Callable
from dataclasses import dataclass, field

from lookup.order import (
    NOBODY_NAMED,
    Answer,
    Failure,
    Holder,
    Kind,
    OrderSource,
    OrderSourceError,
    Question,
    Refusal,
    Refused,
)
from tenants.connector import Connection, EndpointSettings, endpoint_connection
from tenants.trial import Step, Trial
from verification.policy import Factor

REFERENCE, ZIP = "ORD-9842", "94107"
NOT_FOUND = Refused(Refusal.NOT_FOUND, Failure("refused"))
UNAUTHORIZED = Refused(Refusal.UNAUTHORIZED, Failure("refused"))
PASSED = (Step("the order, with the right claim", ("ok",), "ok"),)
PROVEN = Trial(PASSED, proven=tuple(Factor), strict=True, carries_factors=(), conclusive=True)


def shipped(holder: Holder = NOBODY_NAMED) -> Answer:
    return Answer("shipped", "Out for delivery.", holder=holder)


@dataclass
class Shop:
    """Has one order; `judges` claims itself or answers whoever asks."""

    judges: bool = True
    holder: Holder = NOBODY_NAMED
    unknown: Refused = NOT_FOUND
    silent_to: Callable[[Question], bool] = lambda _: False
    asked: list[Question] = field(default_factory=list)

    async def look_up(self, question: Question) -> Answer | Refused:
        self.asked.append(question)
        if self.silent_to(question):
            raise OrderSourceError(Failure("timeout"))
        if question.reference != REFERENCE:
            return self.unknown
        if self.judges and question.context.get("zip") != ZIP:
            return UNAUTHORIZED
        return shipped(self.holder)


@dataclass
class Roads:
    """Makes the way to a shop, as the server does, and remembers for whom."""

    made: list[Connection] = field(default_factory=list)

    def __call__(self, settings: Connection) -> OrderSource:
        self.made.append(settings)
        return Shop()


def connector(tenant_id: int, *, secret: str | None = None, kinds: tuple[Kind, ...] = tuple(Kind)) -> Connection:
    endpoint = EndpointSettings(url="https://shop.example.com/status", kinds=kinds, reference_prefixes=("ORD-",))
    return endpoint_connection(tenant_id, endpoint, secret)
