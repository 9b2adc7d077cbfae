"""What a merchant sets on an agent: skills, caller verification, guardrails, in the published JSON names and bounds.

The same JSON goes over the operators' API and is kept in drafts and versions.
"""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictInt, StringConstraints
from pydantic import model_validator as validates

from conversation.terms import DISCLOSED_BY_DEFAULT, Guardrails
from lookup.order import Kind
from tenants.handoff import Handoff
from verification.policy import Factor, Policy, Require

STRICT = ConfigDict(extra="forbid", frozen=True, serialize_by_alias=True)


def _once_each(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) != len(values):
        raise ValueError("each value may stand once")
    return values


def _printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError("only printable characters may be used")
    return text


def _never_told(key: str) -> str:
    if key in set(Factor):
        raise ValueError("email, zip and phone are compared, never disclosed")
    return key


Words = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(_printable)]
Said = Annotated[str, StringConstraints(max_length=200), AfterValidator(_printable)]
DetailsKey = Annotated[
    str, StringConstraints(min_length=1, max_length=64), AfterValidator(_printable), AfterValidator(_never_told)
]


class Skill(StrEnum):
    """What can be provisioned on an agent."""

    LOOKUP_ORDER = "lookup_order"
    LOOKUP_PROJECT = "lookup_project"

    @property
    def kind(self) -> Kind:
        """What this skill looks up."""
        return Kind.ORDER if self is Skill.LOOKUP_ORDER else Kind.PROJECT


class CallerVerification(BaseModel):
    """`{"require", "factors", "max_attempts", "ttl_minutes", "endpointVerifies"}`; what is left out has its default."""

    model_config = STRICT
    require: Require = Require.ANY
    factors: Annotated[tuple[Factor, ...], AfterValidator(_once_each)] = (Factor.EMAIL, Factor.ZIP)
    max_attempts: StrictInt = Field(default=3, ge=1, le=10, description="in one conversation")
    ttl_minutes: StrictInt = Field(default=30, ge=1, le=1440, description="then a claim is asked for again")
    endpoint_verifies: StrictBool = Field(default=False, alias="endpointVerifies", description="the merchant's word")

    @validates(mode="after")
    def _has_factors(self) -> Self:
        if self.require is not Require.NONE and not self.factors:
            raise ValueError('factors may only be empty where "require" is "none"')
        return self

    def policy(self) -> Policy:
        """The same as the core knows it."""
        return Policy(self.require, self.factors, self.max_attempts, self.ttl_minutes, self.endpoint_verifies)


class Replacement(BaseModel):
    """One pair of `replaceWords`: our own sentences never say `when`, but `say`."""

    model_config = STRICT
    when: Words
    say: Said


class GuardrailRules(BaseModel):
    """`{"disclose", "replaceWords", "handoffOn"}`; what is left out has its default."""

    model_config = STRICT
    disclose: Annotated[tuple[DetailsKey, ...], AfterValidator(_once_each)] = Field(
        default=DISCLOSED_BY_DEFAULT, max_length=50, description="keys of the shop's `details` that may be told"
    )
    replace_words: tuple[Replacement, ...] = Field(default=(), alias="replaceWords", max_length=100)
    handoff_on: Annotated[tuple[Literal["upset", "legal", "safety"], ...], AfterValidator(_once_each)] = Field(
        default=("upset", "legal", "safety"), alias="handoffOn"
    )

    def guardrails(self) -> Guardrails:
        """The same as the core knows it."""
        pairs = tuple((pair.when, pair.say) for pair in self.replace_words)
        return Guardrails(self.disclose, pairs, frozenset(self.handoff_on))


class Draft(BaseModel):
    """Everything a version freezes."""

    model_config = STRICT
    name: str
    skills: tuple[Skill, ...] = ()
    policy: CallerVerification = CallerVerification()
    guardrails: GuardrailRules = GuardrailRules()
    handoff: Handoff = Handoff()
