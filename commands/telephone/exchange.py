"""The requests of a call: signed, timed, and no answer taken that Twilio would not take."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from secrets import token_hex
from urllib.parse import urlencode, urljoin

import aiohttp
from yarl import URL

from commands.telephone.document import MOST_BYTES, Document, read
from commands.telephone.errors import Refused, Unreachable
from commands.telephone.signing import SIGNATURE, sign
from commands.telephone.subscriber import Subscriber

LONGEST_SECONDS = 15.0
IDEMPOTENCY = "I-Twilio-Idempotency-Token"
XML = frozenset({"text/xml", "application/xml"})


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked, so that it can be asked again: the same delivery has the same `token`."""

    method: str
    url: str
    form: Mapping[str, str] = field(repr=False)
    token: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, unjudged; `seconds` is how long that took."""

    status: int
    content_type: str
    body: bytes = field(repr=False)
    seconds: float
    chunked: bool = False


class Exchange:
    """Asks one server, and nobody else."""

    def __init__(self, subscriber: Subscriber, http: aiohttp.ClientSession) -> None:
        self._subscriber = subscriber
        self._http = http
        self.asked: list[Request] = []

    def reached(self, url: str) -> str:
        """Where a URL of the server's really is. Raises: Refused for one that leads elsewhere."""
        public = self._subscriber.public
        if url != public and not url.startswith((f"{public}/", f"{public}?")):
            raise Refused(f"{url} leads away from {public}, and this telephone calls nobody else")
        return self._subscriber.reach + url.removeprefix(public)

    async def document(self, method: str, url: str, form: Mapping[str, str], base: str | None = None) -> Document:
        """Ask for a document and judge it. `base`: the URL against which a relative one is meant.

        Raises: Unreachable where none is had, Refused where Twilio would not obey it.
        """
        url = urljoin(base, url) if base else url
        reply = await self.ask(method, url, form)
        if reply.status != 200:  # noqa: PLR2004 - the one that counts
            raise Unreachable(11200, f"{url} answered {reply.status}")
        if reply.content_type not in XML:
            raise Unreachable(12300, f"{url} answered with {reply.content_type}, which is no document")
        if reply.chunked:
            raise Unreachable(12100, f"{url} answered without Content-Length")
        return read(reply.body, url)

    async def tell(self, method: str, url: str, form: Mapping[str, str]) -> None:
        """Tell of something; an answer is not obeyed. Raises: Refused where it was not taken."""
        reply = await self.ask(method, url, form)
        if reply.status not in {200, 204}:
            raise Refused(f"15003: {url} answered {reply.status} to what it was told")

    async def ask(self, method: str, url: str, form: Mapping[str, str]) -> Reply:
        """One request and whatever comes of it within fifteen seconds. Raises: Unreachable, Refused."""
        if method == "GET":
            url, form = f"{url}{'&' if '?' in url else '?'}{urlencode(form)}" if form else url, {}
        request = Request(method, url, dict(form), token_hex(16))
        self.asked.append(request)
        return await self.send(request)

    async def send(self, request: Request) -> Reply:
        """Send a request, for the first time or again. Raises: Unreachable, Refused."""
        there = URL(self.reached(request.url).partition("#")[0], encoded=True)
        headers = {
            SIGNATURE: sign(request.url, request.form, self._subscriber.token),
            IDEMPOTENCY: request.token,
            "User-Agent": "TwilioProxy/1.1",
        }
        body = urlencode(request.form).encode() if request.method == "POST" else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        now = asyncio.get_running_loop().time
        began = now()
        try:
            async with (
                asyncio.timeout(LONGEST_SECONDS),
                self._http.request(
                    request.method, there, data=body, headers=headers, allow_redirects=False
                ) as response,
            ):
                reply = Reply(response.status, response.content_type, await _body(response), 0.0, _is_chunked(response))
        except TimeoutError:
            raise Unreachable(11205, f"{request.url} did not answer within {LONGEST_SECONDS:.0f} seconds") from None
        except aiohttp.ClientError as error:
            raise Unreachable(11205, f"{request.url}: {error or type(error).__name__}") from None
        return replace(reply, seconds=now() - began)


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """As much as tells that it is too much."""
    body = b""
    async for part in response.content.iter_any():
        body += part
        if len(body) > MOST_BYTES:
            break
    return body


def _is_chunked(response: aiohttp.ClientResponse) -> bool:
    return response.headers.get("Transfer-Encoding", "").lower() == "chunked"
