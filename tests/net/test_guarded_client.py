"""The guarded client over real sockets: what leaves, what comes back, and what never gets through."""

import asyncio
import gzip
import tracemalloc
import zlib
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path

import pytest
import uvloop
from loopback import OK, Names, Peer, answer, certificate, listening

from infra.net.client import GuardedClient
from infra.net.reply import ExchangeError, Reply

LIMIT = 65_536
Runner = Callable[[Coroutine[None, None, None]], None]


def soon(seconds: float = 5) -> float:
    return asyncio.get_running_loop().time() + seconds


async def exchange(peer: Peer, *, seconds: float = 5, url: str | None = None) -> Reply:
    """One POST to a peer that is listening already."""
    async with GuardedClient(loopback_ports=frozenset({peer.port})) as client:
        return await client.post(url or peer.url, headers={"X-One": "1"}, body=b'{"a":1}', deadline=soon(seconds))


async def post(client: GuardedClient, peer: Peer) -> Reply:
    return await client.post(peer.url, headers={}, body=b"{}", deadline=soon())


async def failure(exchanging: Awaitable[Reply]) -> ExchangeError:
    with pytest.raises(ExchangeError) as raised:
        await exchanging
    return raised.value


async def test_the_exact_bytes_and_headers_leave_and_the_answer_comes_back() -> None:
    async with listening(Peer(answer(b'{"ok":true}', "Content-Type: Application/JSON; charset=utf-8"))) as peer:
        assert await exchange(peer) == Reply(200, "application/json", b'{"ok":true}')
    head, _, body = peer.requests[0].partition(b"\r\n\r\n")
    assert body == b'{"a":1}'
    assert b"\r\nX-One: 1" in head
    assert b"\r\nAccept-Encoding: identity" in head


async def test_the_answers_headers_come_along() -> None:
    async with listening(Peer(answer(b"{}", "X-Shop-Version: 2026-10"))) as peer:
        reply = await exchange(peer)
    assert reply.headers.get("x-shop-version") == "2026-10"
    assert "2026-10" not in repr(reply)


async def test_connections_are_kept_alive() -> None:
    async with listening(Peer(OK, OK, OK)) as peer, GuardedClient(loopback_ports=frozenset({peer.port})) as client:
        for _ in range(3):
            await post(client, peer)
    assert peer.connections == 1


async def test_no_cookie_is_kept() -> None:
    reply = answer(b"{}", "Set-Cookie: a=b")
    async with listening(Peer(reply, OK)) as peer, GuardedClient(loopback_ports=frozenset({peer.port})) as client:
        for _ in range(2):
            await post(client, peer)
    assert b"ookie" not in peer.requests[1]


@pytest.mark.parametrize(
    "status", ["301 Moved", "302 Found", "303 Other", "304 Same", "307 Temporary", "308 Permanent"]
)
async def test_a_redirect_is_a_failure_and_is_not_followed(status: str) -> None:
    async with listening(Peer(OK)) as elsewhere, listening(Peer()) as peer:
        peer.answers.append(answer(b"", f"Location: {elsewhere.url}", status=status))
        error = await failure(exchange(peer))
    assert (error.category, error.status) == ("redirect", int(status[:3]))
    assert elsewhere.connections == 0


async def test_an_http_error_is_an_answer() -> None:
    async with listening(Peer(answer(b"oh no", status="503 Busy"))) as peer:
        assert await exchange(peer) == Reply(503, "", b"oh no")


async def test_a_body_at_the_limit_is_read_and_one_byte_more_is_refused() -> None:
    async with listening(Peer(answer(b"x" * LIMIT))) as peer:
        assert len((await exchange(peer)).body) == LIMIT
    async with listening(Peer(answer(b"x" * (LIMIT + 1)))) as peer:
        assert (await failure(exchange(peer))).category == "too_large"


async def test_an_endless_body_is_cut_off() -> None:
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    async with listening(Peer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 100)) as peer:
        assert (await failure(exchange(peer))).category == "too_large"


