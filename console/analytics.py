"""Analytics: what the assistant settles alone and how the shop answers, by channel and day, each with its meaning."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from aiohttp import web

from console import plots
from console.plots import Plot
from console.section import Section
from console.showing import named
from console.ways import Visit, Way, get
from journal.analytics import Report
from journal.conversation import Door
from journal.figures import ANSWERED, NOT_ASKED, Figures, figures
from tenants.members import Role

WINDOWS = (7, 30, 90)
USUAL = 30
WHOLE = 1.0
NOTHING = figures(Counter())
MEANINGS = {name: field.description or "" for name, field in Figures.model_fields.items()}
"""What each figure counts, and out of what: the words of the API."""


class AnalyticsPages(Section):
    """The way to the figures."""

    def ways(self) -> list[Way]:
        """Its ways."""
        return [get("/console/analytics", Role.COLLEAGUE, self._show)]

    async def _show(self, visit: Visit) -> web.Response:
        query = visit.request.query
        days = next((each for each in WINDOWS if str(each) == query.get("days")), USUAL)
        door = next((each.value for each in Door if each.value == query.get("door")), None)
        until = datetime.fromtimestamp(visit.now, UTC).date()
        since = until - timedelta(days=days - 1)
        report = await self._rooms.analytics.report(visit.tenant, since, until)
        window = [since + timedelta(days=number) for number in range(days)]
        daily = _daily(report, window, door)
        total = report.total if door is None else report.by_door.get(door, NOTHING)
        values = {
            "days": days,
            "windows": WINDOWS,
            "door": door,
            "doors": list(Door),
            "report": report,
            "total": total,
            "meanings": MEANINGS,
            "plots": _plots(window, daily),
            "outcomes": plots.shares({named(name): number for name, number in total.outcomes.items()}),
            "reasons": plots.shares({named(name): number for name, number in _reasons(total).items()}),
        }
        return self._pages.show("analytics.html", visit, values)


def _daily(report: Report, window: Sequence[date], door: str | None) -> list[Figures]:
    by_day = report.by_day
    if door is not None:
        by_day = {each.day: each.figures for each in report.by_door_and_day if each.door == door}
    return [by_day.get(day, NOTHING) for day in window]


def _reasons(total: Figures) -> dict[str, int]:
    """Of the lookups that failed, why."""
    return {name: number for name, number in total.lookups.items() if name not in ANSWERED | NOT_ASKED}


def _plots(window: Sequence[date], daily: Sequence[Figures]) -> dict[str, Plot]:
    percent = "{:.0%}".format
    latencies = [each.latency_ms for each in daily]
    return {
        "containment": plots.lines(
            window,
            {
                "Contained": [each.containment for each in daily],
                "Transferred": [each.transfer_rate for each in daily],
            },
            percent,
            top=WHOLE,
        ),
        "conversations": plots.bars(
            window,
            {
                "Contained": [each.contained for each in daily],
                "Transferred": [each.transferred for each in daily],
                "Message left": [each.messages for each in daily],
                "Not finished": [each.conversations - each.finished for each in daily],
            },
        ),
        "latency": plots.lines(
            window,
            {
                "Half, at most": [each.p50 if each else None for each in latencies],
                "Nine of ten, at most": [each.p90 if each else None for each in latencies],
            },
            "{:,.0f} ms".format,
        ),
        "failures": plots.lines(window, {"Failed": [each.failure_rate for each in daily]}, percent, top=WHOLE),
        "lookups": plots.bars(
            window,
            {
                "Answered": [each.lookups.get("answered", 0) for each in daily],
                "Refused": [each.lookups.get("refused", 0) for each in daily],
                "Failed": [each.failures for each in daily],
            },
        ),
    }
