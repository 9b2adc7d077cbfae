"""What an e-mail about a ticket says when it is sent, to whom, and whether it is needed still."""

from collections.abc import Callable
from dataclasses import dataclass

from conversation import letters
from conversation.events import Change, Changed
from conversation.terms import Terms
from escalation import ownership, queue
from escalation.case import Case
from escalation.mails import Kind, Mail
from escalation.queue import Ticket
from escalation.reasons import Reason
from escalation.tickets import record
from infra.mail import Letter
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from intents import forms
from journal.conversation import Conversation, Party
from journal.journal import Journal
from tenants import members, publishing
from tenants.errors import SetupError
from turns.announcing import Announcing
from turns.news import News

MINUTE = 60.0
CONTACT_ASKED = "contact_asked"


class NotNeeded(Exception):  # noqa: N818 - an answer, not a fault of ours
    """Nothing is to be sent; the word says why, and names nobody."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a colleague wrote and the customer has not seen."""

    name: str
    text: str


class Letters:
    """Writes them. `public_url` is where our pages stand, None where nobody has said so."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        journal: Journal,
        announcing: Announcing,
        news: News,
        *,
        clock: Callable[[], float],
        public_url: str | None,
    ) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._announcing = announcing
        self._news = news
        self._clock = clock
        self._public_url = public_url

    async def write(self, mail: Mail) -> Letter:
        """The letter as it stands now. Raises: NotNeeded; VaultError; StoreUnavailable."""
        ticket = await self._store.read(lambda tx: queue.find(tx, mail.tenant, mail.ticket_id))
        if ticket is None or ticket.outcome == ownership.FORGOTTEN:
            raise NotNeeded("gone")
        return await (self._unclaimed if mail.kind is Kind.WAITING else self._answer)(mail, ticket)

    async def _unclaimed(self, mail: Mail, ticket: Ticket) -> Letter:
        if ticket.state != "waiting":
            raise NotNeeded("claimed")
        try:
            member = await self._store.read(lambda tx: members.find(tx, self._vault, mail.tenant, mail.member_id or ""))
        except SetupError:
            raise NotNeeded("gone") from None
        url = f"{self._public_url}/console/tickets/{ticket.number}" if self._public_url else None
        minutes = int((self._clock() - ticket.waiting_since) / MINUTE)
        subject, text = letters.unclaimed(number=ticket.number, kind=ticket.kind, minutes=minutes, url=url)
        return Letter(member.email, subject, text, mail.id)

    async def _answer(self, mail: Mail, ticket: Ticket) -> Letter:
        where = ticket.conversation_id
        conversation = None if where is None else await self._journal.load(mail.tenant, where)
        words = await self._unseen(mail, ticket, conversation)
        if not words:
            raise NotNeeded("seen")
        case = await self._store.read(lambda tx: queue.case_of(tx, self._vault, mail.tenant, ticket.ticket_id))
        address = address_of(case)
        if address is None:
            if conversation is not None and case.contact is None:
                await self._ask_contact(mail.tenant, ticket, conversation)
            raise NotNeeded("no_address")
        url = await self._store.read(lambda tx: _chat_url(tx, mail.tenant, ticket.agent_id))
        if address == case.verified_email:
            text = "\n\n".join(each.text for each in words)
            subject, body = letters.answer(number=ticket.number, name=words[-1].name, words=text, url=url)
        else:
            subject, body = letters.notice(number=ticket.number, url=url)
        return Letter(address, subject, body, mail.id)

    async def _unseen(self, mail: Mail, ticket: Ticket, conversation: Conversation | None) -> list[Words]:
        """What was written since, but for what the customer has seen: or else they would not have written after it."""
        if conversation is None or not conversation.door.reachable:
            history = await self._store.read(lambda tx: queue.happened(tx, self._vault, mail.tenant, ticket.ticket_id))
            wanted = (each for each in history if each.event == "replied" and each.seq > mail.after and each.words)
            return [Words(each.by.name if each.by else "", each.words or "") for each in wanted]
        said = await self._journal.utterances(conversation, after=mail.after, limit=1000)
        spoken = (each.seq for each in said if each.party is Party.CUSTOMER)
        seen = max(conversation.read_seq, *spoken, 0)
        return [Words(each.name or "", each.text) for each in said if each.party is Party.COLLEAGUE and each.seq > seen]

    async def _ask_contact(self, tenant: int, ticket: Ticket, conversation: Conversation) -> None:
        """Ask in the chat, once, how the customer can be reached if they have to leave."""
        at, terms = self._clock(), await self._announcing.terms(tenant, conversation.conversation_id)

        async def work(tx: Transaction) -> bool:
            return await self._asked(tx, tenant, ticket, terms, at)

        if conversation.door.reachable and await self._store.write(work):
            self._news.tell(conversation.conversation_id)

    async def _asked(self, tx: Transaction, tenant: int, ticket: Ticket, terms: Terms, at: float) -> bool:
        where = ticket.conversation_id
        conversation = None if where is None else await self._journal.load_in(tx, tenant, where)
        before = await queue.happened(tx, self._vault, tenant, ticket.ticket_id)
        if conversation is None or any(each.event == CONTACT_ASKED for each in before):
            return False
        changed = Changed(Change.AWAY, ticket.number, Reason(ticket.kind), at)
        if await self._announcing.say(tx, conversation, changed, terms) is None:
            return False
        await record(tx, tenant=tenant, ticket_id=ticket.ticket_id, event=CONTACT_ASKED, at=at)
        return True


def address_of(case: Case) -> str | None:
    """The e-mail at which the customer wants to be reached; else the one they have proved."""
    contact = forms.email(case.contact) if case.contact and "@" in case.contact else None
    return contact or (case.verified_email if case.contact is None else None)


async def _chat_url(tx: Transaction, tenant: int, agent_id: str) -> str | None:
    version = (await publishing.newest(tx, tenant)).get(agent_id)
    return None if version is None else version.content.handoff.chat_url
