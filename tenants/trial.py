"""Trying a shop's endpoint: a few questions that show which of a customer's claims it judges by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from intents import forms
from lookup.order import Answer, Kind, OrderSource, OrderSourceError, Question, Refusal, Refused
from tenants.errors import Code, SetupError
from verification.policy import Factor

CANONICAL = {Factor.EMAIL: forms.email, Factor.ZIP: forms.postcode, Factor.PHONE: forms.phone}
OK = "ok"
DIGITS_CHANGED = 4
NO = (Refusal.UNAUTHORIZED.value, Refusal.NOT_FOUND.value)


@dataclass(frozen=True, slots=True)
class Step:
    """One question: what was asked, which outcomes would have been right, and which one came.

    An outcome is "ok", what the shop refused with, or why it gave no answer ("timeout", "http_status 503").
    """

    asked: str
    expected: tuple[str, ...]
    got: str

    @property
    def passed(self) -> bool:
        """Whether what came was right."""
        return self.got in self.expected


@dataclass(frozen=True, slots=True)
class Trial:
    """What the questions showed; nothing of the shop's answers is in it.

    Attributes:
        proven: the factors that the endpoint judges: right and alone it told, wrong and alone it did not.
        strict: a wrong claim beside right ones was refused as well; also where only one was tried.
        carries_factors: of the test order, the factors its `details` named, which we can compare ourselves.
        conclusive: the shop answered each time and told the right person; where it did not, the test order may be
            mistyped or the shop down, so nothing is known and what an earlier trial proved still stands.
    """

    steps: tuple[Step, ...]
    proven: tuple[Factor, ...]
    strict: bool
    carries_factors: tuple[Factor, ...]
    conclusive: bool


def read_claims(given: Mapping[Factor, str]) -> dict[str, str]:
    """The claims of a test in the forms in which lookups send them. Raises: SetupError (invalid)."""
    claims = {}
    for factor, text in given.items():
        value = CANONICAL[factor](text)
        if value is None:
            raise SetupError(Code.INVALID, f"The test's {factor.value} is not one.")
        claims[factor.value] = value
    if not claims:
        raise SetupError(Code.INVALID, "A test needs an e-mail, a ZIP or a phone number that belongs to the order.")
    return claims


async def run(source: OrderSource, *, kind: Kind, reference: str, claims: Mapping[str, str]) -> Trial:
    """Ask as the right person, as wrong ones, and for an order that does not exist: three times for one claim.

    `reference` and `claims` belong to a real order of the shop; the claims are as `read_claims` gives them. Of several,
    each is tried alone, and wrong beside the others: an endpoint may look at one of them only.
    """
    asker = _Asker(source, kind)
    right = await asker.asks("the order, with the right claim", reference, claims, (OK,))
    proven = [Factor(name) for name in claims if await asker.judges(reference, name, claims)]
    strict = all([await asker.refuses_mixed(reference, name, claims) for name in claims]) if len(claims) > 1 else True
    await asker.asks("an order that does not exist", _never_issued(reference), claims, (Refusal.NOT_FOUND.value,))
    finds_nothing = asker.steps[-1].passed
    return Trial(
        tuple(asker.steps),
        tuple(proven) if finds_nothing else (),
        strict and finds_nothing,
        _carried(right),
        conclusive=isinstance(right, Answer) and not asker.silent,
    )


class _Asker:
    """Asks one shop, and keeps what came."""

    def __init__(self, source: OrderSource, kind: Kind) -> None:
        self._source = source
        self._kind = kind
        self.steps: list[Step] = []
        self.silent = False

    async def asks(
        self, what: str, reference: str, claims: Mapping[str, str], expected: tuple[str, ...]
    ) -> Answer | Refused | OrderSourceError:
        """One question; an expected outcome is a step that passed."""
        came = await _ask(self._source, Question(self._kind, reference, claims))
        self.steps.append(Step(what, expected, _outcome(came)))
        self.silent = self.silent or isinstance(came, OrderSourceError)
        return came

    async def judges(self, reference: str, name: str, claims: Mapping[str, str]) -> bool:
        """Whether this claim alone is told when it is right, and is not when it is wrong."""
        if len(claims) > 1:
            await self.asks(f"the order, with the right {name} alone", reference, {name: claims[name]}, (OK,))
        told = self.steps[-1].passed
        await self.asks(f"the order, with a wrong {name}", reference, {name: _another(claims[name])}, NO)
        return told and self.steps[-1].passed

    async def refuses_mixed(self, reference: str, name: str, claims: Mapping[str, str]) -> bool:
        """Whether one wrong claim spoils the right ones beside it."""
        mixed = {**claims, name: _another(claims[name])}
        await self.asks(f"the order, with a wrong {name} beside what is right", reference, mixed, NO)
        return self.steps[-1].passed


async def _ask(source: OrderSource, question: Question) -> Answer | Refused | OrderSourceError:
    try:
        return await source.look_up(question)
    except OrderSourceError as error:
        return error


def _outcome(came: Answer | Refused | OrderSourceError) -> str:
    match came:
        case Answer():
            return OK
        case Refused(refusal=refusal):
            return refusal.value
        case OrderSourceError(failure=failure):
            return failure.category if failure.http_status is None else f"{failure.category} {failure.http_status}"


def _carried(came: Answer | Refused | OrderSourceError) -> tuple[Factor, ...]:
    if not isinstance(came, Answer):
        return ()
    holder = came.holder
    named = {Factor.EMAIL: holder.email, Factor.ZIP: holder.zip, Factor.PHONE: holder.phone}
    return tuple(factor for factor, values in named.items() if values)


def _another(claim: str) -> str:
    """A claim of the same shape that is not this one: its last digits moved, or a name put before it."""
    places = [place for place, char in enumerate(claim) if char in "0123456789"][-DIGITS_CHANGED:]
    if not places:
        return f"not-{claim}"
    return "".join(str((int(char) + 5) % 10) if place in places else char for place, char in enumerate(claim))


def _never_issued(reference: str) -> str:
    """A reference of the same shape that no shop gives out: all digits zero."""
    zeros = "".join("0" if char in "0123456789" else char for char in reference)
    return zeros if zeros != reference else f"{reference}0"
