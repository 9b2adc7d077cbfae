"""What a room sees of the database: statements inside one transaction.

SQL is written once, in the words SQLite and PostgreSQL share, with `$1`, `$2`, … for values.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

Value: TypeAlias = str | bytes | int | float | None
T = TypeVar("T")


class Row(Protocol):
    """One row; columns by name. What a column holds is the reader's to know: the schema stands in one migration."""

    def __getitem__(self, column: str, /) -> Any:  # noqa: D105, RUF100 - the protocol's whole point
        ...


class Transaction(Protocol):
    """Statements that happen together or not at all.

    The body of a transaction awaits nothing but these, and does nothing that may not be done twice: on SQLite it runs
    through in one go, on PostgreSQL it is run again where it raced another.
    """

    async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
        """All rows the statement gives."""
        ...

    async def row(self, sql: str, *values: Value) -> Row | None:
        """The first row, or None."""
        ...

    async def run(self, sql: str, *values: Value) -> int:
        """How many rows the statement changed."""
        ...


Work: TypeAlias = Callable[[Transaction], Awaitable[T]]


class StoreUnavailable(Exception):  # noqa: N818 - the word the doors use for it: 503
    """The database does not take or give anything at present; whoever asked may ask again."""


class Store(Protocol):
    """The database as the rooms use it."""

    def write(self, work: Work[T], *, synced: bool = True) -> Awaitable[T]:
        """Perform `work` and commit; what is awaited survives the end of this process.

        Handed over at once, awaited when wanted: writes handed over together may share one commit.

        Args:
            work: the statements.
            synced: it shall survive the end of the machine too, and is awaited until it does.

        Raises: whatever `work` raises, with everything it did undone; StoreUnavailable.
        """
        ...

    async def read(self, work: Work[T]) -> T:
        """Perform `work`, which changes nothing. Raises: StoreUnavailable."""
        ...

    async def close(self) -> None:
        """Write what was handed over, then let go of the database. A second time does nothing."""
        ...
