"""What we send to Shopify is valid by its own schema of the pinned version, and uses nothing that is on its way out."""

import re

import pytest
from graphql import GraphQLObjectType, parse, validate
from graphql.validation import NoDeprecatedCustomRule, specified_rules
from shopify_server import SCHEMA, schema

from lookup.connectors.shopify import queries
from lookup.connectors.shopify.parcels import _STATES, Reason
from lookup.connectors.shopify.queries import Query
from lookup.connectors.shopify.reference import Numbering
from lookup.connectors.shopify.rest import _BY_ORDER, Hold
from lookup.connectors.shopify.store import VERSION

NUMBERING = Numbering("EN", "-A")
QUERIES = [
    queries.by_number("XPAV284CT", NUMBERING),
    queries.by_email("jane.doe@example.com"),
    queries.about("gid://shopify/Order/1", waiting=True),
    queries.newest(),
    queries.store(),
]


def test_the_schema_is_that_of_the_pinned_version() -> None:
    assert VERSION in SCHEMA.name


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.text.split("(")[0].split()[1])
def test_every_query_is_valid_and_uses_nothing_deprecated(query: Query) -> None:
    assert not validate(schema(), parse(query.text), [*specified_rules, NoDeprecatedCustomRule])


def test_every_filter_we_search_by_is_documented() -> None:
    root = schema().query_type
    assert isinstance(root, GraphQLObjectType)
    documented = re.findall(r"^\| (\w+) \|", root.fields["orders"].args["query"].description or "", re.MULTILINE)
    variables = queries.by_number("XPAV284CT", NUMBERING).variables
    used = re.findall(r"(\w+):", f"{variables['name']} {variables['confirmation']}")
    assert set(used) == {"name", "confirmation_number"}
    assert set(used) <= set(documented)


def test_every_word_for_where_something_is_has_a_meaning_here() -> None:
    """Two are left out on purpose: a cancelled sending is no parcel, and of a voided label nothing can be told."""
    enums = schema().type_map
    assert set(enums["FulfillmentDisplayStatus"].values) - {"CANCELED", "LABEL_VOIDED"} == set(_STATES)
    assert set(enums["OrderDisplayFulfillmentStatus"].values) == set(_BY_ORDER)


def test_every_reason_we_say_is_one_of_theirs() -> None:
    enums = schema().type_map
    assert {hold.value for hold in Hold} < set(enums["FulfillmentHoldReason"].values)
    assert {reason.value for reason in Reason} < set(enums["OrderCancelReason"].values)
