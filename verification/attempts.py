"""How often somebody may guess: attempts, reserved in every counter before a lookup is made.

Who proves an order, or meets a shop that is down, gets the attempt back; who does not, has used it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from infra.net.network import network
from infra.signals import counters
from infra.signals.counters import Counters, Quota
from verification.policy import Policy

MINUTE = 60.0
HOUR = 60 * MINUTE
DAY = 24 * HOUR
CALLER = (5, 15 * MINUTE)
ADDRESS = (20, HOUR)
REFERENCE = (10, DAY)
RAISED_REFERENCE = (2, HOUR)
TENANT_MISMATCHES = (30, MINUTE)
TENANT_RAISED = (1, 15 * MINUTE)
PROVED = (1, 30 * DAY)
CONVERSATION_SECONDS = 30 * DAY
_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")


@dataclass(frozen=True, slots=True)
class Guesser:
    """Who asks, as far as the door knows: what is None has no counter.

    `caller` is what stays the same when they come back: an attested number, a signed identity, a visitor, or the key
    and the end user it names. `address` is the customer's own IP address, never that of a developer's server.
    """

    tenant: int
    conversation: str | None
    caller: str | None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A reserved attempt, to be settled once by `Attempts.proved`, `.innocent` or `.mismatched`.

    `quotas` are those it was counted in, `order` those of them that belong to the order.
    """

    guesser: Guesser
    quotas: tuple[Quota, ...]
    conversation: Quota | None
    caller: Quota | None
    proved: Quota | None
    order: tuple[Quota, ...] = ()


@dataclass(frozen=True, slots=True)
class Full:
    """No attempt is left. `raised`: more factors would open it; otherwise only time does."""

    raised: bool


class Attempts:
    """The counters of verification."""

    def __init__(self, stored: Counters, index: Callable[..., str], clock: Callable[[], float]) -> None:
        """Args: stored: where they stand; index: the keyed hash that names them; clock: Unix seconds."""
        self._counters = stored
        self._index = index
        self._clock = clock

    async def reserve(
        self, guesser: Guesser, reference: str, policy: Policy, *, raised: bool, signed: str | None = None
    ) -> Attempt | Full:
        """Take one attempt in every counter, or in none.

        Args:
            guesser: who asks.
            reference: in its comparison form, so that "ord 9842" and "ORD-9842" are one.
            policy: for `max_attempts` in one conversation.
            raised: every factor, or a signed one, stands behind this attempt.
            signed: the value of a signed claim behind it; such an identity has tries of its own at a raised order, so
                that strangers cannot use up its owner's.

        Raises: SignalsUnavailable, StoreUnavailable where nothing can be counted; then nobody may guess.
        """
        reference = _counted(reference)
        conversation = self._quota("conversation", guesser, guesser.conversation, policy.max_attempts)
        caller = self._quota("caller", guesser, guesser.caller, *CALLER)
        address = self._quota("address", guesser, network(guesser.address) if guesser.address else None, *ADDRESS)
        proved = self._proved(guesser, reference)
        order = self._order(guesser, reference, proved, raised=raised, signed=signed)
        quotas = tuple(quota for quota in (conversation, caller, address, *order) if quota is not None)
        counted = await self._counters.reserve(quotas, self._clock())
        if isinstance(counted, counters.Full):
            return Full(raised=counted.quota in order and not raised)
        of_order = tuple(quota for quota in counted if quota in order)
        return Attempt(guesser, counted, conversation, caller, proved, of_order)

    async def innocent(self, attempt: Attempt, *, doubtful: bool = False) -> None:
        """The lookup failed for technical reasons: nobody learnt anything, and the attempt comes back.

        `doubtful`: the failure may be a shop's own way of saying no (HTTP 401, 403 or 404), told apart from a yes by
        whoever guesses; then the order's own counter keeps it.
        """
        kept = attempt.order if doubtful else ()
        await self._counters.give_back([each for each in attempt.quotas if each not in kept], self._clock())

    async def proved(self, attempt: Attempt) -> None:
        """A Proof was made: the attempt comes back, and its caller stays exempt from the raised rule for this order."""
        await self._counters.give_back(attempt.quotas, self._clock(), mark=attempt.proved)

    async def mismatched(self, attempt: Attempt) -> None:
        """Nothing was proved: the attempt stays used.

        The last one in a conversation uses up the caller's too, so that starting afresh does not help; a tenant that
        sees many in a minute is raised for everyone.
        """
        now = self._clock()
        if attempt.conversation and attempt.caller and await self._counters.is_full(attempt.conversation, now):
            await self._counters.fill(attempt.caller, now)
        mismatches = self._tenant("mismatches", attempt.guesser, TENANT_MISMATCHES)
        if await self._counters.count(mismatches, now) > mismatches.limit:
            await self._counters.fill(self._tenant("raised", attempt.guesser, TENANT_RAISED), now)

    def _order(
        self, guesser: Guesser, reference: str, proved: Quota | None, *, raised: bool, signed: str | None
    ) -> tuple[Quota, ...]:
        if raised:
            return (Quota(self._key("raised", guesser, reference, *filter(None, (signed,))), *RAISED_REFERENCE),)
        unless = proved.key if proved else None
        limit, seconds = TENANT_RAISED
        return (
            Quota(self._key("reference", guesser, reference), *REFERENCE, unless=unless),
            Quota(self._tenant("raised", guesser, TENANT_RAISED).key, limit, seconds, unless, looks_only=True),
        )

    def _proved(self, guesser: Guesser, reference: str) -> Quota | None:
        if guesser.caller is None:
            return None
        return Quota(self._key("proved", guesser, guesser.caller, reference), *PROVED)

    def _quota(
        self, name: str, guesser: Guesser, of: str | None, limit: int, seconds: float = CONVERSATION_SECONDS
    ) -> Quota | None:
        return None if of is None else Quota(self._key(name, guesser, of), limit, seconds)

    def _tenant(self, name: str, guesser: Guesser, rule: tuple[int, float]) -> Quota:
        return Quota(self._key("tenant", guesser, name), *rule)

    def _key(self, name: str, guesser: Guesser, *of: str) -> str:
        return self._index("attempt", str(guesser.tenant), name, *of)


def _counted(reference: str) -> str:
    """What shops may take for the same number counts as one: only its letters and digits, no zero before a number."""
    return _ZEROS.sub("", "".join(char for char in reference if char.isalnum())) or reference
