"""With and without what the shop puts before its numbers, an order is one order: guesses at it are counted together."""

import pytest

from tests.attacks.stranger import Stranger
from tests.world.town import Town

MOST = 10
SPELLINGS = ("ORD-5000", "5000", "ord 5000", "order 5000")


@pytest.mark.parametrize("spelling", SPELLINGS)
async def test_another_spelling_gives_no_more_guesses(town: Town, stranger: Stranger, spelling: str) -> None:
    for guess in range(MOST):
        await stranger.hears(f"Where is ORD-5000? ZIP 606{guess + 20}", user=f"thief {guess}")
    assert len(town.shop.calls) == MOST
    await stranger.hears(f"Where is {spelling}? ZIP 60640", user="another thief")
    assert len(town.shop.calls) == MOST
