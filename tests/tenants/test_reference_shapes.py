"""What a shop's references look like is learnt from those it knew, for every process, and no reference stays."""

import asyncio

import pytest

from infra.store.transaction import Store
from infra.store.vault import Vault
from intents.meaning import Hints
from tenants import integrations, publishing, reference_shapes
from tenants.agents import Agent
from tenants.directory import Directory
from tenants.reference_shapes import ENOUGH, MOST, ReferenceShapes, Shape, shape_of
from tests.tenants.shops import PROVEN, Roads, connector


@pytest.fixture
async def integration_id(store: Store, vault: Vault, agent: Agent) -> str:
    new = connector(agent.tenant_id)
    kept = await store.write(lambda t: integrations.connect(t, vault, new, trial=PROVEN, replace=False, at=5.0))
    await store.write(lambda t: publishing.publish(t, agent.tenant_id, agent.id, at=7.0))
    return kept.id


@pytest.mark.parametrize(
    ("reference", "shape"),
    [
        ("ORD-9842", Shape("ORD-", 4)),
        ("ord-9842", Shape("ORD-", 4)),
        ("#1001", Shape("#", 4)),
        ("W2378156", Shape("W", 7)),
        ("1001", Shape("", 4)),
        ("jane.doe@example.com", None),
        ("EN1001-A", None),
        ("MARGARET-1", None),
        ("\u0661\u0662\u0663\u0664", None),
    ],
)
def test_a_shape_is_letters_and_a_count(reference: str, shape: Shape | None) -> None:
    assert shape_of(reference) == shape


async def test_three_different_references_teach_their_shape_to_every_process(
    store: Store, vault: Vault, agent: Agent, integration_id: str
) -> None:
    shapes, elsewhere = ReferenceShapes(store), Directory(store, vault, Roads(), lambda: 10.0)

    async def hinted() -> Hints:
        found = await elsewhere.agent(agent.tenant_id, agent.id)
        assert found is not None
        return found.terms.hints

    for reference in ("98421", "98421", "98422"):
        await shapes.known(agent.tenant_id, integration_id, reference)
    assert await hinted() == Hints(("ORD-",))
    await shapes.known(agent.tenant_id, integration_id, "98423")
    assert await hinted() == Hints(("ORD-",), frozenset({5}), frozenset({5}))


async def test_many_at_once_learn_it_once(store: Store, agent: Agent, integration_id: str) -> None:
    shapes = ReferenceShapes(store)
    async with asyncio.TaskGroup() as all_of_them:
        for number in range(9842, 9842 + 4 * ENOUGH):
            all_of_them.create_task(shapes.known(agent.tenant_id, integration_id, f"ORD-{number}"))
    learnt = await store.read(lambda t: reference_shapes.of(t, agent.tenant_id, integration_id))
    assert learnt == [Shape("ORD-", 4)]


async def test_no_reference_is_kept(store: Store, agent: Agent, integration_id: str) -> None:
    shapes = ReferenceShapes(store)
    for number in range(9842, 9842 + ENOUGH):
        await shapes.known(agent.tenant_id, integration_id, f"ORD-{number}")
    rows = await store.read(lambda t: t.rows("SELECT * FROM reference_shapes"))
    assert [dict(row) for row in rows] == [
        {"integration_id": integration_id, "tenant_id": agent.tenant_id, "prefix": "ORD-", "digits": 4}
    ]


async def test_a_shop_that_has_every_shape_fills_no_table(store: Store, agent: Agent, integration_id: str) -> None:
    shapes = ReferenceShapes(store)
    for letter in "ABCDEFGHIJKLMNOP":
        for number in range(100, 100 + ENOUGH):
            await shapes.known(agent.tenant_id, integration_id, f"{letter}{number}")
    learnt = await store.read(lambda t: reference_shapes.of(t, agent.tenant_id, integration_id))
    assert len(learnt) == MOST


def test_what_was_stated_goes_before_what_was_learnt() -> None:
    learnt = [Shape("", 6), Shape("TK", 4)]
    assert reference_shapes.hints(("ORD-",), learnt).prefixes == ("ORD-",)
    assert reference_shapes.hints((), learnt) == Hints(("TK",), frozenset({4, 6}), frozenset({6}))
