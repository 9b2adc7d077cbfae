"""What every connector keeps, whatever system it asks: subclass `ConnectorContract` and say how a shop gets there."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from enum import Enum, auto
from typing import Protocol

import pytest

from infra.net.client import GuardedClient
from infra.net.reply import Reply
from lookup.order import Answer, Kind, OrderSource, OrderSourceError, Question, Refusal, Refused

REFERENCE = "ORD-9842"
CLAIMS = {"email": "jane.doe@example.com", "zip": "94107"}
QUESTION = Question(Kind.ORDER, REFERENCE, CLAIMS)


class Situation(Enum):
    """What a shop's system is doing when it is asked for `REFERENCE`."""

    FOUND = auto()
    UNKNOWN = auto()
    SILENT = auto()  # takes the request and never answers
    HANGS_UP = auto()
    SERVER_ERROR = auto()  # HTTP 500
    FORBIDDEN = auto()  # HTTP 403
    REDIRECTS = auto()
    NO_JSON = auto()
    NO_OBJECT = auto()  # JSON, but a list
    TOO_LARGE = auto()  # more than 64 KB
    UNKNOWN_ENCODING = auto()


TROUBLE = [one for one in Situation if one not in {Situation.FOUND, Situation.UNKNOWN}]
CATEGORY = {
    Situation.SILENT: "timeout",
    Situation.HANGS_UP: "connection",
    Situation.SERVER_ERROR: "http_status",
    Situation.FORBIDDEN: "http_status",
    Situation.REDIRECTS: "redirect",
    Situation.NO_JSON: "bad_json",
    Situation.NO_OBJECT: "bad_json",
    Situation.TOO_LARGE: "too_large",
    Situation.UNKNOWN_ENCODING: "encoding",
}


class Impatient:
    """The guarded client with next to no time left, so that a test of silence is short."""

    def __init__(self, client: GuardedClient) -> None:
        self._client = client

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        del deadline
        soon = asyncio.get_running_loop().time() + 0.02
        return await self._client.post(url, headers=headers, body=body, deadline=soon)


class Connected(Protocol):
    """A connector and the shop behind it; `asked` counts the questions that reached the shop."""

    source: OrderSource

    @property
    def asked(self) -> int: ...


class ConnectorContract:
    """The tests. A subclass gives `connected`; where the situation is SILENT, with a budget as short as it can."""

    def connected(self, situation: Situation) -> AbstractAsyncContextManager[Connected]:
        raise NotImplementedError

    @pytest.fixture
    async def shop(self) -> AsyncIterator[Connected]:
        async with self.connected(Situation.FOUND) as shop:
            yield shop

    async def test_an_order_is_found(self, shop: Connected) -> None:
        answer = await shop.source.look_up(QUESTION)
        assert isinstance(answer, Answer)
        assert 1 <= len(answer.summary) <= 1000
        assert answer.summary.isprintable()
        assert answer.status

    async def test_whose_order_it_is_never_stands_among_the_details(self, shop: Connected) -> None:
        answer = await shop.source.look_up(QUESTION)
        assert isinstance(answer, Answer)
        assert not {"email", "zip", "phone"} & answer.details.keys()

    async def test_an_answer_shows_nothing_of_itself(self, shop: Connected) -> None:
        answer = await shop.source.look_up(QUESTION)
        assert isinstance(answer, Answer)
        assert answer.summary not in repr(answer)
        assert answer.status not in repr(answer)

    async def test_every_question_is_a_new_lookup(self, shop: Connected) -> None:
        for _ in range(3):
            await shop.source.look_up(QUESTION)
        assert shop.asked >= 3

    async def test_an_unknown_order_is_a_value_and_no_exception(self) -> None:
        async with self.connected(Situation.UNKNOWN) as shop:
            refused = await shop.source.look_up(QUESTION)
        assert isinstance(refused, Refused)
        assert refused.refusal is Refusal.NOT_FOUND
        assert REFERENCE not in repr(refused)

    @pytest.mark.parametrize("situation", TROUBLE, ids=lambda situation: situation.name)
    async def test_trouble_is_one_exception_that_says_why_without_a_word_of_anybody(self, situation: Situation) -> None:
        async with self.connected(situation) as shop:
            with pytest.raises(OrderSourceError) as raised:
                await shop.source.look_up(QUESTION)
        assert raised.value.failure.category == CATEGORY[situation]
        for word in (REFERENCE, *CLAIMS.values()):
            assert word not in f"{raised.value!r} {raised.value.failure!r}"
        assert raised.value.__cause__ is None

    async def test_a_question_that_is_given_up_leaves_the_next_one_unharmed(self) -> None:
        async with self.connected(Situation.SILENT) as shop:
            asking = asyncio.ensure_future(shop.source.look_up(QUESTION))
            await asyncio.sleep(0)
            asking.cancel()
            with pytest.raises(asyncio.CancelledError):
                await asking
            with pytest.raises(OrderSourceError) as raised:
                await shop.source.look_up(QUESTION)
        assert raised.value.failure.category == "timeout"
