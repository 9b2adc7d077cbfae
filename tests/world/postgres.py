"""A real PostgreSQL of the tests' own: begun in a folder that goes with it, killed and begun again when a test says so.

It listens on a socket in its folder, so no port can be taken, and nobody but this machine's tests comes in. PostgreSQL
refuses to run as root; started by root, it runs as the user `postgres`, whom Debian's package brings.
"""

import asyncio
import itertools
import os
import pwd
import select
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import asyncpg

from infra.store.schema import migrate

READY = b"ready to accept connections"
DEBIANS = Path("/usr/lib/postgresql")
QUICK = ("fsync=off", "full_page_writes=off", "autovacuum=off", "max_connections=60", "shared_buffers=16MB")

REMEMBER = """
CREATE SCHEMA pristine;
DO $$ DECLARE t text; BEGIN
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('CREATE TABLE pristine.%I AS TABLE public.%I', t, t);
  END LOOP;
END $$;
CREATE FUNCTION pristine.restore() RETURNS void LANGUAGE plpgsql AS $$ DECLARE t text; BEGIN
  PERFORM pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid();
  SET LOCAL session_replication_role = replica;
  FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'pristine' LOOP
    EXECUTE format('DELETE FROM public.%I', t);
    EXECUTE format('INSERT INTO public.%I SELECT * FROM pristine.%I', t, t);
  END LOOP;
  PERFORM setval(format('public.%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$;
"""
"""In the template: a copy of every table's rows, and a function that puts them back when everybody else is gone."""


class Postgres:
    """One server. `kill` and `start` may alternate; `close` ends it and removes what it wrote."""

    def __init__(self, *settings: str) -> None:
        """`settings` go over `QUICK`."""
        self._settings = [word for each in (*QUICK, *settings) for word in ("-c", each)]
        self._folder = Path(tempfile.mkdtemp(prefix="wbpg"))
        self._user = "postgres" if os.geteuid() == 0 else None
        if self._user is not None:
            shutil.chown(self._folder, self._user)
        self._numbers = itertools.count(1)
        self._has_template = False
        self._server: subprocess.Popen[bytes] | None = None
        self._free: list[str] = []
        self.log = b""
        made = self._run("initdb", "-U", "waybill", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
        _, told = made.communicate()
        assert made.returncode == 0, told.decode()

    def url(self, database: str) -> str:
        return f"postgresql://waybill@/{database}?host={self._folder}"

    def start(self) -> None:
        """Wait until connections are taken."""
        self.log = b""  # what it says until then
        self._server = self._run("postgres", "-k", str(self._folder), "-h", "", *self._settings)
        ready = Event()
        Thread(target=self._read, args=(self._server, ready), daemon=True).start()
        ready.wait()
        assert READY in self.log, self.log.decode()

    def kill(self) -> None:
        """SIGKILL to all its processes at once, as when the machine loses its power. Returns when they are gone."""
        assert self._server is not None
        own = self._server.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text().split()
        watched = [os.pidfd_open(pid) for pid in (own, *map(int, children))]
        for each in watched:
            signal.pidfd_send_signal(each, signal.SIGKILL)
        for each in watched:
            select.select([each], [], [])
            os.close(each)
        self._server.wait()
        self._server = None

    def close(self) -> None:
        if self._server is not None:
            self.kill()
        shutil.rmtree(self._folder)

    def lend(self) -> str:
        """The URL of a database as the migrations leave it, to be given back."""
        if not self._free:
            if not self._has_template:
                self._has_template = True
                self.order(self.url("postgres"), "CREATE DATABASE migrated")
                migrate(self.url("migrated"))
                self.order(self.url("migrated"), REMEMBER)
            name = f"test{next(self._numbers)}"
            self.order(self.url("postgres"), f"CREATE DATABASE {name} TEMPLATE migrated")
            self._free.append(name)
        return self.url(self._free.pop())

    def take_back(self, url: str) -> None:
        """Put the rows of a database back, which takes a twentieth of the time that a new one does.

        Whoever is still connected is thrown out. One whose tables were changed is not lent again.
        """
        name = urlsplit(url).path[1:]
        with suppress(asyncpg.UndefinedTableError):
            self.order(url, "SELECT pristine.restore()")
            self._free.append(name)

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of a database as the migrations leave it, for as long as the block runs."""
        url = self.lend()
        yield url
        self.take_back(url)

    @contextmanager
    def empty(self) -> Iterator[str]:
        """The URL of a database with nothing in it, for as long as the block runs."""
        name = f"empty{next(self._numbers)}"
        self.order(self.url("postgres"), f"CREATE DATABASE {name}")
        yield self.url(name)
        self.order(self.url("postgres"), f"DROP DATABASE {name} WITH (FORCE)")

    def order(self, url: str, sql: str) -> None:
        """Perform some statements."""

        async def order() -> None:
            connection = await asyncpg.connect(url)
            try:
                await connection.execute(sql)
            finally:
                await connection.close()

        asyncio.run(order())

    def _run(self, program: str, *options: str) -> subprocess.Popen[bytes]:
        command = [_binary(program), "-D", str(self._folder / "data"), *options]
        home = pwd.getpwnam(self._user).pw_gid if self._user else None
        return subprocess.Popen(
            command, user=self._user, group=home, extra_groups=None if home is None else [], cwd=self._folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={"PATH": os.defpath, "LC_ALL": "C"},
        )  # fmt: skip

    def _read(self, server: subprocess.Popen[bytes], ready: Event) -> None:
        """Take what the server says for as long as it runs: one that is not listened to stops."""
        assert server.stderr is not None
        for line in server.stderr:
            if not ready.is_set():
                self.log += line
            if READY in line:
                ready.set()
        server.stderr.close()
        ready.set()


def _binary(program: str) -> str:
    """Debian keeps the server's programs out of the path, in a folder for each version."""
    found = [*sorted(DEBIANS.glob(f"*/bin/{program}")), shutil.which(program)]
    newest = next(filter(None, reversed(found[:-1] or found)), None)
    assert newest is not None, f"{program} is not installed: run tests/needs.sh"
    return str(newest)
