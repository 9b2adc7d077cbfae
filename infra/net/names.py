"""How names of tenants' hosts are resolved: in threads of our own, so that a dead name server holds up nobody else."""

import asyncio
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from aiohttp.abc import AbstractResolver, ResolveResult

# A name that is not answered holds its thread for the system's time limit, half a minute or so. The loop's own pool
# has four to six threads: as many such names would stop every tenant. Threads are only made when they are needed.
THREADS = 64

AddressOf = tuple[int, int, int, str, tuple[str | int, ...] | tuple[int, bytes]]
GetAddresses = Callable[[str, int, int, int, int, int], Sequence[AddressOf]]


class ThreadedNames(AbstractResolver):
    """The system's resolver, at most 64 names at once; aiohttp asks for each host once at a time."""

    def __init__(self, get_addresses: GetAddresses = socket.getaddrinfo) -> None:
        self._get_addresses = get_addresses
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Every address of a host.

        Raises: OSError if it has none.
        """
        try:
            found = await asyncio.get_running_loop().run_in_executor(
                self._threads, self._get_addresses, host, port, family, socket.SOCK_STREAM, 0, socket.AI_ADDRCONFIG
            )
        except UnicodeError:  # a label that is empty or longer than 63 characters: no name at all
            raise OSError("no such name") from None
        return [
            ResolveResult(hostname=host, host=str(address[0]), port=port, family=kind, proto=proto, flags=0)
            for kind, _, proto, _, address in found
        ]

    async def close(self) -> None:
        """Forget the names still being resolved."""
        self._threads.shutdown(wait=False, cancel_futures=True)
