"""How an answer's body is read: in pieces, up to a limit, and decoded without trusting its sender."""

import zlib

import aiohttp

from infra.net.reply import ExchangeError

LIMIT = 65_536
_GZIP = zlib.MAX_WBITS | 16
_ZLIB = zlib.MAX_WBITS
_RAW_DEFLATE = -zlib.MAX_WBITS


async def read_body(response: aiohttp.ClientResponse) -> bytes:
    """Read and decode a whole body of at most 64 KB, counted as sent and as decoded.

    Raises: ExchangeError, too_large or encoding.
    """
    pieces: list[bytes] = []
    size = 0
    async for piece in response.content.iter_any():
        size += len(piece)
        if size > LIMIT:
            raise ExchangeError("too_large", status=response.status)
        pieces.append(piece)
    raw = b"".join(pieces)
    coding = ",".join(response.headers.getall("Content-Encoding", ())).strip().lower()
    if coding in {"", "identity"} or not raw:
        return raw
    return _decode(raw, coding, response.status)


def _decode(raw: bytes, coding: str, status: int) -> bytes:
    unpacker = zlib.decompressobj(_window(raw, coding, status))
    try:
        body = unpacker.decompress(raw, LIMIT + 1)
    except zlib.error:
        raise ExchangeError("encoding", status=status) from None
    if len(body) > LIMIT:
        raise ExchangeError("too_large", status=status)
    if not unpacker.eof or unpacker.unused_data:
        raise ExchangeError("encoding", status=status)
    return body


def _window(raw: bytes, coding: str, status: int) -> int:
    """Which format zlib is to expect; "deflate" means zlib's by the standard and none by many servers' habit."""
    if coding in {"gzip", "x-gzip"}:
        return _GZIP
    if coding == "deflate":
        has_zlib_header = raw[0] & 0x0F == zlib.DEFLATED and int.from_bytes(raw[:2], "big") % 31 == 0
        return _ZLIB if has_zlib_header else _RAW_DEFLATE
    raise ExchangeError("encoding", status=status)
