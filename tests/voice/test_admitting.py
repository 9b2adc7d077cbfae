"""What is let in: only what Twilio signed for this line, about this line's account and number."""

import hashlib
import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from channels.voice.admitting import Gatekeeper, Refused
from channels.voice.signature import sign
from tenants.lines import Mode
from tenants.telephones import Telephone

PUBLIC = "https://voice.shop.example/base"
TOKEN, NEXT = "a" * 32, "b" * 32
LINE = Telephone(
    "lin_1", 1, "Lamps", "+18005550100", "agt_1", Mode.GATHER, None, "en-US", "AC" + "1" * 32, (TOKEN, NEXT)
)
CALL = {"CallSid": "CA" + "0" * 32, "AccountSid": LINE.account_sid, "From": "+14155550132", "To": LINE.e164}
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}


class Lines:
    async def telephone(self, line_id: str) -> Telephone | None:
        return LINE if line_id == LINE.line_id else None


@dataclass
class Sender:
    http: aiohttp.ClientSession

    async def post(
        self,
        form: Mapping[str, str] = CALL,
        *,
        path: str = "/voice/lin_1/turn?n=7",
        token: str = TOKEN,
        headers: Mapping[str, str] = FORM,
        body: bytes | None = None,
        signature: str | None = None,
    ) -> tuple[int, str]:
        given = sign(PUBLIC + path, token, list(form.items())) if signature is None else signature
        signed = {**headers, "X-Twilio-Signature": given} if given else dict(headers)
        data = urlencode(form).encode() if body is None else body
        async with self.http.post(path, data=data, headers=signed) as response:
            return response.status, await response.text()


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    gate = Gatekeeper(Lines(), PUBLIC, OSError)  # type: ignore[arg-type]  # the one method that is asked

    async def answer(request: web.Request) -> web.Response:
        try:
            admitted = await gate.admit(request)
        except Refused as refused:
            return web.Response(status=refused.status)
        return web.Response(text=repr(admitted.asked) + admitted.asked.speech + admitted.asked.digits)

    app = web.Application()
    app.add_routes([web.route("*", "/voice/{line}/{rest:.*}", answer)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as http:
        yield Sender(http)
    await runner.cleanup()


async def test_what_is_signed_comes_in(sender: Sender) -> None:
    assert (await sender.post())[0] == 200
    assert (await sender.post(token=NEXT))[0] == 200
    said = {**CALL, "SpeechResult": "café & <Hangup/> 😀 +1 ", "Digits": "", "NewThing": "x", "CallerName": ""}
    status, text = await sender.post(said)
    assert status == 200
    assert "café & <Hangup/> 😀 +1 " in text
    assert "+14155550132" not in text  # of a number, `repr` tells nothing


@pytest.mark.parametrize("how", [{"token": "c" * 32}, {"signature": ""}, {"signature": "x" * 28}, {"signature": "é"}])
async def test_a_wrong_or_missing_signature_is_403_and_empty(sender: Sender, how: dict[str, str]) -> None:
    assert await sender.post(**how) == (403, "")  # type: ignore[arg-type]  # one of the texts it takes


async def test_another_url_is_another_signature(sender: Sender) -> None:
    signature = sign(f"{PUBLIC}/voice/lin_1/turn?n=7", TOKEN, list(CALL.items()))
    assert (await sender.post(path="/voice/lin_1/turn?n=8", signature=signature))[0] == 403
    assert (await sender.post(path="/voice/lin_1/turn?n=7&", signature=signature))[0] == 403
    assert (await sender.post(path="/voice/lin_2/turn?n=7", signature=signature))[0] == 404


@pytest.mark.parametrize(
    "other",
    [
        {"AccountSid": "AC" + "2" * 32},
        {"To": "+18005550199"},
        {"To": "+18005550199", "From": LINE.e164},
        {"Direction": "outbound-dial"},
    ],
)
async def test_somebody_elses_account_or_number_is_403(sender: Sender, other: dict[str, str]) -> None:
    assert await sender.post({**CALL, **other}) == (403, "")


async def test_the_way_to_a_colleague_calls_from_the_line(sender: Sender) -> None:
    leg = {**CALL, "From": LINE.e164, "To": "+14155550177", "Direction": "outbound-dial"}
    assert (await sender.post(leg))[0] == 200


@pytest.mark.parametrize(
    "missing", [{"CallSid": ""}, {"CallSid": "CA1"}, {"CallSid": "ca" + "0" * 32}, {"AccountSid": ""}]
)
async def test_what_is_signed_but_no_call_is_400(sender: Sender, missing: dict[str, str]) -> None:
    assert (await sender.post({**CALL, **missing}))[0] == 400


async def test_ten_thousand_digits_and_a_monologue_are_cut(sender: Sender) -> None:
    status, text = await sender.post({**CALL, "Digits": "7" * 10_000, "SpeechResult": "well " * 2000})
    assert status == 200
    assert text.count("7" * 64) == 1
    assert text.count("well ") == 800


async def test_bodies_that_are_none(sender: Sender) -> None:
    many = {f"f{number}": "" for number in range(300)}
    assert (await sender.post(many))[0] == 400
    assert (await sender.post(body=b"SpeechResult=\xff"))[0] == 400
    assert (await sender.post(body=b"CallSid=%ff"))[0] == 400
    assert (await sender.post({**CALL, "SpeechResult": "x" * 70_000}))[0] == 413
    assert (await sender.post(headers={"Content-Type": "text/plain"}))[0] == 415


async def test_json_is_bound_to_its_digest(sender: Sender) -> None:
    body = b'{"a":1}'
    query = urlencode(CALL) + f"&bodySHA256={hashlib.sha256(body).hexdigest()}"
    path = f"/voice/lin_1/status?{query}"
    signature = sign(PUBLIC + path, TOKEN)
    json = {"Content-Type": "application/json"}
    assert (await sender.post(path=path, signature=signature, headers=json, body=body))[0] == 200
    assert (await sender.post(path=path, signature=signature, headers=json, body=body + b" "))[0] == 403


async def test_a_get_is_signed_by_its_url(sender: Sender) -> None:
    path = f"/voice/lin_1/incoming?{urlencode(CALL)}"
    for url, status in ((PUBLIC + path, 200), ("https://voice.shop.example" + path, 403)):
        headers = {"X-Twilio-Signature": sign(url, TOKEN)}
        async with sender.http.get(path, headers=headers) as response:
            assert response.status == status


async def test_a_header_chooses_no_url(sender: Sender) -> None:
    elsewhere = sign("https://evil.example/voice/lin_1/turn?n=7", TOKEN, list(CALL.items()))
    headers = {**FORM, "Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"}
    assert (await sender.post(headers=headers, signature=elsewhere))[0] == 403


async def test_without_a_public_url_nobody_is_believed(caplog: pytest.LogCaptureFixture) -> None:
    gate = Gatekeeper(Lines(), None, OSError)  # type: ignore[arg-type]  # the one method that is asked
    with pytest.raises(Refused) as refused, caplog.at_level(logging.INFO):
        await gate.admit(None)  # type: ignore[arg-type]  # it is not looked at
    assert refused.value.status == 503


def test_a_line_never_shows_its_tokens() -> None:
    assert TOKEN not in repr(replace(LINE, line_id="lin_2"))
