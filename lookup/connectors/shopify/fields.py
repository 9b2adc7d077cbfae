"""What we read of Shopify's answers; every other field is ignored, every list and text is bounded.

Enums are read as words, since Shopify adds to them. Times without a zone or outside of 1970 to 2200 are refused, so
that none can break a calculation later.
Source: https://shopify.dev/docs/api/admin-graphql/2026-10
"""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StrictBool, StrictInt
from pydantic import StringConstraints as Bounded
from pydantic.alias_generators import to_camel

from lookup.connectors.shopify import queries

FIRST_YEAR, LAST_YEAR = 1970, 2200


def _reasonable(moment: datetime) -> datetime:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError("a year that no order has")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_reasonable)]
Id = Annotated[str, Bounded(min_length=1, max_length=100)]
Word = Annotated[str, Bounded(max_length=100)]
Text = Annotated[str, Bounded(max_length=2_048)]
Count = Annotated[StrictInt, Field(ge=0, le=1_000_000)]


class Fields(BaseModel):
    """Any object of theirs."""

    model_config = ConfigDict(extra="ignore", frozen=True, alias_generator=to_camel)


class Address(Fields):
    """Where something goes, without street and name, which nobody needs here."""

    zip: Text | None = None
    phone: Text | None = None
    country_code_v2: Word | None = Field(default=None, alias="countryCodeV2")


class EmailAddress(Fields):
    """A customer's."""

    email_address: Text


class PhoneNumber(Fields):
    """A customer's."""

    phone_number: Text


class Customer(Fields):
    """Who ordered; some guests' orders have none."""

    default_email_address: EmailAddress | None
    default_phone_number: PhoneNumber | None


class Whose(Fields):
    """An order that may be the one, with all that tells whose it is and nothing of where it is."""

    id: Id
    name: Text
    confirmation_number: Text | None
    email: Text | None
    phone: Text | None
    created_at: Moment
    cancelled_at: Moment | None
    closed_at: Moment | None
    shipping_address: Address | None
    billing_address: Address | None
    customer: Customer | None


class Candidates(Fields):
    """A list of them."""

    nodes: tuple[Whose, ...] = Field(max_length=queries.CANDIDATES_LIMIT)


class ByNumber(Fields):
    """Answer to `queries.BY_NUMBER`."""

    named: Candidates
    confirmed: Candidates | None = None


class CustomersOrders(Fields):
    """A customer's newest orders."""

    orders: Candidates


class ByEmail(Fields):
    """Answer to `queries.BY_EMAIL`."""

    customer_by_identifier: CustomersOrders | None


class Line(Fields):
    """Something that was ordered; `current_quantity` is what is left of it after returns and changes."""

    id: Id
    title: Text
    current_quantity: Count
    unfulfilled_quantity: Count
    requires_shipping: StrictBool


class PageInfo(Fields):
    """Whether there is more than was asked for."""

    has_next_page: StrictBool


class Lines(Fields):
    """The first of what was ordered."""

    nodes: tuple[Line, ...] = Field(max_length=queries.LINES_LIMIT)
    page_info: PageInfo


class LineId(Fields):
    """Which of the order's lines."""

    id: Id


class SentLine(Fields):
    """What is in a parcel."""

    quantity: Count | None
    line_item: LineId


class SentLines(Fields):
    """The first of what is in a parcel."""

    nodes: tuple[SentLine, ...] = Field(max_length=queries.SENT_LINES_LIMIT)


class Tracking(Fields):
    """A carrier's number for a parcel."""

    company: Text | None
    number: Text | None
    url: Text | None


class Event(Fields):
    """Something a carrier reported."""

    happened_at: Moment


class Events(Fields):
    """The latest of them."""

    nodes: tuple[Event, ...] = Field(max_length=1)


class Fulfillment(Fields):
    """One sending; it stays in the list when it is cancelled."""

    status: Word
    display_status: Word | None
    created_at: Moment
    estimated_delivery_at: Moment | None
    delivered_at: Moment | None
    requires_shipping: StrictBool
    tracking_info: tuple[Tracking, ...] = Field(max_length=queries.TRACKING_LIMIT)
    events: Events
    fulfillment_line_items: SentLines


class Method(Fields):
    """How something reaches the customer."""

    method_type: Word


class Hold(Fields):
    """Why something waits."""

    reason: Word


class FulfillmentOrder(Fields):
    """Part of an order that is to be sent together."""

    status: Word
    fulfill_at: Moment | None
    delivery_method: Method | None
    fulfillment_holds: tuple[Hold, ...] = Field(max_length=100)


class FulfillmentOrders(Fields):
    """The first of them; short or empty where the app may not see them."""

    nodes: tuple[FulfillmentOrder, ...] = Field(max_length=queries.WAITING_LIMIT)


class Order(Fields):
    """How an order stands."""

    id: Id
    name: Text
    cancelled_at: Moment | None
    cancel_reason: Word | None
    display_fulfillment_status: Word
    requires_shipping: StrictBool
    shipping_address: Address | None
    line_items: Lines
    fulfillments: tuple[Fulfillment, ...] = Field(max_length=queries.PARCELS_LIMIT)
    fulfillment_orders: FulfillmentOrders | None = None


class Details(Fields):
    """Answer to `queries.DETAILS`."""

    order: Order | None


class ShopFields(Fields):
    """The store itself."""

    name: Text
    iana_timezone: Word
    order_number_format_prefix: Word
    order_number_format_suffix: Word
    shop_address: Address | None = None


class Scope(Fields):
    """Something the app may do."""

    handle: Word


class Installation(Fields):
    """Our app in this store."""

    access_scopes: tuple[Scope, ...] = Field(max_length=500)


class ApiVersion(Fields):
    """A version of the API."""

    handle: Word
    supported: StrictBool


class StoreFields(Fields):
    """Answer to `queries.STORE`."""

    shop: ShopFields
    current_app_installation: Installation
    public_api_versions: tuple[ApiVersion, ...] = Field(max_length=100)
