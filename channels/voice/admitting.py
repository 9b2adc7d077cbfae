"""Who is let in: a request that Twilio signed for a line of ours, about a call of its own account and number."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from aiohttp import web
from pydantic import ValidationError

from channels.voice.request import MOST_BYTES, VoiceRequest, read_form
from channels.voice.signature import HEADER, is_body, is_signed
from tenants.directory import Directory
from tenants.telephones import Telephone

log = logging.getLogger("waybill.voice")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
READ_WITHIN_SECONDS = 10.0


class Refused(Exception):  # noqa: N818 - the sender's mistake, not a fault of ours
    """Not let in. `status` is all that the sender is told; `why` is for the log, without anything of the request."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass(frozen=True, slots=True)
class Admitted:
    """A request that is believed."""

    line: Telephone
    asked: VoiceRequest


class Gatekeeper:
    """Lets Twilio in."""

    def __init__(self, directory: Directory, public_url: str | None, away: type[Exception]) -> None:
        """Nobody was seen yet.

        `public_url` is how Twilio reaches us, without a final slash; without one nothing is believed. `away` is what is
        raised while the database is not available.
        """
        self._directory = directory
        self.away = away
        self._seen: dict[str, Telephone] = {}  # those that were called before, for when the database is away
        self.public_url = public_url

    async def admit(self, request: web.Request) -> Admitted:
        """The signed request and its line. Raises: Refused; whatever `away` is."""
        line = await self.line(request)
        fields = await self._signed_fields(request, line)
        try:
            asked = VoiceRequest.model_validate(dict(fields))
        except ValidationError:
            raise Refused(400, "a field that every call has is missing or malformed") from None
        return _admitted(line, asked)

    async def admit_again(self, admitted: Admitted) -> Admitted:
        """The same call on its line as it is now. Raises: Refused, where there is none; whatever `away` is."""
        return _admitted(await self._find(admitted.line.line_id), admitted.asked)

    async def admit_socket(self, request: web.Request) -> Telephone:
        """The line of a signed WebSocket handshake. Raises: Refused; whatever `away` is."""
        line = await self.line(request)
        self._check(request, line, (), scheme=True)
        return line

    async def line(self, request: web.Request) -> Telephone:
        """The line that the path names. Raises: Refused; whatever `away` is."""
        if self.public_url is None:
            raise Refused(503, "WAYBILL_PUBLIC_URL is not set, so no signature can be checked")
        return await self._find(request.match_info["line"])

    async def _find(self, line_id: str) -> Telephone:
        try:
            line = await self._directory.telephone(line_id)
        except self.away:  # whoever called before is believed as then, and told that we are in trouble
            if line_id not in self._seen:
                raise
            line = self._seen[line_id]
        if line is None:
            raise Refused(404, "there is no such line")
        self._seen[line_id] = line
        return line

    async def _signed_fields(self, request: web.Request, line: Telephone) -> Sequence[tuple[str, str]]:
        """The fields of a form, of a GET's query; of JSON none, once its body is checked. Raises: Refused."""
        if request.method == "GET":
            self._check(request, line, ())
            return list(request.query.items())
        body = await _body(request)
        if request.content_type == JSON:
            self._check(request, line, ())
            if not is_body(self._url(request), body):
                raise Refused(403, "the body is not the one that was signed")
            return list(request.query.items())
        if request.content_type != FORM:
            raise Refused(415, "neither a form nor JSON")
        try:
            fields = read_form(body)
        except ValueError:
            raise Refused(400, "the form cannot be read") from None
        self._check(request, line, fields)
        return fields

    def _check(
        self, request: web.Request, line: Telephone, fields: Sequence[tuple[str, str]], *, scheme: bool = False
    ) -> None:
        url = self._url(request)
        url = f"ws{url.removeprefix('http')}" if scheme else url
        if not is_signed(url, request.headers.get(HEADER), line.tokens, fields):
            raise Refused(403, f"no signature over {url.partition('?')[0]} by a token of this line's account")

    def _url(self, request: web.Request) -> str:
        """What Twilio was told to call: never taken from a header that the sender chooses."""
        return f"{self.public_url}{request.raw_path}"


def _admitted(line: Telephone, asked: VoiceRequest) -> Admitted:
    if asked.account_sid != line.account_sid:
        raise Refused(403, "the account is not the line's")
    if asked.line_number != line.e164:
        raise Refused(403, "the number is not the line's")
    return Admitted(line, asked)


async def _body(request: web.Request) -> bytes:
    """At most 64 KB, within ten seconds. Raises: Refused."""
    try:
        async with asyncio.timeout(READ_WITHIN_SECONDS):
            body = b""
            async for piece in request.content.iter_any():
                body += piece
                if len(body) > MOST_BYTES:
                    raise Refused(413, "the body is too large")
            return body
    except TimeoutError:
        raise Refused(408, "the body does not come") from None
