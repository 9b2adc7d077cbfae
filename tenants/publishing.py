"""Publishing: freezing a draft as a numbered version. Doors serve versions only, and a version never changes."""

from dataclasses import dataclass

from infra.store.page import ALL
from infra.store.transaction import Row, Transaction
from tenants import agents, generation, integrations
from tenants.draft import CallerVerification, Draft
from tenants.errors import Code, SetupError, not_found
from tenants.integrations import Integration
from verification.policy import Require

LONGEST_NOTE = 500
NEWEST = 2**31 - 1  # above every version


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs; `path` as in JSON pointers, None where there was or is nothing."""

    path: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Version:
    """A published draft. Numbers of an agent run 1, 2, 3, …; `created_at` in Unix seconds."""

    agent_id: str
    number: int
    content: Draft
    note: str | None
    created_at: float


async def publish(t: Transaction, tenant_id: int, agent_id: str, *, note: str | None = None, at: float) -> Version:
    """Freeze the draft as the next version and serve it from the next conversation on.

    Raises: SetupError: not_found; invalid (a note has at most 500 characters); endpoint_does_not_verify where the
        policy asks for a proof that neither the active connector nor we could ever give.
    """
    return await _publish(t, tenant_id, (await agents.find(t, tenant_id, agent_id)).draft, agent_id, note=note, at=at)


async def rollback(t: Transaction, tenant_id: int, agent_id: str, number: int, *, at: float) -> Version:
    """Serve what an earlier version holds again, as a version of its own; the draft stays as it is.

    Raises: SetupError: as `publish`.
    """
    await agents.find(t, tenant_id, agent_id)
    earlier = await find_version(t, tenant_id, agent_id, number)
    note = f"Version {number} again"
    return await _publish(t, tenant_id, earlier.content, agent_id, note=note, at=at)


async def _publish(
    t: Transaction, tenant_id: int, draft: Draft, agent_id: str, *, note: str | None, at: float
) -> Version:
    if note is not None and len(note) > LONGEST_NOTE:
        raise SetupError(Code.INVALID, f"A note has at most {LONGEST_NOTE} characters.")
    connector = await integrations.active(t, tenant_id)
    if connector is not None and not can_be_met(draft.policy, connector):
        raise SetupError(
            Code.ENDPOINT_DOES_NOT_VERIFY,
            "The connected endpoint is not proven to judge a customer's claims: test it with every"
            " claim that the policy names, let its details"
            ' carry what the policy compares, state "endpointVerifies": true, or set "require" to "none".',
        )
    last = await t.row(
        "SELECT number FROM versions WHERE agent_id = $1 AND tenant_id = $2 ORDER BY number DESC LIMIT 1",
        *(agent_id, tenant_id),
    )
    frozen = Version(agent_id, last["number"] + 1 if last else 1, draft, note, at)
    await _keep(t, tenant_id, frozen)
    return frozen


async def versions(
    t: Transaction, tenant_id: int, agent_id: str, before: int = NEWEST, limit: int = ALL
) -> list[Version]:
    """The versions of an agent with a number below `before`, newest first. Raises: SetupError (not_found)."""
    await agents.find(t, tenant_id, agent_id)
    rows = await t.rows(
        "SELECT * FROM versions WHERE agent_id = $1 AND tenant_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4",
        *(agent_id, tenant_id, before, limit),
    )
    return [_version(row) for row in rows]


async def find_version(t: Transaction, tenant_id: int, agent_id: str, number: int) -> Version:
    """One version. Raises: SetupError (not_found)."""
    found = await version(t, tenant_id, agent_id, number) if number < NEWEST else None
    if found is None:
        raise not_found(f"Version {number}")
    return found


def differences(before: Draft, after: Draft) -> list[Difference]:
    """What a version changed, path by path, in the names of the API."""
    return _compare("", before.model_dump(mode="json", by_alias=True), after.model_dump(mode="json", by_alias=True))


def _compare(path: str, before: object, after: object) -> list[Difference]:
    if isinstance(before, dict) and isinstance(after, dict):
        names = [*before, *(name for name in after if name not in before)]
        found = (_compare(f"{path}/{name}", before.get(name), after.get(name)) for name in names)
        return [each for many in found for each in many]
    return [] if before == after else [Difference(path, before, after)]


async def version(t: Transaction, tenant_id: int, agent_id: str, number: int) -> Version | None:
    """One version, if it was ever published."""
    row = await t.row(
        "SELECT * FROM versions WHERE agent_id = $1 AND tenant_id = $2 AND number = $3", agent_id, tenant_id, number
    )
    return _version(row) if row else None


async def newest(t: Transaction, tenant_id: int) -> dict[str, Version | None]:
    """What the doors serve of each agent, by its id, oldest agent first; None for those never published."""
    rows = await t.rows(
        "SELECT a.id, v.* FROM agents a LEFT JOIN versions v"
        " ON v.agent_id = a.id AND v.tenant_id = a.tenant_id AND v.number = a.published"
        " WHERE a.tenant_id = $1 ORDER BY a.created_at, a.id",
        tenant_id,
    )
    return {row["id"]: _version(row) if row["number"] is not None else None for row in rows}


def can_be_met(policy: CallerVerification, connector: Integration) -> bool:
    """Whether a customer could ever prove to be the right person: the endpoint judges, or we can compare."""
    if policy.require is Require.NONE or policy.endpoint_verifies or connector.judges(policy):
        return True
    carried = [factor in connector.carries_factors for factor in policy.factors]
    return all(carried) if policy.require is Require.ALL else any(carried)


def _version(row: Row) -> Version:
    content = Draft.model_validate_json(row["content"])
    return Version(row["agent_id"], row["number"], content, row["note"], row["created_at"])


async def _keep(t: Transaction, tenant_id: int, frozen: Version) -> None:
    await t.run(
        "INSERT INTO versions (agent_id, number, tenant_id, content, note, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        *(frozen.agent_id, frozen.number, tenant_id, frozen.content.model_dump_json()),
        *(frozen.note, frozen.created_at),
    )
    await t.run(
        "UPDATE agents SET published = $1 WHERE id = $2 AND tenant_id = $3",
        *(frozen.number, frozen.agent_id, tenant_id),
    )
    await generation.bump(t)
