"""Putting a customer through to a colleague: who may be there, what they are told first, and what came of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from conversation.effects import Noted
from conversation.known import Call, Colleagues
from escalation import ownership, queue, transfers
from escalation.colleague import Colleague
from escalation.errors import TicketError
from escalation.hours import is_open
from escalation.ownership import Move, Wish
from escalation.reasons import Reason
from escalation.tickets import open_case
from escalation.transfers import Step
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation
from tenants.directory import PublishedAgent
from turns.bell import Bell

ENDINGS = {"busy": Step.BUSY, "no-answer": Step.NO_ANSWER, "failed": Step.FAILED, "canceled": Step.FAILED}


@dataclass(frozen=True, slots=True)
class Brief:
    """All that a colleague is told before they accept."""

    reason: Reason
    reference: str | None = field(repr=False)
    verified: bool


@dataclass(frozen=True, slots=True)
class Ringing:
    """One call to one colleague.

    Attributes:
        conversation: the customer's.
        transferring: sequence number of the reply that puts them through.
        place: which of the merchant's destinations, from 0.
    """

    conversation: Conversation
    transferring: int
    place: int

    @property
    def ticket(self) -> Noted:
        """What the call is about."""
        return self.conversation.said.noted[-1]


def call_of(agent: PublishedAgent, number: str | None, at: float) -> Call:
    """A customer on the phone, and whether colleagues are there; `number` is theirs, `at` in Unix seconds."""
    handoff = agent.handoff
    colleagues = Colleagues.NOBODY
    if handoff.destinations:
        colleagues = Colleagues.READY if is_open(handoff.business_hours(), at) else Colleagues.AWAY
    return Call(number, colleagues, calls_back=handoff.after_hours == "callback")


class Transfers:
    """Times are Unix seconds. A step that is told twice is noted once."""

    def __init__(self, store: Store, vault: Vault, bell: Bell, clock: Callable[[], float]) -> None:
        self._store = store
        self._vault = vault
        self._bell = bell
        self._clock = clock

    async def brief(self, ringing: Ringing) -> Brief:
        """What the colleague is told, from the ticket."""
        tenant, ticket_id = ringing.conversation.tenant, ringing.ticket.ticket_id

        async def work(tx: Transaction) -> Brief:
            row = await tx.row("SELECT sealed_case FROM tickets WHERE id = $1 AND tenant_id = $2", ticket_id, tenant)
            if row is None:  # erased meanwhile: what is left is why
                return Brief(ringing.ticket.reason, None, verified=False)
            case = open_case(self._vault, row["sealed_case"], tenant=tenant, ticket_id=ticket_id)
            return Brief(case.reason, case.reference, case.proof.startswith("proven"))

        return await self._store.read(work)

    async def rang(self, ringing: Ringing) -> None:
        """A colleague is called."""
        await self._store.write(lambda tx: self._note(tx, ringing, Step.RANG))

    async def declined(self, ringing: Ringing, *, by_key: bool) -> None:
        """The colleague did not take the call: by pressing another key, or none, as a voicemail box does."""
        step = Step.DECLINED if by_key else Step.NO_KEY
        await self._store.write(lambda tx: self._note(tx, ringing, step))

    async def accept(self, ringing: Ringing, colleague: str) -> None:
        """The colleague pressed the key: the ticket is theirs, until it turns out that nobody was connected."""

        async def work(tx: Transaction) -> None:
            if await self._note(tx, ringing, Step.ACCEPTED):
                await self._move(tx, ringing, Move.CLAIM, colleague)

        await self._store.write(work)
        self._ring(ringing, Move.CLAIM)

    async def ended(self, ringing: Ringing, colleague: str, *, status: str, bridged: bool, left: bool) -> bool:
        """The call to the colleague is over. Whether the customer spoke with them: both accepted, and connected.

        Args:
            ringing: which call.
            colleague: whose.
            status: how Twilio says it ended; "completed" proves nothing, a voicemail box completes a call too.
            bridged: whether the two were connected to each other.
            left: the customer has hung up.
        """

        async def work(tx: Transaction) -> bool:
            tenant = ringing.conversation.tenant
            accepted = await transfers.was_noted(tx, tenant, self._cause(ringing, Step.ACCEPTED))
            if accepted and bridged:
                if await self._note(tx, ringing, Step.CONNECTED):
                    await self._spoke(tx, ringing, colleague)
                return True
            if accepted:
                await self._move(tx, ringing, Move.RELEASE, colleague)
            refused = [self._cause(ringing, step) for step in (Step.DECLINED, Step.NO_KEY)]
            if left:
                await self._note(tx, ringing, Step.CUSTOMER_LEFT)
            elif not any([await transfers.was_noted(tx, tenant, cause) for cause in refused]):
                await self._note(tx, ringing, ENDINGS.get(status, Step.HUNG_UP))
            return False

        spoke = await self._store.write(work)
        self._ring(ringing, Move.RELEASE)
        return spoke

    async def _move(self, tx: Transaction, ringing: Ringing, move: Move, colleague: str) -> None:
        """Have the ticket change hands, unless somebody at the console has it meanwhile: then it stays theirs."""
        with suppress(TicketError):
            wish = Wish(move, _at_telephone(colleague), self._clock())
            await ownership.move(tx, ringing.conversation.tenant, ringing.ticket.ticket_id, wish)

    async def _spoke(self, tx: Transaction, ringing: Ringing, colleague: str) -> None:
        """They spoke, so that the claim does not lapse."""
        ticket = await queue.find(tx, ringing.conversation.tenant, ringing.ticket.ticket_id)
        if ticket is not None and ticket.owner == _at_telephone(colleague).id:
            await ownership.replied(tx, ringing.conversation.tenant, ticket, at=self._clock())

    def _ring(self, ringing: Ringing, move: Move) -> None:
        self._bell.ring(ringing.conversation.tenant, move.value, ringing.ticket.ticket_id)

    async def _note(self, tx: Transaction, ringing: Ringing, step: Step) -> bool:
        return await transfers.note(
            tx,
            tenant=ringing.conversation.tenant,
            ticket_id=ringing.ticket.ticket_id,
            step=step,
            cause=self._cause(ringing, step),
            at=self._clock(),
        )

    def _cause(self, ringing: Ringing, step: Step) -> str:
        where = ringing.conversation.conversation_id
        return self._vault.index("transfer", where, str(ringing.transferring), str(ringing.place), step)


def _at_telephone(name: str) -> Colleague:
    """A colleague as the handoff document names them."""
    return Colleague(f"telephone:{name}", name)
