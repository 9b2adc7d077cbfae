"""`Shopify`: asks a store which order is meant, and about that one only, how it stands."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from infra.net.reply import Poster
from intents import forms
from lookup.connectors.shopify import candidates, queries, reference
from lookup.connectors.shopify.admin import Admin
from lookup.connectors.shopify.check import StoreCheck, check
from lookup.connectors.shopify.details import details, status
from lookup.connectors.shopify.fields import ByEmail, ByNumber, Details, Order, Whose
from lookup.connectors.shopify.parcels import standing
from lookup.connectors.shopify.queries import Query
from lookup.connectors.shopify.reference import Numbering
from lookup.connectors.shopify.store import Store, admin_url
from lookup.connectors.shopify.wording import summary
from lookup.order import Answer, Failure, Kind, Question, Refusal, Refused
from lookup.places import Places

NO_ORDER = "gid://shopify/Order/0"
"""Asked about where an e-mail leads to no order: who is a customer must not show in how long a "no" takes."""


class Shopify:
    """Asks a Shopify store: one request finds the order, a second one fetches its details if a claim may fit.

    Args:
        store: which, and what its check found out.
        poster: the guarded client.
        places: the tenant's own; all its connectors share them.
        clock: Unix seconds: tokens are renewed and days are said by it.
        base_url: for the operator only, to ask a server on this machine in the store's place.
    """

    def __init__(
        self,
        store: Store,
        *,
        poster: Poster,
        places: Places,
        clock: Callable[[], float],
        base_url: Callable[[str], str] = admin_url,
    ) -> None:
        self._store = store
        self._numbering = Numbering(store.prefix, store.suffix)
        self._zone = ZoneInfo(store.zone)
        self._places = places
        self._clock = clock
        self._admin = Admin(store, poster=poster, clock=clock, base_url=base_url)
        self._sees_waiting = True

    async def look_up(self, question: Question) -> Answer | Refused:
        """Ask once, within the store's budget. `reference`: an order's name, a confirmation number, or an e-mail.

        Raises: OrderSourceError when no usable answer came.
        """
        if question.kind is not Kind.ORDER:
            return _refused(Refusal.NOT_FOUND)
        query = self._query(question.reference)
        if query is None:
            return _refused(Refusal.INVALID_REFERENCE)
        deadline = asyncio.get_running_loop().time() + self._store.budget
        async with self._places.take(deadline):
            one = await self._the_one(query, question.reference, deadline)
            if one is None:
                if "@" in question.reference:
                    await self._details(NO_ORDER, deadline)
                return _refused(Refusal.NOT_FOUND)
            whose = candidates.holder(one)
            if candidates.nothing_fits(whose, question.context):
                return _refused(Refusal.UNAUTHORIZED)
            order = await self._details(one.id, deadline)
        if order is None or order.id != one.id:
            return _refused(Refusal.NOT_FOUND)
        stands = standing(order, self._zone, self._store.country)
        return Answer(status(stands), summary(stands, self._today()), details(stands), whose)

    async def check(self) -> StoreCheck:
        """Look at the store, within the budget. Raises: OrderSourceError."""
        deadline = asyncio.get_running_loop().time() + self._store.budget
        async with self._places.take(deadline):
            return await check(self._admin, deadline)

    def _query(self, asked: str) -> Query | None:
        """The query for a reference; None if it cannot be one, and then nothing is sent."""
        if "@" in asked:
            email = forms.email(asked)
            return None if email is None else queries.by_email(email)
        number = reference.readable(asked)
        return None if number is None else queries.by_number(number, self._numbering)

    async def _the_one(self, query: Query, asked: str, deadline: float) -> Whose | None:
        if (email := query.variables.get("email")) is not None:
            customer, _ = await self._admin.ask(query, ByEmail, deadline)
            return candidates.the_newest(customer, str(email))
        found, _ = await self._admin.ask(query, ByNumber, deadline)
        return candidates.the_one(found, asked, self._numbering)

    async def _details(self, order_id: str, deadline: float) -> Order | None:
        """The order's details, without what waits to be sent where the app may not see that."""
        found, answered = await self._admin.ask(queries.about(order_id, waiting=self._sees_waiting), Details, deadline)
        if found.order is None and answered.denied_waiting:
            self._sees_waiting = False
            found, _ = await self._admin.ask(queries.about(order_id, waiting=False), Details, deadline)
        return found.order

    def _today(self) -> date:
        return datetime.fromtimestamp(self._clock(), UTC).astimezone(self._zone).date()


def _refused(refusal: Refusal) -> Refused:
    return Refused(refusal, Failure("refused", error_code=refusal.value))
