"""How connections look over HTTP: what each kind takes, and a connection without anything secret."""

from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints

from routes.shapes import GIVEN, READ
from routes.times import iso, iso_or_none
from tenants.connecting import Tried
from tenants.connector import CREDENTIALS, WISHES, IntegrationKind
from tenants.integrations import Integration
from tenants.outcomes import LastFailure
from verification.policy import Factor

Claim = Annotated[str, StringConstraints(min_length=1, max_length=254)]


class KnownOrderGiven(BaseModel):
    """A real order, and what its owner would say: `{"zip":"94107"}`."""

    model_config = READ
    reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254)]
    claims: dict[Factor, Claim] = Field(min_length=1)


class CatalogEntry(BaseModel):
    """What one kind takes, as JSON Schemas of `credentials` and `settings`."""

    model_config = GIVEN
    kind: IntegrationKind
    looks_up: bool
    credentials: dict[str, Any]
    settings: dict[str, Any]


class StepGiven(BaseModel):
    """One question of a test: what was asked, which outcomes would have been right, and which one came."""

    asked: str
    expected: list[str]
    got: str
    passed: bool


class FailureGiven(BaseModel):
    """Why the last lookup that failed gave nothing usable; never a customer's word."""

    model_config = GIVEN
    at: str
    category: str
    http_status: int | None
    content_type: str | None
    size: int | None
    field: str | None
    error_code: str | None
    message: str | None


class ConnectionGiven(BaseModel):
    """A connection. `last4` has the ends of its credentials; `secret` comes once, where one was generated.

    `proven`: the claims that the endpoint is proven to judge; `carries`: those whose values its answers name.
    """

    model_config = GIVEN
    id: str
    kind: IntegrationKind
    settings: dict[str, Any]
    last4: dict[str, str]
    proven: list[Factor]
    strict: bool
    carries: list[Factor]
    last_success_at: str | None
    last_failure: FailureGiven | None
    created_at: str
    active: bool
    test: list[StepGiven] | None = None
    warnings: list[str] = []
    secret: str | None = None


def catalog() -> list[CatalogEntry]:
    """All kinds."""
    return [
        CatalogEntry(
            kind=kind,
            looks_up=kind.looks_up,
            credentials=CREDENTIALS[kind].model_json_schema(),
            settings=WISHES[kind].model_json_schema(),
        )
        for kind in IntegrationKind
    ]


def given(kept: Integration, tried: Tried | None = None, secret: str | None = None) -> ConnectionGiven:
    """A connection, with what trying it showed."""
    shown = tried.trial if tried else None
    steps = [
        StepGiven(asked=step.asked, expected=list(step.expected), got=step.got, passed=step.passed)
        for step in (shown.steps if shown else ())
    ]
    return ConnectionGiven(
        id=kept.id,
        kind=kept.kind,
        settings=kept.settings.model_dump(mode="json", by_alias=True),
        last4=kept.last4,
        proven=list(kept.proven),
        strict=kept.strict,
        carries=list(kept.carries_factors),
        last_success_at=iso_or_none(kept.last_success_at),
        last_failure=_failure(kept.last_failure) if kept.last_failure else None,
        created_at=iso(kept.created_at),
        active=not kept.replaced,
        test=steps if shown else None,
        warnings=list(tried.warnings) if tried else [],
        secret=secret,
    )


def _failure(last: LastFailure) -> FailureGiven:
    found = last.failure
    return FailureGiven(
        at=iso(last.at),
        category=found.category,
        http_status=found.http_status,
        content_type=found.content_type,
        size=found.size,
        field=found.field,
        error_code=found.error_code,
        message=found.message,
    )
