"""Asking a Shopify store on loopback, and two orders of it."""

import pytest
from shopify_orders import address, order, sending, sent
from shopify_server import Connected

from lookup.order import Answer, Failure, Kind, OrderSourceError, Question, Refusal, Refused

JANE = {"email": "jane.doe@example.com"}


ORDER = sent(sending("IN_TRANSIT", estimatedDeliveryAt="2026-11-24T20:00:00Z"))


OMARS = order("#10010", "omar@example.com", shippingAddress=address("60614"))


async def ask(shop: Connected, reference: str = "#1001", context: dict[str, str] = JANE) -> Answer | Refused:
    return await shop.source.look_up(Question(Kind.ORDER, reference, context))


async def told(shop: Connected, reference: str = "#1001", context: dict[str, str] = JANE) -> Answer:
    answer = await ask(shop, reference, context)
    assert isinstance(answer, Answer)
    return answer


async def refusal(shop: Connected, reference: str = "#1001", context: dict[str, str] = JANE) -> Refusal:
    refused = await ask(shop, reference, context)
    assert isinstance(refused, Refused)
    return refused.refusal


async def failure(shop: Connected, reference: str = "#1001") -> Failure:
    with pytest.raises(OrderSourceError) as raised:
        await ask(shop, reference)
    return raised.value.failure
