"""The page's way from an empty database to an answered completion, typed exactly as it stands there."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from infra.store.vault import make_key
from tests.api.test_docs import section
from tests.faults.server import Server, free_port
from tests.lookup.shopify_orders import sending, sent
from tests.lookup.shopify_server import TOKEN, ShopifyStore
from tests.world.doors import ROOT

SHELL = "\n".join(re.findall(r"```sh\n(.*?)```", section("From nothing to an answer"), re.DOTALL))
OURS, SHOPS = "127.0.0.1:8080", "9402"


@dataclass
class Machine:
    """Where somebody follows the page: `environment` is what their shell knows."""

    environment: dict[str, str]
    server: Server
    shop_port: int
    paper: Path

    async def types(self, commands: str) -> str:
        """What a shell prints that stops at the first command that fails; only the two addresses are this machine's."""
        here = commands.replace(OURS, f"127.0.0.1:{self.server.port}").replace(SHOPS, str(self.shop_port))
        with self.paper.open("wb") as paper:  # a pipe would stay open for as long as the shop that is left running
            process = await asyncio.create_subprocess_exec(
                "bash", "-euo", "pipefail", "-c", here,
                cwd=ROOT, env=self.environment, start_new_session=True, stdout=paper, stderr=paper,
            )  # fmt: skip
            try:
                code = await process.wait()
            finally:
                os.killpg(process.pid, signal.SIGTERM)
        printed = self.paper.read_text()
        assert code == 0, printed
        return printed


@pytest.fixture
async def store() -> AsyncIterator[str]:
    """Where the store answers."""
    shopify = ShopifyStore([sent(sending("IN_TRANSIT", estimatedDeliveryAt="2026-11-24T20:00:00Z"))])
    app = web.Application()
    app.router.add_post("/admin/api/2026-10/graphql.json", shopify.graphql)
    async with TestServer(app) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
async def machine(database: Path, store: str) -> AsyncIterator[Machine]:
    shop_port = free_port()
    environment = {
        "WAYBILL_SECRET_KEY": make_key(),
        "DATABASE_URL": f"sqlite:///{database}",
        "WAYBILL_DEV_LOOPBACK_PORTS": f"{shop_port},{store.rpartition(':')[2]}",
        "WAYBILL_DEV_SHOPIFY_URL": store,
    }
    server = Server(environment)
    await server.start()
    path = f"{Path(sys.executable).parent}:{os.defpath}"
    yield Machine(
        {**environment, "PATH": path, "SHOPIFY_TOKEN": TOKEN}, server, shop_port, database.with_name("printed")
    )
    assert await server.stop() == 0


def replies(printed: str) -> list[str]:
    """What the assistant said, of all completions that were printed."""
    return [json.loads(text) for text in re.findall(r'"content":("(?:[^"\\]|\\.)*")', printed)]


async def test_whoever_follows_the_page_hears_where_their_order_is(machine: Machine) -> None:
    printed = await machine.types(SHELL)
    assert '"passed":false' not in printed
    assert printed.count('"passed":true') == 8
    owner, stranger, of_the_store = replies(printed)
    assert owner.startswith("Out for delivery — arrives Tuesday")
    assert "couldn't find an order" in stranger
    assert "Order 1001" in of_the_store
    for secret in re.findall(r"wb_sk_live_\w+", printed):
        assert secret not in machine.server.log.decode()
    assert TOKEN not in printed
