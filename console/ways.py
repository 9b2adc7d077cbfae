"""A page's way in: its method and path, the least role that may take it, and who stands there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from console.forms import Form
from console.sessions import Session
from tenants.members import Member, Role

LEAST_FIRST = (Role.COLLEAGUE, Role.MANAGER, Role.OWNER)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of a member who is signed in. `form` is empty but for a POST, which is proven to be theirs.

    `now` in Unix seconds; everything asked or changed belongs to `tenant`.
    """

    request: web.Request
    session: Session
    form: Form = field(repr=False)
    form_token: str = field(repr=False)
    now: float

    @property
    def tenant(self) -> int:
        """Whose pages these are."""
        return self.session.tenant.id

    @property
    def member(self) -> Member:
        """Who looks at them."""
        return self.session.member

    def may(self, role: Role) -> bool:
        """Whether the member's role is this one or more."""
        return at_least(self.member.role, role)

    def of(self, name: str) -> str:
        """A variable of the path."""
        return self.request.match_info[name]


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Way:
    """One route of the console. `by_itself`: open pages take it, so it is no sign that anybody is there."""

    method: str
    path: str
    role: Role
    handler: Handler
    by_itself: bool = False


def at_least(has: Role, wanted: Role) -> bool:
    """Whether whoever has this role may do what the other may."""
    return LEAST_FIRST.index(has) >= LEAST_FIRST.index(wanted)


def get(path: str, role: Role, handler: Handler, *, by_itself: bool = False) -> Way:
    """A page."""
    return Way("GET", path, role, handler, by_itself)


def post(path: str, role: Role, handler: Handler, *, by_itself: bool = False) -> Way:
    """A change."""
    return Way("POST", path, role, handler, by_itself)
