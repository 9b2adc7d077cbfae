"""The queue: who waits, worst and longest first, dense enough for forty at a glance; and finding one of its tickets."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from aiohttp import web

from console.company import company
from console.pages import back
from console.section import Section
from console.ways import Visit, Way, get, post
from escalation.listing import TOP, Wanted
from escalation.reasons import Reason
from escalation.sought import sought
from infra.store.page import Place
from infra.store.transaction import Transaction
from tenants import integrations
from tenants.members import Role
from turns.queue_lines import Line, lines

ALL = "/console/tickets"
FIND = ALL + "/find"
ON_A_PAGE = 50
LONGEST_SOUGHT = 320
LATEST = 1e12
_PLACE = re.compile(r"[01]/[0-9]/[a-z0-9_]{1,64}")
VIEWS = {"waiting": "Waiting", "mine": "Mine", "claimed": "Claimed", "resolved": "Resolved", "all": "All"}


class QueuePages(Section):
    """The ways to the queue."""

    def ways(self) -> list[Way]:
        """Its ways."""
        return [
            get(ALL, Role.COLLEAGUE, self._list),
            get(FIND, Role.COLLEAGUE, self._unsought),
            post(FIND, Role.COLLEAGUE, self._find),
        ]

    async def _list(self, visit: Visit) -> web.Response:
        query = visit.request.query
        view = query.get("view", "waiting") if query.get("view") in VIEWS else "waiting"
        kind = next((reason.value for reason in Reason if reason.value == query.get("kind")), None)
        after = _place(query.get("after", ""), query.get("place", ""))
        wanted = Wanted(
            state=view if view in {"waiting", "claimed", "resolved"} else "claimed" if view == "mine" else None,
            owner=visit.member.id if view == "mine" else None,
            kind=kind,
        )
        rows, numbers = await self._read(visit, wanted, after=after, limit=ON_A_PAGE + 1)
        more = None
        if len(rows) > ON_A_PAGE:
            place = rows[ON_A_PAGE - 1].ticket.place
            more = urlencode({"view": view, "kind": kind or "", "after": repr(place.at), "place": place.row_id})
        values = {"rows": rows[:ON_A_PAGE], "counts": numbers, "view": view, "kind": kind, "more": more, "sought": None}
        return await self._shown(visit, values)

    async def _find(self, visit: Visit) -> web.Response:
        """By a form that is posted: an e-mail belongs into no address, no history and no log of anybody's."""
        text = visit.form.text("sought")[:LONGEST_SOUGHT]
        if not text:
            return back(ALL)
        rows, numbers = await self._read(visit, Wanted(sought=sought(self._rooms.vault, text)), limit=ON_A_PAGE)
        if len(rows) == 1:
            return back(f"{ALL}/{rows[0].ticket.number}")
        values = {"rows": rows, "counts": numbers, "view": None, "kind": None, "more": None, "sought": text}
        return await self._shown(visit, values)

    async def _read(
        self, visit: Visit, wanted: Wanted, *, after: Place = TOP, limit: int
    ) -> tuple[list[Line], dict[str, int]]:
        """The lines, and how many there are under each tab."""

        async def work(tx: Transaction) -> tuple[list[Line], dict[str, int]]:
            found = await lines(tx, self._rooms.vault, visit.tenant, wanted, after=after, limit=limit)
            return found, await counts(tx, visit.tenant, visit.member.id)

        return await self._rooms.store.read(work)

    async def _shown(self, visit: Visit, values: Mapping[str, object]) -> web.Response:
        around = {
            "views": VIEWS,
            "kinds": list(Reason),
            "company": await company(self._rooms, visit),
            "unset": not values["rows"] and await self._unset(visit),
        }
        return self._pages.show("tickets.html", visit, {**values, **around})

    async def _unset(self, visit: Visit) -> bool:
        """Whether whoever looks at an empty queue could first connect the shop, for nobody can come before."""
        if not visit.may(Role.MANAGER):
            return False
        return await self._rooms.store.read(lambda tx: integrations.active(tx, visit.tenant)) is None

    async def _unsought(self, _visit: Visit) -> web.Response:
        """What was found stands under no address: whoever comes back by one begins at the queue."""
        return back(ALL)


async def counts(tx: Transaction, tenant: int, member_id: str) -> dict[str, int]:
    """How many wait, are claimed, and are claimed by this member."""
    row = await tx.row(
        "SELECT COALESCE(SUM(CASE WHEN state = 'waiting' THEN 1 ELSE 0 END), 0) AS waiting,"
        " COALESCE(SUM(CASE WHEN state = 'claimed' THEN 1 ELSE 0 END), 0) AS claimed,"
        " COALESCE(SUM(CASE WHEN state = 'claimed' AND owner = $2 THEN 1 ELSE 0 END), 0) AS mine"
        " FROM tickets WHERE tenant_id = $1 AND state IN ('waiting', 'claimed')",
        *(tenant, member_id),
    )
    return {name: int(row[name]) for name in ("waiting", "claimed", "mine")} if row else {}


def _place(at: str, place: str) -> Place:
    """Where the page begins; what is no place of ours begins at the top."""
    try:
        moment = float(at)
    except ValueError:
        return TOP
    # NaN and infinity are no moments either: the first comparison is false for both.
    return Place(moment, place) if abs(moment) < LATEST and _PLACE.fullmatch(place) else TOP
