"""The API's own description, for programs and for people; it holds nothing of anybody and needs no key."""

from collections.abc import Sequence
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

import orjson
from aiohttp import web

from channels.completions.described import PATHS
from routes.openapi import document
from routes.operation import Operation
from routes.page import page

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"


class Reference:
    """`/openapi.json` and `/docs`, made once, when first asked for: it would be most of what starting costs."""

    def __init__(self, operations: Sequence[Operation[Any]]) -> None:
        self._operations, self._version = operations, version("waybill")

    @cached_property
    def _json(self) -> bytes:
        return orjson.dumps(document(self._operations, self._version, PATHS))

    @cached_property
    def _page(self) -> bytes:
        return page(self._operations, self._version).encode()

    @cached_property
    def _tag(self) -> str:
        return f'"{blake2b(self._json, digest_size=8).hexdigest()}"'

    def routes(self) -> list[web.RouteDef]:
        """The routes of this description."""
        return [web.get("/openapi.json", self.for_programs), web.get("/docs", self.for_people)]

    async def for_programs(self, request: web.Request) -> web.Response:
        """OpenAPI 3.1; 304 for whoever has it already."""
        if request.headers.get("If-None-Match") == self._tag:
            return web.Response(status=304, headers={"ETag": self._tag})
        return web.Response(body=self._json, content_type="application/json", headers={"ETag": self._tag})

    async def for_people(self, _request: web.Request) -> web.Response:
        """One page, without script."""
        headers = {"Content-Security-Policy": POLICY}
        return web.Response(body=self._page, content_type="text/html", charset="utf-8", headers=headers)
