"""The telephone in a relay: what it sends, what it takes, and how the call goes on afterwards."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import WSMsgType, web

from commands.telephone.errors import Refused
from commands.telephone.frames import read
from commands.telephone.people import Kind
from commands.telephone.signing import SIGNATURE, sign
from commands.telephone.subscriber import Subscriber
from commands.telephone.telephone import Telephone
from tests.telephone.exchange import PUBLIC, TOKEN, Server

INCOMING = "voice/line/incoming"
CONNECT = (
    '<Connect action="{here}/after"><ConversationRelay url="wss://shop.example/answers/relay" '
    'welcomeGreeting="Hello. Which order?" dtmfDetection="true" events="speaker-events tokens-played" {}>'
    '<Parameter name="nonce" value="n1"/></ConversationRelay></Connect>'
)
Talk = Callable[[web.WebSocketResponse, list[dict[str, Any]]], Awaitable[None]]


class Relay:
    """A socket that answers each prompt with what a test gives it, and keeps what came."""

    def __init__(self, server: Server, answer: Talk) -> None:
        self.came: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._answer = answer
        server.on("relay", self._serve)
        server.on("after", "<Say>Goodbye.</Say>")

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.headers.append(dict(request.headers))
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.came.append(json.loads(message.data))
                if self.came[-1]["type"] == "prompt" and self.came[-1]["last"]:
                    await self._answer(socket, self.came)
        return socket

    def types(self) -> list[str]:
        return [each["type"] for each in self.came]


def saying(*frames: dict[str, Any] | str) -> Talk:
    async def answer(socket: web.WebSocketResponse, _: list[dict[str, Any]]) -> None:
        for frame in frames:
            await socket.send_str(frame if isinstance(frame, str) else json.dumps(frame))

    return answer


def text(token: str, **more: object) -> dict[str, object]:
    return {"type": "text", "token": token, "last": True, **more}


async def test_a_session_is_set_up_greets_and_takes_words(server: Server, phone: Telephone) -> None:
    relay = Relay(server, saying({"type": "text", "token": "It is "}, text("on its way.")))
    server.on(INCOMING, CONNECT.replace("{}", ""))
    assert await phone.dial() == "Hello. Which order?"
    assert await phone.say("9842") == "It is on its way."
    await phone.hang_up()
    setup = relay.came[0]
    assert (setup["type"], setup["customParameters"]) == ("setup", {"nonce": "n1"})
    assert setup["callSid"] == server.form(INCOMING)["CallSid"]
    assert {"sessionId", "accountSid", "from", "to", "direction", "callType", "callStatus"} <= setup.keys()
    assert relay.came[1] == {"type": "prompt", "voicePrompt": "9842", "lang": "en-US", "last": True}
    said = [(each["name"], each["value"]) for each in relay.came if each["type"] == "info"]
    assert said == [
        ("agentSpeaking", "on"),
        ("tokensPlayed", "It is "),
        ("tokensPlayed", "on its way."),
        ("agentSpeaking", "off"),
    ]
    assert (server.form("after")["SessionStatus"], server.form("after")["CallStatus"]) == ("completed", "completed")


@pytest.mark.parametrize("slash", ["", "/"])
async def test_the_handshake_is_signed_over_the_wss_url(server: Server, account: Subscriber, slash: str) -> None:
    relay = Relay(server, saying())
    server.on(INCOMING, CONNECT.replace("{}", ""))
    async with Telephone(account, slash=bool(slash)) as phone:
        await phone.dial()
        await phone.hang_up()
    url = f"{PUBLIC.replace('https', 'wss')}/relay{slash}"
    assert relay.headers[0][SIGNATURE] == sign(url, {}, TOKEN)


async def test_the_end_returns_the_call_with_what_was_handed_over(server: Server, phone: Telephone) -> None:
    Relay(server, saying(text("One moment."), {"type": "end", "handoffData": '{"case":"T1"}'}))
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    await phone.say("a person")
    await phone.over()
    after = server.form("after")
    assert (after["SessionStatus"], after["HandoffData"]) == ("ended", '{"case":"T1"}')
    assert after["CallStatus"] == "in-progress"
    assert phone.heard == "One moment. Goodbye."


async def test_a_lost_socket_is_a_failed_session_and_the_call_goes_on(server: Server, phone: Telephone) -> None:
    Relay(server, saying())
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    phone.session.drop()
    await phone.over()
    assert (server.form("after")["SessionStatus"], server.form("after")["ErrorCode"]) == ("failed", "64105")
    assert phone.heard.endswith("Goodbye.")


async def test_a_handshake_that_is_refused_is_a_failed_session(server: Server, phone: Telephone) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=403)

    server.on(INCOMING, CONNECT.replace("{}", ""))
    server.on("relay", refuse)
    server.on("after", "<Say>Goodbye.</Say>")
    await phone.dial()
    assert (server.form("after")["SessionStatus"], server.form("after")["ErrorCode"]) == ("failed", "64102")


async def test_who_cuts_in_has_heard_only_so_much_and_the_server_is_told(server: Server, phone: Telephone) -> None:
    relay = Relay(server, saying(text("It is out for delivery and arrives on Tuesday.")))
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    phone.session.patient = False
    await phone.say("9842")
    await phone.say("stop", interrupting="out for delivery")
    assert relay.types()[:5] == ["setup", "prompt", "info", "interrupt", "prompt"]
    cut = relay.came[3]
    assert cut["utteranceUntilInterrupt"] == "It is out for delivery"
    assert cut["durationUntilInterruptMs"] == round(22 / 15 * 1000)
    assert "It is out for delivery" in [sound.text for sound in phone.sounds]


async def test_what_may_not_be_cut_off_is_heard_out(server: Server, phone: Telephone) -> None:
    relay = Relay(server, saying(text("Shall I?", interruptible=False)))
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    phone.session.patient = False
    await phone.say("9842")
    await phone.say("yes", interrupting="Shall")
    assert "interrupt" not in relay.types()
    assert relay.types()[:6] == ["setup", "prompt", "info", "info", "info", "prompt"]


async def test_a_filler_is_no_answer(server: Server, phone: Telephone) -> None:
    Relay(server, saying(text("One moment.", preemptible=True), text("It is here.")))
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    assert await phone.say("9842") == "One moment. It is here."


async def test_each_key_is_a_message_if_keys_are_wanted(server: Server, phone: Telephone) -> None:
    relay = Relay(server, saying())
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    phone.type("94#")
    await phone.hang_up()
    assert [each["digit"] for each in relay.came if each["type"] == "dtmf"] == ["9", "4", "#"]


async def test_partial_prompts_come_first_where_they_are_wanted(server: Server, phone: Telephone) -> None:
    relay = Relay(server, saying(text("Thanks.")))
    server.on(INCOMING, CONNECT.replace("{}", 'partialPrompts="true"'))
    await phone.dial()
    await phone.say("nine eight")
    prompts = [each for each in relay.came if each["type"] == "prompt"]
    assert [each["last"] for each in prompts] == [False, True]


WRONG: dict[str, dict[str, object] | str] = {
    "no JSON": "hello",
    "no object": "[]",
    "an unknown type": {"type": "interrupt"},
    "no type": {"token": "x"},
    "an error": {"type": "error", "description": "x"},
    "no token": {"type": "text", "last": True},
    "a token that is null": {"type": "text", "token": None},
    "a token that is a number": {"type": "text", "token": 5},
    "a field too many": text("x", voice="y"),
    "a truth that is a word": {"type": "text", "token": "x", "last": "true"},
    "a language that is none": text("x", lang="english"),
    "a null": text("x", lang=None),
    "a sound without a URL": {"type": "play", "source": "hold.wav"},
    "a sound without a source": {"type": "play"},
    "keys that are none": {"type": "sendDigits", "digits": "12a"},
    "no keys": {"type": "sendDigits", "digits": ""},
    "no language at all": {"type": "language"},
    "handed over as an object": {"type": "end", "handoffData": {"a": 1}},
    "a reason": {"type": "end", "reason": "x"},
    "more than 64 kB": text("x" * 65_536),
}


@pytest.mark.parametrize("why", WRONG)
async def test_what_twilio_would_drop_ends_the_test(server: Server, phone: Telephone, why: str) -> None:
    Relay(server, saying(WRONG[why]))
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    phone.speak("9842")
    with pytest.raises(Refused, match="64107"):
        await phone.over()


@pytest.mark.parametrize(
    "frame",
    [
        text("x", lang="es-US", interruptible=False, preemptible=True),
        {"type": "text", "token": ""},
        {"type": "play", "source": "https://shop.example/a.wav", "loop": 2},
        {"type": "sendDigits", "digits": "0w1*#"},
        {"type": "language", "ttsLanguage": "es-US"},
        {"type": "end"},
        {"type": "end", "handoffData": "{}"},
    ],
)
def test_what_twilio_takes_is_taken(frame: dict[str, object]) -> None:
    assert read(json.dumps(frame)).type == frame["type"]


def test_a_binary_message_is_refused() -> None:
    with pytest.raises(Refused):
        read(b"{}")


async def test_a_session_that_ends_in_the_middle_of_a_sentence_is_refused(server: Server, phone: Telephone) -> None:
    async def answer(socket: web.WebSocketResponse, came: list[dict[str, Any]]) -> None:
        await saying(text("One moment, I will connect you."), {"type": "end"})(socket, came)

    Relay(server, answer)
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    phone.session.patient = False
    phone.speak("a person")
    with pytest.raises(Refused, match="cuts off"):
        await phone.over()


async def test_music_is_heard(server: Server, phone: Telephone) -> None:
    Relay(server, saying({"type": "play", "source": f"{PUBLIC}/hold.wav"}, text("It is here.")))
    server.on(INCOMING, CONNECT.replace("{}", ""))
    await phone.dial()
    assert await phone.say("9842") == "It is here."
    assert Kind.MUSIC in {sound.kind for sound in phone.sounds}
