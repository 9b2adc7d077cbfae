"""Signatures as Twilio publishes them, and as its own library makes them."""

import pytest

from commands.telephone.signing import sign

CALL = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}
OTHER = {**CALL, "Caller": "+14158675309", "From": "+14158675309"}


@pytest.mark.parametrize(
    ("url", "form", "signature"),
    [
        ("https://example.com/myapp.php?foo=1&bar=2", CALL, "L/OH5YylLD5NRKLltdqwSvS0BnU="),
        ("https://mycompany.com/myapp.php?foo=1&bar=2", OTHER, "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", OTHER, "kvajT1Ptam85bY51eRf/AJRuM3w="),
        ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", OTHER, "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ("wss://example.com/voice/relay", {}, "EEN0PpGHDDZn2D6X+CsaCBIaf1A="),
        ("wss://example.com/voice/relay/", {}, "DPGgON1R152LN7WA9Yt9Ra1bQE8="),
        ("https://example.com/voice?CallSid=CA123&From=%2B14155550100", {}, "4/tK9hIVE7WOg2E7syJnlxcSXWE="),
        ("https://example.com/v", {"SpeechResult": "café 5½", "Digits": ""}, "nxw7Sf/pJyuReMw2Un0QPu+VnYw="),
        ("https://example.com/v#rc=2", {"SpeechResult": "café 5½", "Digits": ""}, "nxw7Sf/pJyuReMw2Un0QPu+VnYw="),
    ],
)
def test_published_signatures_are_made(url: str, form: dict[str, str], signature: str) -> None:
    assert sign(url, form, "12345") == signature
