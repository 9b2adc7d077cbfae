"""One operation of the JSON API: what it takes, gives and may refuse. It is served and documented from this alone."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict

from infra.once import Delivery
from tenants.principal import Principal, Scope

B = TypeVar("B", bound=BaseModel)


class Nothing(BaseModel):
    """What an operation takes that needs no more than its path."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class Call:
    """One request, let in: whose it is and what stands around its body.

    Attributes:
        path: values of the path's variables, by name.
        delivery: the client's own name for a creation, if it gave one.
        revision: the revision that the client last saw (`If-Match`), if it said so.
        now: Unix seconds.
    """

    principal: Principal
    path: Mapping[str, str]
    delivery: Delivery | None
    revision: int | None
    now: float
    request: web.Request = field(repr=False)

    @property
    def tenant(self) -> int:
        """Whose everything is that this call may see."""
        return self.principal.tenant_id

    @property
    def id(self) -> str:
        """The path's `{id}`."""
        return self.path["id"]


@dataclass(frozen=True, slots=True)
class Given:
    """What an operation gives: `data` of the envelope, and what stands beside it.

    Attributes:
        limit, cursor: of a list: how many were asked for, and where the next page begins.
        revision: for the `ETag`, of what may be changed under `If-Match`.
        status: where it is not the operation's own.
    """

    data: BaseModel | Sequence[BaseModel] | None
    limit: int | None = None
    cursor: str | None = None
    revision: int | None = None
    status: int | None = None


@dataclass(frozen=True, slots=True)
class Operation(Generic[B]):
    """One method at one path.

    Attributes:
        path: below /api/v1, with variables in braces.
        takes: of the body or, for GET and DELETE, of the query string.
        gives: of `data`, or of each element where a list is given; None for 204.
        also: statuses it may answer with instead, such as 201 for what was not there before.
        creates: `Idempotency-Key` is honoured.
        revises: `If-Match` is honoured.
        streams: it may answer with server-sent events too.
        file: the media type of a file that it gives in place of JSON.
        bare: served without /api/v1 as well.
        among: of the path's variables, those that are one of a few words.
        refuses: codes of the problems that are its own, by HTTP status.
    """

    method: str
    path: str
    scope: Scope
    summary: str
    takes: type[B]
    gives: type[BaseModel] | None
    perform: Callable[[Call, B], Awaitable[Given | web.StreamResponse]]
    status: int = 200
    also: tuple[int, ...] = ()
    listed: bool = False
    creates: bool = False
    revises: bool = False
    streams: bool = False
    file: str | None = None
    bare: bool = False
    among: Mapping[str, type[StrEnum]] = field(default_factory=dict)
    refuses: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def has_body(self) -> bool:
        """Whether `takes` is read from a body."""
        return self.method in {"POST", "PUT", "PATCH"}
