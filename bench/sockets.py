"""Calls over a socket, as the load makes them: one after the other, each prompt answered before the next."""

import re
from collections.abc import Mapping

import aiohttp
import orjson

from bench.asking import ACCOUNT, PUBLIC, RELAYED, TOKEN, Step, Target, begins, breath
from bench.backend import SUMMARY
from channels.voice.signature import HEADER, sign

PASS = re.compile(r'name="pass" value="([0-9a-f]+)"|value="([0-9a-f]+)" name="pass"')


class NoAnswerError(Exception):
    """The server did not do what is measured."""


async def call(http: aiohttp.ClientSession, step: Step, target: Target, number: int) -> None:
    """One socket and so many prompts; every answer must tell the order."""
    if step is Step.BARE_SOCKET:
        async with http.ws_connect("/talk") as socket:
            await _prompts(socket, number)
        return
    incoming = begins(target.relay, RELAYED)
    async with http.post(incoming.path, data=incoming.body, headers=incoming.headers) as response:
        found = PASS.search(await response.text())
    if found is None:
        raise NoAnswerError(f"no socket is offered: {response.status}")
    path = f"/voice/{target.relay}/relay"
    signed = {HEADER: sign(f"ws{PUBLIC.removeprefix('http')}{path}", TOKEN)}
    async with http.ws_connect(path, headers=signed) as socket:
        await _send(socket, _setup(incoming.call, found[1] or found[2]))
        await _prompts(socket, number)


def _setup(call_sid: str, shown: str) -> Mapping[str, object]:
    return {
        "type": "setup",
        "sessionId": "VX" + call_sid[2:],
        "callSid": call_sid,
        "accountSid": ACCOUNT,
        "from": "+14155550132",
        "to": RELAYED,
        "customParameters": {"pass": shown},
    }


async def _prompts(socket: aiohttp.ClientWebSocketResponse, number: int) -> None:
    for _ in range(number):
        await _send(socket, {"type": "prompt", "voicePrompt": breath(), "lang": "en-US", "last": True})
        said = await socket.receive_str()
        if SUMMARY not in said:
            raise NoAnswerError(said)


async def _send(socket: aiohttp.ClientWebSocketResponse, frame: Mapping[str, object]) -> None:
    await socket.send_str(orjson.dumps(frame).decode())
