"""Requests that no client library would send, byte for byte: refused in the shape of their door, never a fault."""

import asyncio
from urllib.parse import urlsplit

import pytest

from tests.attacks.stranger import Stranger
from tests.world.town import Town


async def status_of(town: Town, line: bytes, *headers: bytes, body: bytes = b"{}") -> int:
    """What a request gets that is written by hand."""
    place = urlsplit(town.url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    head = (line + b" HTTP/1.1", b"Host: lamps.example", b"Connection: close", *headers)
    writer.write(b"\r\n".join((*head, b"Content-Length: %d" % len(body), b"", body)))
    answer = await reader.read()
    writer.close()
    return int(answer.split(b" ")[1])


@pytest.mark.usefixtures("stranger")
@pytest.mark.parametrize(
    "route", [b"OPTIONS /widget/v1/sessions", b"POST /widget/v1/sessions", b"GET /widget/v1/frames"]
)
@pytest.mark.parametrize("origin", [b"\xff", b"\xed\xa0\x80", b"https://%25.example", b"null"])
async def test_an_origin_that_is_none(town: Town, route: bytes, origin: bytes) -> None:
    assert await status_of(town, route, b"Origin: " + origin) < 500


@pytest.mark.parametrize("name", [b"..%2f..%2fetc", b"a%2fb", b"%00", b"%ff", b"%ed%a0%80", b"x" * 3000])
@pytest.mark.parametrize("root", [b"/models/", b"/v1/models/", b"/api/v1/models/"])
async def test_a_model_whose_name_is_none(town: Town, stranger: Stranger, root: bytes, name: bytes) -> None:
    assert stranger is not None
    key = b"Authorization: Bearer " + town.key.encode()
    assert await status_of(town, b"GET " + root + name, key, body=b"") == 404
