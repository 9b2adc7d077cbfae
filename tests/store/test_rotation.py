"""Rotation: after it the old key may go, and everything opens and is found; before, nobody drops it by mistake."""

import pytest
from sqlalchemy import MetaData, create_engine

from conversation.known import Said
from escalation import queue
from infra.store import rotation, sealed
from infra.store.rotation import BATCH, Resealed
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault, VaultError, check, make_key
from journal.journal import Journal
from lookup.signing import make_secret
from tenants import integrations, members, webhooks
from tenants.connector import EndpointSettings, endpoint_connection
from tenants.members import Role
from tenants.webhooks import NewWebhook
from tests.journal.conftest import JANE, Books, books, claiming  # noqa: F401 - a fixture

OLD, NEW, NEWER = make_key(), make_key(), make_key()


@pytest.fixture
async def vault(store: Store) -> Vault:
    return await opened(store, OLD)


async def opened(store: Store, keys: str) -> Vault:
    """A vault as every process opens it."""
    vault = Vault(keys)
    await store.write(lambda tx: check(tx, vault))
    return vault


async def drop_old_key(store: Store) -> Vault:
    """With both keys first, then with the new one alone."""
    await rotation.rotate(store, await opened(store, f"{NEW},{OLD}"))
    return await opened(store, NEW)


async def test_once_rotated_everything_opens_and_is_found_without_the_old_key(books: Books) -> None:  # noqa: F811
    talk = await books.talks("Where is ORD-9842?", claiming())
    noted = await books.opens(talk=talk.conversation_id, contact=JANE, message="it never came")
    before = await books.journal.load(books.tenant, talk.conversation_id)
    name = books.vault.index("conversation", "key_1", "mine")
    fresh = Books(books.store, await drop_old_key(books.store), books.tenant)
    assert await fresh.journal.load(books.tenant, talk.conversation_id) == before
    said = await fresh.reader.transcript(books.tenant, talk.conversation_id, limit=9)
    assert [each.text for each in said] == ["Where is ORD-9842?", "Hello."]
    shown = await books.store.read(lambda tx: queue.show(tx, fresh.vault, books.tenant, noted.number))
    assert shown is not None
    assert shown.case.message == "it never came"
    assert fresh.vault.index("conversation", "key_1", "mine") == name
    assert (await fresh.forgets()).tickets == 1


async def test_what_the_tenants_rooms_seal_is_sealed_anew_too(books: Books, store: Store) -> None:  # noqa: F811
    async def work(tx: Transaction) -> None:
        url, tenant = "https://shop.example.com/status", books.tenant
        new = endpoint_connection(tenant, EndpointSettings(url=url), make_secret())
        await integrations.connect(tx, books.vault, new, replace=False, at=1.0)
        await webhooks.create(
            tx, books.vault, tenant, NewWebhook.model_validate({"url": url, "events": ["ticket.created"]}), at=1.0
        )
        await members.create(tx, books.vault, tenant, name="Ada", email="ada@example.com", role=Role.OWNER, at=1.0)

    await store.write(work)
    done = await rotation.rotate(store, await opened(store, f"{NEW},{OLD}"))
    assert [each for each in done if each.unreadable] == []
    assert {each.table for each in done if each.resealed} == {"integrations", "webhooks", "members"}
    alone = await opened(store, NEW)
    assert [each.email for each in await store.read(lambda tx: members.every(tx, alone, books.tenant))] == [
        "ada@example.com"
    ]


