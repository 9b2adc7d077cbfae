"""What colleagues do: claim, take over, reply, note, hand back, release, resolve, reopen; and what time does for them.

Ticket and conversation change in one transaction. Only chat is muted: by telephone and completions nobody would hear
the difference. The conversation's version rises with it, so a reply in flight fails its commit and is never heard.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from conversation.events import Change, Changed
from conversation.terms import Terms
from escalation import mails, ownership, queue, tickets
from escalation.colleague import Colleague
from escalation.errors import TicketCode, TicketError, claimed, no_ticket
from escalation.ownership import Move, Moved, Wish
from escalation.queue import Ticket
from escalation.reasons import Reason
from infra.once import Delivery, made_before, remember
from infra.store.transaction import Store, StoreUnavailable, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation
from journal.journal import Journal
from turns.announcing import Announcing
from turns.bell import Bell
from turns.floor import Floor
from turns.news import News

log = logging.getLogger("waybill.people")
CHANGES = {
    Move.HAND_BACK: Change.HANDED_BACK,
    Move.RELEASE: Change.LEFT,
    Move.LAPSE: Change.LEFT,
    Move.RESOLVE: Change.CLOSED,
}


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks in whose name, so that asking twice does once what is asked for: an API key, or a session."""

    key_id: str
    delivery: Delivery | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a colleague wrote.

    Attributes:
        event: its number among the events of the ticket.
        utterance: its number in the conversation; None for a note, and where none is kept that the customer reads.
    """

    ticket: Ticket
    event: int
    utterance: int | None


class People:
    """One per process. Every method may raise TicketError, with nothing done, and StoreUnavailable.

    `clock` gives Unix seconds.
    """

    def __init__(
        self,
        store: Store,
        vault: Vault,
        journal: Journal,
        announcing: Announcing,
        *,
        floor: Floor,
        news: News,
        bell: Bell,
        clock: Callable[[], float],
    ) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._announcing = announcing
        self._floor = floor
        self._news = news
        self._bell = bell
        self._clock = clock

    async def move(
        self,
        tenant: int,
        ticket_id: str,
        move: Move,
        by: Colleague | None,
        *,
        seen: int | None = None,
        outcome: str | None = None,
        forced: bool = False,
    ) -> Ticket:
        """Make a move, see `escalation.ownership`. Returns: the ticket as it stands then.

        `seen` is the version they saw, another one is refused; `outcome`, of `queue.OUTCOMES`, is for `Move.RESOLVE`;
        `forced` moves also what somebody else has.
        """
        wish = Wish(move, by, self._clock(), seen, outcome, forced)
        found = await self._store.read(lambda tx: _found(tx, tenant, ticket_id))
        terms = await self._announcing.terms(tenant, found.conversation_id)

        async def work(tx: Transaction) -> tuple[Moved, Conversation | None]:
            moved = await ownership.move(tx, tenant, ticket_id, wish)
            return moved, await self._settle(tx, tenant, moved, wish, terms)

        moved, conversation = await self._store.write(work)
        if moved.before.version != moved.after.version:
            self._bell.ring(tenant, move.value, ticket_id)
        if conversation is not None:
            self._floor.tell(conversation.conversation_id, conversation.seq + 1)
            self._news.tell(conversation.conversation_id)
        return moved.after

    async def reply(
        self, tenant: int, ticket_id: str, by: Colleague, text: str, request: Request, *, seen: int | None = None
    ) -> Written:
        """Write to the customer, in their conversation where one is kept; by e-mail too where they are not there."""
        at = self._clock()

        async def work(tx: Transaction) -> tuple[Written, Conversation | None]:
            if known := await made_before(tx, request.key_id, request.delivery):
                return await self._written(tx, tenant, known), None
            ticket = await self._own(tx, tenant, ticket_id, by, seen)
            conversation = await self._conversation(tx, ticket, tenant)
            event, utterance = await self._write(tx, tenant, ticket, conversation, by=by, text=text, at=at)
            await ownership.replied(tx, tenant, ticket, at=at)
            there = utterance is not None and conversation is not None and conversation.ended_at is None
            await mails.put_answer(tx, tenant, ticket_id, after=(utterance or event) - 1, at=at, there=there)
            await remember(tx, request.key_id, request.delivery, f"{ticket_id}/{event}/{utterance or 0}", at)
            return Written(await _found(tx, tenant, ticket_id), event, utterance), conversation

        written, conversation = await self._store.write(work)
        self._bell.ring(tenant, "replied", ticket_id)
        if conversation is not None:
            self._news.tell(conversation.conversation_id)
        return written

    async def note(
        self, tenant: int, ticket_id: str, by: Colleague, text: str, request: Request, *, seen: int | None = None
    ) -> Written:
        """Write something for colleagues alone. It stands among the ticket's events, where no customer's door reads."""
        at = self._clock()

        async def work(tx: Transaction) -> Written:
            if known := await made_before(tx, request.key_id, request.delivery):
                return await self._written(tx, tenant, known)
            ticket = await _found(tx, tenant, ticket_id)
            if ticket.outcome == ownership.FORGOTTEN:
                raise TicketError(TicketCode.FORGOTTEN, "Nothing is left of this ticket: its customer was forgotten.")
            _unchanged(ticket, seen)
            await ownership.noted(tx, tenant, ticket, by, at=at)
            event = await tickets.record_words(
                tx, self._vault, tenant=tenant, ticket_id=ticket_id, event="noted", at=at, by=by, words=text
            )
            await remember(tx, request.key_id, request.delivery, f"{ticket_id}/{event}/0", at)
            return Written(await _found(tx, tenant, ticket_id), event, None)

        written = await self._store.write(work)
        self._bell.ring(tenant, "noted", ticket_id)
        return written

    async def lapse(self) -> int:
        """Return to the queue what was claimed and not answered in time, or by somebody who is gone. How many."""
        now = self._clock()
        overdue = [(*each, Move.LAPSE) for each in await self._store.read(lambda tx: ownership.lapsed(tx, now))]
        left = [(*each, Move.RELEASE) for each in await self._store.read(ownership.orphaned)]
        count = 0
        for tenant, ticket_id, move in (*overdue, *left):
            try:
                await self.move(tenant, ticket_id, move, None, forced=move is Move.RELEASE)
            except TicketError:  # answered, or returned by another process meanwhile
                continue
            except StoreUnavailable:
                raise
            except Exception:  # one that cannot be returned does not keep us from the others
                log.exception("people: a claim cannot be returned", extra={"ticket": ticket_id})
                continue
            count += 1
        return count

    async def _settle(
        self, tx: Transaction, tenant: int, moved: Moved, wish: Wish, terms: Terms
    ) -> Conversation | None:
        """Have the one who has a ticket of this conversation speak in it, or nobody but the assistant."""
        conversation = await self._conversation(tx, moved.after, tenant)
        if conversation is None or not conversation.door.reachable:
            return None
        holder = await ownership.holder(tx, tenant, conversation.conversation_id, conversation.muted_by)
        ticket_id, name = (holder.ticket_id, holder.owner_name) if holder else (None, None)
        if (ticket_id, name) == (conversation.muted_by, conversation.colleague):
            return None
        before = conversation.colleague
        await self._journal.mute(tx, conversation, ticket_id, name)
        conversation = replace(conversation, version=conversation.version + 1, muted_by=ticket_id, colleague=name)
        if name == before:
            return conversation
        return await self._announcing.say(tx, conversation, _changed(holder, moved, wish), terms) or conversation

    async def _write(
        self,
        tx: Transaction,
        tenant: int,
        ticket: Ticket,
        conversation: Conversation | None,
        *,
        by: Colleague,
        text: str,
        at: float,
    ) -> tuple[int, int | None]:
        """Keep a reply where the customer will read it, else with the ticket. The event's number, the utterance's.

        In the journal of a call it would stand between what is asked and what is answered: the caller's next words
        would be taken for an answer to something they never heard.
        """
        if conversation is None or not conversation.door.reachable:
            event = await tickets.record_words(
                tx, self._vault, tenant=tenant, ticket_id=ticket.ticket_id, event="replied", at=at, by=by, words=text
            )
            return event, None
        utterance = await self._journal.write_colleague(tx, conversation, by.name, text, at=at)
        event = await tickets.record(tx, tenant=tenant, ticket_id=ticket.ticket_id, event="replied", at=at, by=by)
        return event, utterance

    async def _conversation(self, tx: Transaction, ticket: Ticket, tenant: int) -> Conversation | None:
        if ticket.conversation_id is None:
            return None
        return await self._journal.load_in(tx, tenant, ticket.conversation_id)

    async def _own(self, tx: Transaction, tenant: int, ticket_id: str, by: Colleague, seen: int | None) -> Ticket:
        """The ticket, if it is theirs to answer."""
        ticket = await _found(tx, tenant, ticket_id)
        if ticket.state == "resolved":
            raise TicketError(TicketCode.RESOLVED, "This ticket is resolved: reopen it first.", ticket.owner_name)
        if ticket.state == "waiting":
            raise TicketError(TicketCode.NOT_CLAIMED, "Nobody has this ticket: claim it first.")
        if ticket.owner != by.id:
            raise claimed(ticket.owner_name or "")
        _unchanged(ticket, seen)
        return ticket

    async def _written(self, tx: Transaction, tenant: int, known: str) -> Written:
        ticket_id, event, utterance = known.split("/")
        return Written(await _found(tx, tenant, ticket_id), int(event), int(utterance) or None)


def _changed(holder: Ticket | None, moved: Moved, wish: Wish) -> Changed:
    if holder is not None:
        return Changed(Change.TAKEN, holder.number, Reason(holder.kind), wish.at, holder.owner_name or "")
    name = moved.before.owner_name or (wish.by.name if wish.by else "")
    ticket = moved.after
    return Changed(CHANGES[wish.move], ticket.number, Reason(ticket.kind), wish.at, name)


async def _found(tx: Transaction, tenant: int, ticket_id: str) -> Ticket:
    ticket = await queue.find(tx, tenant, ticket_id)
    if ticket is None:
        raise no_ticket()
    return ticket


def _unchanged(ticket: Ticket, seen: int | None) -> None:
    if seen not in {None, ticket.version}:
        raise TicketError(TicketCode.CHANGED_MEANWHILE, "This ticket was changed since you read it: read it again.")
