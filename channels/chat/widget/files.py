"""The widget's own files: plain modules, sent without their comments, under names that change with their content.

The loader's name stays; what it fetches stands in a folder named by all of it, so that no two versions ever mix. The
loader is there under a pinned name too, for pages that say what it must hash to.
"""

import base64
import gzip
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b, sha384
from pathlib import Path

from aiohttp import web

from channels.chat.widget.bare import bare

FOLDER = Path(__file__).parents[3] / "widget"
LOADER = "loader.js"
PLACE = "{{modules}}"
FOR_A_YEAR = "public, max-age=31536000, immutable"
_NAMES = r"[0-9a-f]{16}/[a-z][a-z0-9-]{0,40}\.js|loader\.[0-9a-f]{16}\.js"
HEADERS = {
    "Access-Control-Allow-Origin": "*",  # modules of another origin are fetched so; there is nothing of anybody in them
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True)
class Built:
    """One version of the widget: its files by name, each zipped as it is sent."""

    loader: bytes = field(repr=False)
    promised: dict[str, bytes] = field(repr=False)
    pinned: str
    integrity: str


def build(folder: Path = FOLDER) -> Built:
    """Read the folder. Raises: OSError."""
    modules = {path.name: bare(path.read_text("utf-8")).encode() for path in sorted(folder.glob("*.js"))}
    template = modules.pop(LOADER).decode()
    hashed = blake2b(digest_size=8)
    for name, body in modules.items():
        hashed.update(b"%d %s %d\n" % (len(name), name.encode(), len(body)) + body)
    loader = template.replace(PLACE, hashed.hexdigest()).encode()
    pinned = f"loader.{blake2b(loader, digest_size=8).hexdigest()}.js"
    promised = {f"{hashed.hexdigest()}/{name}": _zipped(body) for name, body in modules.items()}
    integrity = "sha384-" + base64.b64encode(sha384(loader).digest()).decode()
    return Built(_zipped(loader), {**promised, pinned: _zipped(loader)}, pinned, integrity)


@cache
def ours() -> Built:
    """The widget of this installation, read once."""
    return build()


def _zipped(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)


class Files:
    """Serves them. `earlier` finds what an older version promised, by its name, zipped."""

    def __init__(self, built: Built, earlier: Callable[[str], Awaitable[bytes | None]]) -> None:
        self.built = built
        self._earlier = earlier
        self._tag = f'"{built.pinned.split(".")[1]}"'

    def routes(self) -> list[web.RouteDef]:
        """The routes of these files."""
        return [
            web.get("/widget/loader.js", self.loader),
            web.get("/widget/loader.json", self.about),
            web.get(f"/widget/{{name:{_NAMES}}}", self.file),
        ]

    async def loader(self, request: web.Request) -> web.Response:
        """The loader of this version; asked for anew with every page, and 304 for whoever has it."""
        headers = {"Cache-Control": "no-cache", "ETag": self._tag}
        if request.headers.get("If-None-Match") == self._tag:
            return web.Response(status=304, headers=headers)
        return self._sent(request, self.built.loader, headers)

    async def about(self, _request: web.Request) -> web.Response:
        """The pinned name, and what it hashes to: for whoever writes the tag with `integrity`."""
        pinned = {"src": f"/widget/{self.built.pinned}", "integrity": self.built.integrity}
        return web.json_response(pinned, headers={**HEADERS, "Cache-Control": "no-cache"})

    async def file(self, request: web.Request) -> web.Response:
        """A file that was promised, by this version or by one before it."""
        name = request.match_info["name"]
        zipped = self.built.promised.get(name) or await self._earlier(name)
        if zipped is None:
            raise web.HTTPNotFound
        return self._sent(request, zipped, {"Cache-Control": FOR_A_YEAR})

    def _sent(self, request: web.Request, zipped: bytes, headers: dict[str, str]) -> web.Response:
        takes_it = "gzip" in request.headers.get("Accept-Encoding", "")
        encoding = {"Content-Encoding": "gzip"} if takes_it else {}
        return web.Response(
            body=zipped if takes_it else gzip.decompress(zipped),
            headers={**HEADERS, **headers, **encoding},
            content_type="text/javascript",
            charset="utf-8",
        )
