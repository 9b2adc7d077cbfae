"""No guess is free: not one that is talked over, not one that is spelled otherwise."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from infra.signals.counters import StoredCounters
from infra.store.transaction import Store
from infra.store.vault import Vault, make_key
from infra.tasks import Tasks
from tests.attacks.stranger import Stranger, moments
from tests.world.clock import START, Clock
from tests.world.shop import Reply, Shop
from tests.world.town import Setup, Town
from verification.attempts import Attempt, Attempts, Guesser
from verification.policy import Policy

GUESSES = [f"606{place:02d}" for place in range(1, 15)]  # the last is the right one
NOBODY = Guesser(1, None, None)


class HesitantShop(Shop):
    """Says yes at once, and no only when it is let."""

    def __init__(self, clock: Clock) -> None:
        super().__init__(clock)
        self.may_refuse = asyncio.Event()
        self.misbehave("hesitate")

    async def _hesitate(self, _request: web.Request, reply: Reply) -> web.Response:
        if not reply["ok"]:
            await self.may_refuse.wait()
        return web.json_response(reply)


@pytest.fixture
async def shop(town: Town) -> AsyncIterator[HesitantShop]:
    town.shop = shop = HesitantShop(town.clock)
    await town.open(Setup())
    yield shop
    shop.may_refuse.set()


async def test_a_guess_that_is_talked_over_while_the_shop_hesitates_counts(town: Town, shop: HesitantShop) -> None:
    """Otherwise whoever speaks on before the no keeps every attempt, and waits for the one yes."""
    stranger, tasks = Stranger(town), Tasks()
    session = await stranger.opens_session("thief")
    sent = []
    for guess in GUESSES:
        sent.append(tasks.start(stranger.post(f"{session}/messages", {"content": f"ORD-5000, ZIP {guess}"})))
        while len(shop.calls) < min(len(sent), 3):
            await asyncio.sleep(0)
        await moments()
    shop.may_refuse.set()
    replies = [reply["data"]["reply"] for _, reply in await asyncio.gather(*sent)]
    await stranger.leave()
    assert "Shipped" not in str(replies)
    assert len(shop.calls) == 3
    assert replies[-1]["outcome"] == "locked"


@pytest.fixture
def attempts(store: Store) -> Attempts:
    return Attempts(StoredCounters(store), Vault(make_key()).index, lambda: START)


async def test_a_number_in_many_spellings_is_one_number(attempts: Attempts) -> None:
    spellings = ["ORD5000", "ORD_5000", "ORD/5000", "ORD05000", "ORD0005000", "O_R_D_5_0_0_0"] * 2
    came = [await attempts.reserve(NOBODY, spelling, Policy(), raised=False) for spelling in spellings]
    assert sum(isinstance(each, Attempt) for each in came) == 10


@pytest.mark.parametrize("signed", ["jane.doe@example.com", None])
async def test_strangers_do_not_use_up_the_tries_of_a_signed_in_owner(attempts: Attempts, signed: str | None) -> None:
    for _ in range(3):
        await attempts.reserve(NOBODY, "ORD5000", Policy(), raised=True)
    came = await attempts.reserve(NOBODY, "ORD5000", Policy(), raised=True, signed=signed)
    assert isinstance(came, Attempt) is (signed is not None)
