"""Only who holds the token is believed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from channels.voice.signature import is_body, is_signed, sign

TOKEN = "12345"
CALL = [
    ("CallSid", "CA1234567890ABCDE"),
    ("Caller", "+14158675309"),
    ("Digits", "1234"),
    ("From", "+14158675309"),
    ("To", "+18005551212"),
]
OTHER_CALL = [(name, value.replace("5309", "5310")) for name, value in CALL]
TWICE = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234")]
PAGE = "https://mycompany.com/myapp.php?foo=1&bar=2"
BODY = b'{"property": "value", "boolean": true}'
DIGEST = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
UTF8 = [("SpeechResult", "café 5½"), ("Digits", "")]
VECTORS = [
    ("https://example.com/myapp.php?foo=1&bar=2", OTHER_CALL, "L/OH5YylLD5NRKLltdqwSvS0BnU="),
    (PAGE, CALL, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
    ("https://mycompany.com:443/myapp.php?foo=1&bar=2", CALL, "kvajT1Ptam85bY51eRf/AJRuM3w="),
    ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", CALL, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
    (PAGE, TWICE, "IK+Dwps556ElfBT0I3Rgjkr1wJU="),
    (f"{PAGE}&bodySHA256={DIGEST}", [], "a9nBmqA0ju/hNViExpshrM61xv4="),
    ("wss://example.com/voice/relay", [], "EEN0PpGHDDZn2D6X+CsaCBIaf1A="),
    ("wss://example.com/voice/relay/", [], "DPGgON1R152LN7WA9Yt9Ra1bQE8="),
    ("https://example.com/voice?CallSid=CA123&From=%2B14155550100", [], "4/tK9hIVE7WOg2E7syJnlxcSXWE="),
    ("https://example.com/v", UTF8, "nxw7Sf/pJyuReMw2Un0QPu+VnYw="),
]


@pytest.mark.parametrize(("url", "fields", "signature"), VECTORS)
def test_the_ten_published_signatures(url: str, fields: list[tuple[str, str]], signature: str) -> None:
    assert sign(url, TOKEN, fields) == signature
    assert is_signed(url, signature, [TOKEN], fields)
    assert is_signed(url, signature, ["67890", TOKEN], fields)
    assert not is_signed(url, signature, ["67890"], fields)
    assert not is_signed(url, signature, [], fields)


@pytest.mark.parametrize(("url", "fields", "signature"), VECTORS)
def test_a_hair_off_is_wrong(url: str, fields: list[tuple[str, str]], signature: str) -> None:
    other = ("B" if signature[0] == "A" else "A") + signature[1:]
    assert not is_signed(url, other, [TOKEN], fields)
    assert not is_signed(url, signature.lower(), [TOKEN], fields)
    assert not is_signed(url + "x", signature, [TOKEN], fields)
    assert not is_signed(url.upper(), signature, [TOKEN], fields)
    assert not is_signed(url, signature, [TOKEN], [*fields, ("Digits", "9")])
    for absent in (None, "", "ü", "=" * 10_000):
        assert not is_signed(url, absent, [TOKEN], fields)


@pytest.mark.parametrize(
    ("called", "signed"),
    [
        ("https://h.example/v", "https://h.example:443/v"),
        ("https://h.example:443/v", "https://h.example/v"),
        ("https://h.example:8443/v", "https://h.example/v"),
        ("https://me:pw@h.example:8443/v", "https://h.example/v"),
        ("https://[2001:db8::1]:8443/v", "https://[2001:db8::1]/v"),
        ("https://h.example/v?", "https://h.example/v?"),
        ("https://h.example/v#rc=2", "https://h.example/v"),
        ("wss://h.example/v", "wss://h.example/v/"),
        ("wss://h.example/v/", "wss://h.example:443/v"),
    ],
)
def test_what_twilio_is_at_odds_with_itself_about(called: str, signed: str) -> None:
    assert is_signed(called, sign(signed, TOKEN), [TOKEN])


@pytest.mark.parametrize(
    ("called", "signed"),
    [
        ("https://h.example/v", "https://h.example/v/"),  # slashes are forgiven in handshakes alone
        ("https://h.example/v", "wss://h.example/v"),
        ("https://h.example/v", "http://h.example/v"),
        ("https://h.example/v", "https://other.example/v"),
        ("https://h.example/v?a=1", "https://h.example/v"),
    ],
)
def test_what_it_is_not(called: str, signed: str) -> None:
    assert not is_signed(called, sign(signed, TOKEN), [TOKEN])


def test_a_json_body_is_the_one_the_url_names() -> None:
    url = f"{PAGE}&bodySHA256={DIGEST}"
    assert is_body(url, BODY)
    assert not is_body(url, json.dumps(json.loads(BODY), separators=(",", ":")).encode())
    assert not is_body(PAGE, BODY)
    assert not is_body(PAGE, b"")
    assert not is_body(f"{PAGE}&bodySHA256={DIGEST.upper()}", BODY)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=8, unique_by=lambda field: field[0]), TEXT)
def test_twilios_own_validator_agrees(fields: list[tuple[str, str]], token: str) -> None:
    """Where it is right: https without credentials, one value for each name."""
    signature = RequestValidator(token).compute_signature(PAGE, dict(fields))
    assert is_signed(PAGE, signature, [token], fields)
    assert RequestValidator(token).validate(PAGE, dict(fields), sign(PAGE, token, fields))
