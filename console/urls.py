"""How the world reaches this server, for what is copied from a page to elsewhere."""

from aiohttp import web


def address(request: web.Request, public_url: str | None) -> str:
    """The address without a path's end: what the operator said, or else where this page was asked for."""
    return public_url or f"{request.scheme}://{request.host}"
