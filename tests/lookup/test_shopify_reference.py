"""Which words of a customer's reach Shopify's search, and which orders count as the one they mean."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lookup.connectors.shopify.candidates import holder, nothing_fits, the_one
from lookup.connectors.shopify.fields import ByNumber, Candidates, Whose
from lookup.connectors.shopify.reference import (
    Numbering,
    confirmation_term,
    is_confirmation,
    normal,
    readable,
    search_term,
)
from tests.promises.soak import CASES

TERM = re.compile(r"name:[A-Za-z0-9][A-Za-z0-9._/-]*( OR name:[A-Za-z0-9][A-Za-z0-9._/-]*)?")
ALLOWED = re.compile(r"[A-Za-z0-9#._/-]{1,32}")
BENDING = "\"'\\:()*<>, \n\t"
DATES = {"created_at": datetime(2026, 11, 16, tzinfo=UTC), "cancelled_at": None, "closed_at": None}


@pytest.mark.parametrize(
    ("given_", "prefix", "suffix", "term"),
    [
        ("1001", "#", "", "name:1001"),
        ("#1001", "#", "", "name:1001"),
        ("1001", "EN", "", "name:1001 OR name:EN1001"),
        ("en1001", "EN", "", "name:en1001"),
        ("1001", "EN", "-A", "name:1001 OR name:EN1001-A"),
        ("EN1001", "EN", "-A", "name:EN1001 OR name:EN1001-A"),
        ("1001", 'E" OR status:open "', "", "name:1001"),
        ("1001", "#EN-", "", "name:1001 OR name:EN-1001"),
    ],
)
def test_the_search_is_for_the_name_with_and_without_what_the_store_puts_around_it(
    given_: str, prefix: str, suffix: str, term: str
) -> None:
    assert search_term(given_, Numbering(prefix, suffix)) == term


def test_a_confirmation_number_is_searched_for_as_shopify_writes_it() -> None:
    assert is_confirmation("xpav284ct")
    assert confirmation_term("xpav284ct") == "confirmation_number:XPAV284CT"
    assert not is_confirmation("100123456")


@CASES
@given(st.text() | st.text("0123456789ABCorOR#._/-" + BENDING), st.text(max_size=9), st.text(max_size=9))
def test_whatever_a_customer_says_no_search_is_bent(text: str, prefix: str, suffix: str) -> None:
    plain = readable(text)
    if plain is None:
        return
    assert ALLOWED.fullmatch(plain)
    assert TERM.fullmatch(search_term(plain, Numbering(prefix, suffix)))
    if is_confirmation(plain):
        assert re.fullmatch(r"confirmation_number:[A-Z0-9]{6,12}", confirmation_term(plain))


@CASES
@given(st.text(BENDING, min_size=1), st.text("0123456789", min_size=1, max_size=9), st.integers(0, 9))
def test_one_bending_character_inside_is_enough_to_be_refused(bending: str, number: str, place: int) -> None:
    text = f"1{number[:place]}{bending}{number[place:]}1"
    assert readable(text) is None


def whose(name: str, number: int, confirmation: str | None = None, **more: Any) -> Whose:
    fields = {"email": None, "phone": None, "shipping_address": None, "billing_address": None, "customer": None, **more}
    fields |= {"id": f"gid://{number}", "name": name, "confirmation_number": confirmation, **DATES}
    return Whose.model_construct(**fields)


def listed(*orders: Whose) -> Candidates:
    return Candidates.model_construct(nodes=orders)


NAMES = st.text("01EN-A# ", min_size=1, max_size=6)
AROUND = st.builds(Numbering, st.sampled_from(["#", "", "EN", "en-"]), st.sampled_from(["", "-A"]))


@CASES
@given(NAMES, st.lists(NAMES, max_size=5), st.lists(NAMES, max_size=5), AROUND)
def test_exactly_one_order_is_meant_or_none(
    asked: str, named: list[str], confirmed: list[str], around: Numbering
) -> None:
    orders = [whose(name, number) for number, name in enumerate(named)]
    more = [whose(name, number + 3) for number, name in enumerate(confirmed)]  # some of them came by both searches
    found = ByNumber.model_construct(named=listed(*orders), confirmed=listed(*more))
    same = {one.id for one in (*orders, *more) if normal(asked) and normal(asked) in around.names(one.name)}
    one = the_one(found, asked, around)
    assert (one is None) if len(same) != 1 else (one is not None and {one.id} == same)


@CASES
@given(st.lists(NAMES, max_size=5), st.text())
def test_nobody_is_meant_by_a_name_that_none_has(named: list[str], asked: str) -> None:
    found = ByNumber.model_construct(named=listed(*(whose(name, 1) for name in named)), confirmed=None)
    one = the_one(found, asked, Numbering())
    assert one is None or normal(one.name) == normal(asked) != ""


@pytest.mark.parametrize("name", ["#1001", "1001", "# 1001", "EN1001", "en1001-a", "EN1001-A", "1001-A"])
def test_prefix_and_suffix_make_no_difference(name: str) -> None:
    found = ByNumber.model_construct(named=listed(whose("EN1001-A", 1)), confirmed=None)
    assert the_one(found, name, Numbering("EN", "-A")) is not None


@CASES
@given(st.dictionaries(st.sampled_from(["email", "zip", "phone", "name"]), st.text()))
def test_where_a_store_names_nobody_no_claim_fits(context: dict[str, str]) -> None:
    claimed = {"email", "zip", "phone"} & context.keys()
    assert nothing_fits(holder(whose("#1001", 1)), context) is bool(claimed)
