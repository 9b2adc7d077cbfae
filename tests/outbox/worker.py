"""A worker as a process of its own, on the real clock and some seconds ahead of it, until it is killed."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from infra.net.client import GuardedClient
from infra.outbox.delivering import Delivering
from infra.store.opening import open_store
from infra.store.vault import Vault
from infra.tasks import Tasks
from tenants.telling import Telling
from tests.world.doors import ROOT


async def work(url: str, secret_key: str, port: str, ahead: str) -> None:
    store = await open_store(url)
    async with GuardedClient(loopback_ports=frozenset({int(port)})) as client:
        telling = Telling(Vault(secret_key))
        await Delivering(
            store, client, telling, tasks=Tasks(), clock=lambda: time.time() + float(ahead), chance=lambda: 0.0
        ).run()


@asynccontextmanager
async def working(*given: object) -> AsyncIterator[asyncio.subprocess.Process]:
    """`given` as `work` takes it; killed with SIGKILL at the end, if it was not before."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.outbox.worker", *map(str, given), cwd=ROOT
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))
