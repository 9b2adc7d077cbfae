"""The same history sent again and again, as clients do that never saw our answer."""

from conversation import phrases
from tests.attacks.stranger import Stranger
from tests.world.town import Town

HISTORY = (
    "I want to talk to a person",
    {"role": "assistant", "content": phrases.ASK_CONTACT.text},
    "jane.doe@example.com",
)


async def test_a_history_that_is_sent_again_leaves_one_ticket_and_one_conversation(
    town: Town, stranger: Stranger
) -> None:
    first, *again = [await stranger.hears(*HISTORY) for _ in range(3)]
    assert set(again) == {first}
    for counted in ("SELECT COUNT(*) AS n FROM tickets", "SELECT COUNT(*) AS n FROM conversations"):
        assert await counted_by(town, counted) == 1


async def counted_by(town: Town, sql: str) -> int:
    row = await town.house.store.read(lambda tx: tx.row(sql))
    assert row is not None
    return int(row["n"])
