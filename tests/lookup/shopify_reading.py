"""An order as it comes over the wire, read on Friday, 20 November 2026, in New York."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from lookup.connectors.shopify.fields import Order
from lookup.connectors.shopify.parcels import Standing, standing

TODAY = date(2026, 11, 20)


NEW_YORK = ZoneInfo("America/New_York")


def read(fields: dict[str, Any], *, more: bool = False) -> Standing:
    """The order as it comes over the wire, where lists are connections; `more`: it has further lines."""
    listed = {key: {"nodes": fields[key]} for key in ("lineItems", "fulfillmentOrders")}
    listed["lineItems"]["pageInfo"] = {"hasNextPage": more}
    sendings = [
        {**each, **{key: {"nodes": each[key]} for key in ("events", "fulfillmentLineItems")}}
        for each in fields["fulfillments"]
    ]
    return standing(Order.model_validate({**fields, **listed, "fulfillments": sendings}), NEW_YORK, "US")


TUESDAY = "2026-11-24T20:00:00Z"
