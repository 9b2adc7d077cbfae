"""What every client asks, and what it may hear."""

from dataclasses import dataclass

from tests.world.shop import NEEDLES

QUESTION = "Where is ORD-9842? ZIP 94107"
WITHOUT_PROOF = "Where is ORD-9842?"
PROOF = "94107"
STRANGERS = "Where is ORD-9842? ZIP 10001"
TOLD = "Out for delivery — arrives Tuesday"
WANTS_A_PERSON = "I want to talk to a person. My e-mail is jane.doe@example.com"


@dataclass(frozen=True)
class Served:
    """A Waybill that answers, and what a developer was given for it."""

    url: str
    key: str
    agent: str

    @property
    def base_url(self) -> str:
        return f"{self.url}/v1"


def tells_nothing(text: object) -> bool:
    said = str(text)
    return bool(said) and not any(needle in said for needle in NEEDLES)
