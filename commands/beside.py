"""A small program of ours that runs beside the demo, in a process of its own, and never longer than the demo."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import click

TETHERED = Path(__file__).parent / "tethered.py"
STARTS_WITHIN_SECONDS = 20.0


@contextmanager
def beside(program: Path, port: int, option: str, environment: Mapping[str, str]) -> Iterator[None]:
    """Run it for as long as this block runs. It listens on `port`, which the demo's `option` changes."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:
            raise click.ClickException(f"Port {port} is taken; name another one with {option}.")
    command = [sys.executable, "-P", str(TETHERED), str(program), "--port", str(port)]
    environment = {"PATH": os.defpath, **environment}
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as running:  # noqa: S603 - our own files
        try:
            _wait_for(port, running, program.parent.name)
            yield
        finally:
            running.terminate()
            running.wait()


def _wait_for(port: int, running: subprocess.Popen[bytes], name: str) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < until and running.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise click.ClickException(f"The demo's {name} did not start.")
