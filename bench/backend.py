"""A shop that answers the published contract at once, whatever is asked: its time is nobody's measure.

Run by itself: `python -m bench.backend PORT`.
"""

import sys

import orjson
from aiohttp import web

SUMMARY = "Out for delivery, arrives Tuesday"
REPLY = orjson.dumps(
    {
        "ok": True,
        "status": "shipped",
        "summary": SUMMARY,
        "details": {"carrier": "UPS", "tracking": "1Z999AA10123456784", "eta": "2030-01-01"},
    }
)


async def answer(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(body=REPLY, content_type="application/json")


def main() -> None:
    import uvloop  # noqa: PLC0415 - only for who runs it: the load imports SUMMARY from here

    app = web.Application()
    app.add_routes([web.post("/status", answer)])
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None, loop=uvloop.new_event_loop())


if __name__ == "__main__":
    main()
