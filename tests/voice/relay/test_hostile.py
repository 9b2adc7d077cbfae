"""Whoever is not Twilio, or not this call: let in nowhere, and told nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from aiohttp import WSMsgType

from commands.telephone.signing import SIGNATURE, sign
from commands.telephone.telephone import Telephone
from tests.world.town import PUBLIC, TOKEN, Town

FLOOD = 1300


@asynccontextmanager
async def socket(
    relay: Town, *, token: str = TOKEN, line: str | None = None
) -> AsyncIterator[aiohttp.ClientWebSocketResponse]:
    """A socket opened by somebody with this token."""
    path = f"/voice/{line or relay.line}/relay"
    signature = sign(f"{PUBLIC.replace('https', 'wss')}{path}", {}, token)
    async with (
        aiohttp.ClientSession(relay.url) as http,
        http.ws_connect(path, headers={SIGNATURE: signature}) as opened,
    ):
        yield opened


@pytest.mark.parametrize(
    ("token", "line", "status"), [("wrong", None, 403), (TOKEN, "lin_" + "0" * 26, 404), (TOKEN, "%00", 404)]
)
async def test_a_handshake_that_is_not_signed_for_this_line_is_refused(
    relay: Town, token: str, line: str | None, status: int
) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as raised:
        async with socket(relay, token=token, line=line):
            pass
    assert raised.value.status == status


@pytest.mark.parametrize(
    "first",
    [
        "hello",
        "[]",
        "{}",
        json.dumps({"type": "prompt", "voicePrompt": "where is ORD-9842? 94107", "last": True}),
        json.dumps({"type": "setup"}),
        json.dumps({"type": "setup", "callSid": "CA" + "0" * 32, "accountSid": "AC" + "a1" * 16}),
        json.dumps({"type": "setup", "callSid": "x" * 9000, "accountSid": "AC" + "a1" * 16}),
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
async def test_whoever_shows_no_pass_is_sent_away(relay: Town, first: str) -> None:
    async with socket(relay) as opened:
        await opened.send_str(first)
        assert (await opened.receive()).type is WSMsgType.CLOSE
        assert opened.close_code == 1008
    assert relay.shop.calls == []


async def test_whoever_says_nothing_at_first_is_sent_away(relay: Town) -> None:
    async with socket(relay) as opened:
        await opened.ping()
        relay.clock.pass_(5.1)
        assert (await opened.receive()).type is WSMsgType.CLOSE


async def test_a_pass_lets_in_once(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    async with socket(relay) as opened:
        await opened.send_json(phone.session.setup())
        assert (await opened.receive()).type is WSMsgType.CLOSE
    assert "e-mail address or ZIP" in await phone.say("ord 9842")
    assert len(phone.leg.sessions) == 1


@pytest.mark.parametrize("changed", ["accountSid", "callSid", "pass"])
async def test_a_pass_is_for_its_own_call(relay: Town, phone: Telephone, changed: str) -> None:
    await phone.dial()
    setup = phone.session.setup()
    if changed == "pass":
        setup["customParameters"] = {"pass": "0" * 64}
    else:
        setup[changed] = f"{str(setup[changed])[:2]}{'9' * 32}"
    async with socket(relay) as opened:
        await opened.send_json(setup)
        assert (await opened.receive()).type is WSMsgType.CLOSE


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "hello"},
        {"type": "info", "name": "roundTripDelayMs", "value": 12},
        {"type": "error", "description": "no"},
        {"type": "setup", "callSid": "CA" + "0" * 32, "accountSid": "AC" + "0" * 32},
        {"type": "interrupt", "utteranceUntilInterrupt": "never said", "durationUntilInterruptMs": "12"},
        {"type": "interrupt"},
        {"type": "dtmf", "digit": "x"},
        {"type": "dtmf", "digit": "12"},
        {"type": "prompt", "voicePrompt": None},
        {"type": "prompt", "voicePrompt": "  ", "last": True},
        {"type": "prompt", "voicePrompt": "where is", "last": False},
        {"type": "prompt", "voicePrompt": "\x00\u202e", "last": True},
        {"type": 5},
        "no json",
        "[1]",
    ],
)
async def test_what_means_nothing_changes_nothing(
    relay: Town, phone: Telephone, frame: dict[str, object] | str
) -> None:
    await phone.dial()
    await phone.session.send(frame)
    assert "Out for delivery" in await phone.say("where is ord 9842 zip 94107")
    assert len(relay.shop.calls) == 1


@pytest.mark.parametrize("sent", ["garbled", "flood", "binary", "too large"])
async def test_whoever_sends_too_much_or_nonsense_loses_the_socket_and_the_call_goes_on(
    phone: Telephone, sent: str
) -> None:
    await phone.dial()
    what: dict[str, list[str | bytes]] = {
        "garbled": ["{"] * 10,
        "flood": ['{"type":"info"}'] * FLOOD,
        "binary": [b"{}"],
        "too large": ["x" * 70_000],
    }
    phone.leg.ear.own_turn("(sends)", 0.1)
    for each in what[sent]:
        await phone.session.send(each)
    await phone.until("What's your order number?")
    assert len(phone.leg.sessions) == 2


async def test_ten_calls_at_once_are_ten_conversations(relay: Town) -> None:
    async def call(number: int) -> str:
        async with Telephone(relay.subscriber) as phone:
            await phone.dial()
            return await phone.say(f"where is ord {9842 + number % 2} zip 94107")

    answers = await asyncio.gather(*map(call, range(10)))
    assert [("Out for delivery" in answer, "Packed" in answer) for answer in answers] == [
        (number % 2 == 0, number % 2 == 1) for number in range(10)
    ]
