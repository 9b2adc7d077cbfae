"""The guarded client: how a request leaves to a URL that a tenant gave us, and what may come back."""

import asyncio
import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import aiohttp
from aiohappyeyeballs import SocketFactoryType
from aiohttp.abc import AbstractResolver
from yarl import URL

from infra.net.body import read_body
from infra.net.guard import RefusedAddressError, loopback_socket, public_socket
from infra.net.names import ThreadedNames
from infra.net.reply import ExchangeError, Reply
from infra.net.url import NO_PORTS, check_url, is_loopback

KEEP_ALIVE_SECONDS = 15.0
_LONGEST_CONTENT_TYPE = 100


class GuardedClient:
    """Sends POSTs to tenants' URLs: https only, public addresses only, no redirects, proxies or cookies.

    Made inside a running loop, one per process; connections are kept alive and their number is not limited here, so
    that no tenant can use up another's. Whoever calls limits itself.

    Args:
        loopback_ports: ports of 127.0.0.1 and localhost for which the guard is lifted and plain http allowed; for
            development only.
        resolver: how names are resolved, closed with the client; the system's way, in threads, by default.
        tls: what certificates are checked against; the system's authorities by default.
    """

    def __init__(
        self,
        *,
        loopback_ports: frozenset[int] = NO_PORTS,
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._loopback_ports = loopback_ports
        self._names = resolver or ThreadedNames()
        self._public = _session(public_socket, self._names, tls)
        # A pool of its own: a public name that resolves to this machine meets the guard, whatever its port.
        self._loopback = _session(loopback_socket(loopback_ports), self._names, tls) if loopback_ports else None

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        """Send one POST and read the whole answer, at most 64 KB.

        Tries once more if the connection failed before a byte was answered: a kept one may have been closed by the
        other side while our request was on its way.

        Args:
            url: as `check_url` allows it.
            headers: all that are to be sent besides Host, Content-Length, Accept and Accept-Encoding.
            body: the exact bytes to send.
            deadline: the running loop's time by which everything must be over.

        Raises: ExchangeError.
        """
        session, target = self._way_to(url)
        try:
            async with asyncio.timeout_at(deadline):
                try:
                    return await _exchange(session, target, headers, body)
                except aiohttp.ClientConnectionError as error:
                    if not _unanswered(error):
                        raise
                return await _exchange(session, target, headers, body)
        except TimeoutError:
            raise ExchangeError("timeout") from None
        except (aiohttp.ClientError, OSError) as error:
            raise ExchangeError(_category(error)) from None

    async def close(self) -> None:
        """Close every connection and the resolver."""
        await self._public.close()
        if self._loopback is not None:
            await self._loopback.close()
        await self._names.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    def _way_to(self, url: str) -> tuple[aiohttp.ClientSession, URL]:
        try:
            target = URL(check_url(url, loopback_ports=self._loopback_ports))
        except ValueError:
            raise ExchangeError("refused_address") from None
        if self._loopback is not None and is_loopback(target, self._loopback_ports):
            return self._loopback, target
        return self._public, target


def _session(
    socket_factory: SocketFactoryType, resolver: AbstractResolver, tls: ssl.SSLContext | None
) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(
        limit=0,
        keepalive_timeout=KEEP_ALIVE_SECONDS,
        resolver=resolver,
        socket_factory=socket_factory,
        ssl=tls or True,
    )
    return aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        timeout=aiohttp.ClientTimeout(total=None),
        auto_decompress=False,
        trust_env=False,
    )


async def _exchange(session: aiohttp.ClientSession, url: URL, headers: Mapping[str, str], body: bytes) -> Reply:
    async with session.post(url, headers=headers, data=body, allow_redirects=False) as response:
        if 300 <= response.status < 400:  # noqa: PLR2004 - HTTP's own numbers
            raise ExchangeError("redirect", status=response.status)
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        body = await read_body(response)
        return Reply(response.status, media_type[:_LONGEST_CONTENT_TYPE], body, response.headers)


def _unanswered(error: aiohttp.ClientConnectionError) -> bool:
    """Whether the connection failed before a byte was answered, so that the same request may be sent again."""
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return isinstance(error.message, str)  # otherwise it is the beginning of an answer
    return _category(error) == "connection" and isinstance(error, aiohttp.ClientOSError)


def _category(error: Exception) -> str:
    if isinstance(error, aiohttp.InvalidURL):  # a host like 127.1, which aiohttp refuses by itself
        return "refused_address"
    if isinstance(error, aiohttp.ClientConnectorError) and isinstance(error.os_error, RefusedAddressError):
        return "refused_address"
    if isinstance(error, aiohttp.ClientSSLError | ssl.SSLError):
        return "tls"
    return "connection"
