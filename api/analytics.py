"""Analytics over HTTP: what became of conversations, turns and lookups in a window of days."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field

from journal.analytics import MOST_DAYS, Analytics, Report
from routes.bodies import BadBody
from routes.operation import Call, Given, Operation
from routes.shapes import READ
from routes.times import Day
from tenants.principal import Scope

USUAL_DAYS = 30


class Window(BaseModel):
    """Whole days of UTC, both included; at most 90 of them."""

    model_config = READ
    since: Day | None = Field(None, description="by default 29 days before `until`")
    until: Day | None = Field(None, description="by default today")


@dataclass(frozen=True, slots=True)
class Reports:
    """The operation on analytics."""

    analytics: Analytics

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        words = "Containment, transfers, resolution, outcomes, lookups and their latency, by door and day"
        return [Operation("GET", "/analytics", Scope.ANALYTICS_READ, words, Window, Report, self.report)]

    async def report(self, call: Call, window: Window) -> Given:
        """Each figure's definition stands in the document of the API."""
        until = window.until or datetime.fromtimestamp(call.now, UTC).date()
        try:
            since = window.since or until - timedelta(days=USUAL_DAYS - 1)
            return Given(await self.analytics.report(call.tenant, since, until))
        except (ValueError, OverflowError):
            raise BadBody(f"a window has 1 to {MOST_DAYS} days, from since to until", "since") from None
