"""What time does to tickets: a claim that is not followed up lapses, one that nobody claims is told further."""

import logging
from collections.abc import Callable

from conversation.events import Change, Changed
from conversation.terms import Terms
from escalation import mails, steps
from escalation.hours import Hours, is_open, next_opening
from escalation.mails import Kind
from escalation.queue import Ticket
from escalation.reasons import Reason
from infra.chores import again_and_again
from infra.store.transaction import Store, StoreUnavailable, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation
from journal.journal import Journal
from tenants import members, publishing
from tenants.handoff import Handoff, Step
from tenants.members import Role
from turns.announcing import Announcing
from turns.bell import Bell
from turns.news import News
from turns.people import People

log = logging.getLogger("waybill.minding")
EVERY_SECONDS = 5.0
MINUTE = 60.0
TOLD = {
    "colleagues": frozenset(Role),
    "managers": frozenset({Role.MANAGER, Role.OWNER}),
    "owners": frozenset({Role.OWNER}),
}
WAITS_ELSEWHERE = frozenset({Reason.MESSAGE, Reason.LOOKUP_FAILED})
"""Whoever left a message has said how to be reached, and does not wait in the chat."""


class Minding:
    """Runs beside the doors; several processes may, and each step is taken once. `clock` gives Unix seconds."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        journal: Journal,
        people: People,
        *,
        announcing: Announcing,
        news: News,
        bell: Bell,
        clock: Callable[[], float],
    ) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._people = people
        self._announcing = announcing
        self._news = news
        self._bell = bell
        self._clock = clock

    async def run(self) -> None:
        """Mind until cancelled; a database that is away is tried again."""
        await again_and_again(self.once, EVERY_SECONDS, log)

    async def once(self) -> None:
        """Let claims lapse, and take every step that is due now."""
        await self._people.lapse()
        now = self._clock()
        for tenant, ticket in await self._store.read(lambda tx: steps.due(tx, now)):
            try:
                await self._mind(tenant, ticket, now)
            except StoreUnavailable:
                raise
            except Exception:  # one that cannot be minded does not keep us from the others
                log.exception("minding: a ticket cannot be minded", extra={"ticket": ticket.ticket_id})

    async def _mind(self, tenant: int, ticket: Ticket, now: float) -> None:
        handoff = await self._store.read(lambda tx: _handoff(tx, tenant, ticket.agent_id))
        hours, step = handoff.business_hours(), _next(handoff, ticket)
        opening = next_opening(hours, ticket.waiting_since)
        due = None if step is None else ticket.waiting_since + step.after_minutes * MINUTE
        if step is None or due is None or due > now:

            async def later(tx: Transaction) -> None:
                if opening is not None and opening > ticket.waiting_since:
                    await steps.counts_from(tx, tenant, ticket, opening)
                await steps.look_again(tx, tenant, ticket, due)

            await self._store.write(later)
            return
        quiet = handoff.quiet_outside_hours
        await self._take(tenant, ticket, step, mailed_at=_opening(hours, now) if quiet else now, now=now)

    async def _take(self, tenant: int, ticket: Ticket, step: Step, *, mailed_at: float, now: float) -> None:
        terms = await self._announcing.terms(tenant, ticket.conversation_id)

        async def work(tx: Transaction) -> tuple[bool, Conversation | None]:
            if not await steps.take(tx, tenant, ticket, minutes=step.after_minutes, at=now):
                return False, None
            for member in await members.every(tx, self._vault, tenant):
                if member.role in TOLD[step.tell]:
                    kind = Kind.WAITING
                    await mails.put(tx, tenant, ticket.ticket_id, kind, at=now, due=mailed_at, member_id=member.id)
            return True, None if ticket.steps_taken else await self._tell(tx, tenant, ticket, terms, now)

        taken, conversation = await self._store.write(work)
        if taken:
            self._bell.ring(tenant, "unclaimed", ticket.ticket_id)
        if conversation is not None:
            self._news.tell(conversation.conversation_id)

    async def _tell(
        self, tx: Transaction, tenant: int, ticket: Ticket, terms: Terms, now: float
    ) -> Conversation | None:
        """Tell whoever waits in the chat that nobody is free, unless they are in the middle of something else."""
        reason, where = Reason(ticket.kind), ticket.conversation_id
        conversation = None if where is None else await self._journal.load_in(tx, tenant, where)
        if conversation is None or reason in WAITS_ELSEWHERE or not conversation.door.reachable:
            return None
        if conversation.colleague is not None or conversation.said.open:
            return None
        return await self._announcing.say(
            tx, conversation, Changed(Change.UNCLAIMED, ticket.number, reason, now), terms
        )


async def _handoff(tx: Transaction, tenant: int, agent_id: str) -> Handoff:
    """As it was published last: what a merchant changes holds for tickets that wait already."""
    version = (await publishing.newest(tx, tenant)).get(agent_id)
    return Handoff() if version is None else version.content.handoff


def _next(handoff: Handoff, ticket: Ticket) -> Step | None:
    return handoff.steps[ticket.steps_taken] if ticket.steps_taken < len(handoff.steps) else None


def _opening(hours: Hours, now: float) -> float:
    """When somebody is there: now, or at the next opening; now where there is none."""
    return now if is_open(hours, now) else next_opening(hours, now) or now
