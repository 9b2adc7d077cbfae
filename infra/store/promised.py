"""Files that pages were promised for a year: a page that names one goes on getting it when a newer version serves.

So does a page that was loaded from a process of the old version and asks one of the new for the rest.
"""

from collections.abc import Callable, Mapping

from infra.store.transaction import Store, Transaction

YEAR_SECONDS = 366 * 86_400.0


class Promised:
    """`clock` gives Unix seconds."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        self._store = store
        self._clock = clock

    async def keep(self, files: Mapping[str, bytes]) -> None:
        """Promise these, by names that change with every byte of them; and let go of what was promised long ago."""
        now = self._clock()

        async def work(tx: Transaction) -> None:
            for name, body in sorted(files.items()):
                await tx.run(
                    "INSERT INTO widget_files (name, body, served_at) VALUES ($1, $2, $3)"
                    " ON CONFLICT (name) DO UPDATE SET served_at = $3",
                    *(name, body, now),
                )
            await tx.run("DELETE FROM widget_files WHERE served_at < $1", now - YEAR_SECONDS)

        await self._store.write(work)

    async def find(self, name: str) -> bytes | None:
        """What was promised under this name. Raises: StoreUnavailable."""
        row = await self._store.read(lambda tx: tx.row("SELECT body FROM widget_files WHERE name = $1", name))
        return None if row is None else bytes(row["body"])
