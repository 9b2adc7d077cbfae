"""A shop's own website, which knows nothing of Waybill but one script tag.

    WAYBILL_URL=http://127.0.0.1:8080 WAYBILL_KEY=wb_pk_live_… python examples/store/app.py --port 9403

Its policy is strict: beside its own files, the pages may load and ask Waybill and nobody else.
"""

import argparse
import os
from html import escape
from pathlib import Path

from aiohttp import web

FOLDER = Path(__file__).parent
TYPES = {".html": "text/html", ".css": "text/css", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; style-src 'self'; img-src 'self';"
    " script-src {waybill}; connect-src {waybill} {socket}"
)


def build_app(waybill: str, key: str) -> web.Application:
    """The site. `key` is publishable: it stands in the pages for all to read."""
    policy = POLICY.format(waybill=waybill, socket=waybill.replace("http", "ws", 1))
    app = web.Application()
    for path in FOLDER.iterdir():
        if path.suffix not in TYPES:
            continue
        text = path.read_text("utf-8").replace("{{waybill}}", escape(waybill)).replace("{{key}}", escape(key))
        app.router.add_get(f"/{path.name}", _serving(text, TYPES[path.suffix], policy))
        if path.name == "index.html":
            app.router.add_get("/", _serving(text, "text/html", policy))
    return app


def _serving(text: str, content_type: str, policy: str):  # noqa: ANN202 - a handler
    async def serve(_request: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-cache"}
        return web.Response(text=text, content_type=content_type, charset="utf-8", headers=headers)

    return serve


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=9403)
    site = build_app(os.environ["WAYBILL_URL"].rstrip("/"), os.environ["WAYBILL_KEY"])  # noqa: TID251 - no settings here
    web.run_app(site, host="127.0.0.1", port=arguments.parse_args().port, print=None, access_log=None)
