"""A Redis of the tests' own: on a socket in a folder of its own, keeping nothing, killed and frozen as tests ask."""

import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

READY = b"ready to accept connections"


class RedisServer:
    """One `redis-server`; `kill` and `start` are a restart that forgets everything."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="redis-"))  # the path of a socket must be short
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"unix://{self._folder}/redis.sock"

    def start(self) -> None:
        """Start, unless it runs; it answers when this returns."""
        if self._process is not None:
            return
        arguments = ("--port", "0", "--unixsocket", "redis.sock", "--save", "", "--appendonly", "no")
        self._process = subprocess.Popen(("redis-server", *arguments), cwd=self._folder, stdout=subprocess.PIPE)
        assert self._process.stdout is not None
        assert any(READY in line for line in self._process.stdout), "redis-server does not start"

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self._process is not None:
            assert self._process.stdout is not None
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None

    def freeze(self) -> None:
        """Have it take connections and never answer."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Have it answer again."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    def remove(self) -> None:
        """Kill it and forget its folder."""
        self.kill()
        shutil.rmtree(self._folder)
