"""The demo shop tells the right person about the right order, and nobody else."""

import datetime as dt
import signal
from collections.abc import Iterator, Mapping

import pytest
from running import Running, look_up, running

from lookup.order import Answer, Kind, Refusal, Refused

JANE = {"email": "Jane.Doe@example.com", "zip": "94107"}


@pytest.fixture(scope="module")
def shop() -> Iterator[Running]:
    with running("the demo shop") as started:
        yield started


async def answer(shop: Running, reference: str, claims: Mapping[str, str], kind: Kind = Kind.ORDER) -> Answer:
    found = await look_up(shop, reference, claims=claims, kind=kind)
    assert isinstance(found, Answer)
    return found


async def refusal(shop: Running, reference: str, claims: Mapping[str, str], kind: Kind = Kind.ORDER) -> Refusal:
    refused = await look_up(shop, reference, claims=claims, kind=kind)
    assert isinstance(refused, Refused)
    return refused.refusal


@pytest.mark.parametrize("reference", ["ORD-9842", "ord-9842", "#9842", "9842", " ord 9842 "])
async def test_a_number_is_found_as_people_write_it(shop: Running, reference: str) -> None:
    found = await answer(shop, reference, JANE)
    assert (found.status, found.summary) == ("shipped", "Out for delivery — arrives Tuesday")
    assert found.details["carrier"] == "UPS"
    assert found.details["tracking"] == "1Z999AA10123456784"
    assert dt.date.fromisoformat(str(found.details["eta"])).strftime("%A") == "Tuesday"


@pytest.mark.parametrize("claims", [{"zip": "94107"}, {"zip": "94107-1234"}, {"email": "jane.doe@example.com"}, JANE])
async def test_an_email_or_a_zip_is_enough(shop: Running, claims: Mapping[str, str]) -> None:
    await answer(shop, "ORD-9842", claims)


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"phone": "+14155550132"},
        {"zip": "94108"},
        {"email": "jane@example.com"},
        {**JANE, "zip": "10001"},
        {**JANE, "phone": "+14155550199"},
        {**JANE, "shoe_size": "44"},
    ],
)
async def test_without_the_right_claims_nothing_is_told(shop: Running, claims: Mapping[str, str]) -> None:
    assert await refusal(shop, "ORD-9842", claims) is Refusal.UNAUTHORIZED


async def test_an_unknown_number_is_not_found(shop: Running) -> None:
    assert await refusal(shop, "ORD-1111", JANE) is Refusal.NOT_FOUND


@pytest.mark.parametrize(
    ("reference", "kind"), [("HELLO", Kind.ORDER), ("PROJ-17", Kind.ORDER), ("ORD-9842", Kind.PROJECT)]
)
async def test_what_is_no_number_of_this_kind_is_said_to_be_none(shop: Running, reference: str, kind: Kind) -> None:
    refused = await look_up(shop, reference, claims=JANE, kind=kind)
    assert isinstance(refused, Refused)
    assert refused.refusal is Refusal.INVALID_REFERENCE
    assert refused.message.startswith("Our ")


async def test_an_email_finds_the_newest_open_order_but_proves_nothing(shop: Running) -> None:
    found = await answer(shop, JANE["email"], JANE)
    assert found.status == "processing"
    assert await refusal(shop, JANE["email"], {"email": JANE["email"]}) is Refusal.UNAUTHORIZED
    assert await refusal(shop, JANE["email"], {**JANE, "zip": "10001"}) is Refusal.UNAUTHORIZED
    assert await refusal(shop, "nobody@example.com", {"zip": "94107"}) is Refusal.NOT_FOUND
    assert await refusal(shop, "maria.costa@example.com", {"zip": "33130"}) is Refusal.NOT_FOUND


async def test_dates_are_told_relative_to_today(shop: Running) -> None:
    today = dt.datetime.now(dt.UTC).date()
    stale = await answer(shop, "ORD-9655", {"zip": "98101"})
    assert (today - dt.date.fromisoformat(str(stale.details["eta"]))).days in {8, 9, 10}
    delivered = await answer(shop, "ORD-9701", JANE)
    assert delivered.summary.startswith("Delivered on ")
    assert "{" not in delivered.summary


async def test_two_parcels_are_told_apart(shop: Running) -> None:
    found = await answer(shop, "ORD-9856", {"zip": "02139"})
    assert [package["tracking"] for package in found.details["packages"]] == [
        "1Z999AA10123457001",
        "1Z999AA10123457002",
    ]


async def test_projects_are_answered_too(shop: Running) -> None:
    found = await answer(shop, "PROJ-17", JANE, Kind.PROJECT)
    assert (found.status, found.details["technician"]) == ("scheduled", "Alex")


async def test_every_lookup_is_counted_and_a_sigterm_ends_it_cleanly() -> None:
    with running("the demo shop") as shop:
        for _ in range(2):
            await look_up(shop)
        assert shop.calls() == {"calls": 2, "refused": 0}
        shop.program.send_signal(signal.SIGTERM)
        assert shop.program.wait(timeout=5) == 0
