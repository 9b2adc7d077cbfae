"""Which full counter more factors would open, and which only time does."""

from collections.abc import Sequence

import pytest

from infra.signals.counters import Full as NoRoom
from infra.signals.counters import Quota
from infra.store.vault import Vault, make_key
from verification.attempts import Attempts, Full, Guesser
from verification.policy import Policy

EVERYTHING_KNOWN = Guesser(1, "talk", "jane", "198.51.100.7")


class Crowded:
    """Counters of which one, by its place in the reservation, has no room."""

    def __init__(self, place: int) -> None:
        self._place = place

    async def reserve(self, quotas: Sequence[Quota], _now: float) -> tuple[Quota, ...] | NoRoom:
        return NoRoom(quotas[self._place])

    async def give_back(self, quotas: Sequence[Quota], now: float, *, mark: Quota | None = None) -> None:
        raise AssertionError((quotas, now, mark))

    async def count(self, quota: Quota, now: float) -> int:
        raise AssertionError((quota, now))

    async def fill(self, quota: Quota, now: float) -> None:
        raise AssertionError((quota, now))

    async def is_full(self, quota: Quota, now: float) -> bool:
        raise AssertionError((quota, now))


@pytest.mark.parametrize(
    ("place", "raised"),
    [(0, False), (1, False), (2, False), (3, True), (4, True)],
    ids=["conversation", "caller", "address", "order", "tenant"],
)
async def test_only_the_orders_own_counters_ask_for_more(place: int, raised: bool) -> None:
    attempts = Attempts(Crowded(place), Vault(make_key()).index, lambda: 0.0)
    assert await attempts.reserve(EVERYTHING_KNOWN, "ORD9842", Policy(), raised=False) == Full(raised)


async def test_where_everything_was_given_already_only_time_helps() -> None:
    attempts = Attempts(Crowded(3), Vault(make_key()).index, lambda: 0.0)
    assert await attempts.reserve(EVERYTHING_KNOWN, "ORD9842", Policy(), raised=True) == Full(raised=False)
