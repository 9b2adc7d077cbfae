"""The number that moves with every change of what the doors ask for; when it moved, they forget what they read."""

from infra.store.transaction import Transaction


async def bump(t: Transaction) -> None:
    """Let every process read anew at its next request; part of the transaction that made the change."""
    await t.run("UPDATE generation SET number = number + 1")


async def current(t: Transaction) -> int:
    """The number as it stands."""
    row = await t.row("SELECT number FROM generation")
    return int(row["number"]) if row else 0
