"""Whose guesses are counted together: by their own address, where we know which proxies are ours."""

import logging

import pytest
from aiohttp.test_utils import make_mocked_request
from hypothesis import given
from hypothesis import strategies as st

from routes.address import address_of
from tests.widget.conftest import Opens


@pytest.mark.parametrize(
    ("header", "proxies", "expected"),
    [
        ("203.0.113.7", 0, None),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", 1, "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7, 10.0.0.1", 2, "203.0.113.7"),
        ("2001:db8::1", 1, "2001:db8::1"),
        ("203.0.113.7", 2, None),
        ("nobody", 1, None),
        ("", 1, None),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(header: str, proxies: int, expected: str | None) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": header})
    assert request.remote is None
    assert address_of(request, proxies) == expected


@given(st.text(max_size=60), st.integers(0, 5))
def test_any_header_gives_an_address_or_none(header: str, proxies: int) -> None:
    plain = "".join(character for character in header if character.isprintable() and ord(character) < 256)
    found = address_of(make_mocked_request("GET", "/", headers={"X-Forwarded-For": plain}), proxies)
    assert found is None or found.count(".") == 3 or ":" in found


async def test_an_operator_hears_once_that_proxies_are_not_counted(
    opens: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    page = opens()
    page._http.headers["X-Forwarded-For"] = "203.0.113.7"  # type: ignore[index]  # a mutable mapping
    with caplog.at_level(logging.WARNING, "waybill.widget"):
        for _ in range(2):
            assert await page.arrive() == 201
    assert sum("WAYBILL_PROXIES" in record.message for record in caplog.records) == 1