RAW_DEFLATE = zlib.compressobj(wbits=-15)
ENCODED = {
    "gzip": gzip.compress(b'{"ok":true}', mtime=0),
    "X-GZIP": gzip.compress(b'{"ok":true}', mtime=0),
    "deflate": zlib.compress(b'{"ok":true}'),
    " deflate ": RAW_DEFLATE.compress(b'{"ok":true}') + RAW_DEFLATE.flush(),
    "identity": b'{"ok":true}',
}


@pytest.mark.parametrize("coding", ENCODED)
async def test_what_was_not_asked_for_but_is_common_is_decoded(coding: str) -> None:
    async with listening(Peer(answer(ENCODED[coding], f"Content-Encoding: {coding}"))) as peer:
        assert (await exchange(peer)).body == b'{"ok":true}'


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("br", b"x"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0)),
        ("gzip", b"not gzip at all"),
        ("gzip", gzip.compress(b"{}", mtime=0)[:-4]),
        ("gzip", gzip.compress(b"{}", mtime=0) + b"more"),
        ("deflate", b"\xff"),
    ],
)
async def test_any_other_encoding_is_refused(coding: str, body: bytes) -> None:
    async with listening(Peer(answer(body, f"Content-Encoding: {coding}"))) as peer:
        assert (await failure(exchange(peer))).category == "encoding"


async def test_a_gzip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)
    assert len(bomb) < LIMIT
    async with listening(Peer(answer(bomb, "Content-Encoding: gzip"))) as peer:
        tracemalloc.start()
        try:
            assert (await failure(exchange(peer))).category == "too_large"
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()


async def test_an_empty_body_needs_no_decoding() -> None:
    async with listening(Peer(answer(b"", "Content-Encoding: gzip"))) as peer:
        assert (await exchange(peer)).body == b""


@pytest.mark.parametrize(
    "silence", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"]
)
async def test_the_deadline_covers_connecting_waiting_and_reading(silence: bytes) -> None:
    async with listening(Peer(silence, b"")) as peer:
        assert (await failure(exchange(peer, seconds=0.05))).category == "timeout"


async def test_a_connection_that_went_stale_is_replaced_once() -> None:
    async with listening(Peer(OK, None, OK)) as peer, GuardedClient(loopback_ports=frozenset({peer.port})) as client:
        for _ in range(2):
            reply = await post(client, peer)
    assert reply.status == 200
    assert len(peer.requests) == 3
    assert peer.requests[1] == peer.requests[2]


async def test_there_is_no_third_try() -> None:
    async with listening(Peer(None, None, OK)) as peer:
        assert (await failure(exchange(peer))).category == "connection"
    assert len(peer.requests) == 2


