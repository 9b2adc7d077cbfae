"""Two tenants, and cases that come from their customers."""

from dataclasses import dataclass, replace

import pytest

from escalation import ownership, queue, tickets
from escalation.case import Case
from escalation.colleague import Colleague
from escalation.errors import TicketCode, TicketError
from escalation.ownership import Move, Moved, Wish
from escalation.queue import Shown
from escalation.reasons import Reason
from escalation.tickets import Opened, Origin
from infra.store.transaction import Row, Store, Transaction
from infra.store.vault import Vault, make_key
from tenants import tenancy
from tenants.plans import Plan

ADA, BOB = Colleague("mem_ada", "Ada"), Colleague("mem_bob", "Bob")
FROM = Origin(0, "agt_1", "sessions", "cnv_1", "identity", None, "cause", handed_to_client=False)


@dataclass(frozen=True)
class Desk:
    """One tenant's queue."""

    store: Store
    vault: Vault
    tenant: int

    async def opens(self, case: Case | Reason, at: float = 0.0, **origin: object) -> Opened:
        """`origin` changes the fields of `FROM`; without an identity or a cause it is one of its own."""
        case = Case(case) if isinstance(case, Reason) else case
        given = replace(FROM, tenant=self.tenant, **{"cause": f"{self.tenant}/{at}", **origin})  # type: ignore[arg-type]  # replace checks the names
        return await self.store.write(lambda tx: tickets.open_or_add(tx, self.vault, case, given, at))

    async def shows(self, number: int) -> Shown:
        shown = await self.store.read(lambda tx: queue.show(tx, self.vault, self.tenant, number))
        assert shown is not None
        return shown

    async def numbers(self, state: str | None = None) -> list[int]:
        found = await self.store.read(lambda tx: queue.waiting(tx, self.tenant, state=state))
        return [ticket.number for ticket in found]

    async def resolves(self, number: int, outcome: str = "answered", at: float = 9.0) -> bool:
        """Ada does; False where there is nothing to resolve."""
        return await self.moves(number, Move.RESOLVE, at=at, outcome=outcome) is None

    async def moves(
        self, number: int, move: Move, by: Colleague | None = ADA, at: float = 9.0, **wish: object
    ) -> TicketCode | None:
        """Returns: why not, where it was refused."""
        wanted = Wish(move, by, at, **wish)  # type: ignore[arg-type]  # the dataclass checks the names

        async def work(tx: Transaction) -> Moved | None:
            ticket = await queue.by_number(tx, self.tenant, number)
            return None if ticket is None else await ownership.move(tx, self.tenant, ticket.ticket_id, wanted)

        try:
            moved = await self.store.write(work)
        except TicketError as error:
            return error.code
        return TicketCode.NOT_FOUND if moved is None else None

    async def outbox(self) -> list[Row]:
        sql = "SELECT * FROM outbox WHERE tenant_id = $1 ORDER BY created_at, event"
        return list(await self.store.read(lambda tx: tx.rows(sql, self.tenant)))


async def _desk(store: Store, name: str) -> Desk:
    tenant = await store.write(lambda tx: tenancy.create(tx, name=name, plan=Plan.PRO, at=1.0))
    return Desk(store, Vault(make_key()), tenant.id)


@pytest.fixture
async def desk(store: Store) -> Desk:
    return await _desk(store, "Lamps")


@pytest.fixture
async def rival(store: Store, desk: Desk) -> Desk:
    assert desk.tenant == 1
    return await _desk(store, "Rival")
