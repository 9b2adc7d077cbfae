"""P3 over `waybill demo` as it runs: no file, log line or metric holds a fact, a word or a secret."""

import asyncio
import datetime as dt
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from examples.receiver.shop import ORDERS, Shop
from tests.faults.server import Server, free_port
from tests.promises import needles
from tests.world.doors import AtCompletions, AtSessions, Visitor

Order = dict[str, Any]


@dataclass
class Demo:
    """`waybill demo` in a folder of its own; afterwards `waybill serve` on the same database, without the shop."""

    folder: Path
    orders: list[Order]
    heard: list[str] = field(default_factory=list)
    said: set[str] = field(default_factory=set)
    given: dict[str, str] = field(default_factory=dict)
    log: bytes = b""

    @property
    def home(self) -> Path:
        return self.folder / ".waybill"

    async def start(self) -> None:
        command = ("demo", "--port", "{port}", "--shop-port", str(free_port()))
        self.server = Server({}, *command, folder=self.folder)
        await self.server.start()
        while not (self.home / "demo.env").exists():
            await asyncio.sleep(0)  # it is written right after the log line that was waited for
        self.given = dict(line.split("=", 1) for line in (self.home / "demo.env").read_text().splitlines())

    async def starts_without_its_shop(self) -> None:
        await self.stop()
        settings = {name: value for name, value in self.given.items() if not name.startswith(("DEMO_", "PORT"))}
        self.server = Server({**settings, "WAYBILL_LOG_LEVEL": "DEBUG"}, folder=self.folder)
        await self.server.start()

    async def stop(self) -> None:
        assert await self.server.stop() == 0
        self.log += self.server.log
        self.server.log = b""

    async def talk(self, door: str, *said: str) -> str:
        """One conversation. Returns: the last reply."""
        given = (self.server.url, self.given["DEMO_API_KEY"], self.given["DEMO_AGENT"], f"user-{len(self.said)}")
        visitor: Visitor = AtSessions(*given) if door == "sessions" else AtCompletions(*given, named=door == "named")
        try:
            for text in said:
                self.said.add(text)
                self.heard.append(await visitor.say(text))
        finally:
            await visitor.leave()
        return self.heard[-1]

    async def metrics(self) -> str:
        async with aiohttp.ClientSession() as http, http.get(f"{self.server.url}/metrics") as response:
            return await response.text()


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    demo = Demo(tmp_path, json.loads(ORDERS.read_text("utf-8")))
    await demo.start()
    yield demo
    await demo.server.stop()  # not killed: its shop, a child of its own, would be left behind


async def test_p3_no_file_log_or_metric_holds_a_fact_a_word_or_a_secret(demo: Demo) -> None:
    await _day_of_talks(demo)
    metrics = await demo.metrics()
    assert _traces(demo, metrics) == []
    await demo.starts_without_its_shop()
    assert "trouble" in await demo.talk("sessions", "Where is ORD-9842? It goes to 94107.")
    message = ("yes", "Please ring twice at the green door", "tom.baker@example.com")
    assert "noted it" in await demo.talk("named", "Where is ORD-9842? It goes to 94107.", *message)
    metrics += await demo.metrics()
    await demo.stop()
    assert _traces(demo, metrics) == []


async def _day_of_talks(demo: Demo) -> None:
    for number, order in enumerate(demo.orders):
        owner, reference = order["customer"], order["reference"]
        door = ("sessions", "named", "stateless")[number % 3]
        asked = f"Where is my {order['kind']} {reference}? My e-mail is {owner['email']} and it goes to {owner['zip']}"
        more = ("who is the carrier?", "what is the tracking number?", "what is in it?", "when will it come?")
        await demo.talk(door, asked, *more, "how many parcels is it?", "can you say that again?")
        assert [part for part in _parts(order["summary"]) if part not in "\n".join(demo.heard[-7:])] == []
    await demo.talk("sessions", "ORD-9701 was stolen from my porch", "jane.doe@example.com")
    assert "number" in demo.heard[-1]
    await demo.talk("sessions", "a person please", "thank you so much")
    await demo.talk("named", "Where is ORD-4711? My zip is 94107", "Where is W-12345-Q? My zip is 94107")
    locked = await demo.talk("sessions", "Where is ORD-9842?", "10001", "60601", "73301", "94107")
    assert "colleague" in locked
    assert "UPS" not in locked


def _parts(summary: str) -> list[str]:
    """A summary around its dates."""
    return [part for part in re.split(r"\{\w+\}", summary) if part.strip()]


def _traces(demo: Demo, metrics: str) -> list[str]:
    """All that stands in clear text where it must not. demo.env holds the secrets: it is where they belong."""
    people = {value for order in demo.orders for value in order["customer"].values()}
    secrets = {demo.given[name] for name in ("DEMO_API_KEY", "WAYBILL_SECRET_KEY", "DEMO_SHOP_SECRET")}
    words = _facts(demo) | people | demo.said | secrets
    files = [path for path in demo.home.iterdir() if path.name != "demo.env"]
    assert {path.name for path in files} >= {"demo.db", "demo.lock"}
    log = demo.log + demo.server.log
    assert b'"event":"turn"' in log
    text = "\n".join((needles.text_of_database(demo.home / "demo.db"), needles.text_of_log(log), metrics))
    return [*needles.in_files(files, words), *needles.in_text(text, words)]


def _facts(demo: Demo) -> set[str]:
    shop = Shop(dt.datetime.now(dt.UTC))
    answers = [shop.answer(each["kind"], each["reference"], each["customer"]) for each in demo.orders]
    assert all(answer["ok"] for answer in answers)
    parts = {part.strip() for order in demo.orders for part in _parts(order["summary"])}
    return parts | {fact for answer in answers for fact in needles.facts(answer)}
