"""What an operator can set: read once from the environment, checked before anything starts."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from infra.store.url import sqlite_file

PREFIX = "WAYBILL_"
API_KEY = f"{PREFIX}API_KEY"  # what `waybill chat` reads; no setting, but no mistake either


MAIL_NEEDS_BOTH = "To send e-mail, set both WAYBILL_SMTP_URL and WAYBILL_MAIL_FROM."
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
WORKER_ALONE = "A worker beside the web processes needs DATABASE_URL to name a PostgreSQL database, and REDIS_URL."


def _between_commas(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _database(url: str) -> str:
    try:
        sqlite_file(url)
    except ValueError as error:
        raise PydanticCustomError("database", "{why}", {"why": str(error)}) from None
    return url


def _public(url: str) -> str:
    """Without its last slash. Telephone companies sign what they call: a URL that is not the one they call is none."""
    parts = urlsplit(url)
    allowed = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not allowed or not parts.hostname or "@" in parts.netloc or parts.query or parts.fragment or not _sound(url):
        raise PydanticCustomError("public_url", "must look like https://voice.shop.example, with a path at most")
    if "_" in parts.hostname:
        raise PydanticCustomError("public_url", "its host must have no underscore; telephone companies refuse such")
    return url.rstrip("/")


def _sound(url: str) -> bool:
    try:
        return urlsplit(url).port != 0 and url.isascii() and url.isprintable() and not {" ", "?", "#"} & set(url)
    except ValueError:  # a port that is none
        return False


class SettingsError(Exception):
    """A setting is missing or wrong; each sentence names it and says what to do."""


class Settings(BaseModel):
    """All settings. Each is `WAYBILL_` and its name in capitals, but for DATABASE_URL, REDIS_URL and PORT."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    secret_key: str = Field(
        min_length=1, description="vault keys, newest first, between commas; `waybill key vault`", repr=False
    )
    database_url: Annotated[str, AfterValidator(_database)] = Field(
        "sqlite:///.waybill/waybill.db", description="where everything is kept", repr=False
    )
    redis_url: str | None = Field(
        None, pattern=r"^(rediss?|unix)://", description="what many processes share", repr=False
    )
    worker: Literal["inside", "external"] = Field("inside", description="external: `waybill work` sweeps and delivers")
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=1, le=65535, description="port to listen on")
    public_url: Annotated[str, AfterValidator(_public)] | None = Field(None, description="how the world reaches us")
    dev_loopback_ports: Annotated[frozenset[int], BeforeValidator(_between_commas)] = Field(
        frozenset(), description="development only: loopback ports a connector may reach, without https"
    )
    proxies: int = Field(0, ge=0, le=5, description="of ours that stand before us and add to X-Forwarded-For")
    cors_origins: Annotated[tuple[str, ...], BeforeValidator(_between_commas)] = Field(
        (), description="origins whose pages may call the completions API"
    )
    handoff_tools: Annotated[tuple[str, ...], BeforeValidator(_between_commas)] = Field(
        ("transfer_to_human", "transfer_call", "transferCall", "transfer_to_agent", "transfer_to_number"),
        description="client tools that mean: connect to a person",
    )
    requests_per_minute: int = Field(600, ge=1, description="per API key; above it, 429")
    header_prefix: str = Field("X-Coffield", pattern=r"^[A-Za-z][A-Za-z0-9-]{0,39}$", description="of lookup headers")
    user_agent: str = Field("CoffieldAgentLookup/1.0", min_length=1, max_length=100, description="of lookups")
    shopify_version: str = Field("2026-10", pattern=r"^20\d\d-(01|04|07|10)$", description="of Shopify's Admin API")
    dev_shopify_url: str | None = Field(
        None, pattern=r"^http://(127\.0\.0\.1|localhost):\d+$", description="development only: asked instead of Shopify"
    )
    smtp_url: str | None = Field(
        None,
        pattern=r"^smtps?://[^\s]+$",
        repr=False,
        description="by which e-mails leave: smtp://user:password@host:587 (STARTTLS) or smtps://…:465",
    )
    mail_from: str | None = Field(
        None,
        max_length=200,
        pattern=r"^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$",
        description="whom they are from; needed to send any",
    )
    metrics_token: str | None = Field(None, min_length=16, description="for /metrics; without it, loopback only")
    log_level: str = Field("INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$", description="how much is logged")
    drain_seconds: float = Field(15.0, ge=0, le=300, description="how long turns may finish when stopping")

    @property
    def database(self) -> Path | None:
        """The SQLite file, where the database is one."""
        return sqlite_file(self.database_url)

    @property
    def shares(self) -> bool:
        """Whether several processes may work together: on one database, and on what they signal to each other."""
        return self.database is None and self.redis_url is not None

    @property
    def is_only_here(self) -> bool:
        """Whether the public URL leads to this machine from this machine, and to nothing from anywhere else."""
        return self.public_url is not None and urlsplit(self.public_url).hostname in LOOPBACK

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the environment. Raises: SettingsError with a sentence for each setting that is wrong."""
        given = os.environ if environment is None else environment  # noqa: TID251 - the one place
        values: dict[str, object] = {
            name: given[_variable(name)] for name in cls.model_fields if given.get(_variable(name))
        }
        unknown = [name for name in given if name.startswith(PREFIX) and name not in _variables() | {API_KEY}]
        if unknown:
            raise SettingsError(f"{', '.join(sorted(unknown))}: no such setting; see the table in docs/operating.md.")
        try:
            settings = cls.model_validate(values)
        except ValidationError as error:
            raise SettingsError(" ".join(_sentence(each["loc"], each["msg"]) for each in error.errors())) from None
        if (settings.smtp_url is None) != (settings.mail_from is None):
            raise SettingsError(MAIL_NEEDS_BOTH)
        if settings.worker == "external" and not settings.shares:
            raise SettingsError(WORKER_ALONE)
        return settings


def _variable(name: str) -> str:
    return {"database_url": "DATABASE_URL", "redis_url": "REDIS_URL", "port": "PORT"}.get(name, PREFIX + name.upper())


def _variables() -> frozenset[str]:
    return frozenset(map(_variable, Settings.model_fields))


def _sentence(where: tuple[int | str, ...], message: str) -> str:
    name = _variable(str(where[0]))
    if name == f"{PREFIX}SECRET_KEY":
        return f"{name} is not set; `waybill key vault` makes one."
    return f"{name}: {message[:1].lower()}{message[1:]}."
