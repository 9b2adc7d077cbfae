"""Another server takes over: its address may stand in the URL beside the first one's, and the first is let go of."""

import pytest

from infra.store.postgres import PostgresStore
from infra.store.transaction import StoreUnavailable, Transaction
from infra.store.url import shown, sqlite_file
from tests.faults.trap import perform

TWO = "postgresql://waybill:secret@db1.example.com:5432,db2.example.com:5433/shop?target_session_attrs=read-write"


async def count(t: Transaction) -> int:
    return await t.run("INSERT INTO counters (key, used, expires_at) VALUES ('one', 1, 1)")


def test_several_servers_may_stand_in_the_url() -> None:
    assert sqlite_file(TWO) is None
    assert shown(TWO) == "db1.example.com:5432,db2.example.com:5433/shop"


async def test_a_connection_to_a_server_that_only_reads_is_not_used_again(lent: str) -> None:
    """It stays open where the server was not restarted, and whoever asks anew is led to the one that writes."""
    ((database,),) = await perform(lent, "SELECT current_database()")
    await perform(lent, f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    store = await PostgresStore.open(lent, most=1)
    with pytest.raises(StoreUnavailable):
        await store.write(count)
    await perform(f"{lent}&options=-c%20default_transaction_read_only=off", f"ALTER DATABASE {database} RESET ALL")
    assert await store.write(count) == 1
    await store.close()
