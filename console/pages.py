"""Rendering: a template, what every page needs beside its own, and the headers that keep others out of it."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

import jinja2
from aiohttp import web

from console import showing
from console.navigation import navigation
from console.ways import Handler, Visit
from console.words import NOTICES, ROLES, Sorry
from escalation.errors import TicketCode, TicketError
from infra.store.transaction import StoreUnavailable
from tenants.errors import Code, SetupError
from tenants.members import Role

HERE = Path(__file__).parent
STATIC = HERE / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
}
CONFLICT, BAD, GONE = 409, 422, 404


class Pages:
    """Renders the console's templates."""

    def __init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters.update(showing.FILTERS)
        self.build = built()

    def show(
        self, name: str, visit: Visit | None = None, values: Mapping[str, object] | None = None, *, status: int = 200
    ) -> web.Response:
        """A page. Whoever looks at it, and at which, is there for its frame."""
        given: dict[str, object] = {
            "build": self.build,
            "visit": visit,
            "roles": ROLES,
            "Role": Role,
            "notice": None,
            "error": None,
            "wrong": None,
        }
        if visit is not None:
            given["now"] = visit.now
            given["menu"] = navigation(visit)
            given["form_token"] = visit.form_token
            given["notice"] = NOTICES.get(visit.request.query.get("done", ""))
        text = self._templates.get_template(name).render(given | dict(values or {}))
        return web.Response(text=text, status=status, headers=HEADERS, content_type="text/html", charset="utf-8")

    def sorry(
        self, why: str, status: int, visit: Visit | None = None, *, request_id: str | None = None
    ) -> web.Response:
        """A page that says why there is no other."""
        return self.show("sorry.html", visit, {"why": why, "status": status, "request_id": request_id}, status=status)

    async def told(self, visit: Visit, handler: Handler) -> web.StreamResponse:
        """What the handler gives, and what goes wrong in it that is nobody's fault, as a page."""
        try:
            return await handler(visit)
        except SetupError as error:
            if error.code is Code.NOT_FOUND:
                return self.sorry(Sorry.NOT_THERE, GONE, visit)
            return self.sorry(str(error), CONFLICT, visit)
        except TicketError as error:
            if error.code is TicketCode.NOT_FOUND:
                return self.sorry(Sorry.NOT_THERE, GONE, visit)
            return self.sorry(str(error), CONFLICT, visit)
        except StoreUnavailable:
            response = self.sorry(Sorry.AWAY, 503, None)
            response.headers["Retry-After"] = "5"
            return response


def back(path: str, done: str | None = None, *, part: str = "", **query: str) -> web.Response:
    """To a page of ours after a change, so that reloading it changes nothing again; to a `part` of it, by its id."""
    given = ({"done": done} if done else {}) | query
    location = (f"{path}?{urlencode(given)}" if given else path) + (f"#{part}" if part else "")
    return web.Response(status=303, headers={"Location": location, "Cache-Control": "no-store"})


def built() -> str:
    """A name for the static files as they are: it changes when one of them does."""
    hashed = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        hashed.update(path.name.encode() + path.read_bytes())
    return hashed.hexdigest()[:12]
