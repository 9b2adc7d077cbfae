"""The demo's store: two pages of a shop with the widget on them, on an origin of their own."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from commands.beside import beside
from infra.store.transaction import Store, Transaction
from tenants import widget_keys

PROGRAM = Path(__file__).parent.parent / "examples" / "store" / "app.py"
PORT = 9403
NAME = "demo store"


def store_url(port: int) -> str:
    """Where a browser finds it."""
    return f"http://127.0.0.1:{port}"


async def widget_key(store: Store, given: Mapping[str, str], port: int, at: float) -> str:
    """The publishable key of the store's pages, made at the first start, good where the store is now."""
    tenant, agent, origin = int(given["DEMO_TENANT"]), given["DEMO_AGENT"], store_url(port)

    async def work(t: Transaction) -> str:
        for key in await widget_keys.every(t, tenant, agent):
            if key.name == NAME and key.revoked_at is None:
                origins = tuple(dict.fromkeys((*key.origins, origin)))  # one that runs already keeps its own
                if origins != key.origins:
                    await widget_keys.revise(t, tenant, agent, key.id, origins=origins, seen=None, at=at)
                return key.token
        return (await widget_keys.create(t, tenant, agent, name=NAME, origins=(origin,), at=at)).token

    return await store.write(work)


def store_running(given: Mapping[str, str], port: int) -> AbstractContextManager[None]:
    """The store, for as long as this block runs."""
    environment = {"WAYBILL_URL": given["DEMO_URL"], "WAYBILL_KEY": given["DEMO_WIDGET_KEY"]}
    return beside(PROGRAM, port, "--store-port", environment)
