"""Pages of our own with nothing but the chat: one to link to, and one to put into a frame on the origins of its key."""

from collections.abc import Callable
from html import escape

from aiohttp import web

from tenants.directory import Directory
from tenants.errors import NoPublishedVersion
from tenants.widget_keys import PREFIX, WidgetKey

POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors {who}"
)
OPENING = b'Waybill("open");\n'
STYLE = b"body{font:16px/1.5 system-ui,sans-serif;margin:2rem;color-scheme:light dark}h1{font-size:1.2rem}\n"
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/widget/page.css">
<script src="/widget/loader.js" data-waybill-key="{key}" defer></script>
<script src="/widget/page.js" defer></script>
</head>
<body><h1>{name}</h1></body>
</html>
"""


class Pages:
    """Made of a publishable key; there is none without."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def routes(self) -> list[web.RouteDef]:
        """The routes of these pages."""
        key = f"{{key:{PREFIX}[A-Za-z0-9_-]{{1,60}}}}"
        return [
            web.get(f"/widget/page/{key}", self.alone),
            web.get(f"/widget/frame/{key}", self.framed),
            web.get("/widget/page.js", self.opening),
            web.get("/widget/page.css", self.style),
        ]

    async def alone(self, request: web.Request) -> web.Response:
        """The page to link to; in no frame."""
        return await self._page(request, lambda _key: "'none'")

    async def framed(self, request: web.Request) -> web.Response:
        """The page to put into a frame, on the origins that the key names and nowhere else."""
        return await self._page(request, lambda key: " ".join(key.origins))

    async def opening(self, _request: web.Request) -> web.Response:
        """Opens the chat as soon as it is there."""
        return web.Response(body=OPENING, content_type="text/javascript", charset="utf-8")

    async def style(self, _request: web.Request) -> web.Response:
        """What little there is beside the chat."""
        return web.Response(body=STYLE, content_type="text/css", charset="utf-8")

    async def _page(self, request: web.Request, who: Callable[[WidgetKey], str]) -> web.Response:
        key = await self._directory.widget_key(request.match_info["key"])
        if key is None:
            raise web.HTTPNotFound
        try:
            agent = await self._directory.agent(key.tenant_id, key.agent_id)
        except NoPublishedVersion:
            agent = None
        if agent is None:
            raise web.HTTPNotFound
        headers = {
            "Content-Security-Policy": POLICY.format(who=who(key)),
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        text = PAGE.format(name=escape(agent.name), key=escape(key.token))
        return web.Response(text=text, content_type="text/html", charset="utf-8", headers=headers)
