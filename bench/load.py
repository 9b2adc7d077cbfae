"""The load: sixteen customers at once, in a process of their own, told what to do by lines of JSON.

Run by `bench.process.Load`. Takes `{"step", "target", "number"}`, writes `{"done", "seconds"}`. Every reply is read to
its end and must tell the order; the first that does not ends the run.
"""

import asyncio
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import perf_counter

import aiohttp
import orjson
import uvloop

from bench import sockets
from bench.asking import Ask, Step, Target, asks
from bench.backend import SUMMARY

AT_ONCE = 16
PATIENCE = aiohttp.ClientTimeout(total=30)
TOLD = SUMMARY.encode()
SOCKETS = frozenset({Step.BARE_SOCKET, Step.PROMPT})
BEGINS = frozenset({Step.OPEN, Step.CALL})


class WrongReplyError(Exception):
    """The server did not do what is measured."""


@dataclass(slots=True)
class Customers:
    """Those who opened a session are remembered, for the steps that follow."""

    sessions: list[str] = field(default_factory=list)

    async def take(self, step: Step, target: Target, number: int) -> dict[str, float]:
        if step in BEGINS:
            self.sessions.clear()
        waiting = [] if step in SOCKETS else asks(step, target, number, self.sessions)
        everybody = iter(waiting)
        headers = {"Authorization": f"Bearer {target.key}", "Content-Type": "application/json"}
        async with aiohttp.ClientSession(target.url, headers=headers, timeout=PATIENCE) as http:
            began = perf_counter()
            if step in SOCKETS:
                await asyncio.gather(*(sockets.call(http, step, target, number // AT_ONCE) for _ in range(AT_ONCE)))
                return {"done": number // AT_ONCE * AT_ONCE, "seconds": perf_counter() - began}
            await asyncio.gather(*(self._one_by_one(http, step, everybody) for _ in range(AT_ONCE)))
            return {"done": len(waiting), "seconds": perf_counter() - began}

    async def _one_by_one(self, http: aiohttp.ClientSession, step: Step, everybody: Iterator[Ask]) -> None:
        for ask in everybody:
            async with http.post(ask.path, data=ask.body, headers=ask.headers) as response:
                body = await response.read()
            if step is Step.OPEN and response.status == 201:  # noqa: PLR2004 - created
                self.sessions.append(orjson.loads(body)["data"]["id"])
            elif step is Step.CALL and b"<Gather" in body:
                self.sessions.append(ask.call)
            elif TOLD not in body:
                raise WrongReplyError(f"{step}: {response.status} {body.decode()}")


def main() -> None:
    customers = Customers()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for line in sys.stdin:
            given = orjson.loads(line)
            done = runner.run(customers.take(Step(given["step"]), Target(**given["target"]), given["number"]))
            print(orjson.dumps(done).decode(), flush=True)


if __name__ == "__main__":
    main()
