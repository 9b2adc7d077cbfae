"""`waybill demo` in an empty folder: it begins, is talked to, goes on with what it had, and takes nobody's place."""

import asyncio
import os
import signal
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from commands.demo_environment import ENVIRONMENT
from tests.commands.terminal import PATIENCE_SECONDS, chat, run
from tests.faults.server import free_port
from tests.world.doors import ROOT

QUESTION = b"where is ORD-9842?\n94107\n"


@dataclass(frozen=True)
class Demo:
    """A demo in its folder, on ports of its own."""

    folder: Path
    port: int
    shop_port: int
    store_port: int

    @property
    def options(self) -> tuple[str, ...]:
        ports = {"--port": self.port, "--shop-port": self.shop_port, "--store-port": self.store_port}
        return "demo", *(str(each) for pair in ports.items() for each in pair)

    def kept(self) -> dict[str, str]:
        lines = (self.folder / ENVIRONMENT).read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    async def start(self) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "commands.main", *self.options,
            env={"PATH": os.defpath, "PYTHONPATH": str(ROOT)}, cwd=self.folder,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip

    @asynccontextmanager
    async def running(self) -> AsyncIterator[str]:
        """Until it says what to try, which is given; told to stop at the end."""
        process = await self.start()
        said = await what_it_says(process)
        try:
            yield said
        finally:
            process.terminate()
            assert await process.wait() == 0

    async def refused(self, *options: str) -> str:
        done = await asyncio.to_thread(run, self.folder, *self.options, *options)
        assert done.returncode == 1
        return done.stderr.decode().splitlines()[-1]


async def what_it_says(demo: asyncio.subprocess.Process) -> str:
    assert demo.stdout is not None
    return (await demo.stdout.readuntil(b"Ctrl-C stops everything.\n")).decode()


@pytest.fixture
def demo(tmp_path: Path) -> Demo:
    return Demo(tmp_path, free_port(), free_port(), free_port())


async def test_it_says_what_to_try_answers_and_goes_on_where_it_was(demo: Demo) -> None:
    async with demo.running() as said:
        kept = demo.kept()
        for word in (kept["DEMO_API_KEY"], kept["DEMO_AGENT"], f"http://127.0.0.1:{demo.port}", "waybill chat"):
            assert word in said
        assert stat.S_IMODE((demo.folder / ENVIRONMENT).stat().st_mode) == 0o600
        assert stat.S_IMODE((demo.folder / ENVIRONMENT).parent.stat().st_mode) == 0o700
        code, lines, _ = await chat(demo.folder, QUESTION)
        assert code == 0
        assert lines[-1].startswith("waybill> Out for delivery")
        await chat(demo.folder, b"a person please\n")
    async with demo.running() as again:
        assert kept["DEMO_API_KEY"] in again
        listed = await asyncio.to_thread(run, demo.folder, "ticket", "list")
        assert b"human" in listed.stdout
        other = await demo.refused("--port", str(free_port()))
        assert other == f"Error: Port {demo.shop_port} is taken; name another one with --shop-port."
        elsewhere = await demo.refused("--shop-port", str(free_port()))
        assert elsewhere == f"Error: Port {demo.store_port} is taken; name another one with --store-port."
        ports = "--shop-port", str(free_port()), "--store-port", str(free_port())
        assert "serves .waybill/demo.db already" in await demo.refused(*ports)
        assert demo.kept() == kept
        assert (await chat(demo.folder, b"hello\n"))[0] == 0


async def test_a_first_start_that_did_not_come_to_its_end_begins_anew(demo: Demo) -> None:
    home = demo.folder / ENVIRONMENT.parent
    home.mkdir()
    (home / "demo.db").write_text("half a database")
    (home / "demo.env").write_text("WAYBILL_SECRET_KEY=half a key\n")
    async with demo.running():
        assert (await chat(demo.folder, QUESTION))[1][-1].startswith("waybill> Out for delivery")


async def test_a_taken_port_is_said_in_one_sentence_and_leaves_no_half_demo(demo: Demo) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", demo.port)
    async with server:
        assert f"Error: Cannot listen on 127.0.0.1:{demo.port}: " in await demo.refused()
    assert not (demo.folder / ENVIRONMENT).exists()
    async with demo.running():
        assert demo.kept()["DEMO_URL"].endswith(str(demo.port))


async def test_whoever_kills_it_kills_its_shop_and_its_store(demo: Demo) -> None:
    process = await demo.start()
    try:
        await what_it_says(process)
        process.kill()
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            await process.stdout.read()  # until nobody has the other end any more
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    async with demo.running():
        assert (await chat(demo.folder, QUESTION))[1][-1].startswith("waybill> Out for delivery")
