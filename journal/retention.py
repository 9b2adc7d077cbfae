"""Forgetting what was kept long enough: batch by batch, so that no turn waits for it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from escalation import erasing, photos
from infra.store.transaction import Store, Transaction
from journal import endings

BATCH = 20
CREATED_SECONDS = 24 * 3600.0
Batch: TypeAlias = Callable[[Transaction, int], Awaitable[int]]


class Retention:
    """Deletes what has run out. Times are Unix seconds; every method tells how many are gone.

    Raises: StoreUnavailable, with the batches before done for good.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    async def conversations(self, tenant: int, idle_since: float) -> int:
        """Those nobody has spoken in since then, with all that was said; none with a ticket that is not resolved."""

        async def batch(tx: Transaction, limit: int) -> int:
            rows = await tx.rows(
                "SELECT c.id FROM conversations c WHERE c.tenant_id = $1 AND c.created_at < $2 AND c.updated_at < $2"
                " AND NOT EXISTS (SELECT 1 FROM tickets t WHERE t.conversation_id = c.id AND t.tenant_id = c.tenant_id"
                " AND t.state <> 'resolved') ORDER BY c.created_at, c.id LIMIT $3",
                tenant,
                idle_since,
                limit,
            )
            for row in rows:
                await endings.erase(tx, tenant, row["id"])
            return len(rows)

        return await self._all(batch)

    async def tickets(self, tenant: int, resolved_before: float) -> int:
        """Those resolved before then, but none whose conversation is still kept."""
        return await self._all(
            lambda tx, limit: erasing.sweep(tx, tenant, resolved_before=resolved_before, limit=limit)
        )

    async def created(self, now: float) -> int:
        """What clients have made under names of their own, of all tenants: such a name holds for a day."""
        return await self._all(
            lambda tx, limit: tx.run(
                "DELETE FROM created WHERE (key_id, client_key) IN"
                " (SELECT key_id, client_key FROM created WHERE at < $1 ORDER BY key_id, client_key LIMIT $2)",
                now - CREATED_SECONDS,
                limit,
            )
        )

    async def photos(self, now: float) -> int:
        """Pictures that no ticket has taken within a day, of all tenants."""
        return await self._all(lambda tx, limit: photos.sweep(tx, added_before=now - photos.ALONE_SECONDS, limit=limit))

    async def _all(self, batch: Batch) -> int:
        gone = 0
        while (count := await self._store.write(lambda tx: batch(tx, BATCH))) > 0:
            gone += count
            if count < BATCH:
                break
        return gone
