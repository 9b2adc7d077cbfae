"""What a colleague does with a case: claim, reply, note, hand back, resolve; each refusal names who has it."""

from dataclasses import replace
from hashlib import sha256

import orjson
from aiohttp import web

from console import company, ready_replies
from console.case_pages import NOTE, ONE, REPLY, CasePages, Typed
from console.pages import back
from console.ready_replies import LONGEST, Desk
from console.rooms import Rooms
from console.ways import Handler, Visit, Way, post
from escalation import queue
from escalation.colleague import Colleague
from escalation.errors import TicketCode, TicketError, no_ticket
from escalation.ownership import Move
from escalation.queue import OUTCOMES, Ticket
from infra.once import Delivery, KeyReused
from infra.store.transaction import Transaction
from tenants.members import Role
from turns.people import Request

NOTHING_WRITTEN = "Write something first."
TOO_LONG = f"At most {LONGEST} characters, please: what you wrote is still here."
SENT_BEFORE = "Something else was sent from this page already; look at the thread before you send again."
NO_OUTCOME = "Choose how it ended."
LATEST = "latest"
"""Where a thread ends: whoever has written sees what was said last, not first, and goes on writing."""
MOVES = {
    "claim": (Move.CLAIM, "claimed"),
    "take-over": (Move.TAKE_OVER, "claimed"),
    "release": (Move.RELEASE, "released"),
    "hand-back": (Move.HAND_BACK, "handed-back"),
    "reopen": (Move.REOPEN, "reopened"),
}


