"""Two tenants whose customers talk, straight into the journal."""

from dataclasses import dataclass, field, replace

import pytest

from conversation.effects import Noted, Outcome, Say
from conversation.known import Said
from escalation import ownership, tickets
from escalation.case import Case
from escalation.colleague import Colleague
from escalation.ownership import Move, Wish
from escalation.reasons import Reason
from escalation.tickets import Origin
from infra.store.transaction import Row, Store, Transaction
from infra.store.vault import Vault, make_key
from journal.conversation import Conversation, Door, Steps
from journal.forgetting import Forgotten, forget
from journal.journal import Journal, Words, new_conversation_id
from journal.reader import Reader
from tenants import tenancy
from tenants.plans import Plan
from verification.policy import Claim, Factor

STEPS = Steps(("Heard", "LookUp", "LookedUp", "Say"), 12.5)
JANE = "jane@example.com"


def claiming(email: str = JANE) -> Said:
    return Said(claims=(Claim(Factor.EMAIL, email, 1.0),))


@dataclass
class Books:
    """One tenant's conversations and tickets."""

    store: Store
    vault: Vault
    tenant: int
    agent: str = "agt_1"
    _causes: int = field(default=0)

    @property
    def journal(self) -> Journal:
        return Journal(self.store, self.vault)

    @property
    def reader(self) -> Reader:
        return Reader(self.store, self.vault)

    async def begins(self, at: float = 1.0, door: Door = Door.SESSIONS, said: Said | None = None) -> Conversation:
        conversation = Conversation(
            new_conversation_id(), self.tenant, self.agent, 1, "key_1", door, None, 1, 0, at, at, None, said or Said()
        )
        await self.store.write(lambda tx: self.journal.begin(tx, conversation))
        return conversation

    async def talks(
        self, text: str = "hello", said: Said | None = None, *, at: float = 1.0, door: Door = Door.SESSIONS
    ) -> Conversation:
        """A new conversation of one turn."""
        return await self.says(await self.begins(at, door), text, said, at=at)

    async def says(
        self, conversation: Conversation, text: str, said: Said | None = None, *, at: float = 1.0
    ) -> Conversation:
        said = said or conversation.said
        reply = Say(("Hello.",), Outcome.TALKED)
        await self.journal.hear_and_answer(conversation, Words(text, at), reply, said, STEPS)
        return replace(
            conversation, version=conversation.version + 1, seq=conversation.seq + 2, said=said, updated_at=at
        )

    async def opens(
        self, reason: Reason = Reason.LOST, talk: str = "cnv_none", at: float = 1.0, **case: object
    ) -> Noted:
        """A ticket, each of its own cause; `case` are fields of `Case`."""
        self._causes += 1
        cause = f"{self.tenant}/{self._causes}"
        origin = Origin(self.tenant, self.agent, "sessions", talk, cause, None, cause, handed_to_client=False)
        made = Case(reason, **case)  # type: ignore[arg-type]  # the dataclass checks its names
        opened = await self.store.write(lambda tx: tickets.open_or_add(tx, self.vault, made, origin, at))
        return Noted(opened.ticket_id, opened.number, reason)

    async def resolves(self, number: int, at: float = 2.0) -> None:
        async def work(tx: Transaction) -> None:
            row = await tx.row("SELECT id FROM tickets WHERE tenant_id = $1 AND number = $2", self.tenant, number)
            assert row is not None
            wish = Wish(Move.RESOLVE, Colleague("mem_ada", "Ada"), at, outcome="answered")
            await ownership.move(tx, self.tenant, row["id"], wish)

        await self.store.write(work)

    async def forgets(self, email: str = JANE, at: float = 9.0) -> Forgotten:
        return await self.store.write(lambda tx: forget(tx, self.vault, self.tenant, email, at))

    async def rows(self, table: str) -> list[Row]:
        sql = f"SELECT * FROM {table}" + ("" if table == "created" else f" WHERE tenant_id = {self.tenant}")
        return list(await self.store.read(lambda tx: tx.rows(sql)))


@pytest.fixture
def vault() -> Vault:
    return Vault(make_key())


@pytest.fixture
async def books(store: Store, vault: Vault) -> Books:
    tenant = await store.write(lambda tx: tenancy.create(tx, name="Lamps", plan=Plan.PRO, at=1.0))
    return Books(store, vault, tenant.id)


@pytest.fixture
async def rival(store: Store, books: Books) -> Books:
    """Made after `books`, on the same vault."""
    tenant = await store.write(lambda tx: tenancy.create(tx, name="Rival", plan=Plan.PRO, at=1.0))
    return Books(store, books.vault, tenant.id)
