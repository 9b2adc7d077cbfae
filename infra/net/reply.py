"""What comes back from a tenant's URL, or why nothing did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer, never a redirect; `content_type` is the bare media type in lower case, "" if none was sent.

    `headers` are all that came, looked up without regard to case.
    """

    status: int
    content_type: str
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=lambda: NO_HEADERS, repr=False, compare=False)


class ExchangeError(Exception):
    """Nothing usable came back from a tenant's URL; neither the URL nor a word of the answer stands in here.

    Attributes:
        category: timeout, connection, tls, refused_address, redirect, too_large or encoding.
        status: the HTTP status, where one was answered.
    """

    def __init__(self, category: str, *, status: int | None = None) -> None:
        super().__init__(f"exchange: {category}")
        self.category = category
        self.status = status


class Poster(Protocol):
    """Whoever sends a request to a tenant's URL: the guarded client, or what a test puts in its place."""

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        """Send one POST; `deadline` is the running loop's time by which everything must be over.

        Raises: ExchangeError when no whole answer came by then.
        """
        ...
