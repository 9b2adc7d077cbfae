"""A page of the queue in SQL: whose tickets, found by which index, in which order, and from where on."""

from collections.abc import Sequence
from dataclasses import dataclass

from escalation.sought import Sought
from infra.store.page import Place
from infra.store.transaction import Row, Transaction, Value

_IN_STATE = "priority, due_at, id"
_ORDER = f"CASE WHEN state = 'resolved' THEN 1 ELSE 0 END, {_IN_STATE}"
_RANKS = {"waiting": 0, "claimed": 0, "resolved": 1}
_FIRST: tuple[Value, ...] = (-1, -1.0, "")  # before every priority, time and id
TOP = Place(-1.0, "-1/-1/")
"""Before the first of the queue."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tickets: None asks for all."""

    state: str | None = None
    kind: str | None = None
    owner: str | None = None
    conversation_id: str | None = None
    sought: Sought | None = None


class _Values(list[Value]):
    """What a statement is run with, in the order of its numbers."""

    def bind(self, *values: Value) -> str:
        """Their numbers in the statement."""
        first = len(self) + 1
        self.extend(values)
        return ", ".join(f"${number}" for number in range(first, len(self) + 1))


async def page(tx: Transaction, tenant: int, wanted: Wanted, after: Place, limit: int) -> Sequence[Row]:
    """Rows of `tickets` from behind `after`: those that are open first, worst first, and of those the longest due."""
    rank, priority, ticket_id = after.row_id.split("/")
    passed, place = int(rank), (int(priority), after.at, ticket_id)
    values = _Values([tenant, limit])
    fitting = "tenant_id = $1"
    for column, value in (
        ("kind", wanted.kind),
        ("owner", wanted.owner),
        ("conversation_id", wanted.conversation_id),
    ):
        if value is not None:
            fitting += f" AND {column} = {values.bind(value)}"
    if wanted.sought is None and wanted.conversation_id is None:
        found = _first_of_each(fitting, values, wanted.state, passed, place)
    else:
        found = _few(fitting, values, wanted, (passed, *place))
    return await tx.rows(f"SELECT * FROM ({found}) tickets ORDER BY {_ORDER} LIMIT $2", *values) if found else []  # noqa: S608


def _few(fitting: str, values: _Values, wanted: Wanted, place: tuple[Value, ...]) -> str:
    """Where there are few: found first, then put in order."""
    source = f"({_sought(wanted.sought, values)}) tickets" if wanted.sought else "tickets"
    if wanted.state is not None:
        fitting += f" AND state = {values.bind(wanted.state)}"
    return f"SELECT * FROM {source} WHERE {fitting} AND ({_ORDER}) > ({values.bind(*place)})"  # noqa: S608 - constants only


def _sought(sought: Sought, values: _Values) -> str:
    """Each by its own index, which neither database does for an OR."""
    return " UNION ".join(
        f"SELECT * FROM tickets WHERE tenant_id = $1 AND {column} = {values.bind(value)}"  # noqa: S608 - constants only
        for column, value in (
            ("number", sought.number),
            ("reference_index", sought.reference),
            ("contact_index", sought.contact),
        )
    )


def _first_of_each(fitting: str, values: _Values, wanted: str | None, passed: int, place: tuple[Value, ...]) -> str:
    """The first ones of each state, in the order of an index, so that a page costs no more than it shows."""
    return " UNION ALL ".join(
        f"SELECT * FROM (SELECT * FROM tickets WHERE {fitting} AND state = '{state}'"  # noqa: S608 - constants only
        f" AND ({_IN_STATE}) > ({values.bind(*(place if rank == passed else _FIRST))})"
        f" ORDER BY {_IN_STATE} LIMIT $2) {state}"
        for state, rank in _RANKS.items()
        if wanted in {None, state} and rank >= passed
    )
