"""How an order's facts and other values are written for people."""

import pytest

from console.order_panel import Fact, facts
from console.showing import leads, told


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"items": [{"name": "Desk lamp", "quantity": 2}, {"name": "Bulb"}]}, [("items", "Desk lamp (2), Bulb")]),
        ({"items": ["Lamp", "Shade"]}, [("items", "Lamp, Shade")]),
        ({"delivered_at": "1970-01-02T01:00:24+01:00"}, [("delivered_at", 86424.0)]),
        ({"holds": ["2026-11-23T05:12:24+00:00"]}, [("holds", "23 Nov 2026, 05:12 UTC")]),
        ({"eta": "2026-12-01", "note": None}, [("eta", "2026-12-01"), ("note", "")]),
        (
            {"packages": [{"carrier": "UPS", "items": [{"name": "Table", "quantity": 1}]}]},
            [("packages 1 carrier", "UPS"), ("packages 1 items", "Table (1)")],
        ),
        ({"items": []}, [("items", "")]),
    ],
)
def test_facts_are_written_as_people_write_them(given: dict[str, object], shown: list[Fact]) -> None:
    assert list(facts(given)) == shown


@pytest.mark.parametrize("value", ["2026-13-40T99:99", "2026-11-23T05:12:24", "T", 7, True, None])
def test_what_is_no_moment_stays_as_it_came(value: object) -> None:
    assert told(value) == ("" if value is None else str(value))


@pytest.mark.parametrize("text", ["https://ups.example/track?num=1Z%209", "https://shop.example:8443"])
def test_one_address_of_the_shops_is_a_link(text: str) -> None:
    assert leads(text)


NO_LINKS = """javascript:alert(1)
http://ups.example/
see https://ups.example
https://
https://a b
//ups.example
https://ups.example@evil.example/
 https://ups.example"""


@pytest.mark.parametrize("text", [*NO_LINKS.split("\n"), "https://ups.example/\n"])
def test_nothing_else_is_a_link(text: str) -> None:
    assert not leads(text)