@pytest.mark.parametrize("begun", [b"HTTP/1.1 200 OK\r\nContent-Le", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
async def test_once_a_byte_was_answered_nothing_is_sent_again(begun: bytes) -> None:
    peer = Peer(begun, OK)
    peer.hang_up_after = True
    async with listening(peer):
        assert (await failure(exchange(peer))).category == "connection"
    assert len(peer.requests) == 1


async def test_what_does_not_speak_http_is_a_failed_connection() -> None:
    async with listening(Peer(b"SSH-2.0-OpenSSH_9.9\r\n\r\n")) as peer:
        assert (await failure(exchange(peer))).category == "connection"


async def test_a_closed_port_is_a_failed_connection() -> None:
    async with listening(Peer()) as peer:
        pass
    assert (await failure(exchange(peer))).category == "connection"


async def test_tls_is_verified(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path, "localhost")
    async with listening(Peer(OK, OK, OK), server) as peer:
        ports = frozenset({peer.port})
        async with GuardedClient(loopback_ports=ports, tls=trusting) as client:
            known = await client.post(f"https://localhost:{peer.port}/", headers={}, body=b"", deadline=soon())
            wrong = client.post(f"https://127.0.0.1:{peer.port}/", headers={}, body=b"", deadline=soon())
            assert (await failure(wrong)).category == "tls"
        async with GuardedClient(loopback_ports=ports) as client:
            unknown = client.post(f"https://localhost:{peer.port}/", headers={}, body=b"", deadline=soon())
            assert (await failure(unknown)).category == "tls"
    assert known.status == 200
    assert len(peer.requests) == 1


async def test_tls_against_a_server_without_it_is_a_tls_failure() -> None:
    plain = Peer(answer(b"", status="400 Bad Request"))
    plain.reads_first = False
    async with listening(plain) as peer:
        assert (await failure(exchange(peer, url=peer.url.replace("http:", "https:")))).category == "tls"


LITERALS = [
    "127.0.0.1",
    "2130706433",
    "017700000001",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "127.1",
    "127.0.1",
    "\uff11\uff12\uff17.0.0.1",
    "0",
    "0.0.0.0",
    "localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::127.0.0.1]",
    "[::1%25lo]",
    "[fe80::1%25lo]",
    "[2606:4700::1111%25lo]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:1::1]",
    "[fd00:ec2::254]",
    "169.254.169.254",
    "10.0.0.1",
    "100.64.0.1",
]


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
@pytest.mark.parametrize("host", LITERALS)
def test_a_host_that_means_this_machine_or_its_network_is_refused(host: str, run: Runner) -> None:
    async def scenario() -> None:
        async with listening(Peer(OK)) as peer, GuardedClient() as client:
            url = f"https://{host}:{peer.port}/"
            assert (
                await failure(client.post(url, headers={}, body=b"", deadline=soon()))
            ).category == "refused_address"
        assert peer.connections == 0

    run(scenario())


@pytest.mark.parametrize("run", [asyncio.run, uvloop.run])
@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["::1"],
        ["127.0.0.1", "10.0.0.1"],
        ["::1", "127.0.0.1"],
        ["::ffff:127.0.0.1", "fe80::1%lo"],
        ["inside"],
    ],
)
def test_a_name_that_resolves_to_this_machine_is_refused(addresses: list[str], run: Runner) -> None:
    async def scenario() -> None:
        async with listening(Peer(OK)) as peer, GuardedClient(resolver=Names(addresses)) as client:
            url = f"https://shop.example.com:{peer.port}/"
            assert (
                await failure(client.post(url, headers={}, body=b"", deadline=soon()))
            ).category == "refused_address"
        assert peer.connections == 0

    run(scenario())


async def test_a_name_that_was_public_when_it_was_looked_at_is_refused_when_it_no_longer_is() -> None:
    names = Names(["93.184.216.34"], ["127.0.0.1"])
    assert (await names.resolve("shop.example.com"))[0]["host"] == "93.184.216.34"
    async with listening(Peer(OK)) as peer, GuardedClient(resolver=names) as client:
        url = f"https://shop.example.com:{peer.port}/"
        assert (await failure(client.post(url, headers={}, body=b"", deadline=soon()))).category == "refused_address"
    assert names.asked == 2
    assert peer.connections == 0


async def test_the_development_setting_opens_no_port_to_a_public_name() -> None:
    async with listening(Peer(OK)) as peer:
        ports = frozenset({peer.port})
        async with GuardedClient(loopback_ports=ports, resolver=Names(["127.0.0.1"])) as client:
            url = f"https://shop.example.com:{peer.port}/"
            assert (
                await failure(client.post(url, headers={}, body=b"", deadline=soon()))
            ).category == "refused_address"
    assert peer.connections == 0


async def test_plain_http_never_leaves() -> None:
    async with listening(Peer(OK)) as peer, GuardedClient() as client:
        assert (await failure(post(client, peer))).category == "refused_address"
    assert peer.connections == 0


async def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(Peer(OK)) as proxy, listening(Peer(OK)) as peer:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("all_proxy", f"http://127.0.0.1:{proxy.port}")
        await exchange(peer)
    assert (proxy.connections, peer.connections) == (0, 1)


async def test_a_hanging_peer_takes_nothing_from_another() -> None:
    async with (
        listening(Peer(*[b""] * 120)) as hanging,
        listening(Peer(OK)) as healthy,
        GuardedClient(loopback_ports=frozenset({hanging.port, healthy.port})) as client,
    ):
        stuck = [asyncio.ensure_future(post(client, hanging)) for _ in range(120)]
        await hanging.hundredth.wait()
        reply = await asyncio.wait_for(post(client, healthy), 3)
        for waiting in stuck:
            waiting.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
    assert reply.status == 200
