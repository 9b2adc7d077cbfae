"""Browsers: which pages may call us, and what they may send and read.

The request headers are echoed, for clients send many of their own (`x-stainless-…`) and new ones with each release.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

EXPOSED = "x-request-id, openai-processing-ms, retry-after, retry-after-ms, x-conversation-id"
HOUR = "3600"


@dataclass(frozen=True, slots=True)
class Cors:
    """Origins that may call us ("https://app.example.com"), or "*" for all; none by default."""

    origins: frozenset[str] = frozenset()

    def headers(self, request: web.Request) -> Mapping[str, str]:
        """What lets the page read the reply; empty for pages that may not, and for what is no page."""
        if not self.origins:
            return {}
        origin = request.headers.get("Origin")
        if origin is None or self.origins.isdisjoint((origin, "*")):
            return {"Vary": "Origin"}
        return {"Vary": "Origin", "Access-Control-Allow-Origin": origin, "Access-Control-Expose-Headers": EXPOSED}

    async def preflight(self, request: web.Request) -> web.Response:
        """`OPTIONS`, which browsers send without the key. The other headers come with every reply."""
        response = web.Response(status=204)
        if "Access-Control-Allow-Origin" in self.headers(request):
            response.headers["Access-Control-Allow-Methods"] = "GET, POST, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = request.headers.get("Access-Control-Request-Headers", "")
            response.headers["Access-Control-Max-Age"] = HOUR
        return response
