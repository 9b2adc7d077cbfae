"""A terminal in a folder of its own: commands as processes, and as calls where that is enough."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from commands.main import waybill
from tests.world.doors import ROOT

PATIENCE_SECONDS = 30


@dataclass(frozen=True)
class Terminal:
    """Types `waybill …` for one installation."""

    environment: Mapping[str, str]

    def type(self, *words: str) -> Result:
        return CliRunner().invoke(waybill, words, env=dict(self.environment))

    def json(self, *words: str) -> Any:
        result = self.type(*words, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


def run(folder: Path, *words: str, said: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
    """`waybill …` as a process in this folder; `said` is what is typed into it."""
    return subprocess.run(
        [sys.executable, "-m", "commands.main", *words],
        env={"PATH": os.defpath, "PYTHONPATH": str(ROOT), **environment},
        cwd=folder, input=said, capture_output=True, timeout=PATIENCE_SECONDS, check=False,
    )  # fmt: skip


async def chat(folder: Path, said: bytes, *words: str, **environment: str) -> tuple[int, list[str], str]:
    """`waybill chat`, while a server answers in this process. Returns: exit code, lines, what stands on stderr."""
    done = await asyncio.to_thread(run, folder, "chat", *words, said=said, **environment)
    return done.returncode, done.stdout.decode().splitlines(), done.stderr.decode()
