"""Sealing every value anew with the newest key: in batches, resumable, while everybody goes on working."""

from collections.abc import Sequence
from dataclasses import dataclass

from infra.store.sealed import ALL, Sealed
from infra.store.transaction import Row, Store, Transaction, Value
from infra.store.vault import Vault, VaultError, finish_rotation

BATCH = 200


@dataclass(frozen=True, slots=True)
class Resealed:
    """What became of one column. `unreadable`: values that none of the keys opens; they stay as they are.

    `late` was sealed with an older key while we were at it: some process does not know the newest one yet.
    """

    table: str
    resealed: int
    unreadable: int
    late: int


async def rotate(store: Store, vault: Vault) -> list[Resealed]:
    """Seal all with the newest key. Without `late` ones, the older keys may be dropped afterwards.

    A value that changes meanwhile is left to whoever changed it. What was interrupted is taken up where it stood.

    Raises: StoreUnavailable.
    """
    first = [await _reseal(store, vault, column) for column in ALL]
    second = [await _reseal(store, vault, column) for column in ALL]
    done = [
        Resealed(column.table, before.resealed, after.unreadable, after.resealed)
        for column, before, after in zip(ALL, first, second, strict=True)
    ]
    if not any(each.late for each in done):
        await store.write(lambda tx: finish_rotation(tx, vault))
    return done


async def _reseal(store: Store, vault: Vault, column: Sealed) -> Resealed:
    after, resealed, unreadable = column.before_all, 0, 0
    while rows := await _older(store, vault, column, after):
        after = column.key_of(rows[-1])
        fresh: list[tuple[Row, bytes]] = []
        for row in rows:
            try:
                value = vault.reseal(row[column.column], tenant=row["tenant_id"], where=column.where(row))
            except VaultError:
                unreadable += 1
            else:
                fresh.append((row, value))
        resealed += await _replace(store, column, fresh)
    return Resealed(column.table, resealed, unreadable, 0)


async def _older(store: Store, vault: Vault, column: Sealed, after: tuple[Value, ...]) -> Sequence[Row]:
    """The next values that another key than the newest has sealed, in the order of their keys."""
    key, count = ", ".join(column.key), len(column.key)
    places = ", ".join(f"${number}" for number in range(1, count + 1))
    sql = (
        f"SELECT {key}, tenant_id, {column.column} FROM {column.table}"  # noqa: S608 - names of `sealed`, no values
        f" WHERE ({key}) > ({places}) AND length({column.column}) > 0"
        f" AND substr({column.column}, 2, 4) <> ${count + 1} ORDER BY {key} LIMIT ${count + 2}"
    )
    return await store.read(lambda tx: tx.rows(sql, *after, vault.newest, BATCH))


async def _replace(store: Store, column: Sealed, fresh: Sequence[tuple[Row, bytes]]) -> int:
    """How many were still as we had read them, and are replaced."""
    key = " AND ".join(f"{name} = ${number}" for number, name in enumerate(column.key, start=3))
    sql = f"UPDATE {column.table} SET {column.column} = $1 WHERE {column.column} = $2 AND {key}"  # noqa: S608 - as above

    async def work(tx: Transaction) -> int:
        return sum([await tx.run(sql, value, row[column.column], *column.key_of(row)) for row, value in fresh])

    return await store.write(work) if fresh else 0
