"""Analytics: each figure by its definition, over rows that are there and over those that are gone."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.reasons import Reason
from infra.store.transaction import Store
from journal.analytics import Analytics, Report
from journal.conversation import Door
from journal.figures import figures, percentile
from journal.retention import Retention
from journal.tallies import BUCKETS_MS, LONGER, Tallies, What
from tests.journal.conftest import JANE, Books
from tests.world.clock import START, Clock

TODAY = datetime.fromtimestamp(START, UTC).date()
BOUNDS = [*map(str, BUCKETS_MS), LONGER]


@pytest.fixture
def clock() -> Clock:
    return Clock()


async def report(books: Books, clock: Clock, days: int = 2) -> Report:
    return await Analytics(books.store, clock).report(books.tenant, TODAY - timedelta(days=days), TODAY)


async def test_a_conversation_is_finished_when_it_ended_or_was_idle_for_half_an_hour(
    books: Books, clock: Clock
) -> None:
    await books.talks(at=START)
    ended = await books.talks(at=START)
    await books.journal.end(ended, START)
    await books.begins(at=START)  # nothing was said in it
    clock.now += 29 * 60
    total = (await report(books, clock)).total
    assert (total.conversations, total.finished, total.contained, total.containment) == (2, 1, 1, 1.0)
    clock.now += 60
    total = (await report(books, clock)).total
    assert (total.conversations, total.finished, total.contained, total.containment) == (2, 2, 2, 1.0)


async def test_a_ticket_transfers_a_message_is_left_and_the_rest_is_contained(books: Books, clock: Clock) -> None:
    reasons = [(Reason.LOST,), (Reason.MESSAGE,), (Reason.MESSAGE, Reason.HUMAN), (), ()]
    for each in reasons:
        talk = await books.talks(at=START)
        for reason in each:
            await books.opens(reason, talk.conversation_id, START)
    clock.now += 3600
    total = (await report(books, clock)).total
    assert (total.finished, total.transferred, total.messages, total.contained) == (5, 2, 1, 2)
    assert (total.containment, total.transfer_rate) == (0.4, 0.4)


async def test_resolution_is_what_was_contained_and_confirmed(books: Books, clock: Clock) -> None:
    """Out of all that is finished: who said nothing confirmed nothing."""
    for helpful, reason in ((True, None), (False, None), (None, None), (True, Reason.LOST), (None, Reason.MESSAGE)):
        talk = await books.talks(at=START)
        if reason is not None:
            await books.resolves((await books.opens(reason, talk.conversation_id, START)).number)
        if helpful is not None:
            await books.journal.rate(talk, helpful=helpful)
    total = (await report(books, clock)).total
    assert (total.rated, total.helpful, total.confirmed, total.resolution) == (0, 0, 0, None)  # none is finished yet
    clock.now += 3600
    total = (await report(books, clock)).total
    assert (total.finished, total.contained, total.rated, total.helpful) == (5, 3, 3, 2)
    assert (total.confirmed, total.resolution) == (1, 0.2)
    before = (await report(books, clock)).model_copy(update={"as_of": None})
    await Retention(books.store).conversations(books.tenant, clock() + 1)
    assert await books.rows("conversations") == []
    assert (await report(books, clock)).model_copy(update={"as_of": None}) == before


async def test_what_a_stateless_completion_leaves_with_its_ticket_is_no_conversation(
    books: Books, clock: Clock
) -> None:
    talk = await books.begins(START, Door.COMPLETIONS)
    await books.opens(talk=talk.conversation_id)
    assert (await report(books, clock)).total.conversations == 0


async def test_what_retention_and_forgetting_erase_goes_on_counting(books: Books, clock: Clock) -> None:
    for words, reason in (("hello", None), (JANE, Reason.LOST), (JANE, Reason.MESSAGE), ("bye", Reason.HUMAN)):
        talk = await books.talks(words, at=START)
        if reason is not None:
            noted = await books.opens(reason, talk.conversation_id, START)
            await books.resolves(noted.number)
    clock.now += 3600
    before = (await report(books, clock)).model_copy(update={"as_of": None})
    await books.forgets()
    assert (await report(books, clock)).model_copy(update={"as_of": None}) == before
    await Retention(books.store).conversations(books.tenant, clock() + 1)
    assert await books.rows("conversations") == []
    assert (await report(books, clock)).model_copy(update={"as_of": None}) == before


async def test_turns_and_lookups_are_counted_by_door_and_day(books: Books, clock: Clock) -> None:
    tallies = Tallies(books.store, clock)
    clock.now -= 86_400
    tallies.turn(books.tenant, "sessions", "told")
    clock.now += 86_400
    tallies.turn(books.tenant, "sessions", "told")
    tallies.turn(books.tenant, "completions", "not_found")
    for result, seconds in (("answered", 0.1), ("refused", 0.2), ("timeout", 8.0), ("locked", None)):
        tallies.lookup(books.tenant, "completions", result, seconds)
    await tallies.flush()
    found = await report(books, clock)
    yesterday = TODAY - timedelta(days=1)
    assert [(each.day, each.door, each.figures.turns) for each in found.by_door_and_day] == [
        (yesterday, "sessions", 1),
        (TODAY, "completions", 1),
        (TODAY, "sessions", 1),
    ]
    total = found.total
    assert (total.turns, total.outcomes) == (3, {"not_found": 1, "told": 2})
    assert total.lookups == {"answered": 1, "locked": 1, "refused": 1, "timeout": 1}
    assert (total.asked, total.failures, total.failure_rate) == (3, 1, 0.3333)
    assert total.latency_ms is not None
    assert (total.conversations, total.containment) == (0, None)


async def test_days_before_and_after_the_window_and_other_tenants_do_not_count(
    books: Books, rival: Books, clock: Clock
) -> None:
    midnight = START - START % 86_400
    for at in (midnight - 0.001, midnight, midnight + 86_399.999, midnight + 86_400):
        await books.talks(at=at)
    await rival.talks(at=midnight)
    found = await Analytics(books.store, clock).report(books.tenant, TODAY, TODAY)
    assert found.total.conversations == 2


@pytest.mark.parametrize(("since", "until"), [(TODAY, TODAY - timedelta(days=1)), (TODAY - timedelta(days=90), TODAY)])
async def test_a_window_has_one_to_ninety_days(store: Store, clock: Clock, since: date, until: date) -> None:
    with pytest.raises(ValueError, match="1 to 90 days"):
        await Analytics(store, clock).report(1, since, until)


@given(st.lists(st.floats(0, 40_000), min_size=1), st.sampled_from([0.5, 0.9, 0.99]))
def test_a_percentile_falls_into_the_bucket_of_the_true_one(times: list[float], share: float) -> None:
    bounds = [next((str(bound) for bound in BUCKETS_MS if ms <= bound), LONGER) for ms in times]
    estimated = percentile(Counter(bounds), share)
    true = sorted(times)[max(0, -(-len(times) * int(share * 100) // 100) - 1)]
    index = next((number for number, bound in enumerate(BUCKETS_MS) if true <= bound), len(BUCKETS_MS))
    lower = BUCKETS_MS[index - 1] if index else 0
    upper = BUCKETS_MS[index] if index < len(BUCKETS_MS) else BUCKETS_MS[-1]
    assert lower <= estimated <= upper


@given(
    st.dictionaries(st.tuples(st.sampled_from(list(What)), st.sampled_from([*BOUNDS, "told", "open"])), st.integers(1))
)
def test_parts_never_exceed_their_whole(counts: dict[tuple[str, str], int]) -> None:
    made = figures(Counter(counts))
    assert made.contained + made.transferred + made.messages == made.finished <= made.conversations
    assert 0 <= made.failures <= made.asked <= sum(made.lookups.values())
    assert made.turns == sum(made.outcomes.values())
    assert all(share is None or 0 <= share <= 1 for share in (made.containment, made.transfer_rate, made.failure_rate))
