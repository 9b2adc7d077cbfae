"""Rows that many work off: one takes a row for a while, then ends it, or puts it off if it is theirs still.

The statements mean the same on SQLite and PostgreSQL: what is taken is taken by a conditional UPDATE. A row has `state`
('waiting' until it ends), `attempts`, `next_at`, `leased_until` and `settled_at`; times are Unix seconds.
"""

from infra.store.transaction import Row, Transaction, Value


async def take(tx: Transaction, table: str, row_id: str, now: float, *, until: float) -> Row | None:
    """The row, if it waits and nobody has it; this try is counted. None where somebody was faster."""
    return await tx.row(
        f"UPDATE {table} SET leased_until = $1, attempts = attempts + 1"  # noqa: S608 - a table of ours
        " WHERE id = $2 AND state = 'waiting' AND leased_until <= $3 RETURNING *",
        *(until, row_id, now),
    )


async def end(
    tx: Transaction, table: str, row_id: str, state: str, at: float, *, until: float | None, **told: Value
) -> None:
    """It is over. `until` is that of the lease; None ends it also where the lease has run out meanwhile.

    `told` are columns that say what came of it.
    """
    await _settle(tx, table, row_id, until, {"state": state, "settled_at": at, **told})


async def put_off(tx: Transaction, table: str, row_id: str, next_at: float, *, until: float, **told: Value) -> None:
    """It is to be tried again then, unless somebody else tries it already."""
    await _settle(tx, table, row_id, until, {"next_at": next_at, **told})


async def _settle(tx: Transaction, table: str, row_id: str, until: float | None, changes: dict[str, Value]) -> None:
    values: list[Value] = [row_id, *changes.values()]
    sets = ", ".join(f"{column} = ${number}" for number, column in enumerate(changes, start=2))
    sql = f"UPDATE {table} SET leased_until = 0, {sets} WHERE id = $1 AND state = 'waiting'"  # noqa: S608 - columns of ours
    if until is not None:
        values.append(until)
        sql += f" AND leased_until = ${len(values)}"
    await tx.run(sql, *values)
