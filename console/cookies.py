"""The cookies of the console, and the tokens that prove a form to be one of its own."""

import hmac
import secrets

from aiohttp import web
from yarl import URL

from console.sessions import LONGEST_SECONDS, RANDOM_BYTES
from infra.store.vault import Vault

PATH = "/console"
SESSION, DOOR = "waybill-console", "waybill-door"


class Cookies:
    """`public_url` tells whether the world comes by https, also where something before us ends it."""

    def __init__(self, vault: Vault, public_url: str | None) -> None:
        self._vault = vault
        self._public = None if public_url is None else URL(public_url)

    def secure(self, request: web.Request) -> bool:
        """Whether this request came by https."""
        return request.secure or (self._public is not None and self._public.scheme == "https")

    def token(self, request: web.Request) -> str | None:
        """The session's token, as the browser sent it."""
        return request.cookies.get(self._name(request, SESSION)) or None

    def begin(self, request: web.Request, response: web.StreamResponse, token: str) -> None:
        """Give the browser a session; whatever it had is replaced."""
        self._set(request, response, SESSION, token, int(LONGEST_SECONDS))
        self._drop(request, response, DOOR)

    def end(self, request: web.Request, response: web.StreamResponse) -> None:
        """Take the session away."""
        self._drop(request, response, SESSION)

    def door(self, request: web.Request) -> str:
        """What ties the sign-in form to this browser: its own value, or a new one that `keep_door` gives it."""
        return request.cookies.get(self._name(request, DOOR)) or secrets.token_urlsafe(RANDOM_BYTES)

    def keep_door(self, request: web.Request, response: web.StreamResponse, value: str) -> None:
        """Have the browser bring it along with the form."""
        self._set(request, response, DOOR, value, 3600)

    def form_token(self, holder: str) -> str:
        """The hidden field of every form of whoever holds this cookie."""
        return self._vault.index("console form", holder)

    def is_own(self, request: web.Request, holder: str, given: str) -> bool:
        """Whether a POST comes from a page of ours, in the hands of whoever holds this cookie."""
        right = hmac.compare_digest(self.form_token(holder).encode(), given.encode(errors="surrogatepass"))
        return right and self._from_here(request)

    def _from_here(self, request: web.Request) -> bool:
        """What the browser says of the page that sent it; one that says nothing at all is none of today's."""
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
        if origin is None:
            return site == "same-origin"
        try:
            came = URL(origin)
        except ValueError:
            return False
        if self._public is not None and came == self._public.origin():
            return True
        return came.scheme in {"http", "https"} and came.authority == _authority(request, came.scheme)

    def _name(self, request: web.Request, name: str) -> str:
        return f"__Secure-{name}" if self.secure(request) else name

    def _set(self, request: web.Request, response: web.StreamResponse, name: str, value: str, seconds: int) -> None:
        response.set_cookie(
            self._name(request, name),
            value,
            max_age=seconds,
            path=PATH,
            httponly=True,
            secure=self.secure(request),
            samesite="Strict",
        )

    def _drop(self, request: web.Request, response: web.StreamResponse, name: str) -> None:
        self._set(request, response, name, "", 0)


def _authority(request: web.Request, scheme: str) -> str:
    """Host and port that the request was sent to, written as an origin is."""
    try:
        return URL(f"{scheme}://{request.host}").origin().authority
    except ValueError:
        return ""
