"""Where attempts cannot be counted nobody guesses: an honest sentence, and no request leaves."""

from collections.abc import Sequence

from conversation.effects import LookUp
from conversation.events import LookedUp, LookupFailed
from conversation.known import Known
from conversation.terms import Terms
from infra.measures import Measures
from infra.signals.counters import Full, Quota
from infra.signals.errors import SignalsUnavailable
from infra.store.transaction import Store
from infra.store.vault import Vault, make_key
from journal.conversation import Door
from journal.tallies import Tallies
from lookup.order import Answer, Failure, Kind, OrderSourceError, Question, Refusal, Refused
from tenants.directory import PublishedAgent
from tenants.outcomes import Outcomes
from tenants.reference_shapes import ReferenceShapes
from tests.world.clock import START
from turns.lookups import Lookups
from turns.visit import Visit
from verification.attempts import Attempts

ASKED = LookUp(Kind.ORDER, "ORD-9842", (), raised=False)


class Dying:
    """Counters that take this many calls and are gone then."""

    def __init__(self, calls: int) -> None:
        self._left = calls

    async def reserve(self, quotas: Sequence[Quota], now: float) -> tuple[Quota, ...] | Full:
        self._call(now)
        return tuple(quotas)

    async def give_back(self, quotas: Sequence[Quota], now: float, *, mark: Quota | None = None) -> None:
        self._call(quotas, now, mark)

    async def count(self, quota: Quota, now: float) -> int:
        self._call(now)
        return quota.limit

    async def fill(self, quota: Quota, now: float) -> None:
        self._call(quota, now)

    async def is_full(self, quota: Quota, now: float) -> bool:
        self._call(quota, now)
        return False

    def _call(self, *_given: object) -> None:
        if not self._left:
            raise SignalsUnavailable
        self._left -= 1


class Shop:
    """Says no, or is down."""

    def __init__(self, *, down: bool = False) -> None:
        self._down = down
        self.asked = 0

    async def look_up(self, _question: Question) -> Answer | Refused:
        self.asked += 1
        if self._down:
            raise OrderSourceError(Failure("timeout"))
        return Refused(Refusal.NOT_FOUND, Failure("refused"))


def _room(store: Store, shop: Shop, *, calls: int) -> tuple[Lookups, Visit]:
    attempts = Attempts(Dying(calls), Vault(make_key()).index, lambda: START)
    agent = PublishedAgent(1, "agt_1", "Order status", 1, START, Terms(), shop, None)
    outcomes, tallies, shapes = Outcomes(store, lambda: START), Tallies(store, lambda: START), ReferenceShapes(store)
    lookups = Lookups(attempts, outcomes, Measures(), lambda: START, tallies=tallies, shapes=shapes)
    return lookups, Visit(agent, "key_1", Door.SESSIONS, "jane")


async def test_without_counters_the_shop_is_not_asked(store: Store) -> None:
    shop = Shop()
    lookups, visit = _room(store, shop, calls=0)
    assert await lookups.look_up(ASKED, visit, "cnv_1") == (LookupFailed(), None)
    assert shop.asked == 0


async def test_an_attempt_that_cannot_be_given_back_stays_used_and_the_sentence_is_the_same(store: Store) -> None:
    lookups, visit = _room(store, Shop(down=True), calls=1)
    assert await lookups.look_up(ASKED, visit, "cnv_1") == (LookupFailed(), None)


async def test_an_attempt_that_cannot_be_settled_leaves_the_reply_as_it_is(store: Store) -> None:
    lookups, visit = _room(store, Shop(), calls=1)
    event, attempt = await lookups.look_up(ASKED, visit, "cnv_1")
    assert isinstance(event, LookedUp)
    assert attempt is not None
    await lookups.settle(attempt, Known(Terms()))
