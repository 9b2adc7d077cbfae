"""Performing an escalation: ticket, event, outbox row and, for a passing customer, the conversation, all at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from conversation.effects import Escalate, Noted
from conversation.events import Enqueued
from conversation.known import Said
from escalation import photos, tickets
from escalation.case import Case
from escalation.tickets import Origin
from infra.measures import Measures
from infra.store.transaction import Store, Transaction, Work
from infra.store.vault import Vault
from journal import addresses
from journal.conversation import Conversation
from journal.journal import Journal, Words
from turns.beginning import fresh
from turns.bell import Bell
from turns.naming import DIGITS
from turns.visit import Visit


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation in the journal; `utterance` is the sequence number of what is being answered."""

    conversation_id: str
    utterance: int


@dataclass(frozen=True, slots=True)
class Passing:
    """A conversation that only the client keeps: what the customer said in it, oldest first."""

    said: Sequence[str] = field(repr=False)


class Cases:
    """Puts cases before people."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        journal: Journal,
        measures: Measures,
        clock: Callable[[], float],
        *,
        bell: Bell,
    ) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._measures = measures
        self._clock = clock
        self._bell = bell

    def left_to_colleague(self, conversation: Conversation, said: Said, at: float) -> Work[None] | None:
        """What goes with an utterance to the colleague who has taken over: a contact they may be glad of."""
        ticket_id, contact = conversation.muted_by, said.contact
        if ticket_id is None or contact is None or contact == conversation.said.contact:
            return None
        return lambda tx: tickets.reachable_at(tx, self._vault, conversation.tenant, ticket_id, contact=contact, at=at)

    def ring(self, conversation: Conversation) -> None:
        """The customer has written to the colleague who has taken over."""
        if conversation.muted_by is not None:
            self._bell.ring(conversation.tenant, "customer_wrote", conversation.muted_by)

    async def escalate(self, effect: Escalate, visit: Visit, talk: Kept | Passing, said: Said) -> Enqueued:
        """Open a ticket or add to it. It is on disk when this returns, and a crash in between doubles nothing.

        Raises: LostRace where a kept conversation was erased meanwhile: a ticket would bring back what was forgotten.
        """
        case, at = effect.case, self._clock()
        origin = self._origin(case, visit, talk)

        async def work(tx: Transaction) -> tuple[tickets.Opened, bool]:
            if isinstance(talk, Kept):
                await self._journal.hold(tx, origin.tenant, talk.conversation_id)
            opened = await tickets.open_or_add(tx, self._vault, case, origin, at)
            if isinstance(talk, Kept):
                await photos.take(tx, origin.tenant, talk.conversation_id, opened.ticket_id)
            new = not opened.again
            if isinstance(talk, Passing) and new:
                new = await self._keep(tx, visit, talk, origin, said=said, at=at)
            elif isinstance(talk, Passing):
                emails = addresses.in_said(said).union(*map(addresses.in_words, talk.said))
                await addresses.remember_with_ticket(tx, self._vault, origin.tenant, opened.ticket_id, emails)
            return opened, new

        opened, new = await self._store.write(work)
        self._bell.ring(origin.tenant, "added" if opened.again else "created", opened.ticket_id)
        if new:
            self._measures.tickets.labels(case.reason.value).inc()
        return Enqueued(Noted(opened.ticket_id, opened.number, case.reason), opened.again)

    def _origin(self, case: Case, visit: Visit, talk: Kept | Passing) -> Origin:
        """What makes two cases one: the conversation; without one, who asks for what and how they can be reached."""
        earlier: str | None = None
        match talk:
            case Kept(conversation_id, utterance):
                identity = self._vault.index("case", conversation_id, case.reason)
                cause = self._vault.index("cause", conversation_id, case.reason, str(utterance))
            case Passing(said):
                who = (case.contact or visit.caller or "\n".join(said)).strip().lower()
                identity = self._vault.index("case", visit.key_id, case.reason, case.reference or "", who)
                if case.reference is not None:
                    earlier = self._vault.index("case", visit.key_id, case.reason, "", who)
                cause = self._vault.index("cause", identity, *said)
                conversation_id = "cnv_" + cause[:DIGITS]  # the same for the same history, however often it is sent
        return Origin(
            visit.agent.tenant_id,
            visit.agent.agent_id,
            visit.door.value,
            conversation_id,
            identity,
            earlier,
            cause,
            visit.handoff_tool,
        )

    async def _keep(
        self, tx: Transaction, visit: Visit, talk: Passing, origin: Origin, *, said: Said, at: float
    ) -> bool:
        """Write down the conversation that the ticket speaks of, the customer's side of it: ours told order facts.

        False, and nothing done, if it was written before.
        """
        conversation = replace(fresh(visit, origin.conversation_id, at), said=said)
        if not await self._journal.begin(tx, conversation):
            return False
        for seq, text in enumerate(talk.said, start=1):
            await self._journal.write_words(tx, conversation, Words(text, at), seq, answered_by=seq)
        return True
