"""Whatever stands in whichever field of Shopify's answers: an answer, a refusal or a failure, and never a crash."""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
import pytest
from shopify_asking import JANE, told
from shopify_orders import part, sending, sent
from shopify_server import NOW, ShopifyStore, connected

from infra.net.reply import Reply
from lookup.connectors.shopify.connector import Shopify
from lookup.connectors.shopify.store import AccessToken, Store
from lookup.order import Answer, Kind, OrderSourceError, Question
from lookup.places import Places

FULL = sent(
    sending("DELIVERED", deliveredAt="2026-11-19T20:00:00Z", event="2026-11-19T20:00:00Z"),
    confirmationNumber="XPAV284CT",
    cancelledAt="2026-11-20T00:00:00Z",
    cancelReason="CUSTOMER",
    fulfillmentOrders=[part("SCHEDULED", "OTHER", at="2026-12-02T15:00:00Z")],
)
Path = tuple[str | int, ...]


class Canned:
    """Stands where the client stands, and replies with these answers in turn."""

    def __init__(self, *answers: object) -> None:
        self._answers = list(answers)

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        del url, headers, body, deadline
        return Reply(200, "application/json", orjson.dumps(self._answers.pop(0)))


def spots(value: object, path: Path = ()) -> Iterator[Path]:
    """The way to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from spots(each, (*path, key))


def put(answer: Any, path: Path, value: object) -> Any:
    changed = copy.deepcopy(answer)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize("wrong", [None, -1, 2**63, True, "x", "x" * 5_000, [None], {}], ids=lambda x: repr(x)[:9])
async def test_a_wrong_value_anywhere_is_no_crash(wrong: object) -> None:
    answers: list[Any] = []
    async with connected(ShopifyStore([FULL], spoil=lambda answer: answers.append(copy.deepcopy(answer)))) as shop:
        await told(shop, "XPAV284CT")
    for number, answer in enumerate(answers):
        for path in spots(answer):
            changed = put(answer, path, wrong)
            canned = Canned(*([changed, *answers[1:]] if number == 0 else [answers[0], changed]), changed, changed)
            await is_no_crash(canned)


async def is_no_crash(canned: Canned) -> None:
    store = Store("a.myshopify.com", AccessToken("shpat_x"))
    source = Shopify(store, poster=canned, places=Places(), clock=lambda: NOW)
    try:
        came = await source.look_up(Question(Kind.ORDER, "XPAV284CT", JANE))
    except OrderSourceError as error:
        assert error.failure.category in {"invalid_field", "backend_error", "search_warning"}
        return
    if isinstance(came, Answer):
        assert 1 <= len(came.summary) <= 1000
        assert came.summary.isprintable()
