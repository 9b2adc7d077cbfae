"""Conversations: who came by which door and when, what was said, and how each reply came about."""

from collections.abc import Mapping
from math import inf
from urllib.parse import urlencode

from aiohttp import web

from console.section import Section
from console.ways import Visit, Way, get
from infra.store.page import Place
from journal.conversation import Door
from journal.reader import NEWEST, Wanted
from tenants import agents
from tenants.errors import not_found
from tenants.members import Role

ALL = "/console/conversations"
ON_A_PAGE = 50
MOST_UTTERANCES = 1000


class ConversationPages(Section):
    """The ways to conversations."""

    def ways(self) -> list[Way]:
        """Its ways."""
        return [
            get(ALL, Role.COLLEAGUE, self._list),
            get(ALL + "/{conversation}", Role.COLLEAGUE, self._show),
        ]

    async def _list(self, visit: Visit) -> web.Response:
        query = visit.request.query
        door = next((door for door in Door if door.value == query.get("door")), None)
        with_ticket = {"yes": True, "no": False}.get(query.get("ticket", ""))
        wanted = Wanted(door=door, until=inf, with_ticket=with_ticket)
        found = await self._rooms.reader.every(visit.tenant, wanted, after=_place(query), limit=ON_A_PAGE + 1)
        page = found[:ON_A_PAGE]
        older = None
        if len(found) > ON_A_PAGE:
            kept = {"door": query.get("door", ""), "ticket": query.get("ticket", "")}
            older = urlencode(kept | {"before": repr(page[-1].created_at), "id": page[-1].conversation_id})
        names = await self._names(visit)
        values = {"found": page, "older": older, "door": door, "doors": list(Door), "ticket": query.get("ticket", "")}
        return self._pages.show("conversations.html", visit, values | {"names": names})

    async def _show(self, visit: Visit) -> web.Response:
        conversation_id = visit.of("conversation")
        listed = await self._rooms.reader.find(visit.tenant, conversation_id)
        if listed is None:
            raise not_found("This conversation")
        said = await self._rooms.reader.transcript(visit.tenant, conversation_id, limit=MOST_UTTERANCES)
        receipts = await self._rooms.reader.receipt(visit.tenant, conversation_id, limit=MOST_UTTERANCES)
        values = {
            "conversation": listed,
            "said": said,
            "receipts": {receipt.seq: receipt for receipt in receipts},
            "names": await self._names(visit),
        }
        return self._pages.show("conversation.html", visit, values)

    async def _names(self, visit: Visit) -> dict[str, str]:
        found = await self._rooms.store.read(lambda tx: agents.every(tx, visit.tenant))
        return {agent.id: agent.draft.name for agent in found}


def _place(query: Mapping[str, str]) -> Place:
    """Where the page begins; what is no place of ours begins at the newest."""
    try:
        at = float(query.get("before", ""))
    except ValueError:
        return NEWEST
    return Place(at, query.get("id", "")[:64]) if 0 <= at < inf else NEWEST
