"""A case as a colleague reads it: the ticket, what was said and by whom, and all that happened to it."""

from dataclasses import dataclass, field, replace

from conversation.known import Said
from escalation import queue
from escalation.case import Case
from escalation.errors import no_ticket
from escalation.listing import Wanted
from escalation.queue import Happened, Ticket
from escalation.sought import Sought, contact_index
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation, Utterance
from journal.journal import Journal
from verification.policy import Factor

MOST_SAID = 1000
MOST_OTHERS = 20


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything of a ticket but the order's facts, which are fetched afresh by whoever shows them.

    Attributes:
        case: what the customer told us, how far it is proven, what was tried, how to reach them. What they claimed of
            the same order after the ticket is among its claims, and proves no more than before.
        history: the ticket's events, the oldest first; the words of notes are for colleagues only.
        conversation: None where none is kept.
        said: of the conversation the newest `MOST_SAID` utterances, the oldest of these first.
        others: tickets of the same conversation or of the same contact.
        customer_waits: the customer has spoken last, or nobody has written to them yet.
    """

    ticket: Ticket
    case: Case = field(repr=False)
    history: tuple[Happened, ...] = field(repr=False)
    conversation: Conversation | None = field(repr=False)
    said: tuple[Utterance, ...] = field(repr=False)
    others: tuple[Ticket, ...] = ()

    @property
    def customer_waits(self) -> bool:
        """See the class."""
        return any(each.party.value == "customer" and each.answered_by is None for each in self.said) or (
            self.ticket.state != "resolved" and self.ticket.replied_at is None
        )


def claimed_since(case: Case, said: Said) -> Case:
    """The case with what its customer has claimed since: whoever opens it can ask the shop with that, too.

    An e-mail or a number that comes after the ticket is mostly one to be reached at: a shop that knows another would
    refuse the order for it, so of these only what is signed counts.
    """
    if said.reference not in {None, case.reference}:
        return case
    known = {claim.factor for claim in case.claims}
    new = (each for each in said.claims if each.factor not in known and (each.signed or each.factor is Factor.ZIP))
    return replace(case, claims=(*case.claims, *new))


class Dossiers:
    """Reads them; every statement names its tenant."""

    def __init__(self, store: Store, vault: Vault, journal: Journal) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal

    async def read(self, tenant: int, ticket_id: str) -> Dossier:
        """Open one for whoever may read it. Raises: TicketError (not_found); VaultError; StoreUnavailable."""
        ticket, case, history = await self._store.read(lambda tx: self._ticket(tx, tenant, ticket_id))
        others = await self._store.read(lambda tx: self._others(tx, tenant, ticket, case))
        where = ticket.conversation_id
        conversation = None if where is None else await self._journal.load(tenant, where)
        if conversation is None:
            return Dossier(ticket, case, history, None, (), others)
        after = max(0, conversation.seq - MOST_SAID)
        said = await self._journal.utterances(conversation, after=after, limit=MOST_SAID)
        return Dossier(ticket, claimed_since(case, conversation.said), history, conversation, tuple(said), others)

    async def _ticket(self, tx: Transaction, tenant: int, ticket_id: str) -> tuple[Ticket, Case, tuple[Happened, ...]]:
        ticket = await queue.find(tx, tenant, ticket_id)
        if ticket is None:
            raise no_ticket()
        case = await queue.case_of(tx, self._vault, tenant, ticket_id)
        return ticket, case, await queue.happened(tx, self._vault, tenant, ticket_id)

    async def _others(self, tx: Transaction, tenant: int, ticket: Ticket, case: Case) -> tuple[Ticket, ...]:
        """What else this customer came with, the newest first."""
        wanted = [Wanted(conversation_id=ticket.conversation_id)] if ticket.conversation_id else []
        if case.contact:
            wanted.append(Wanted(sought=Sought(None, None, contact_index(self._vault, case.contact))))
        found = {
            each.number: each for some in wanted for each in await queue.listed(tx, tenant, some, limit=MOST_OTHERS)
        }
        return tuple(found[number] for number in sorted(found, reverse=True) if number != ticket.number)
