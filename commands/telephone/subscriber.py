"""Who calls, whom, on which account: what every request of a call says of it."""

from dataclasses import dataclass, field
from secrets import token_hex
from urllib.parse import quote

API_VERSION = "2010-04-01"


def new_sid(kind: str) -> str:
    """An identifier such as Twilio makes: two letters, 32 hexadecimal digits."""
    return kind + token_hex(16)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A telephone number that belongs to a line of a server.

    Attributes:
        reach: where the server listens, as in http://127.0.0.1:8080.
        public: how it is known to the world; what it sends must lead there. Requests are signed for it.
        line: the id of the line.
        account: AC and 32 hexadecimal digits.
        token: the account's secret.
        number: the called number, E.164.
        fallback: the URL to ask where a document cannot be had.
    """

    reach: str
    public: str
    line: str
    account: str
    token: str = field(repr=False)
    number: str
    fallback: str | None = None

    @property
    def incoming(self) -> str:
        """What is asked when the number is called."""
        return f"{self.public}/voice/{quote(self.line, safe='')}/incoming"

    @property
    def status(self) -> str:
        """What is told when a call has ended."""
        return f"{self.public}/voice/{quote(self.line, safe='')}/status"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls. `number`: E.164, or what stands in its place; `attestation`: what the carrier says of it."""

    number: str = "+14155550123"
    attestation: str | None = None
    zip: str = "94107"

    @property
    def geography(self) -> dict[str, str]:
        """Where the number's exchange is, under both names that Twilio gives it. Proves nothing of who calls."""
        known = self.number.startswith("+")
        here = {"City": "SAN FRANCISCO", "State": "CA", "Zip": self.zip, "Country": "US"} if known else {}
        blank = dict.fromkeys(("City", "State", "Zip", "Country"), "")
        return {f"{end}{name}": value for end in ("From", "Caller") for name, value in {**blank, **here}.items()}


def call_parameters(subscriber: Subscriber, caller: Caller, sid: str, status: str) -> dict[str, str]:
    """What is always sent of a call that comes in. `status` is Twilio's CallStatus."""
    called = {"City": "", "State": "CA", "Zip": "", "Country": "US"}
    parameters = {
        "CallSid": sid,
        "AccountSid": subscriber.account,
        "From": caller.number,
        "Caller": caller.number,
        "To": subscriber.number,
        "Called": subscriber.number,
        "CallStatus": status,
        "ApiVersion": API_VERSION,
        "Direction": "inbound",
        **caller.geography,
        **{f"{end}{name}": value for end in ("To", "Called") for name, value in called.items()},
    }
    return parameters | ({"StirVerstat": caller.attestation} if caller.attestation else {})


def colleague_parameters(subscriber: Subscriber, number: str, sid: str, parent: str, status: str) -> dict[str, str]:
    """What is always sent of the leg that a `<Dial>` made."""
    return {
        "CallSid": sid,
        "ParentCallSid": parent,
        "AccountSid": subscriber.account,
        "From": subscriber.number,
        "Caller": subscriber.number,
        "To": number,
        "Called": number,
        "CallStatus": status,
        "ApiVersion": API_VERSION,
        "Direction": "outbound-dial",
    }
