"""Our signatures are accepted by receivers that others wrote after the contract, and nothing else is."""

import time
from collections.abc import Iterator

import pytest
from running import COMMANDS, Running, is_installed, look_up, running

from lookup.order import Answer, OrderSourceError, Refusal, Refused


@pytest.fixture(scope="module", params=COMMANDS)
def receiver(request: pytest.FixtureRequest) -> Iterator[Running]:
    if not is_installed(request.param):
        pytest.skip(f"{request.param} is not installed")
    with running(request.param) as started:
        yield started


async def http_status(asking: object) -> int | None:
    with pytest.raises(OrderSourceError) as raised:
        await asking
    return raised.value.failure.http_status


async def test_our_signature_is_accepted(receiver: Running) -> None:
    answer = await look_up(receiver)
    assert isinstance(answer, Answer)
    assert answer.summary == "Out for delivery — arrives Tuesday"


async def test_an_unknown_order_is_a_proper_no(receiver: Running) -> None:
    refused = await look_up(receiver, "ORD-1000")
    assert isinstance(refused, Refused)
    assert refused.refusal is Refusal.NOT_FOUND


async def test_one_changed_byte_is_refused(receiver: Running) -> None:
    assert await http_status(look_up(receiver, body=lambda body: body.replace(b"9842", b"9843"))) == 401


async def test_another_secret_is_refused(receiver: Running) -> None:
    assert await http_status(look_up(receiver, secret="f" * 64)) == 401


async def test_no_signature_is_refused(receiver: Running) -> None:
    assert await http_status(look_up(receiver, secret=None)) == 401


async def test_an_old_request_is_refused(receiver: Running) -> None:
    assert await http_status(look_up(receiver, clock=lambda: time.time() - 310)) == 401


async def test_a_request_from_the_future_is_refused(receiver: Running) -> None:
    assert await http_status(look_up(receiver, clock=lambda: time.time() + 310)) == 401


async def test_an_old_request_under_a_new_time_passes_the_published_signature_but_not_the_other() -> None:
    """What the published signature alone cannot notice, since it does not cover the time."""
    now = str(int(time.time()))
    renewed = {"X-Coffield-Timestamp": now, "webhook-timestamp": now}
    with running("the demo shop") as shop:
        assert await http_status(look_up(shop, clock=lambda: time.time() - 310, headers=renewed)) == 401
        half = {"X-Coffield-Timestamp": now}
        assert await http_status(look_up(shop, clock=lambda: time.time() - 310, headers=half)) == 401
        assert await http_status(look_up(shop, headers={"webhook-id": "req_another"})) == 401
        assert await http_status(look_up(shop, headers={"webhook-signature": None})) == 401
    with running("the demo shop", "--signatures", "published") as shop:
        assert isinstance(await look_up(shop, clock=lambda: time.time() - 310, headers=renewed), Answer)
