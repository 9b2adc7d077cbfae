"""A case on one screen: who said what, what was tried, what is proven, the order's live facts; and for export."""

import json
import secrets
from dataclasses import dataclass, field, replace

from aiohttp import web

from console import order_panel, ready_replies
from console.company import Onlooker, company
from console.pages import CONFLICT, HEADERS
from console.ready_replies import Desk, ReadyReply
from console.section import Section
from console.showing import machine
from console.ways import Visit, Way, get
from escalation import photos, queue
from escalation.errors import no_ticket
from escalation.photos import Photo
from escalation.queue import OUTCOMES
from infra.store.transaction import Transaction
from journal.conversation import Party
from tenants.errors import not_found
from tenants.members import Role
from turns.dossier import Dossier

ONE = "/console/tickets/{number:[0-9]{1,9}}"
QUIET = frozenset({"replied", "noted", "added"})
REPLY, NOTE = "reply", "note"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the thread. `kind`: customer, assistant, colleague, note or event.

    `seen`: of a colleague's last words, until the customer answers: whether they are known to have read them.
    """

    at: float
    kind: str
    who: str
    words: str = field(repr=False)
    disclosed: bool = False
    seen: bool | None = None


@dataclass(frozen=True, slots=True)
class Typed:
    """What a colleague has in their hands: drafts, or what could not be sent just now."""

    reply: str = field(default="", repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page shows around the dossier."""

    typed: Typed
    replies: list[ReadyReply]
    photos: list[Photo]


class CasePages(Section):
    """The ways that read a case; what changes it stands in `console.case_actions`."""

    def ways(self) -> list[Way]:
        """Its ways."""
        least = Role.COLLEAGUE
        return [
            get(ONE, least, self._show),
            get(ONE + "/thread", least, self._thread, by_itself=True),
            get(ONE + "/order", least, self._order),
            get(ONE + "/photos/{photo}", least, self._photo),
            get(ONE + "/export", least, self._export),
        ]

    async def show(self, visit: Visit, *, error: str | None = None, typed: Typed | None = None) -> web.Response:
        """The page, with what was typed where it could not be sent."""
        dossier = await self.dossier(visit)
        beside = await self.beside(visit, dossier, typed)
        panel = None
        if visit.request.query.get("order") == "now":
            panel = await order_panel.look(self._rooms, visit.tenant, dossier.case, visit.now)
        values = self._values(visit, dossier) | {
            "error": error,
            "panel": panel,
            "beside": beside,
            "outcomes": [outcome for outcome in OUTCOMES if outcome != "handed_back"],
            "once": secrets.token_hex(12),
            "looking": await self.looking(visit, dossier.ticket.ticket_id),
        }
        status = CONFLICT if error else 200
        return self._pages.show("ticket.html", visit, values, status=status)

    async def beside(self, visit: Visit, dossier: Dossier, typed: Typed | None) -> Beside:
        """Drafts and ready-made replies; `typed` takes the place of drafts."""
        vault, ticket = self._rooms.vault, dossier.ticket
        desk = Desk(visit.tenant, ticket.ticket_id, visit.member.id)
        facts = {
            "reference": dossier.case.reference,
            "number": str(ticket.number),
            "me": visit.member.name,
            "shop": visit.session.tenant.name,
        }

        async def work(tx: Transaction) -> Beside:
            drafts = Typed(
                await ready_replies.draft(tx, vault, replace(desk, kind=REPLY)),
                await ready_replies.draft(tx, vault, replace(desk, kind=NOTE)),
            )
            replies = await ready_replies.every(tx, visit.tenant)
            pictures = await photos.of_ticket(tx, visit.tenant, ticket.ticket_id)
            filled = [replace(reply, words=reply.filled(facts)) for reply in replies]
            return Beside(typed or drafts, filled, pictures)

        return await self._rooms.store.read(work)

    async def dossier(self, visit: Visit) -> Dossier:
        """The case of the path's number. Raises: TicketError (not_found)."""
        number = int(visit.of("number"))
        ticket = await self._rooms.store.read(lambda tx: queue.by_number(tx, visit.tenant, number))
        if ticket is None:
            raise no_ticket()
        return await self._rooms.dossiers.read(visit.tenant, ticket.ticket_id)

    async def looking(self, visit: Visit, ticket_id: str) -> tuple[Onlooker, ...]:
        """Who else has this case open."""
        return (await company(self._rooms, visit)).reading.get(ticket_id, ())

    async def _show(self, visit: Visit) -> web.Response:
        return await self.show(visit)

    async def _thread(self, visit: Visit) -> web.Response:
        """What changes while a case is open, for a page that is open; the composer is none of it."""
        dossier = await self.dossier(visit)
        return self._pages.show("thread.html", visit, self._values(visit, dossier))

    async def _order(self, visit: Visit) -> web.Response:
        """The order's panel alone, by a fresh lookup."""
        dossier = await self.dossier(visit)
        panel = await order_panel.look(self._rooms, visit.tenant, dossier.case, visit.now)
        return self._pages.show("order.html", visit, {"panel": panel, "ticket": dossier.ticket})

    async def _export(self, visit: Visit) -> web.Response:
        """All of a case that is kept, as JSON: no order fact is in it, for none is kept."""
        dossier = await self.dossier(visit)
        name = f"ticket-{dossier.ticket.number}.json"
        text = json.dumps(exported(dossier), ensure_ascii=False, indent=2)
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return web.Response(text=text, headers=headers, content_type="application/json")

    async def _photo(self, visit: Visit) -> web.Response:
        """A picture of this very case, drawn anew when it came in: it can be nothing but a picture."""
        vault, number, photo_id = self._rooms.vault, int(visit.of("number")), visit.of("photo")

        async def work(tx: Transaction) -> bytes | None:
            ticket = await queue.by_number(tx, visit.tenant, number)
            found = [] if ticket is None else await photos.of_ticket(tx, visit.tenant, ticket.ticket_id)
            if photo_id not in {photo.id for photo in found}:
                return None
            return await photos.jpeg(tx, vault, visit.tenant, photo_id)

        jpeg = await self._rooms.store.read(work)
        if jpeg is None:
            raise not_found("This photo")
        return web.Response(body=jpeg, headers=HEADERS, content_type="image/jpeg")

    def _values(self, visit: Visit, dossier: Dossier) -> dict[str, object]:
        ticket = dossier.ticket
        return {
            "dossier": dossier,
            "ticket": ticket,
            "case": dossier.case,
            "thread": thread(dossier),
            "mine": ticket.state == "claimed" and ticket.owner == visit.member.id,
        }


