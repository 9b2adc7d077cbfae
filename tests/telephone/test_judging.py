"""What Twilio would not obey, this telephone does not obey either, and says why."""

import asyncio

import pytest
from aiohttp import web

from commands.telephone.document import read
from commands.telephone.errors import Refused, Unreachable
from commands.telephone.subscriber import Subscriber
from commands.telephone.telephone import Telephone
from tests.telephone.exchange import PUBLIC, Server
from tests.world.clock import ShiftedLoop

INCOMING = "voice/line/incoming"
URL = f"{PUBLIC}/voice/line/incoming"
RELAY = 'url="wss://shop.example/answers/relay"'

FINE = [
    "",
    '<Say voice="Polly.Joanna-Neural" language="en-US">It is <say-as interpret-as="digits">94107</say-as>.</Say>',
    '<Say voice="Google.en-US-Neural2-F">Tuesday<break time="400ms"/></Say>',
    '<Gather input="dtmf speech" finishOnKey="" numDigits="5" timeout="6" speechTimeout="2" hints="one, two"/>',
    (
        '<Dial action="https://shop.example/a" timeout="20" answerOnBridge="true" callerId="+15551230000">'
        '<Number url="https://shop.example/b" statusCallbackEvent="initiated answered">+15557654321</Number></Dial>'
    ),
    "<Dial>+15557654321</Dial><Say>Nobody.</Say>",
    (
        f'<Connect action="https://shop.example/a"><ConversationRelay {RELAY} events="speaker-events tokens-played">'
        '<Language code="es-US" ttsProvider="Google"/><Parameter name="nonce" value="x"/></ConversationRelay></Connect>'
    ),
    '<Record maxLength="120" timeout="6" finishOnKey="#" trim="trim-silence"/>',
    '<Play loop="2">https://shop.example/a.wav</Play>',
]

WRONG = {
    "an unknown element": "<Sing>la</Sing>",
    "an unknown attribute": '<Say speed="2">x</Say>',
    "a misspelt attribute": '<Gather speechtimeout="2" input="speech"/>',
    "an attribute of another element": '<Pause timeout="2"/>',
    "a voice that there is not": '<Say voice="Joanna">x</Say>',
    "a language that is none": '<Say language="english">x</Say>',
    "a truth that is none": '<Gather actionOnEmptyResult="True"/>',
    "a number that is none": '<Gather timeout="5s"/>',
    "an Arabic digit": '<Gather timeout="\u0665"/>',
    "nothing to say": "<Say></Say>",
    "blanks to say": "<Say>  </Say>",
    "too much to say": f"<Say>{'x' * 4097}</Say>",
    "words in a gather": "<Gather>which?</Gather>",
    "a redirect in a gather": "<Gather><Redirect>https://shop.example/a</Redirect></Gather>",
    "a gather in a gather": "<Gather><Gather/></Gather>",
    "words outside": "hello",
    "a relative URL": '<Gather action="/turn"/>',
    "a plain URL": '<Gather action="http://shop.example/turn"/>',
    "a URL with a fragment": '<Gather action="https://shop.example/turn#x"/>',
    "a URL with a blank": '<Gather action="https://shop.example/turn?a=b c"/>',
    "a URL with a letter that is not ASCII": '<Gather action="https://shop.example/tür"/>',
    "a host with an underscore": '<Gather action="https://my_shop.example/turn"/>',
    "a URL with a password": '<Gather action="https://a:b@shop.example/turn"/>',
    "a URL without a host": '<Gather action="https:///turn"/>',
    "a URL with a port that is none": '<Gather action="https://shop.example:x/turn"/>',
    "a redirect to nowhere": "<Redirect/>",
    "auto beside a model": '<Gather input="speech" speechModel="phone_call" speechTimeout="auto"/>',
    "hints without speech": '<Gather hints="one"/>',
    "a hint that is too long": f'<Gather input="speech" hints="{"x" * 101}"/>',
    "two finishing keys": '<Gather finishOnKey="#*"/>',
    "what is never reached": "<Hangup/><Say>x</Say>",
    "what is never reached after an action": '<Dial action="https://shop.example/a">+15557654321</Dial><Hangup/>',
    "a number that is no number": "<Dial><Number>5557654321</Number></Dial>",
    "nobody to dial": "<Dial/>",
    "an event that there is not": '<Dial><Number statusCallbackEvent="busy">+15557654321</Number></Dial>',
    "an event twice": '<Dial><Number statusCallbackEvent="ringing ringing">+15557654321</Number></Dial>',
    "a relay outside": f"<ConversationRelay {RELAY}/>",
    "a relay without a URL": "<Connect><ConversationRelay/></Connect>",
    "a relay over https": '<Connect><ConversationRelay url="https://shop.example/relay"/></Connect>',
    "a relay with a query": '<Connect><ConversationRelay url="wss://shop.example/relay?a=b"/></Connect>',
    "an event that is none": f'<Connect><ConversationRelay {RELAY} events="all"/></Connect>',
    "a parameter without a value": '<Connect><ConversationRelay url="wss://a.example/"><Parameter name="a"/>'
    "</ConversationRelay></Connect>",
    "nothing to connect to": "<Connect/>",
    "an entity": "<Say>&nbsp;</Say>",
    "a control character": "<Say>a\x0bb</Say>",
    "markup that does not close": "<Say>",
    "a declaration": "<!DOCTYPE x><Say>x</Say>",
    "SSML that is none": "<Say><voice>x</voice></Say>",
    "SSML in the wrong place": "<Say><sub alias='a'><break/></sub></Say>",
    "a way to say that there is not": '<Say><say-as interpret-as="zip">94107</say-as></Say>',
}


