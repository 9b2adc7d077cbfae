"""How lookups went, for the connector's row: "last failure reason" and "last success". Never a customer's word."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from infra.outbox import outbox
from infra.store.transaction import Store, Transaction
from lookup.order import Failure

SUCCESS_EVERY_SECONDS = 60.0
FAILING_AFTER = 3
REFUSED = "refused"
"""The category of a proper "no": it is kept as a reason, but a connector that says it works."""


@dataclass(frozen=True, slots=True)
class LastFailure:
    """A failure and when it came, in Unix seconds."""

    at: float
    failure: Failure


def read_failure(text: str | None) -> LastFailure | None:
    """What stands in the column, as `Outcomes.failed` wrote it."""
    if text is None:
        return None
    fields = json.loads(text)
    return LastFailure(fields.pop("at"), Failure(**fields))


class Outcomes:
    """Writes down how lookups went. It moves no generation: what the doors read is not changed by it."""

    def __init__(self, store: Store, clock: Callable[[], float]) -> None:
        """`clock` gives Unix seconds."""
        self._store = store
        self._clock = clock
        self._succeeded_at: dict[str, float] = {}  # by integration; a failure takes its entry out

    async def failed(self, tenant_id: int, integration_id: str, failure: Failure) -> None:
        """Keep this as the connector's last failure; at the third in a row, `lookup.failing` is put into the outbox.

        It is put there once, until a lookup succeeds again: a proper "no" of the shop is such a success. In a row means
        as far as processes know: each writes a row of successes down once a minute.

        Raises: StoreUnavailable.
        """
        now = self._clock()
        self._succeeded_at.pop(integration_id, None)
        known = {name: value for name, value in asdict(failure).items() if value is not None}
        text = json.dumps({"at": now, **known})

        async def work(t: Transaction) -> None:
            row = await t.row(
                "UPDATE integrations SET last_failure = $1, failures = CASE WHEN $2 = 1 THEN 0 ELSE failures + 1 END"
                " WHERE id = $3 AND tenant_id = $4 RETURNING failures, kind",
                *(text, int(failure.category == REFUSED), integration_id, tenant_id),
            )
            if row is not None and row["failures"] == FAILING_AFTER:
                payload = {"integrationId": integration_id, "kind": row["kind"], "category": failure.category}
                await outbox.put(t, tenant=tenant_id, event="lookup.failing", payload=payload, at=now)

        await self._store.write(work, synced=False)

    async def succeeded(self, tenant_id: int, integration_id: str) -> None:
        """Keep the time of this success, at most once a minute in a row of successes. Raises: StoreUnavailable."""
        now, last = self._clock(), self._succeeded_at.get(integration_id)
        if last is not None and now < last + SUCCESS_EVERY_SECONDS:
            return
        self._succeeded_at[integration_id] = now
        sql = "UPDATE integrations SET last_success_at = $1, failures = 0 WHERE id = $2 AND tenant_id = $3"
        await self._store.write(lambda t: t.run(sql, now, integration_id, tenant_id), synced=False)
