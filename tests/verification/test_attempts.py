"""How often somebody may guess, counted where a restart and a crowd find the same numbers."""

import asyncio
from itertools import count

import pytest

from tests.verification.desk import Desk
from verification.attempts import Attempt, Full, Guesser
from verification.policy import Policy

MINUTE, HOUR = 60, 3600
DAY = 24 * HOUR
LOCKED, RAISED = Full(raised=False), Full(raised=True)
NUMBERS = count()


def somebody(**known: str | None) -> Guesser:
    """Nobody that was here before: a conversation of their own, nothing else known of them."""
    return Guesser(1, **{"conversation": f"c{next(NUMBERS)}", "caller": None, **known})


def nobody(address: str | None = None) -> Guesser:
    return Guesser(1, None, None, address)


async def test_three_guesses_in_a_conversation_then_locked(desk: Desk) -> None:
    who = somebody()
    assert [await desk.guess(who) for _ in range(4)] == [True, True, True, LOCKED]


async def test_the_merchant_says_how_many(desk: Desk) -> None:
    who, once = somebody(), Policy(max_attempts=1)
    assert isinstance(await desk.reserve(who, policy=once), Attempt)
    assert await desk.reserve(who, policy=once) == LOCKED


@pytest.mark.parametrize("allowed", [1, 3, 10])
async def test_of_twenty_guesses_at_once_exactly_so_many_reach_the_shop(desk: Desk, allowed: int) -> None:
    who, policy = somebody(caller=None), Policy(max_attempts=allowed)
    reached = 0

    async def guess(number: int) -> None:
        nonlocal reached
        attempt = await desk.reserve(who, f"ORD{number}", policy)
        if isinstance(attempt, Attempt):
            reached += 1
            await asyncio.sleep(0)
            await desk.attempts.mismatched(attempt)

    await asyncio.gather(*(guess(number) for number in range(20)))
    assert reached == allowed


async def test_five_guesses_of_a_caller_in_a_quarter_of_an_hour(desk: Desk) -> None:
    assert [await desk.guess(somebody(caller="eve")) for _ in range(6)] == [True] * 5 + [LOCKED]
    assert await desk.guess(somebody(caller="adam")) is True
    desk.now += 15 * MINUTE
    assert await desk.guess(somebody(caller="eve")) is True


async def test_who_is_locked_in_one_conversation_is_locked_in_the_next(desk: Desk) -> None:
    who = somebody(caller="eve")
    assert [await desk.guess(who) for _ in range(3)] == [True] * 3
    assert await desk.guess(somebody(caller="eve")) == LOCKED
    desk.now += 15 * MINUTE
    assert await desk.guess(somebody(caller="eve")) is True


