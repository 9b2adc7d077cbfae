"""A URL is refused with a sentence, or comes back as it will be called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from infra.net.url import check_url

PORTS = frozenset({9402})


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://shop.example.com/", "must start with https://"),
        ("ftp://shop.example.com/", "must start with https://"),
        ("shop.example.com/status", "must start with https://"),
        ("", "must start with https://"),
        ("//shop.example.com/", "must start with https://"),
        ("https:shop", "must name a host"),
        ("https:/shop", "must name a host"),
        ("https://", "must name a host"),
        ("https:///status", "must name a host"),
        ("https://:443/", "readable"),
        ("https://me@shop.example.com/", "user name"),
        ("https://me:secret@shop.example.com/", "user name"),
        ("https://@shop.example.com/", "user name"),
        ("https://:@shop.example.com/", "user name"),
        ("https://shop.example.com/#part", "fragment"),
        ("https://shop.example.com/#", "fragment"),
        ("https://shop.example.com:0/", "port"),
        ("https://shop.example.com:65536/", "readable"),
        ("https://shop.example.com:port/", "readable"),
        ("https://[::1/", "readable"),
        ("https://shop.example.com/\nHost: inside", "control characters"),
        ("https://shop.example.com/ status", "spaces"),
        ("https://shop.example.com\\@inside/", "backslashes"),
        ("https://shop.example\u200b.com/", "control characters"),
        ("https://shop.example.com/" + "x" * 2048, "longer than 2,048"),
        ("https://127.0.0.1/", "public internet"),
        ("https://10.1.2.3:8443/", "public internet"),
        ("https://[::1]/", "public internet"),
        ("https://[fe80::1%25eth0]/", "public internet"),
        ("https://[::ffff:127.0.0.1]/", "public internet"),
        ("http://127.0.0.1:9403/", "must start with https://"),
        ("http://127.0.0.2:9402/", "must start with https://"),
        ("http://localhost.example.com:9402/", "must start with https://"),
    ],
)
def test_a_url_we_cannot_call_is_refused_with_a_sentence(url: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        check_url(url, loopback_ports=PORTS)


@pytest.mark.parametrize(
    "url",
    [
        "https://shop.example.com/status",
        "https://shop.example.com:8443/status?key=a%20b",
        "https://8.8.8.8/status",
        "https://[2606:4700::1111]/status",
        "http://127.0.0.1:9402/status",
        "http://localhost:9402/status",
        "https://localhost:9402/status",
    ],
)
def test_a_url_we_can_call_comes_back_as_it_is(url: str) -> None:
    assert check_url(url, loopback_ports=PORTS) == url


def test_without_the_development_setting_loopback_is_closed() -> None:
    with pytest.raises(ValueError, match="https"):
        check_url("http://127.0.0.1:9402/")


@given(st.text(max_size=40).map(lambda rest: "https://" + rest) | st.text(max_size=60))
def test_whatever_passes_is_https_with_a_host_and_no_secrets_in_it(text: str) -> None:
    try:
        url = URL(check_url(text))
    except ValueError:
        return
    assert url.scheme == "https"
    assert url.host
    assert url.user is None
    assert url.port
