"""Performing a lookup: an attempt reserved, the shop asked, the attempt settled by what came of it."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import perf_counter

from conversation.effects import LookUp
from conversation.events import Event, Locked, LookedUp, LookupFailed, Raised
from conversation.known import Known, Told
from infra.measures import Measures
from infra.signals.errors import SignalsUnavailable
from intents import forms
from journal.conversation import Door
from journal.tallies import Tallies
from lookup.order import Answer, Failure, OrderSourceError, Question, Refused
from tenants.outcomes import Outcomes
from tenants.reference_shapes import ReferenceShapes
from turns.visit import Visit
from verification.attempts import Attempt, Attempts, Full, Guesser

LONGEST_WAITED_FOR = 8.0  # whatever the merchant allows their shop
IMPATIENT = frozenset({Door.COMPLETIONS, Door.PHONE})
LIKE_A_NO = frozenset({401, 403, 404})


class Lookups:
    """Asks shops. Times are Unix seconds."""

    def __init__(
        self,
        attempts: Attempts,
        outcomes: Outcomes,
        measures: Measures,
        clock: Callable[[], float],
        *,
        tallies: Tallies,
        shapes: ReferenceShapes,
    ) -> None:
        self._attempts = attempts
        self._outcomes = outcomes
        self._measures = measures
        self._tallies = tallies
        self._shapes = shapes
        self._clock = clock
        self._under_way: dict[object, int] = {}

    async def look_up(self, effect: LookUp, visit: Visit, conversation_id: str | None) -> tuple[Event, Attempt | None]:
        """Ask the shop, if an attempt is left. The attempt is still to be settled where one is returned."""
        try:
            attempt = await self._reserve(effect, visit, conversation_id)
        except SignalsUnavailable:  # a guess that nobody counts is a free one: no request leaves
            self._count(visit, "uncounted")
            return LookupFailed(), None
        if isinstance(attempt, Full):
            self._count(visit, "raised" if attempt.raised else "locked")
            return (Raised() if attempt.raised else Locked()), None
        guess = _guess(effect, conversation_id)
        self._under_way[guess] = self._under_way.get(guess, 0) + 1
        try:
            return LookedUp(await self._ask(effect, visit), self._clock()), attempt
        except OrderSourceError as error:
            doubtful = error.failure.http_status in LIKE_A_NO
            with suppress(SignalsUnavailable):  # it stays used
                await self._attempts.innocent(attempt, doubtful=doubtful)
            await self._note(visit, error.failure)
            return LookupFailed(), None
        finally:
            self._under_way[guess] -= 1
            if not self._under_way[guess]:
                del self._under_way[guess]

    async def _reserve(self, effect: LookUp, visit: Visit, conversation_id: str | None) -> Attempt | Full:
        """An attempt; whoever impatiently asks the very same again, while it is being looked up, guesses but once."""
        guesser = Guesser(visit.agent.tenant_id, conversation_id, visit.caller, visit.address)
        if conversation_id is not None and _guess(effect, conversation_id) in self._under_way:
            return Attempt(guesser, (), None, None, None)
        policy = visit.agent.terms.policy
        signed = next((claim.value for claim in effect.claims if claim.signed and claim.factor in policy.factors), None)
        counted = _counted(effect.reference, visit.agent.terms.hints.prefixes)
        return await self._attempts.reserve(guesser, counted, policy, raised=effect.raised, signed=signed)

    async def settle(self, attempt: Attempt, known: Known) -> None:
        """Give the attempt back to whoever proved the order; let it count for whoever did not.

        Where the counters are away it stays used in those in which it was reserved, and the reply stands.
        """
        proved = isinstance(known.found, Told)
        with suppress(SignalsUnavailable):
            await (self._attempts.proved(attempt) if proved else self._attempts.mismatched(attempt))

    async def _ask(self, effect: LookUp, visit: Visit) -> Answer | Refused:
        if visit.agent.shop is None:
            raise OrderSourceError(Failure("no_connector"))
        question = Question(effect.kind, effect.reference, {claim.factor.value: claim.value for claim in effect.claims})
        began, result = perf_counter(), "broken_off"
        try:
            async with asyncio.timeout(LONGEST_WAITED_FOR if visit.door in IMPATIENT else None):
                answer = await visit.agent.shop.look_up(question)
            result = "refused" if isinstance(answer, Refused) else "answered"
        except TimeoutError:
            result = "timeout"
            raise OrderSourceError(Failure("timeout")) from None
        except OrderSourceError as error:
            result = error.failure.category
            raise
        finally:
            self._count(visit, result, perf_counter() - began)
        if isinstance(answer, Refused):
            await self._note(visit, answer.failure)
        elif visit.agent.integration_id is not None:
            await self._outcomes.succeeded(visit.agent.tenant_id, visit.agent.integration_id)
            await self._shapes.known(visit.agent.tenant_id, visit.agent.integration_id, effect.reference)
        return answer

    def _count(self, visit: Visit, result: str, seconds: float | None = None) -> None:
        """For whoever runs the server, and for the merchant; `seconds` where the shop was asked."""
        self._measures.lookups.labels(result).inc()
        if seconds is not None:
            self._measures.lookup_seconds.observe(seconds)
        self._tallies.lookup(visit.agent.tenant_id, visit.door.value, result, seconds)

    async def _note(self, visit: Visit, failure: Failure) -> None:
        if visit.agent.integration_id is not None:
            await self._outcomes.failed(visit.agent.tenant_id, visit.agent.integration_id, failure)


def _counted(reference: str, prefixes: Iterable[str]) -> str:
    """What guesses at an order are counted under: shops take "9842" for "ORD-9842", so both are one."""
    whole = forms.reference(reference)
    bare = (whole.removeprefix(forms.reference(prefix)) for prefix in prefixes)
    return min(filter(None, bare), key=len, default=whole)


def _guess(effect: LookUp, conversation_id: str | None) -> object:
    """What makes two lookups the same guess: who asks, what for, and with which claims."""
    return (
        conversation_id,
        effect.kind,
        effect.reference,
        frozenset((each.factor, each.value) for each in effect.claims),
    )
