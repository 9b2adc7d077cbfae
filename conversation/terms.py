"""What a merchant allows in a conversation, as it stands at the beginning of a turn."""

from dataclasses import dataclass

from intents.meaning import Hints
from lookup.order import Kind
from verification.policy import Policy

DISCLOSED_BY_DEFAULT = ("carrier", "tracking", "tracking_url", "eta", "delivered_at", "items", "packages")


@dataclass(frozen=True, slots=True)
class Guardrails:
    """Rules that stand outside every skill.

    Attributes:
        disclose: which keys of an answer's `details` may be told.
        replace_words: (when, say) pairs, applied to our own sentences only, never to the shop's.
        handoff_on: of `upset`, `legal` and `safety`, what brings in a person.
    """

    disclose: tuple[str, ...] = DISCLOSED_BY_DEFAULT
    replace_words: tuple[tuple[str, str], ...] = ()
    handoff_on: frozenset[str] = frozenset({"upset", "legal", "safety"})


DEFAULT_POLICY = Policy()
DEFAULT_GUARDRAILS = Guardrails()
NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Terms:
    """What the core may know of the merchant.

    Attributes:
        plan_allows: whether the tenant's plan includes lookups.
        kinds: what can be looked up: switched on at the connector and provisioned on the agent; empty without one.
        verifies: the shop's endpoint judges the claims itself, as tested or as the merchant states.
        strict: it also refuses a wrong claim beside right ones; needed where every claim counts.
        locates: an e-mail may stand for the number, since what else is claimed then is judged, or compared by us.
        sees_all: the shop's whole past; otherwise only its last 60 days.
    """

    policy: Policy = DEFAULT_POLICY
    guardrails: Guardrails = DEFAULT_GUARDRAILS
    plan_allows: bool = True
    kinds: frozenset[Kind] = frozenset()
    verifies: bool = False
    strict: bool = True
    locates: bool = True
    sees_all: bool = True
    hints: Hints = NO_HINTS
