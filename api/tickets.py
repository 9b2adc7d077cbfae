"""Tickets over HTTP: the queue, a case, and all that a colleague can do with it. Whoever acts is a member."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from api.ticket_shapes import (
    Acting,
    Asked,
    CaseGiven,
    Resolving,
    TicketGiven,
    Writing,
    WrittenGiven,
    case_given,
    ticket_given,
)
from escalation import queue
from escalation.colleague import Colleague
from escalation.listing import TOP, Wanted
from escalation.ownership import Move
from escalation.queue import Ticket
from infra.store.page import BEGINNING
from infra.store.transaction import Store
from infra.store.vault import Vault
from routes.operation import Call, Given, Nothing, Operation
from routes.paging import Cursors
from tenants import members
from tenants.principal import Scope
from turns.dossier import Dossiers
from turns.people import People, Request, Written

ALL, ONE = "/tickets", "/tickets/{id}"
MOVES = (
    (Move.CLAIM, "claim", "Take it; in chat the assistant falls silent"),
    (Move.TAKE_OVER, "take-over", "Take it from whoever has it"),
    (Move.RELEASE, "release", "Give it back to the queue"),
    (Move.HAND_BACK, "hand-back", "Leave the customer to the assistant again; it is resolved"),
    (Move.REOPEN, "reopen", "Have a resolved ticket wait again"),
)
STANDS_IN_THE_WAY = {
    Move.CLAIM: ("ticket_claimed", "ticket_resolved"),
    Move.TAKE_OVER: ("ticket_resolved",),
    Move.RELEASE: ("ticket_claimed", "ticket_not_claimed", "ticket_resolved"),
    Move.HAND_BACK: ("ticket_claimed", "ticket_not_claimed", "ticket_resolved"),
    Move.RESOLVE: ("ticket_claimed", "ticket_resolved"),
    Move.REOPEN: ("ticket_not_resolved", "ticket_open_again", "ticket_forgotten"),
}


@dataclass(frozen=True, slots=True)
class Tickets:
    """The operations on tickets."""

    store: Store
    vault: Vault
    cursors: Cursors
    people: People
    dossiers: Dossiers

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read, write = Scope.TICKETS_READ, Scope.TICKETS_WRITE
        return [
            Operation(
                *("GET", ALL, read, "The queue, worst and longest due first", Asked, TicketGiven, self.every),
                listed=True,
            ),
            Operation("GET", ONE, read, "A ticket with its case and its history", Nothing, CaseGiven, self.show),
            *(self._moving(move, name, summary) for move, name, summary in MOVES),
            Operation(
                *("POST", f"{ONE}/resolve", write, "End it", Resolving, TicketGiven, self.resolve),
                revises=True,
                refuses={409: STANDS_IN_THE_WAY[Move.RESOLVE]},
            ),
            Operation(
                *("POST", f"{ONE}/reply", write, "Write to the customer", Writing, WrittenGiven, self.reply, 201),
                creates=True,
                revises=True,
                refuses={
                    409: ("ticket_claimed", "ticket_not_claimed", "ticket_resolved", "idempotency_key_reused"),
                },
            ),
            Operation(
                *("POST", f"{ONE}/note", write, "Write something for colleagues alone"),
                *(Writing, WrittenGiven, self.note, 201),
                creates=True,
                revises=True,
                refuses={409: ("ticket_forgotten", "idempotency_key_reused")},
            ),
        ]

    def _moving(self, move: Move, name: str, summary: str) -> Operation[Any]:
        async def perform(call: Call, wanted: Acting) -> Given:
            return _one(await self._move(call, wanted, move))

        return Operation(
            *("POST", f"{ONE}/{name}", Scope.TICKETS_WRITE, summary, Acting, TicketGiven, perform),
            revises=True,
            refuses={409: STANDS_IN_THE_WAY[move]},
        )

    async def every(self, call: Call, asked: Asked) -> Given:
        """Of the key's own tenant."""
        after = self.cursors.place(call, asked)
        wanted = Wanted(asked.state, asked.kind, asked.owner, asked.conversation)
        found = await self.store.read(
            lambda tx: queue.listed(
                tx, call.tenant, wanted, after=TOP if after == BEGINNING else after, limit=asked.limit + 1
            )
        )
        return self.cursors.given(call, asked, found, lambda ticket: ticket.place, ticket_given)

    async def show(self, call: Call, _wanted: Nothing) -> Given:
        """Opened for whoever may read it."""
        dossier = await self.dossiers.read(call.tenant, call.id)
        return Given(case_given(dossier), revision=dossier.ticket.version)

    async def resolve(self, call: Call, wanted: Resolving) -> Given:
        """With an outcome."""
        return _one(await self._move(call, wanted, Move.RESOLVE, wanted.outcome))

    async def reply(self, call: Call, wanted: Writing) -> Given:
        """In their conversation, and by e-mail where they have left."""
        return await self._write(call, wanted, self.people.reply)

    async def note(self, call: Call, wanted: Writing) -> Given:
        """No customer ever sees it."""
        return await self._write(call, wanted, self.people.note)

    async def _move(self, call: Call, wanted: Acting, move: Move, outcome: str | None = None) -> Ticket:
        by = await self._colleague(call, wanted.member_id)
        return await self.people.move(call.tenant, call.id, move, by, seen=call.revision, outcome=outcome)

    async def _write(self, call: Call, wanted: Writing, write: Callable[..., Awaitable[Written]]) -> Given:
        by = await self._colleague(call, wanted.member_id)
        request = Request(call.principal.key_id, call.delivery)
        written = await write(call.tenant, call.id, by, wanted.text, request, seen=call.revision)
        ticket = ticket_given(written.ticket)
        given = WrittenGiven(ticket=ticket, event=written.event, utterance=written.utterance)
        return Given(given, revision=written.ticket.version)

    async def _colleague(self, call: Call, member_id: str) -> Colleague:
        """A member of this tenant. Raises: SetupError (not_found), also for one of another's."""
        member = await self.store.read(lambda tx: members.find(tx, self.vault, call.tenant, member_id))
        return Colleague(member.id, member.name)


def _one(ticket: Ticket) -> Given:
    return Given(ticket_given(ticket), revision=ticket.version)
