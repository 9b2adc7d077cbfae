"""Serving operations: let in, read, performed, put into the envelope."""

import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

import orjson
from aiohttp import web
from pydantic import BaseModel

from routes.admission import Authenticate
from routes.bodies import ROOT, BadBody, delivery, read, read_query
from routes.operation import Call, Given, Operation

JSON = "application/json"
NO_CONTENT = 204
_TAG = re.compile(r'"([0-9]{1,9})"')


class Serving:
    """Turns operations into routes. `clock` gives Unix seconds."""

    def __init__(self, authenticate: Authenticate, clock: Callable[[], float]) -> None:
        self._authenticate = authenticate
        self._clock = clock

    def routes(self, operations: Iterable[Operation[Any]]) -> list[web.RouteDef]:
        """The routes of these operations, below `/api/v1` and, where they say so, bare."""
        return [
            web.route(operation.method, root + _pattern(operation), self._handler(operation))
            for operation in operations
            for root in ((ROOT, "") if operation.bare else (ROOT,))
        ]

    def _handler(self, operation: Operation[Any]) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            principal = await self._authenticate(request, operation.scope)
            raw = await request.read() if operation.has_body else b""
            wanted = read(operation.takes, raw) if operation.has_body else read_query(operation.takes, request.query)
            call = Call(
                principal,
                request.match_info,
                delivery(request, raw) if operation.creates else None,
                _revision(request) if operation.revises else None,
                self._clock(),
                request,
            )
            given = await operation.perform(call, wanted)
            return _response(given, operation.status) if isinstance(given, Given) else given

        return handle


def _pattern(operation: Operation[Any]) -> str:
    """The path as the router reads it: a variable that is one of a few words matches no other."""
    path = operation.path
    for name, words in operation.among.items():
        path = path.replace(f"{{{name}}}", f"{{{name}:{'|'.join(words)}}}")
    return path


def _revision(request: web.Request) -> int | None:
    """The revision of `If-Match`; `*` and none at all match everything. Raises: BadBody."""
    text = request.headers.get("If-Match")
    if text is None or text.strip() == "*":
        return None
    found = _TAG.fullmatch(text.strip())
    if found is None:
        raise BadBody('must be an ETag that this API gave, such as "3"', "If-Match")
    return int(found[1])


def _response(given: Given, status: int) -> web.Response:
    headers = {} if given.revision is None else {"ETag": f'"{given.revision}"'}
    if given.data is None:
        return web.Response(status=NO_CONTENT, headers=headers)
    body = b'{"success":true,"data":' + _json(given.data)
    if given.limit is not None:
        body += b',"pagination":' + orjson.dumps({"limit": given.limit, "nextCursor": given.cursor})
    return web.Response(body=body + b"}", status=given.status or status, headers=headers, content_type=JSON)


def _json(data: BaseModel | Sequence[BaseModel]) -> bytes:
    if isinstance(data, BaseModel):
        return data.model_dump_json(by_alias=True).encode()
    return b"[" + b",".join(_json(each) for each in data) + b"]"
