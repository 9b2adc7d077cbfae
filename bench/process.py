"""Processes of the bench: started, waited for, their CPU time and memory read from /proc, ended."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from bench.asking import Step, Target

ROOT = Path(__file__).parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
STARTS_WITHIN_SECONDS = 20.0
ENDS_WITHIN_SECONDS = 10.0


class BenchError(Exception):
    """A process of the bench ended or did not start in time; nothing that was measured counts."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server process that takes connections."""

    name: str
    pid: int
    port: int
    began: float

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds of CPU that the process and its children have used, user and system; in steps of 10 ms."""
        return sum(_cpu(pid) for pid in _family(self.pid))

    def megabytes(self) -> float:
        """Resident memory of the process and its children."""
        return sum(_kilobytes(pid) for pid in _family(self.pid)) / 1024


@contextmanager
def server(
    module: str, *arguments: str, port: int, environment: Mapping[str, str] | None = None, log: Path
) -> Iterator[Server]:
    """Run `python -m module arguments` until the block ends. Raises: BenchError."""
    began = time.perf_counter()
    given = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), **(environment or {})}
    with log.open("w") as out:
        child = subprocess.Popen(
            [sys.executable, "-m", module, *arguments], env=given, stdout=out, stderr=out, cwd=ROOT
        )
    try:
        _wait_for(port, child, log)
        yield Server(log.stem, child.pid, port, began)
    finally:
        child.terminate()
        child.wait(ENDS_WITHIN_SECONDS)


class Load:
    """The load process, see `bench.load`."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
        )

    def put(self, step: Step, target: Target, number: int) -> int:
        """Put a load on a server; returns how many requests it was. Raises: BenchError if one went wrong."""
        if self._child.stdin is None or self._child.stdout is None:
            raise BenchError("the load has no pipes")
        self._child.stdin.write(orjson.dumps({"step": step, "target": asdict(target), "number": number}) + b"\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        if not line:
            raise BenchError("the load ended; it says above why")
        return int(orjson.loads(line)["done"])

    def close(self) -> None:
        self._child.communicate(timeout=ENDS_WITHIN_SECONDS)


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, child: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and child.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.002)
    raise BenchError(f"{log.stem} takes no connections:\n{log.read_text()}")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _cpu(pid: int) -> float:
    behind_the_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(behind_the_name[11]) + int(behind_the_name[12])) / TICKS


def _kilobytes(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0])
