"""What the load sends: each step of a customer, as requests to one of the doors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count
from secrets import token_hex
from urllib.parse import urlencode

import orjson

from channels.voice.signature import sign

PUBLIC = "https://voice.bench.example"
ACCOUNT, TOKEN, CALLED, RELAYED = "AC" + "1" * 32, "2" * 32, "+18005550100", "+18005550101"
SESSIONS = "/api/v1/chat/sessions"
FIRST_ORDER = 10_000


class Step(StrEnum):
    """One request of a customer."""

    BARE = "bare handler, one POST"
    OPEN = "sessions: opened, nothing asked"
    FULL = "sessions: verified turn in one breath"
    AGAIN = "sessions: follow-up, asked anew"
    WHOLE = "completions: verified turn in one breath"
    STREAM = "completions: the same, streamed"
    CALL = "phone: a call begins, one webhook"
    SPOKEN = "phone: verified turn by voice, one webhook"
    BARE_SOCKET = "bare socket, one prompt and one POST"
    PROMPT = "phone: verified turn over a socket, one prompt"


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and who asks there."""

    url: str
    key: str = ""
    agent: str = ""
    line: str = ""
    relay: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, ready to be sent."""

    path: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    call: str = ""


_order = count(FIRST_ORDER)  # each customer has an order of their own, or they would share its counter


def asks(step: Step, target: Target, number: int, sessions: Sequence[str]) -> list[Ask]:
    """The requests of a step: one for each of `sessions` where the step needs them, else `number`."""
    match step:
        case Step.FULL:
            return [_message(session, breath()) for session in sessions]
        case Step.SPOKEN:
            return [_webhook(target.line, CALLED, call, "turn?n=1", SpeechResult=breath()) for call in sessions]
        case Step.CALL:
            return [begins(target.line, CALLED) for _ in range(number)]
        case Step.AGAIN:
            return [_message(session, "And where is it now?") for session in sessions]
        case _:
            return [_alone(step, target) for _ in range(number)]


def breath() -> str:
    """Everything a customer must say, in one sentence."""
    return f"Hi, where is ORD-{next(_order)}? It goes to 94107."


def _message(session: str, text: str) -> Ask:
    return Ask(f"{SESSIONS}/{session}/messages", orjson.dumps({"content": text}))


def begins(line: str, number: str) -> Ask:
    """A call to this number, which is that of the line."""
    return _webhook(line, number, f"CA{token_hex(16)}", "incoming")


def _webhook(line: str, number: str, call: str, step: str, **said: str) -> Ask:
    """What Twilio sends of a call."""
    path = f"/voice/{line}/{step}"
    form = {
        "CallSid": call,
        "AccountSid": ACCOUNT,
        "From": "+14155550132",
        "To": number,
        "CallStatus": "ringing",
        **said,
    }
    signature = sign(PUBLIC + path, TOKEN, list(form.items()))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
    return Ask(path, urlencode(form).encode(), headers, call)


def _alone(step: Step, target: Target) -> Ask:
    if step is Step.BARE:
        return Ask("/ask", orjson.dumps({"content": breath()}))
    if step is Step.OPEN:
        return Ask(SESSIONS, orjson.dumps({"agentId": target.agent}))
    said = [{"role": "user", "content": breath()}]
    wanted = {"model": target.agent, "messages": said, "stream": step is Step.STREAM}
    return Ask("/v1/chat/completions", orjson.dumps(wanted))
