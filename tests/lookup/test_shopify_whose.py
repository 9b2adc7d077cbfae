"""Whose order it is in a Shopify store: which claims fit, and which prove."""

from typing import Any

import pytest
from shopify_asking import JANE, ORDER, refusal, told
from shopify_orders import address
from shopify_server import ShopifyStore, connected

from lookup.order import Holder, Kind, Refusal
from tenants import trial
from verification.policy import Claim, Factor, Policy
from verification.proof import verify

WRONG = [{"email": "omar@example.com"}, {"zip": "60614"}, {"phone": "+14155550132"}, {"email": "", "zip": "x"}]


@pytest.mark.parametrize("context", WRONG, ids=str)
async def test_whose_claims_are_all_wrong_is_not_even_looked_at_further(context: dict[str, str]) -> None:
    async with connected(ShopifyStore([ORDER])) as shop:
        assert await refusal(shop, context=context) is Refusal.UNAUTHORIZED
    assert [asked.operation for asked in shop.store.asked] == ["OrderByNumber"]


async def test_no_such_order_and_not_your_order_ask_the_store_the_same() -> None:
    async with connected(ShopifyStore([ORDER])) as shop:
        assert await refusal(shop, context={"zip": "60614"}) is Refusal.UNAUTHORIZED
        assert await refusal(shop, "#2002") is Refusal.NOT_FOUND
    assert [asked.operation for asked in shop.store.asked] == ["OrderByNumber", "OrderByNumber"]


async def test_whether_an_email_is_a_customers_does_not_show_in_what_is_asked() -> None:
    """Nor, so, in how long it takes: it is a claim too, and right, where it led to an order."""
    async with connected(ShopifyStore([ORDER])) as shop:
        await told(shop, JANE["email"], {**JANE, "zip": "60614"})
        asked = [each.operation for each in shop.store.asked]
        shop.store.asked.clear()
        nobody = {"email": "nobody@example.com", "zip": "60614"}
        assert await refusal(shop, nobody["email"], nobody) is Refusal.NOT_FOUND
    assert [each.operation for each in shop.store.asked] == asked


async def test_without_claims_the_answer_says_whose_it_is_for_the_policy_to_judge() -> None:
    known = {
        **ORDER,
        "phone": "+14155550132",
        "shippingAddress": address("SW1A 1AA", "07700 900123", "GB"),
        "billingAddress": address("94107-1234"),
        "email": "Jane@Work.example.com",
    }
    async with connected(ShopifyStore([known])) as shop:
        answer = await told(shop, context={})
    assert answer.holder == Holder(
        email=("jane@work.example.com", "jane.doe@example.com"),
        zip=("SW1A1AA", "94107"),
        phone=("+14155550132", "+447700900123"),
        complete=True,
    )
    assert answer.details["international"] is True


NAMELESS = {
    **ORDER,
    "email": None,
    "customer": None,
    "shippingAddress": None,
    "billingAddress": address(None, None, None),
}


@pytest.mark.parametrize("claims", [{"email": ""}, {"zip": ""}, {"zip": "94107"}, {"phone": "+14155550132"}])
async def test_customer_fields_that_the_app_does_not_see_match_nothing(claims: dict[str, str]) -> None:
    async with connected(ShopifyStore([NAMELESS])) as shop:
        assert await refusal(shop, context=claims) is Refusal.UNAUTHORIZED
        answer = await told(shop, context={})
    given = [Claim(Factor(name), value, 0.0) for name, value in claims.items()]
    policy = Policy(factors=tuple(Factor))
    assert verify(answer, given, policy=policy, reference="#1001", verifies=True, raised=False, at=0.0) is None


async def test_a_locating_email_alone_proves_nothing_and_a_zip_beside_it_does() -> None:
    async with connected(ShopifyStore([ORDER])) as shop:
        answer = await told(shop, "Jane.Doe@Example.com", {"email": "jane.doe@example.com", "zip": "94107"})
    email, zip_code = Claim(Factor.EMAIL, "jane.doe@example.com", 0.0), Claim(Factor.ZIP, "94107", 0.0)
    how: dict[str, Any] = {"policy": Policy(), "reference": "jane.doe@example.com", "raised": False, "at": 0.0}
    assert verify(answer, [email], verifies=True, **how) is None
    assert verify(answer, [email, zip_code], verifies=False, **how) is not None


async def test_a_trial_finds_that_the_store_judges_claims() -> None:
    async with connected(ShopifyStore([ORDER])) as shop:
        shown = await trial.run(shop.source, kind=Kind.ORDER, reference="#1001", claims={**JANE, "zip": "94107"})
    assert shown.proven == shown.carries_factors == (Factor.EMAIL, Factor.ZIP)
    assert (shown.strict, shown.conclusive) == (False, True)
