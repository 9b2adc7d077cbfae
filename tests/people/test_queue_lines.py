"""The queue line by line: the customers' own words stand in it, no order fact does, and it costs three statements."""

from collections.abc import Sequence

from escalation.listing import Wanted
from escalation.ownership import Move
from infra.store.transaction import Row, Transaction, Value
from journal.previews import previews
from tests.faults.talker import Talker, talking
from tests.faults.towns import NearTown
from tests.people.office import Office
from tests.world.shop import NEEDLES
from turns.queue_lines import MOST_SHOWN, Line, lines


async def queue_of(town: NearTown, wanted: Wanted | None = None, tenant: int | None = None) -> list[Line]:
    whose = town.tenant if tenant is None else tenant
    return await town.house.store.read(lambda tx: lines(tx, town.house.vault, whose, wanted or Wanted(), limit=50))


async def words(town: NearTown) -> list[str]:
    return [line.words for line in await queue_of(town)]


async def test_what_led_to_a_ticket_stands_beside_it_and_a_bare_yes_does_not(town: NearTown, customer: Talker) -> None:
    await customer.says("Where is ORD-9842? It goes to 94107.")
    await customer.says("it was stolen from my porch")
    assert await words(town) == ["it was stolen from my porch"]
    await customer.says("jane at gmail dot com")
    assert await words(town) == ["it was stolen from my porch"]  # how to reach them is not what it is about
    town.clock.now += 1
    await customer.says("Where is ORD-9842?")
    assert await words(town) == ["it was stolen from my porch"]  # what was talked about since is not its cause
    async with talking(town) as other:
        await other.says("please cancel my order ORD-9842")
        await other.says("yes")
    assert sorted(await words(town)) == ["it was stolen from my porch", "please cancel my order ORD-9842"]
    assert not [needle for needle in NEEDLES if needle in repr(await words(town))]


async def test_a_message_comes_first_and_what_is_long_is_cut(town: NearTown, customer: Talker) -> None:
    await customer.says("take a message")
    await customer.says("ring twice\nand " + "again and " * 100)
    await customer.says("jane.doe@example.com")
    (line,) = await queue_of(town)
    assert line.words.startswith("ring twice and again")
    assert (len(line.words), line.words[-1]) == (MOST_SHOWN, "…")
    assert line.words not in repr(line)


async def test_whoever_waits_for_a_colleagues_word_is_seen_in_the_queue(
    town: NearTown, office: Office, customer: Talker
) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    town.clock.now += 1
    assert [(line.words, line.waits) for line in await queue_of(town)] == [("a person please", False)]
    await customer.says("is anybody there?")
    assert [(line.words, line.waits) for line in await queue_of(town)] == [("is anybody there?", True)]
    await office.says("Yes, I am.")
    assert [(line.words, line.waits) for line in await queue_of(town)] == [("a person please", False)]


async def test_whoever_comes_again_is_known_again(town: NearTown, office: Office, customer: Talker) -> None:
    await customer.says("my parcel ORD-9842 was stolen")
    await office.does(Move.CLAIM)
    await office.does(Move.RESOLVE, outcome="found")
    await customer.says("my parcel ORD-9842 was stolen")
    assert [(line.ticket.number, line.again) for line in await queue_of(town)] == [(2, True), (1, False)]
    dossier = await town.house.dossiers.read(town.tenant, (await office.ticket(2)).ticket_id)
    assert [(each.number, each.outcome) for each in dossier.others] == [(1, "found")]


async def test_what_cannot_be_read_hides_nobody_else(town: NearTown, customer: Talker) -> None:
    await customer.says("a person please")
    async with talking(town) as other:
        await other.says("I want to talk to a person")
    await town.house.store.write(lambda tx: tx.run("UPDATE tickets SET sealed_case = $1 WHERE number = 1", b"\0"))
    await town.house.store.write(
        lambda tx: tx.run("UPDATE utterances SET sealed_words = $1 WHERE conversation_id = $2", b"\0", customer.session)
    )
    assert await words(town) == ["", "I want to talk to a person"]


async def test_however_many_wait_it_takes_three_statements(town: NearTown, customer: Talker) -> None:
    counted: list[int] = []

    class Counting:
        def __init__(self, tx: Transaction) -> None:
            self._tx, self.asked = tx, 0

        async def rows(self, sql: str, *values: Value) -> Sequence[Row]:
            self.asked += 1
            return await self._tx.rows(sql, *values)

        async def row(self, sql: str, *values: Value) -> Row | None:
            self.asked += 1
            return await self._tx.row(sql, *values)

        async def run(self, sql: str, *values: Value) -> int:
            return await self._tx.run(sql, *values)

    async def work(tx: Transaction) -> None:
        counting = Counting(tx)
        await lines(counting, town.house.vault, town.tenant, Wanted(), limit=50)
        counted.append(counting.asked)

    await customer.says("a person please")
    await town.house.store.read(work)
    for _ in range(3):
        async with talking(town) as other:
            await other.says("a person please")
    await town.house.store.read(work)
    assert counted == [3, 3]


async def test_another_tenant_has_another_queue(town: NearTown, customer: Talker) -> None:
    await customer.says("a person please")
    (line,) = await queue_of(town)
    assert await queue_of(town, tenant=town.tenant + 1) == []
    ids, vault = [line.ticket.ticket_id], town.house.vault
    assert await town.house.store.read(lambda tx: previews(tx, vault, town.tenant + 1, ids)) == {}


async def test_whoever_waits_for_the_assistant_waits_for_no_colleague(town: NearTown, customer: Talker) -> None:
    await customer.says("a person please")
    await town.house.store.write(lambda tx: tx.run("UPDATE utterances SET answered_by = NULL"))  # as during a lookup
    assert [line.waits for line in await queue_of(town)] == [False]
