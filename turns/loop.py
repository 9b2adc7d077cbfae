"""The loop: hear, decide, perform what the core asks for until it replies.

Two commits: (a) the utterance and what was learnt from it, then it is acknowledged; (b) the reply, if the conversation
has not moved on, then it is delivered. With no request in between both are one.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import assert_never

from conversation.core import advance, overheard
from conversation.effects import Effect, Escalate, LookUp, Request, Say, Understand
from conversation.events import Event, Heard, Resumed, Understood
from conversation.known import Known
from infra.measures import Measures
from infra.tasks import Tasks
from journal.conversation import Steps
from journal.tallies import Tallies
from turns.cases import Cases, Kept, Passing
from turns.lookups import Lookups
from turns.replay import meaning
from turns.visit import Visit
from verification.attempts import Attempt

log = logging.getLogger("waybill.turns")
MOST_STEPS = 12


@dataclass(slots=True)
class Work:
    """One turn in the making; `names` are those of its events and effects, for log and receipt."""

    visit: Visit
    talk: Kept | Passing
    names: list[str] = field(default_factory=list)
    began: float = field(default_factory=perf_counter)

    def steps(self) -> Steps:
        """How it came to where it is now, for the receipt."""
        return Steps(tuple(self.names), round((perf_counter() - self.began) * 1000, 2))


class Loop:
    """Performs what the core asks for. Times are Unix seconds, from `clock`."""

    def __init__(
        self,
        lookups: Lookups,
        cases: Cases,
        measures: Measures,
        tasks: Tasks,
        clock: Callable[[], float],
        *,
        tallies: Tallies,
    ) -> None:
        self._lookups = lookups
        self._cases = cases
        self._measures = measures
        self._tallies = tallies
        self._tasks = tasks
        self.clock = clock

    def hear(self, known: Known, heard: Heard, work: Work) -> tuple[Known, Effect]:
        """Take in an utterance and understand it: the part of a turn that waits for nobody."""
        known, effect = advance(known, heard)
        work.names.append("Heard")
        while isinstance(effect, Understand):
            known, effect = advance(known, Understood(meaning(effect, known)))
        work.names.append(type(effect).__name__)
        return known, effect

    def overhear(self, known: Known, heard: Heard) -> Known:
        """Take in an utterance to a colleague: what it teaches is kept, nothing is decided."""
        said = Understand(heard.text, known.said.last.asks, heard.spoken)
        return overheard(known, heard, meaning(said, known))

    def resume(self, known: Known) -> tuple[Known, Effect]:
        """Decide anew, from what was kept before a crash."""
        return advance(known, Resumed(self.clock()))

    async def until_reply(self, known: Known, work: Work, effect: Effect) -> tuple[Known, Say]:
        """Perform until the core replies.

        Whoever cancels this hears nothing of what was begun, but it comes to its end: a guess that could be taken back
        while the shop still hesitates would be free.
        """
        for _ in range(MOST_STEPS):
            if isinstance(effect, Say):
                return known, effect
            step = self._tasks.start(self._step(effect, known, work))
            known, effect = await asyncio.shield(step)
        raise RuntimeError(f"no reply after {MOST_STEPS} requests: {work.names}")

    async def _step(self, request: Request, known: Known, work: Work) -> tuple[Known, Effect]:
        event, attempt = await self._perform(request, known, work)
        known, effect = advance(known, event)
        work.names += (type(event).__name__, type(effect).__name__)
        if attempt is not None:
            await self._lookups.settle(attempt, known)
        return known, effect

    async def _perform(self, request: Request, known: Known, work: Work) -> tuple[Event, Attempt | None]:
        match request:
            case Understand():
                return Understood(meaning(request, known)), None
            case LookUp():
                conversation_id = work.talk.conversation_id if isinstance(work.talk, Kept) else None
                return await self._lookups.look_up(request, work.visit, conversation_id)
            case Escalate():
                return await self._cases.escalate(request, work.visit, work.talk, known.said), None
            case _:
                assert_never(request)

    def note(self, work: Work, reply: Say | None, instead: str = "superseded") -> None:
        """One line and one measure a turn: ids, names, milliseconds; not a word of anybody."""
        seconds = perf_counter() - work.began
        outcome = reply.outcome.value if reply else instead
        door = work.visit.door.value
        self._measures.turns.labels(door, outcome).inc()
        self._tallies.turn(work.visit.agent.tenant_id, door, outcome)
        self._measures.turn_seconds.labels(door).observe(seconds)
        kept = work.talk if isinstance(work.talk, Kept) else None
        log.info(
            "turn",
            extra={
                "tenant": work.visit.agent.tenant_id,
                "agent": work.visit.agent.agent_id,
                "door": door,
                "conversation": kept.conversation_id if kept else None,
                "utterance": kept.utterance if kept else None,
                "steps": work.names,
                "outcome": outcome,
                "ms": round(seconds * 1000, 2),
            },
        )
