"""One store's Admin API: a query goes out, its data come back, or one failure that says why they did not.

Anything odd is a failure: Shopify answers HTTP 200 where a field was denied, a filter ignored or a limit used up.
Sources: https://shopify.dev/docs/api/admin-graphql, https://shopify.dev/docs/api/usage/response-codes
"""

import asyncio
import logging
from collections.abc import Callable
from typing import TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from infra.net.reply import Poster, Reply
from lookup.connectors.shopify.answer import Answered, failed, read
from lookup.connectors.shopify.queries import Query
from lookup.connectors.shopify.store import ClientCredentials, Store
from lookup.connectors.shopify.token import PATH, FetchedToken, GivenToken
from lookup.posting import post

log = logging.getLogger("waybill.lookup")

LONGEST_WAIT = 2.0
UNAUTHORIZED = 401
VERSION_HEADER = "X-Shopify-API-Version"
T = TypeVar("T", bound=BaseModel)


class Admin:
    """Asks one store.

    Args:
        store: which, and with what.
        poster: the guarded client.
        clock: Unix seconds, by which tokens are renewed.
        base_url: see `store.admin_url`.

    Attributes:
        asked: the version of the API that is asked for.
        served: the version of the API that answered last; another one than was asked for once ours has expired.
    """

    def __init__(
        self, store: Store, *, poster: Poster, clock: Callable[[], float], base_url: Callable[[str], str]
    ) -> None:
        root = base_url(store.shop)
        self.asked = store.version
        self._url = f"{root}/admin/api/{store.version}/graphql.json"
        self._poster = poster
        self._token = _token(store, root, poster, clock)
        self.served: str | None = None

    async def ask(self, query: Query, model: type[T], deadline: float) -> tuple[T, Answered]:
        """Ask, and read the data as `model`.

        Waits and asks once more where the store's limit is used up for less than two seconds.

        Args:
            query: what to ask.
            model: the fields that are read.
            deadline: the running loop's time by which everything must be over.

        Raises: OrderSourceError.
        """
        answered = await self._answered(query, deadline)
        if (wait := answered.throttled_for) is not None:
            if wait >= LONGEST_WAIT or asyncio.get_running_loop().time() + wait >= deadline:
                raise failed("throttled", answered.reply)
            await asyncio.sleep(wait)
            answered = await self._answered(query, deadline)
        answered.check()
        try:
            return model.model_validate(answered.data), answered
        except ValidationError as error:  # not chained: it quotes the answer
            raise failed("invalid_field", answered.reply, field=_path(error)) from None

    async def _answered(self, query: Query, deadline: float) -> Answered:
        body = orjson.dumps({"query": query.text, "variables": dict(query.variables)})
        token = await self._token.current(deadline)
        reply = await self._post(body, token, deadline)
        if reply.status == UNAUTHORIZED:
            token = await self._token.current(deadline, refused=token)
            reply = await self._post(body, token, deadline)
        if reply.status == UNAUTHORIZED:
            raise failed("credentials", reply)
        self._note_version(reply)
        return read(reply)

    async def _post(self, body: bytes, token: str, deadline: float) -> Reply:
        headers = {
            "Content-Type": "application/json",
            "X-Shopify-Access-Token": token,
            "Shopify-Search-Query-Debug": "1",  # without it, warnings about a search may stay out of the answer
        }
        return await post(self._poster, self._url, headers=headers, body=body, deadline=deadline)

    def _note_version(self, reply: Reply) -> None:
        """An expired version is answered by another one without a word; what it lacks then fails as a missing field."""
        served = reply.headers.get(VERSION_HEADER)
        if served is not None and served not in {self.asked, self.served}:
            log.warning("shopify.version", extra={"asked": self.asked, "served": served[:20]})
        self.served = served if served is not None else self.served


def _token(store: Store, root: str, poster: Poster, clock: Callable[[], float]) -> GivenToken | FetchedToken:
    match store.credentials:
        case ClientCredentials(client_id=client_id, client_secret=client_secret):
            return FetchedToken(f"{root}{PATH}", client_id, client_secret, poster=poster, clock=clock)
        case given:
            return GivenToken(given.access_token)


def _path(error: ValidationError) -> str:
    """Where the first invalid field stands, "[]" for every list; the names are the models' own, never the answer's."""
    return ".".join("[]" if isinstance(part, int) else part for part in error.errors()[0]["loc"]).replace(".[]", "[]")