@pytest.mark.parametrize(
    ("address", "neighbour", "stranger"),
    [
        ("198.51.100.7", "198.51.100.7", "198.51.100.8"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"),
    ],
)
async def test_twenty_guesses_an_hour_from_one_household(
    desk: Desk, address: str, neighbour: str, stranger: str
) -> None:
    for number in range(20):
        assert await desk.guess(somebody(address=address), f"ORD{number}") is True
        desk.now += 5
    assert await desk.guess(nobody(neighbour), "ORD77") == LOCKED
    assert await desk.guess(nobody(stranger), "ORD77") is True
    desk.now += HOUR
    assert await desk.guess(nobody(neighbour), "ORD78") is True


async def test_an_order_is_raised_after_ten_guesses_in_a_day(desk: Desk) -> None:
    for _ in range(10):
        assert await desk.guess(somebody()) is True
        desk.now += HOUR
    assert await desk.guess(somebody()) == RAISED
    assert await desk.guess(somebody(), "ORD5000") is True
    desk.now += 14 * HOUR
    assert await desk.guess(somebody()) is True


async def test_a_raised_order_takes_two_better_guesses_an_hour(desk: Desk) -> None:
    for _ in range(10):
        await desk.guess(somebody())
    assert [await desk.guess(somebody(), raised=True) for _ in range(3)] == [True, True, LOCKED]
    desk.now += HOUR
    assert await desk.guess(somebody(), raised=True) is True


async def test_nobody_can_lock_the_owner_out(desk: Desk) -> None:
    assert await desk.prove(somebody(caller="jane")) is True
    desk.now += 29 * DAY
    for _ in range(10):
        await desk.guess(somebody())
    assert await desk.prove(somebody(caller="jane")) is True
    assert await desk.prove(somebody(caller="somebody else")) == RAISED


async def test_after_thirty_days_the_owner_is_anybody(desk: Desk) -> None:
    await desk.prove(somebody(caller="jane"))
    desk.now += 30 * DAY
    for _ in range(10):
        await desk.guess(somebody())
    assert await desk.prove(somebody(caller="jane")) == RAISED


async def test_the_owner_of_one_order_is_a_stranger_to_another(desk: Desk) -> None:
    await desk.prove(somebody(caller="jane"), "ORD5000")
    for _ in range(10):
        await desk.guess(somebody())
    assert await desk.guess(somebody(caller="jane")) == RAISED


async def test_an_exempt_owners_proofs_take_nothing_back_from_the_strangers(desk: Desk) -> None:
    """Otherwise whoever knows one proof could open ten more guesses at will."""
    await desk.prove(somebody(caller="jane"))
    for _ in range(10):
        await desk.guess(somebody())
        await desk.prove(somebody(caller="jane"))
    assert await desk.guess(somebody()) == RAISED


async def test_a_tenant_that_is_stormed_is_raised_for_everyone(desk: Desk) -> None:
    await desk.prove(somebody(caller="jane"))
    for number in range(31):
        assert await desk.guess(somebody(), f"ORD{number}") is True
    assert await desk.guess(somebody(), "ORD7777") == RAISED
    assert await desk.guess(somebody(), "ORD7777", raised=True) is True
    assert await desk.prove(somebody(caller="jane")) is True
    assert await desk.guess(Guesser(2, "other tenant", None), "ORD7777") is True
    desk.now += 15 * MINUTE
    assert await desk.guess(somebody(), "ORD7777") is True


async def test_thirty_a_minute_are_no_storm(desk: Desk) -> None:
    for number in range(60):
        assert await desk.guess(somebody(), f"ORD{number}") is True
        desk.now += 2.01
    assert await desk.guess(somebody(), "ORD7777") is True


async def test_a_proof_and_a_technical_failure_give_the_attempt_back(desk: Desk) -> None:
    who = Guesser(1, "talk", "jane", "198.51.100.7")
    for number in range(30):
        attempt = await desk.reserve(who)
        assert isinstance(attempt, Attempt)
        await (desk.attempts.proved(attempt) if number % 2 else desk.attempts.innocent(attempt))
    assert [await desk.guess(who) for _ in range(4)] == [True, True, True, LOCKED]


async def test_a_reservation_counts_before_it_is_settled(desk: Desk) -> None:
    who = somebody()
    held = [await desk.reserve(who) for _ in range(3)]
    assert await desk.guess(who) == LOCKED
    assert isinstance(held[0], Attempt)
    await desk.attempts.innocent(held[0])
    assert await desk.guess(who) is True


async def test_a_refused_reservation_counts_nowhere(desk: Desk) -> None:
    who = Guesser(1, "talk", None, "198.51.100.7")
    for _ in range(3):
        await desk.guess(who)
    for _ in range(30):
        assert await desk.guess(who) == LOCKED
    assert [await desk.guess(nobody("198.51.100.7"), f"ORD{n}") for n in range(18)] == [True] * 17 + [LOCKED]


async def test_a_restart_forgets_nothing(desk: Desk) -> None:
    who = somebody()
    for _ in range(3):
        await desk.guess(who)
    await desk.reopen()
    assert await desk.guess(who) == LOCKED


async def test_nobody_in_particular_has_only_the_orders_counter(desk: Desk) -> None:
    assert [await desk.guess(nobody()) for _ in range(11)] == [True] * 10 + [RAISED]


async def test_no_counter_is_named_after_anybody(desk: Desk) -> None:
    await desk.guess(Guesser(1, "talk-of-eve", "eve@example.com", "198.51.100.7"), "ORD9842")
    rows = await desk.store.read(lambda tx: tx.rows("SELECT key FROM counters"))
    assert len(rows) == 5
    assert all(len(row["key"]) == 32 and set(row["key"]) <= set("0123456789abcdef") for row in rows)


async def test_a_signed_identity_has_tries_of_its_own_at_a_raised_order(desk: Desk) -> None:
    for _ in range(10):
        await desk.guess(somebody())
    for _ in range(3):
        await desk.guess(somebody(), raised=True)
    assert await desk.guess(somebody(), raised=True) == LOCKED
    signed = await desk.attempts.reserve(somebody(), "ORD9842", Policy(), raised=True, signed="jane.doe@example.com")
    assert isinstance(signed, Attempt)


@pytest.mark.parametrize("written", ["ORD9842", "ORD/9842", "ORD_9842", "ORD09842", "ORD009842"])
async def test_what_a_shop_may_take_for_the_same_number_counts_as_one(desk: Desk, written: str) -> None:
    for _ in range(10):
        await desk.guess(somebody(), written)
    assert await desk.guess(somebody(), "ORD9842") == RAISED
