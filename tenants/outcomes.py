"""How lookups went, for the connector's row: "last failure reason" and "last success". Never a customer's word."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from infra.store.transaction import Store
from lookup.order import Failure

SUCCESS_EVERY_SECONDS = 60.0


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
        """Keep this as the connector's last failure. Raises: StoreUnavailable."""
        self._succeeded_at.pop(integration_id, None)
        known = {name: value for name, value in asdict(failure).items() if value is not None}
        text = json.dumps({"at": self._clock(), **known})
        sql = "UPDATE integrations SET last_failure = $1 WHERE id = $2 AND tenant_id = $3"
        await self._store.write(lambda t: t.run(sql, text, integration_id, tenant_id), synced=False)

    async def succeeded(self, tenant_id: int, integration_id: str) -> None:
        """Keep the time of this success, at most once a minute in a row of successes. Raises: StoreUnavailable."""
        now, last = self._clock(), self._succeeded_at.get(integration_id)
        if last is not None and now < last + SUCCESS_EVERY_SECONDS:
            return
        self._succeeded_at[integration_id] = now
        sql = "UPDATE integrations SET last_success_at = $1 WHERE id = $2 AND tenant_id = $3"
        await self._store.write(lambda t: t.run(sql, now, integration_id, tenant_id), synced=False)
