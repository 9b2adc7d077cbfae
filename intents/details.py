"""Which detail of an order is asked for, and whether it is an order or a project that is spoken of."""

import re
from collections.abc import Sequence

from intents.phrasebook import Phrasebook
from intents.vocabulary import CLASSES, listed

_DETAILS = Phrasebook(
    {
        "message": """
            leave|take|send|pass|drop|give|write|record|relay|get ... a|my|this? message|note|voicemail|memo|word
            leave|take message|note
            pass|hand|relay|forward|send this|that|it|something ... on|along|over
            pass|relay on|along
            tell|inform|notify|let them|someone|somebody|colleague|colleagues|team|boss|manager|shop|office
            tell|inform|notify|let the|your|a colleague|colleagues|team|boss|manager|shop|office|owner|warehouse
            write|note|take|jot this|that|it|something down
            make a note
            """,
        "delivered_at": """
            when|whens BE ... delivered|dropped|left
            when DO ... THING|it|they ... arrive|arrived|come|delivered|land|get
            what time|day|date BE ... delivered|dropped|left
            what time|day|date did
            """,
        "carrier": """
            carrier|courier|shipper
            which|what company|service ... deliver|delivers|delivering|ship|ships|shipped|shipping|sent|has|handling
            who deliver|delivers|delivered|delivering|brings|carries|ships|shipped
            who BE|DO|HAVE ... deliver|delivers|delivering|delivered|shipping|shipped|ship|carrying|bringing
            who|which ... shipped with|by|through
            ups|fedex|usps|dhl or
            """,
        "tracking": """
            tracking number|no|link|code|id|url|information|details|page|reference
            track link|number
            link|number|code ... to|for|i ... track|follow|trace|tracking|courier|carrier
            ups|fedex|usps|dhl|courier|carrier|shipment|consignment|waybill|awb number|code|id|link
            follow|trace|watch ... it|THING online|myself|along|progress
            where|how DO i follow|track|trace ... it|THING
            link where|so|that
            give|send|text|show me|us? the|that|a link
            ^ AGREE? POLITE? the|a? tracking POLITE? $
            give|send|text|tell|show|need|want|have|get me? the|that|my? tracking
            """,
        "packages": """
            how many boxes|parcels|packages|shipments|deliveries
            number of boxes|parcels|packages|shipments
            in one|two|several|multiple|separate box|boxes|parcel|parcels|package|packages|shipment|shipments
            in a single box|parcel|package|shipment
            all|everything in one
            """,
        "items": """
            what BE|am in|inside ... THING|it|there
            what ... i|we ... ordering|ordered|order|buy|bought|get|getting
            what|which|how|list|name ... items|products|things|articles
            contents
            """,
        "eta": """
            eta
            when|whens will|should|can|could|is|are|would|might ... ARRIVE
            when DO ... ARRIVE
            when DO i|we ... expect|get|receive|have
            how long|soon|much ... ARRIVE|take|longer|until|till|more
            what time|day|date ... ARRIVE
            estimated|expected|delivery|arrival date|time|day|arrival|delivery
            how many days|weeks|hours
            BE ... coming|arriving|arrive|delivered|here today|tomorrow|tonight|week|weekend|friday|monday
            """,
    },
    CLASSES,
)
_PRECEDENCE = ("message", "tracking", "carrier", "packages", "items", "delivered_at", "eta")
_PAST = frozenset({"was", "were", "did", "got"})

_KEY = re.compile(r"\b[a-z]{2,20}(?:_[a-z0-9]{1,20}){1,3}\b", re.IGNORECASE)
_OWN_WORD = re.compile(
    r"\bwhat(?:'s|\u2019s|s| is| are| was) (?:the|my) ([a-z]{3,20}(?: [a-z]{3,20})?) (?:on|of|for|in) "
    r"(?:my|the|this|that) (?:order|package|parcel|purchase|project|job)\b",
    re.IGNORECASE,
)
# What is asked with these words is the whole status, or a claim, which is never told.
_NO_KEY = re.compile(
    r"status|update|state|progress|location|whereabouts|situation|problem|issue|e?mail|address|zip|post|phone|name|number|"
    r"reference|password|card|delay|hold|digits",
    re.IGNORECASE,
)

_PROJECT = listed(CLASSES["WORK"])
_ORDER = listed("order orders package packages parcel parcels shipment shipments delivery deliveries purchase")
_CONCERNS = (
    _PROJECT
    | _ORDER
    | listed(
        "where track tracking status delivered shipped arrived dispatched cancel return refund broken damaged lost "
        "stolen"
    )
)


def about(text: str, words: Sequence[str]) -> str | None:
    """The detail that is asked for: a well-known one, or the customer's own word for another ("gift_note"); or None.

    A word of their own is taken only where it is written as a key, or in "what is the ... on my order".
    """
    found = set(_DETAILS.find(words))
    if "eta" in found and _PAST.isdisjoint(words):
        found.discard("delivered_at")
    known = next((detail for detail in _PRECEDENCE if detail in found), None)
    return known or _own_word(text)


def kind(words: Sequence[str]) -> str | None:
    """The one that is spoken of, "order" or "project"; None if neither is, or both are."""
    said = set(words)
    project, order = not _PROJECT.isdisjoint(said), not _ORDER.isdisjoint(said)
    if project and order and "work" in said:  # a work order is a job
        order = False
    if project == order:
        return None
    return "project" if project else "order"


def speaks_of_order(words: Sequence[str]) -> bool:
    """Whether an order or a project is spoken of, if only by what happens to one."""
    return not _CONCERNS.isdisjoint(words)


def _own_word(text: str) -> str | None:
    key = _KEY.search(text) if "_" in text and "@" not in text else None
    if key is None or _NO_KEY.search(key[0]):
        key = _OWN_WORD.search(text)
    if key is None:
        return None
    word = key[key.re.groups].lower().replace(" ", "_")
    return None if _NO_KEY.search(word) else word
