"""How a connector sends a request: what the client could not bring back is a failed lookup."""

from collections.abc import Mapping

from infra.net.reply import ExchangeError, Poster, Reply
from lookup.order import Failure, OrderSourceError


async def post(poster: Poster, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
    """Send one POST; `deadline` is the running loop's time by which everything must be over.

    Raises: OrderSourceError of the client's own category (timeout, connection, tls, refused_address, redirect,
        too_large, encoding).
    """
    try:
        return await poster.post(url, headers=headers, body=body, deadline=deadline)
    except ExchangeError as error:
        raise OrderSourceError(Failure(error.category, http_status=error.status)) from None
