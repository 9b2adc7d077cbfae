"""Finding a customer's ticket while they are on the phone."""

import pytest

from escalation import erasing, queue
from escalation.case import Case
from escalation.listing import Wanted
from escalation.ownership import Move
from escalation.reasons import Reason
from escalation.sought import sought
from infra.store.transaction import Transaction
from tests.escalation.conftest import Desk

LOST = Case(Reason.LOST, reference="ORD-9842", contact="ada@example.com")
CALL = Case(Reason.MESSAGE, reference="PROJ-17", contact="+14155550132")


async def finds(desk: Desk, text: str) -> list[int]:
    wanted = Wanted(sought=sought(desk.vault, text))
    return [each.number for each in await desk.store.read(lambda tx: queue.listed(tx, desk.tenant, wanted, limit=9))]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        *(("1", [1]), ("#2", [2]), (" # 2 ", [2]), ("ORD-9842", [1]), ("ord 9842", [1]), ("#Ord9842", [1])),
        *(("Ada@Example.com ", [1]), ("(415) 555-0132", [2]), ("+14155550132", [2])),
        *(
            ("9842", []),
            ("ORD-984", []),
            ("ada", []),
            ("example.com", []),
            ("3", []),
            ("", []),
            ("%", []),
            ("1' --", []),
        ),
    ],
)
async def test_it_is_found_by_what_a_caller_can_say_in_any_spelling_and_by_nothing_less(
    desk: Desk, text: str, numbers: list[int]
) -> None:
    await desk.opens(LOST, identity="a", cause="a")
    await desk.opens(CALL, identity="b", cause="b")
    assert await finds(desk, text) == numbers


async def test_what_is_over_is_found_behind_what_is_not(desk: Desk) -> None:
    await desk.opens(LOST, at=1.0, identity="a")
    assert await desk.moves(1, Move.CLAIM) is None
    assert await desk.resolves(1)
    await desk.opens(LOST, at=2.0, identity="a", cause="again")
    assert await finds(desk, "ORD-9842") == [2, 1]


async def test_nobody_finds_another_tenants(desk: Desk, rival: Desk) -> None:
    await desk.opens(LOST)
    theirs = Desk(rival.store, desk.vault, rival.tenant)  # even were their keys ours
    for text in ("1", "ORD-9842", "ada@example.com"):
        assert await finds(theirs, text) == []


async def test_who_was_forgotten_is_found_by_the_number_alone(desk: Desk) -> None:
    await desk.opens(LOST)

    async def forget(tx: Transaction) -> None:
        row = await tx.row("SELECT id, number, kind, state FROM tickets WHERE tenant_id = $1", desk.tenant)
        assert row is not None
        await erasing.empty(tx, desk.vault, desk.tenant, row, 5.0)

    await desk.store.write(forget)
    assert [await finds(desk, text) for text in ("1", "ORD-9842", "ada@example.com")] == [[1], [], []]