@pytest.mark.parametrize("verbs", FINE)
def test_what_twilio_obeys_is_obeyed(verbs: str) -> None:
    read(f'<?xml version="1.0" encoding="UTF-8"?><Response>{verbs}</Response>'.encode(), URL)


@pytest.mark.parametrize("why", WRONG)
def test_what_twilio_does_not_obey_is_refused(why: str) -> None:
    with pytest.raises(Refused):
        read(f"<Response>{WRONG[why]}</Response>".encode(), URL)


@pytest.mark.parametrize("body", [b"", b"hello", b"<Say>x</Say>", b"<response/>", b"<Response>\xff</Response>"])
def test_what_is_no_response_is_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        read(body, URL)


def test_a_response_of_64_kilobytes_is_the_longest() -> None:
    longest = b"<Response>" + b"\n" * (64 * 1024 - 21) + b"</Response>"
    read(longest, URL)
    with pytest.raises(Refused, match="11750"):
        read(longest + b"\n", URL)


@pytest.mark.parametrize(
    ("status", "content_type", "text", "code"),
    [
        (500, "text/xml", "<Response/>", 11200),
        (404, "text/xml", "<Response/>", 11200),
        (302, "text/xml", "<Response/>", 11200),
        (204, "text/xml", "", 11200),
        (200, "text/html", "<Response/>", 12300),
        (200, "text/plain", "Internal error", 12300),
        (200, "application/json", "{}", 12300),
    ],
)
async def test_an_answer_that_is_no_document_ends_the_call_and_the_server_hears_of_it(
    server: Server, phone: Telephone, status: int, content_type: str, text: str, code: int
) -> None:
    async def wrong(_: web.Request) -> web.Response:
        return web.Response(status=status, content_type=content_type, text=text)

    server.on(INCOMING, wrong)
    with pytest.raises(Unreachable) as raised:
        await phone.dial()
    assert raised.value.code == code
    assert "application error" in phone.heard
    assert server.form("voice/line/status")["CallStatus"] == "completed"


async def test_an_answer_in_chunks_is_refused(server: Server, phone: Telephone) -> None:
    async def chunked(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/xml"})
        await response.prepare(request)
        await response.write(b"<Response/>")
        return response

    server.on(INCOMING, chunked)
    with pytest.raises(Unreachable, match="Content-Length"):
        await phone.dial()


async def test_who_does_not_answer_within_fifteen_seconds_is_not_waited_for(server: Server, phone: Telephone) -> None:
    loop = asyncio.get_running_loop()

    async def slow(_: web.Request) -> web.Response:
        assert isinstance(loop, ShiftedLoop)
        loop.shift += 15
        await asyncio.Event().wait()
        raise AssertionError

    server.on(INCOMING, slow)
    with pytest.raises(Unreachable, match="within 15 seconds"):
        await phone.dial()


async def test_a_server_that_is_away_ends_the_call(account: Subscriber) -> None:
    nowhere = Subscriber("http://127.0.0.1:1", account.public, "line", account.account, account.token, account.number)
    async with Telephone(nowhere) as phone:
        with pytest.raises(Unreachable):
            await phone.dial()


async def test_a_merchants_fallback_is_asked_with_what_went_wrong(account: Subscriber, server: Server) -> None:
    async def broken(_: web.Request) -> web.Response:
        return web.Response(status=500)

    server.on(INCOMING, broken)
    server.on("sorry", "<Say>Please call again.</Say>")
    given = account.public, "line", account.account, account.token, account.number
    async with Telephone(Subscriber(account.reach, *given, fallback=f"{PUBLIC}/sorry")) as phone:
        assert await phone.dial() == "Please call again."
        assert len(phone.leg.troubles) == 1
    assert server.form("sorry")["ErrorCode"] == "11200"
    assert server.form("sorry")["ErrorUrl"] == URL


async def test_what_leads_away_is_not_called(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, "<Redirect>https://shop.example.evil.example/answers/x</Redirect>")
    with pytest.raises(Refused, match="leads away"):
        await phone.dial()


async def test_documents_that_follow_each_other_without_end_are_broken_off(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, "<Say>Wait.</Say><Redirect>{here}/voice/line/incoming</Redirect>")
    with pytest.raises(Refused, match="60 documents"):
        await phone.dial()


async def test_a_second_reject_is_no_verb(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, "<Say>x</Say><Reject/>")
    with pytest.raises(Refused):
        await phone.dial()


async def test_a_sound_that_is_not_there_is_refused(server: Server, phone: Telephone) -> None:
    server.on(INCOMING, "<Play>{here}/hold</Play>")
    server.on("hold", "<Say>x</Say>")
    with pytest.raises(Unreachable, match="12400"):
        await phone.dial()
