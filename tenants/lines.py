"""Lines: which called number belongs to which assistant, and how it speaks. A line needs a telephone account."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Required, TypedDict, Unpack

from pydantic import StringConstraints

from infra.store.ids import new_id
from infra.store.page import ALL, BEGINNING, Place
from infra.store.transaction import Row, Transaction
from tenants import agents, generation, integrations
from tenants.connector import IntegrationKind
from tenants.errors import Code, SetupError, changed_meanwhile, not_found

MOST_LINES = 100
Voice = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.:_-]{1,64}$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]


class Mode(StrEnum):
    """How a line listens: by TwiML, or over a socket."""

    GATHER = "gather"
    RELAY = "relay"


@dataclass(frozen=True, slots=True)
class Line:
    """A called number; times in Unix seconds."""

    id: str
    tenant_id: int
    e164: str
    agent_id: str
    mode: Mode
    voice: str | None
    language: str
    revision: int
    created_at: float
    updated_at: float


class Changes(TypedDict, total=False):
    """What `revise` may set; what is left out stays. `seen` is the revision it was made to."""

    at: Required[float]
    seen: int | None
    agent_id: str
    mode: Mode
    voice: str | None
    language: str


async def create(
    t: Transaction, tenant_id: int, *, e164: str, agent_id: str, mode: Mode, voice: str | None, language: str, at: float
) -> Line:
    """A new line. Raises: SetupError: not_found (agent); no_telephone_account; exists_already; limit_reached."""
    if await integrations.of_kind(t, tenant_id, IntegrationKind.TWILIO) is None:
        raise SetupError(Code.NO_TELEPHONE_ACCOUNT, "Connect twilio first: without its token no call can be believed.")
    await agents.find(t, tenant_id, agent_id)
    found = await every(t, tenant_id)
    if any(line.e164 == e164 for line in found):
        raise SetupError(Code.EXISTS, f"{e164} is a line of yours already.")
    if len(found) >= MOST_LINES:
        raise SetupError(Code.TOO_MANY, f"A tenant has at most {MOST_LINES} lines.")
    line = Line(new_id("lin"), tenant_id, e164, agent_id, mode, voice, language, 1, at, at)
    await t.run(
        "INSERT INTO numbers (id, tenant_id, e164, agent_id, mode, voice, language, revision, created_at, updated_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8)",
        *(line.id, tenant_id, e164, agent_id, mode.value, voice, language, at),
    )
    await generation.bump(t)
    return line


async def every(t: Transaction, tenant_id: int, after: Place = BEGINNING, limit: int = ALL) -> list[Line]:
    """The lines of a tenant, oldest first."""
    rows = await t.rows(
        "SELECT * FROM numbers WHERE tenant_id = $1 AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4",
        *(tenant_id, *after, limit),
    )
    return [read_line(row) for row in rows]


async def find(t: Transaction, tenant_id: int, line_id: str) -> Line:
    """One line of this tenant. Raises: SetupError (not_found)."""
    row = await t.row("SELECT * FROM numbers WHERE id = $1 AND tenant_id = $2", line_id, tenant_id)
    if row is None:
        raise not_found(f"Number {line_id}")
    return read_line(row)


async def revise(t: Transaction, tenant_id: int, line_id: str, **changes: Unpack[Changes]) -> Line:
    """Change how a line answers, from the next call on. Raises: SetupError: not_found; changed_meanwhile."""
    line = await find(t, tenant_id, line_id)
    if changes.get("seen") not in {None, line.revision}:
        raise changed_meanwhile()
    agent_id = changes.get("agent_id", line.agent_id)
    await agents.find(t, tenant_id, agent_id)
    await t.run(
        "UPDATE numbers SET agent_id = $1, mode = $2, voice = $3, language = $4, updated_at = $5,"
        " revision = revision + 1 WHERE id = $6 AND tenant_id = $7",
        *(agent_id, changes.get("mode", line.mode).value, changes.get("voice", line.voice)),
        *(changes.get("language", line.language), changes["at"], line_id, tenant_id),
    )
    await generation.bump(t)
    return await find(t, tenant_id, line_id)


async def remove(t: Transaction, tenant_id: int, line_id: str) -> None:
    """Take a line away; calls to it are refused from now on. Raises: SetupError (not_found)."""
    if not await t.run("DELETE FROM numbers WHERE id = $1 AND tenant_id = $2", line_id, tenant_id):
        raise not_found(f"Number {line_id}")
    await generation.bump(t)


def read_line(row: Row) -> Line:
    """A row of `numbers`."""
    times = row["created_at"], row["updated_at"]
    how = Mode(row["mode"]), row["voice"], row["language"]
    return Line(row["id"], row["tenant_id"], row["e164"], row["agent_id"], *how, row["revision"], *times)
