"""Styles and scripts: read once, served under a name that changes with them, so that a browser keeps them for good."""

from aiohttp import web

from console.pages import STATIC, built

TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class StaticFiles:
    """The files of `static/`, and no others."""

    def __init__(self) -> None:
        self._files = {path.name: path.read_bytes() for path in STATIC.iterdir() if path.suffix in TYPES}
        self._build = built()

    def routes(self) -> list[web.RouteDef]:
        """One route for all."""
        return [web.get("/console/static/{build}/{name}", self._give)]

    async def _give(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        body = self._files.get(name)
        if body is None:
            raise web.HTTPNotFound
        newest = request.match_info["build"] == self._build
        headers = {"Cache-Control": "public, max-age=31536000, immutable" if newest else "no-cache"}
        suffix = name[name.rindex(".") :]
        return web.Response(body=body, headers=headers, content_type=TYPES[suffix], charset="utf-8")