class CaseActions:
    """The ways that change a case."""

    def __init__(self, rooms: Rooms, cases: CasePages) -> None:
        self._rooms = rooms
        self._cases = cases

    def ways(self) -> list[Way]:
        """Its ways."""
        least = Role.COLLEAGUE
        moves = [post(f"{ONE}/{word}", least, self._moving(*move)) for word, move in MOVES.items()]
        return [
            *moves,
            post(ONE + "/resolve", least, self._resolve),
            post(ONE + "/reply", least, self._reply),
            post(ONE + "/note", least, self._note),
            post(ONE + "/draft", least, self._draft),
            post(ONE + "/looking", least, self._looking, by_itself=True),
        ]

    def _moving(self, move: Move, done: str) -> Handler:
        async def act(visit: Visit) -> web.Response:
            return await self._move(visit, move, done)

        return act

    async def _resolve(self, visit: Visit) -> web.Response:
        outcome = visit.form.text("outcome")
        if outcome not in OUTCOMES or outcome == "handed_back":
            return await self._cases.show(visit, error=NO_OUTCOME)
        return await self._move(visit, Move.RESOLVE, "resolved", outcome=outcome)

    async def _move(self, visit: Visit, move: Move, done: str, *, outcome: str | None = None) -> web.Response:
        ticket = await self._ticket(visit)
        try:
            await self._rooms.people.move(visit.tenant, ticket.ticket_id, move, _me(visit), outcome=outcome)
        except TicketError as error:
            return await self._refused(visit, error)
        return back(_path(visit), done)

    async def _reply(self, visit: Visit) -> web.Response:
        """To the customer, if the case is theirs; what cannot be sent comes back into the composer."""
        words = _words(visit)
        match visit.form.text("do"):
            case "draft":
                return await self._kept(visit, REPLY, words)
            case "insert":
                return await self._inserted(visit, words)
        return await self._write(visit, REPLY, words)

    async def _note(self, visit: Visit) -> web.Response:
        """For colleagues alone."""
        return await self._write(visit, NOTE, _words(visit))

    async def _write(self, visit: Visit, kind: str, words: str) -> web.Response:
        ticket, typed = await self._ticket(visit), Typed(**{kind: words})
        if not words.strip() or len(words) > LONGEST:
            return await self._cases.show(visit, error=TOO_LONG if words.strip() else NOTHING_WRITTEN, typed=typed)
        people, text = self._rooms.people, words.strip()
        once = Delivery(f"{ticket.ticket_id}/{kind}/{visit.form.text('once')[:64]}", sha256(text.encode()).hexdigest())
        write = people.reply if kind == REPLY else people.note
        try:
            await write(visit.tenant, ticket.ticket_id, _me(visit), text, Request(visit.member.id, once))
        except TicketError as error:
            return await self._refused(visit, error, typed)
        except KeyReused:
            return await self._cases.show(visit, error=SENT_BEFORE, typed=typed)
        desk = _desk(visit, ticket, kind)
        await self._rooms.store.write(lambda tx: ready_replies.drop_draft(tx, desk))
        return back(_path(visit), "sent" if kind == REPLY else "noted", part=LATEST)

    async def _kept(self, visit: Visit, kind: str, words: str) -> web.Response:
        ticket = await self._ticket(visit)
        desk, vault = _desk(visit, ticket, kind), self._rooms.vault
        await self._rooms.store.write(lambda tx: ready_replies.keep_draft(tx, vault, desk, words, at=visit.now))
        return back(_path(visit), "draft", part=LATEST)

    async def _inserted(self, visit: Visit, words: str) -> web.Response:
        """The composer again with a ready-made reply behind what stands in it, for browsers without scripts."""
        dossier = await self._cases.dossier(visit)
        beside = await self._cases.beside(visit, dossier, None)
        chosen = next((each.words for each in beside.replies if each.id == visit.form.text("ready")), "")
        together = "\n".join(part for part in (words.rstrip(), chosen) if part)
        return await self._cases.show(visit, typed=replace(beside.typed, reply=together))

    async def _draft(self, visit: Visit) -> web.Response:
        """What is typed so far, while it is typed: nobody else ever sees it but that somebody is writing."""
        ticket, kind = await self._ticket(visit), NOTE if visit.form.text("kind") == NOTE else REPLY
        desk, vault = _desk(visit, ticket, kind), self._rooms.vault
        words = _words(visit)
        await self._rooms.store.write(lambda tx: ready_replies.keep_draft(tx, vault, desk, words, at=visit.now))
        if words.strip():
            await self._rooms.presence.arrive(company.writing(visit, ticket.ticket_id))
        return web.Response(status=204)

    async def _looking(self, visit: Visit) -> web.Response:
        """A page that is open says so every few seconds, and hears who else has it open and how far the customer read.

        At its end it says so too.
        """
        ticket, presence = await self._ticket(visit), self._rooms.presence
        who = company.looking(visit, ticket.ticket_id)
        if visit.form.ticked("gone"):
            await presence.leave(who)
            self._rooms.bell.ring(visit.tenant, "left", ticket.ticket_id)
            return web.Response(status=204)
        before = await presence.present()
        await presence.arrive(who)
        if who not in before:
            self._rooms.bell.ring(visit.tenant, "looking", ticket.ticket_id)
        found = await self._cases.looking(visit, ticket.ticket_id)
        where = ticket.conversation_id
        read = 0 if where is None else await self._rooms.reader.read_up_to(visit.tenant, where)
        others = [{"name": each.name, "writing": each.writing} for each in found]
        body = orjson.dumps({"others": others, "read": read})
        return web.Response(body=body, content_type="application/json", headers={"Cache-Control": "no-store"})

    async def _ticket(self, visit: Visit) -> Ticket:
        number = int(visit.of("number"))

        async def work(tx: Transaction) -> Ticket | None:
            return await queue.by_number(tx, visit.tenant, number)

        found = await self._rooms.store.read(work)
        if found is None:
            raise no_ticket()
        return found

    async def _refused(self, visit: Visit, error: TicketError, typed: Typed | None = None) -> web.Response:
        if error.code is TicketCode.NOT_FOUND:
            raise error
        return await self._cases.show(visit, error=str(error), typed=typed)


def _me(visit: Visit) -> Colleague:
    return Colleague(visit.member.id, visit.member.name)


def _desk(visit: Visit, ticket: Ticket, kind: str) -> Desk:
    return Desk(visit.tenant, ticket.ticket_id, visit.member.id, kind)


def _words(visit: Visit) -> str:
    return visit.form.raw("words").replace("\r\n", "\n")


def _path(visit: Visit) -> str:
    return f"/console/tickets/{int(visit.of('number'))}"