def thread(dossier: Dossier) -> list[Entry]:
    """What was said, noted and done, in the order in which it happened."""
    seen = _seen(dossier)
    entries = [
        Entry(
            each.at,
            each.party.value,
            each.name or each.party.value.capitalize(),
            each.text,
            each.disclosed,
            seen.get(each.seq),
        )
        for each in dossier.said
    ]
    for each in dossier.history:
        who = each.by.name if each.by else ""
        if each.words is not None:
            kind = NOTE if each.event == "noted" else Party.COLLEAGUE.value
            entries.append(Entry(each.at, kind, who, each.words))
        elif each.event not in QUIET:
            entries.append(Entry(each.at, "event", who, each.event))
    return sorted(entries, key=lambda entry: entry.at)


def _seen(dossier: Dossier) -> dict[int, bool]:
    """See `Entry.seen`; by the utterance's number, of one or of none."""
    last = next((each for each in reversed(dossier.said) if each.party is not Party.ASSISTANT), None)
    if last is None or last.party is not Party.COLLEAGUE or dossier.conversation is None:
        return {}
    return {last.seq: last.seq <= dossier.conversation.read_seq}


def exported(dossier: Dossier) -> dict[str, object]:
    """A case for a file."""
    ticket, case = dossier.ticket, dossier.case
    return {
        "number": ticket.number,
        "kind": ticket.kind,
        "state": ticket.state,
        "owner": ticket.owner_name,
        "outcome": ticket.outcome,
        "door": ticket.door,
        "createdAt": machine(ticket.created_at),
        "case": {
            "reference": case.reference,
            "claims": {claim.factor.value: claim.value for claim in case.claims},
            "contact": case.contact,
            "message": case.message,
            "proof": case.proof,
            "tried": list(case.tried),
        },
        "thread": [
            {"at": machine(each.at), "kind": each.kind, "who": each.who, "words": each.words}
            for each in thread(dossier)
        ],
    }
