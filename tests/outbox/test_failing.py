"""`lookup.failing`: told at the third failure in a row, once, until a lookup succeeds again."""

import orjson
import pytest

from infra.store.transaction import Store
from infra.store.vault import Vault
from lookup.order import Failure
from tenants import integrations
from tenants.outcomes import Outcomes
from tests.tenants.shops import connector

TIMEOUT, REFUSED, BUSY = Failure("timeout"), Failure("refused", 200, error_code="not_found"), Failure("busy")


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ([TIMEOUT, TIMEOUT], 0),
        ([TIMEOUT, TIMEOUT, BUSY], 1),
        ([TIMEOUT] * 9, 1),
        ([TIMEOUT, TIMEOUT, None, TIMEOUT, TIMEOUT], 0),
        ([TIMEOUT, TIMEOUT, REFUSED, TIMEOUT, TIMEOUT], 0),
        ([REFUSED] * 9, 0),
        ([*[TIMEOUT] * 3, None, *[TIMEOUT] * 3], 2),
        ([*[TIMEOUT] * 3, REFUSED, *[TIMEOUT] * 3], 2),
        ([None, *[TIMEOUT] * 3], 1),
    ],
)
async def test_three_in_a_row_are_told_once(
    store: Store, vault: Vault, tenant: int, outcomes: list[Failure | None], told: int
) -> None:
    kept = await store.write(
        lambda t: integrations.connect(t, vault, connector(tenant), trial=None, replace=False, at=1.0)
    )
    noted = Outcomes(store, lambda: 5.0)
    for outcome in outcomes:
        await (noted.failed(tenant, kept.id, outcome) if outcome else noted.succeeded(tenant, kept.id))
    rows = await store.read(lambda t: t.rows("SELECT * FROM outbox WHERE event = 'lookup.failing'"))
    assert len(rows) == told
    for row in rows:
        assert orjson.loads(row["payload"]) == {
            "integrationId": kept.id,
            "kind": "generic_https",
            "category": "busy" if BUSY in outcomes else "timeout",
        }


async def test_another_tenant_cannot_make_it_fail(store: Store, vault: Vault, tenant: int, rival: int) -> None:
    kept = await store.write(
        lambda t: integrations.connect(t, vault, connector(tenant), trial=None, replace=False, at=1.0)
    )
    noted = Outcomes(store, lambda: 5.0)
    for _ in range(3):
        await noted.failed(rival, kept.id, TIMEOUT)
    assert await store.read(lambda t: t.rows("SELECT * FROM outbox")) == []
