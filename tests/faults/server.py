"""`waybill serve` as a process of its own, that can be stopped as an operator stops it or killed as a machine does."""

import asyncio
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

from infra.tasks import Tasks
from tests.world.doors import ROOT

SERVING = b'"event":"serving"'


class Server:
    """One process after another on the same port; `log` is all that they ever wrote to standard error."""

    processes = 1

    def __init__(self, environment: Mapping[str, str], *command: str, folder: Path = ROOT) -> None:
        """Args: command: by default `serve`; "{port}" in it is ours; folder: where it runs."""
        self.log = b""
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._command = [word.format(port=self.port) for word in command or ("serve",)]
        self._environment = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "PORT": str(self.port), **environment}
        self._folder = folder
        self._process: asyncio.subprocess.Process | None = None
        self._code = 0
        self._logged = 0
        self._tasks = Tasks()

    async def start(self) -> None:
        """Wait until requests are taken."""
        self._process = await asyncio.create_subprocess_exec(
            *self.words(),
            env=self._environment, cwd=self._folder,
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        serving, self._logged = asyncio.Event(), len(self.log)
        self._reading = self._tasks.start(self._read(serving))
        await serving.wait()
        assert SERVING in self.log, self.log.decode()

    def words(self) -> tuple[str, ...]:
        """What is run."""
        return (sys.executable, "-m", "commands.main", *self._command)

    def is_serving(self) -> bool:
        """Whether the log says so, since it was started."""
        return self.log.count(SERVING, self._logged) >= self.processes

    @property
    def pid(self) -> int:
        """Of the process that was started."""
        assert self._process is not None
        return self._process.pid

    def signal(self, number: int) -> None:
        """Tell it something."""
        assert self._process is not None
        self._process.send_signal(number)

    async def kill(self) -> None:
        """SIGKILL: no goodbye of any kind."""
        if self._process is not None:
            self._process.kill()
            await self._ended()

    async def stop(self) -> int:
        """SIGTERM. Returns: the exit code, also of a process that has ended before."""
        if self._process is not None:
            self._process.terminate()
            self._code = await self._ended()
        return self._code

    async def _ended(self) -> int:
        assert self._process is not None
        process, self._process = self._process, None
        code = await process.wait()
        await self._reading
        return code

    async def _read(self, serving: asyncio.Event) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self.log += line
            if self.is_serving():
                serving.set()
        serving.set()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
