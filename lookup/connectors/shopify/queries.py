"""The GraphQL we send, all of it. Tests validate it against Shopify's schema for the pinned version.

Answers have to fit into the 64 KB that the guarded client reads: lists are short, and titles come once.
Source: https://shopify.dev/docs/api/admin-graphql/2026-10
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lookup.connectors.shopify.reference import Numbering, confirmation_term, is_confirmation, search_term

CANDIDATES_LIMIT = 5
LINES_LIMIT = 20
SENT_LINES_LIMIT = 10
PARCELS_LIMIT = 20
TRACKING_LIMIT = 3
WAITING_LIMIT = 10

_WHOSE = """
fragment Whose on Order {
  id name confirmationNumber email phone createdAt cancelledAt closedAt
  shippingAddress { zip phone countryCodeV2 }
  billingAddress { zip phone countryCodeV2 }
  customer { defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
}
"""

_BY_NUMBER = f"""
query OrderByNumber($name: String, $confirmation: String, $confirming: Boolean!) {{
  named: orders(first: {CANDIDATES_LIMIT}, query: $name, sortKey: CREATED_AT, reverse: true) {{ nodes {{ ...Whose }} }}
  confirmed: orders(first: {CANDIDATES_LIMIT}, query: $confirmation, sortKey: CREATED_AT, reverse: true)
    @include(if: $confirming) {{ nodes {{ ...Whose }} }}
}}
{_WHOSE}"""

_BY_EMAIL = f"""
query OrderByEmail($email: String!) {{
  customerByIdentifier(identifier: {{ emailAddress: $email }}) {{
    orders(first: {CANDIDATES_LIMIT}, sortKey: CREATED_AT, reverse: true) {{ nodes {{ ...Whose }} }}
  }}
}}
{_WHOSE}"""

_DETAILS = f"""
query OrderDetails($id: ID!, $waiting: Boolean!) {{
  order(id: $id) {{
    id name cancelledAt cancelReason displayFulfillmentStatus requiresShipping
    shippingAddress {{ countryCodeV2 }}
    lineItems(first: {LINES_LIMIT}) {{
      nodes {{ id title currentQuantity unfulfilledQuantity requiresShipping }}
      pageInfo {{ hasNextPage }}
    }}
    fulfillments(first: {PARCELS_LIMIT}) {{
      status displayStatus createdAt estimatedDeliveryAt deliveredAt requiresShipping
      trackingInfo(first: {TRACKING_LIMIT}) {{ company number url }}
      events(first: 1, sortKey: HAPPENED_AT, reverse: true) {{ nodes {{ happenedAt }} }}
      fulfillmentLineItems(first: {SENT_LINES_LIMIT}) {{ nodes {{ quantity lineItem {{ id }} }} }}
    }}
    fulfillmentOrders(first: {WAITING_LIMIT}) @include(if: $waiting) {{
      nodes {{ status fulfillAt deliveryMethod {{ methodType }} fulfillmentHolds {{ reason }} }}
    }}
  }}
}}
"""

_STORE = """
query Store {
  shop {
    name ianaTimezone orderNumberFormatPrefix orderNumberFormatSuffix
    shopAddress { countryCodeV2 }
  }
  currentAppInstallation { accessScopes { handle } }
  publicApiVersions { handle supported }
}
"""


@dataclass(frozen=True, slots=True)
class Query:
    """A query and its variables."""

    text: str
    variables: Mapping[str, object] = field(repr=False)


def by_number(number: str, numbering: Numbering) -> Query:
    """Which orders may be called so; `number` as `reference.readable` returned it."""
    confirming = is_confirmation(number)
    return Query(
        _BY_NUMBER,
        {
            "name": search_term(number, numbering),
            "confirmation": confirmation_term(number) if confirming else None,
            "confirming": confirming,
        },
    )


def newest() -> Query:
    """The store's newest orders, as if they had been searched for."""
    return Query(_BY_NUMBER, {"name": None, "confirmation": None, "confirming": False})


def by_email(email: str) -> Query:
    """The newest orders of the customer with this address, which is in its canonical form."""
    return Query(_BY_EMAIL, {"email": email})


def about(order_id: str, *, waiting: bool) -> Query:
    """How this order stands; `waiting`: with what has not been sent."""
    return Query(_DETAILS, {"id": order_id, "waiting": waiting})


def store() -> Query:
    """The store itself, and what our app may do there."""
    return Query(_STORE, {})