async def test_it_counts_each_table_and_a_second_time_finds_nothing_to_do(books: Books) -> None:  # noqa: F811
    for _ in range(BATCH // 2 + 1):
        await books.talks()
    await books.opens()
    both = await opened(books.store, f"{NEW},{OLD}")
    found = {each.table: each for each in await rotation.rotate(books.store, both)}
    assert found["conversations"] == Resealed("conversations", BATCH // 2 + 1, 0, 0)
    assert found["utterances"] == Resealed("utterances", BATCH + 2, 0, 0)
    assert found["tickets"].resealed == 1
    assert {each.resealed for each in await rotation.rotate(books.store, both)} == {0}


async def test_the_old_key_cannot_be_dropped_before_the_end(books: Books, store: Store) -> None:  # noqa: F811
    """Interrupted after the first column, it is taken up where it stood."""
    await books.talks()
    both = await opened(store, f"{NEW},{OLD}")
    await rotation._reseal(store, both, sealed.SAID)
    with pytest.raises(VaultError, match=r"^WAYBILL_SECRET_KEY is not the key that this database was sealed with\.$"):
        await opened(store, NEW)
    done = {each.table: each.resealed for each in await rotation.rotate(store, both)}
    assert (done["conversations"], done["utterances"]) == (0, 2)
    await opened(store, NEW)


async def test_a_process_that_does_not_know_the_new_key_is_noticed(books: Books, store: Store) -> None:  # noqa: F811
    await books.talks()
    both = await opened(store, f"{NEW},{OLD}")

    class Late:
        """A store in which somebody seals with the old key between the two passes."""

        def __init__(self) -> None:
            self.reads = 0

        async def read(self, work):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 - as `Store.read`
            self.reads += 1
            if self.reads == len(sealed.ALL) + 3:
                await books.talks()
            return await store.read(work)

        write = staticmethod(store.write)
        close = staticmethod(store.close)

    found = await rotation.rotate(Late(), both)
    assert {each.table: each.late for each in found if each.late} == {"conversations": 1, "utterances": 2}
    with pytest.raises(VaultError):
        await opened(store, NEW)


async def test_what_changes_meanwhile_is_left_to_whoever_changed_it(books: Books, store: Store) -> None:  # noqa: F811
    talk = await books.talks()
    both = await opened(store, f"{NEW},{OLD}")
    rows = await rotation._older(store, both, sealed.SAID, sealed.SAID.before_all)
    await Books(store, both, books.tenant).says(talk, "more", Said(message="newer"))
    stale = [(row, both.reseal(row["sealed_said"], tenant=1, where=sealed.SAID.where(row))) for row in rows]
    assert await rotation._replace(store, sealed.SAID, stale) == 0
    kept = await Journal(store, both).load(books.tenant, talk.conversation_id)
    assert kept is not None
    assert kept.said.message == "newer"


async def test_a_value_that_no_key_opens_is_told_and_left(books: Books, store: Store) -> None:  # noqa: F811
    talk = await books.talks()
    stranger = Vault(NEWER).seal(b"{}", tenant=books.tenant, where="elsewhere")
    sql = "UPDATE conversations SET sealed_said = $1 WHERE id = $2"
    await store.write(lambda tx: tx.run(sql, stranger, talk.conversation_id))
    found = await rotation.rotate(store, await opened(store, f"{NEW},{OLD}"))
    assert next(each for each in found if each.table == "conversations") == Resealed("conversations", 0, 1, 0)
    row = await store.read(lambda tx: tx.row("SELECT sealed_said FROM conversations"))
    assert row is not None
    assert row["sealed_said"] == stranger


async def test_indices_made_before_index_keys_were_kept_are_found_after_rotations(store: Store) -> None:
    """A database of the first schema: it kept a word in place of the index key, which came from the oldest key."""
    first = Vault(OLD)
    kept = first.seal(b"waybill", tenant=0, where="vault/check")
    await store.write(lambda tx: tx.run("INSERT INTO vault (id, sealed_check) VALUES (1, $1)", kept))
    name = first.index("email", JANE)
    assert (await opened(store, f"{NEW},{OLD}")).index("email", JANE) == name
    assert (await drop_old_key(store)).index("email", JANE) == name
    await rotation.rotate(store, await opened(store, f"{NEWER},{NEW}"))
    assert (await opened(store, NEWER)).index("email", JANE) == name


async def test_a_wrong_key_is_refused_in_one_sentence(store: Store, vault: Vault) -> None:
    with pytest.raises(VaultError, match=r"^WAYBILL_SECRET_KEY is not the key that this database was sealed with\.$"):
        await opened(store, make_key())
    assert (await opened(store, OLD)).index_key == vault.index_key


async def test_two_that_start_first_agree_on_the_index_key(store: Store) -> None:
    one, other = Vault(OLD), Vault(OLD)

    async def both(tx: Transaction) -> None:
        await check(tx, one)
        await check(tx, other)

    await store.write(both)
    assert one.index_key == other.index_key == (await opened(store, OLD)).index_key


def test_every_sealed_column_of_the_schema_is_known(migrated: object) -> None:
    schema = MetaData()
    schema.reflect(create_engine(f"sqlite:///{migrated}"))
    columns = {
        (table.name, column.name)
        for table in schema.tables.values()
        for column in table.columns
        if column.name.startswith("sealed_")
    }
    assert columns == {(each.table, each.column) for each in sealed.ALL} | {("vault", "sealed_check")}
