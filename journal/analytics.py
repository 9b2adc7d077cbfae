"""What merchants see of a window of days: figures for all of it, and by door and day."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime

from pydantic import BaseModel, Field

from infra.store.transaction import Store, Transaction
from journal.endings import ENDING, FINISHED_AFTER_SECONDS, Ending, rated
from journal.figures import GIVEN, Counts, Figures, figures
from journal.tallies import DAY_SECONDS, What, day_of

MOST_DAYS = 90
_TALLIES = "SELECT door, what, label, number FROM tallies WHERE tenant_id = $1 AND day = $2"
_CONVERSATIONS = (
    f"SELECT c.door, {ENDING} AS ending, c.helpful, COUNT(*) AS number FROM conversations c"  # noqa: S608 - constants only
    " WHERE c.tenant_id = $1 AND c.created_at >= $3 AND c.created_at < $4 GROUP BY 1, 2, 3"
)


class Slice(BaseModel):
    """One door on one day of UTC."""

    model_config = GIVEN
    day: date
    door: str
    figures: Figures


class Report(BaseModel):
    """A window of whole days of UTC, both ends included."""

    model_config = GIVEN
    since: date
    until: date
    as_of: datetime = Field(description="when this was counted; the last seconds of turns may be missing")
    total: Figures
    by_door: dict[str, Figures] = Field(description="of the whole window, where there was anything")
    by_day: dict[date, Figures] = Field(description="of all doors, where there was anything, the oldest day first")
    by_door_and_day: list[Slice] = Field(description="where there was anything, the oldest day first")


class Analytics:
    """Counts for merchants. `clock` gives Unix seconds."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    async def report(self, tenant: int, since: date, until: date) -> Report:
        """The figures from `since` to `until`. Raises: ValueError unless these are 1 to 90 days in their order."""
        if not 0 <= (until - since).days < MOST_DAYS:
            raise ValueError(f"a window has 1 to {MOST_DAYS} days")
        now, total, slices = self._clock(), Counter[tuple[str, str]](), []
        by_door, by_day = defaultdict[str, Counts](Counter), defaultdict[date, Counts](Counter)
        for number in range(_number(since), _number(until) + 1):
            for door, counts in sorted((await self._day(tenant, number, now)).items()):
                slices.append(Slice(day=_date(number), door=door, figures=figures(counts)))
                for sums in (total, by_door[door], by_day[_date(number)]):
                    sums.update(counts)
            await asyncio.sleep(0)  # on SQLite a reading holds up the loop: a day each, and turns between them
        return Report(
            since=since,
            until=until,
            as_of=datetime.fromtimestamp(now, UTC),
            total=figures(total),
            by_door={door: figures(counts) for door, counts in sorted(by_door.items())},
            by_day={day: figures(counts) for day, counts in by_day.items()},
            by_door_and_day=slices,
        )

    async def _day(self, tenant: int, day: int, now: float) -> dict[str, Counts]:
        """What there was on a day, by door: from the tallies, and from the conversations that are still there."""
        begins = float(day * DAY_SECONDS)
        values = (tenant, now - FINISHED_AFTER_SECONDS, begins, begins + DAY_SECONDS)
        doors: dict[str, Counts] = {}

        async def work(tx: Transaction) -> None:
            for row in await tx.rows(_TALLIES, tenant, day):
                doors.setdefault(row["door"], Counter())[row["what"], row["label"]] += row["number"]
            for row in await tx.rows(_CONVERSATIONS, *values):
                if row["ending"] == Ending.SILENT:
                    continue
                counts = doors.setdefault(row["door"], Counter())
                counts[What.CONVERSATIONS, row["ending"]] += row["number"]
                if row["helpful"] is not None:
                    counts[What.RATED, rated(row["ending"], row["helpful"])] += row["number"]

        await self._store.read(work)
        return doors


def _number(day: date) -> int:
    return day_of(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def _date(number: int) -> date:
    return datetime.fromtimestamp(number * DAY_SECONDS, UTC).date()
