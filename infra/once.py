"""Doing once what a client asks for twice: the name it gives a request, and what that name made the first time."""

from dataclasses import dataclass

from infra.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a client names a request so that sending it twice means it once; `digest` is of its content."""

    client_key: str
    digest: str


class KeyReused(Exception):  # noqa: N818 - the client's mistake, not a fault of ours
    """The same client key came with other content."""


async def made_before(tx: Transaction, key_id: str, delivery: Delivery | None) -> str | None:
    """The id of what this key's holder made under this name, if it did. Raises: KeyReused."""
    if delivery is None:
        return None
    row = await tx.row(
        "SELECT resource_id, client_digest FROM created WHERE key_id = $1 AND client_key = $2",
        *(key_id, delivery.client_key),
    )
    if row is None:
        return None
    if row["client_digest"] != delivery.digest:
        raise KeyReused
    return str(row["resource_id"])


async def first_time(tx: Transaction, key_id: str, client_key: str, resource_id: str, at: float) -> bool:
    """Use a name up: True for whoever comes first with it, and for nobody else."""
    return bool(
        await tx.run(
            "INSERT INTO created (key_id, client_key, client_digest, resource_id, at) VALUES ($1, $2, '', $3, $4)"
            " ON CONFLICT DO NOTHING",
            *(key_id, client_key, resource_id, at),
        )
    )


async def remember(tx: Transaction, key_id: str, delivery: Delivery | None, resource_id: str, at: float) -> None:
    """Keep what was made, in the transaction that makes it."""
    if delivery is not None:
        await tx.run(
            "INSERT INTO created (key_id, client_key, client_digest, resource_id, at) VALUES ($1, $2, $3, $4, $5)",
            *(key_id, delivery.client_key, delivery.digest, resource_id, at),
        )
