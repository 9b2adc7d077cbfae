"""What the connector's form holds, and how it becomes a connection; a merchant's mistakes become sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from pydantic import ValidationError

from console.forms import Form
from lookup.order import Kind
from lookup.signing import whsec
from tenants import trial
from tenants.connecting import KnownOrder
from tenants.connector import (
    Connection,
    EndpointCredentials,
    EndpointSettings,
    IntegrationKind,
    ShopifyCredentials,
    ShopifySettings,
    ShopifyWishes,
    endpoint_connection,
    store_connection,
)
from tenants.errors import Code, Model, SetupError, invalid
from verification.policy import Factor

HTTPS_ONLY = "The endpoint's URL must start with https:// — http:// is blocked, so that nobody on the way reads along."
NOTHING_TICKED = "Choose what your endpoint can answer: order lookups, project lookups, or both."
NO_REFERENCE = "Name an order or project to ask for, as a customer would write it."
WHO_JUDGES = "Say who checks the customer's e-mail or ZIP; without that nothing may be told."


class Judge(StrEnum):
    """Who sees to it that an order is told to the right person only."""

    ENDPOINT = "endpoint"
    TEST = "test"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Wishes:
    """The form as it was sent or is first shown. `secret` is one that was generated here and not saved yet."""

    provider: IntegrationKind = IntegrationKind.GENERIC_HTTPS
    url: str = ""
    secret: str | None = field(default=None, repr=False)
    kinds: tuple[Kind, ...] = (Kind.ORDER,)
    timeout: str = "8"
    prefixes: str = ""
    shop: str = ""
    credentials: Mapping[str, str] = field(default_factory=dict, repr=False)
    judge: Judge | None = None
    reference: str = field(default="", repr=False)
    claims: Mapping[Factor, str] = field(default_factory=dict, repr=False)
    agents: tuple[str, ...] = ()

    @classmethod
    def read(cls, form: Form) -> Self:
        """What was sent; what is no choice of ours is as if it were not there."""
        return cls(
            provider=IntegrationKind.SHOPIFY if form.text("provider") == "shopify" else IntegrationKind.GENERIC_HTTPS,
            url=form.text("url"),
            secret=form.text("secret") or None,
            kinds=tuple(kind for kind in Kind if kind.value in form.every("kinds")),
            timeout=form.text("timeout"),
            prefixes=form.text("prefixes"),
            shop=form.text("shop"),
            credentials={
                name: value for name in ("access_token", "client_id", "client_secret") if (value := form.text(name))
            },
            judge=next((judge for judge in Judge if judge.value == form.text("judge")), None),
            reference=form.text("reference"),
            claims={factor: value for factor in Factor if (value := form.text(factor.value))},
            agents=form.every("agents"),
        )

    @classmethod
    def of(cls, connection: Connection, *, judge: Judge | None, agents: tuple[str, ...]) -> Self:
        """The form for what is connected; no secret stands in it."""
        match connection.settings:
            case EndpointSettings() as endpoint:
                return cls(
                    url=endpoint.url,
                    kinds=endpoint.kinds,
                    timeout=str(endpoint.timeout_seconds),
                    prefixes=", ".join(endpoint.reference_prefixes),
                    judge=judge,
                    agents=agents,
                )
            case ShopifySettings() as store:
                timeout = str(store.timeout_seconds)
                provider = IntegrationKind.SHOPIFY
                return cls(provider=provider, shop=store.shop, timeout=timeout, judge=judge, agents=agents)
            case _:
                raise TypeError(f"{connection.kind.value} answers no lookups")

    def connection(self, tenant: int, kept: Connection | None, loopback_ports: frozenset[int]) -> Connection:
        """What to connect. Credentials that were left empty stay as they are kept. Raises: SetupError (invalid)."""
        if self.provider is IntegrationKind.SHOPIFY:
            return self._store(tenant, kept)
        if not self.kinds:
            raise SetupError(Code.INVALID, NOTHING_TICKED)
        if self.url[:7].lower() == "http://" and not loopback_ports:
            raise SetupError(Code.INVALID, HTTPS_ONLY)
        settings = _read(
            EndpointSettings,
            url=self.url,
            kinds=self.kinds,
            timeout_seconds=self._seconds(),
            reference_prefixes=tuple(part for part in self.prefixes.replace(",", " ").split() if part),
        )
        secret = self.secret
        if secret is None and kept is not None and isinstance(kept.credentials, EndpointCredentials):
            secret = kept.credentials.secret
        return endpoint_connection(tenant, settings, secret, loopback_ports=loopback_ports)

    def asked_for(self) -> str:
        """The reference to test with. Raises: SetupError (invalid) where there is none."""
        if not self.reference:
            raise SetupError(Code.INVALID, NO_REFERENCE)
        return self.reference

    def known_order(self) -> KnownOrder | None:
        """The order to prove with who checks the claims, where that is wanted.

        Raises: SetupError (invalid) where nothing was chosen, or no order is named, or a claim is none.
        """
        if self.judge is None:
            raise SetupError(Code.INVALID, WHO_JUDGES)
        if self.judge is not Judge.TEST:
            return None
        return KnownOrder(self.asked_for(), trial.read_claims(self.claims))

    @property
    def whsec(self) -> str | None:
        """The fresh secret as libraries for Standard Webhooks take it."""
        try:
            return None if self.secret is None else whsec(self.secret)
        except ValueError:  # somebody changed the hidden field; saving says so
            return None

    def _store(self, tenant: int, kept: Connection | None) -> Connection:
        given = dict(self.credentials)
        if not given and kept is not None and isinstance(kept.credentials, ShopifyCredentials):
            given = kept.credentials.model_dump(exclude_none=True, exclude={"shop"})
        credentials = _read(ShopifyCredentials, shop=self.shop, **given)
        return store_connection(tenant, _read(ShopifyWishes, timeout_seconds=self._seconds()), credentials)

    def _seconds(self) -> int:
        if not (self.timeout.isascii() and self.timeout.isdigit() and len(self.timeout) <= 2):  # noqa: PLR2004
            raise SetupError(Code.INVALID, "The time-out is a whole number of seconds, from 1 to 30.")
        return int(self.timeout)


def _read(model: type[Model], **given: object) -> Model:
    """Raises: SetupError naming the first field that is wrong, never its value."""
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise invalid(error) from None
