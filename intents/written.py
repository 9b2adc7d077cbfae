"""Values as they are typed: where in a text e-mails, phones, postcodes and codes stand, their spans untouched."""

import re
from collections.abc import Iterator
from functools import lru_cache

from intents import forms
from intents.mention import Mention, Shape
from intents.shapes import PREFIXES, shape

# Each pattern begins where a word begins and its repetitions share no character with what follows them (or are
# bounded), so a text is passed once.
_EMAIL = re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}", re.IGNORECASE)
_DICTATED = re.compile(r" (?:dot|point|period|underscore|score|dash|hyphen|plus) \Z", re.IGNORECASE)
_SPELLED_OUT = re.compile(r"[A-Z](?:-[A-Z]){2,}(?![a-z-])")  # "J-O-H-N_77@": the dashes are a recogniser's
_DICTATED_REACH = 12
_PHONE = re.compile(
    r"(?<![\w-])(?:\+[0-9](?:[ ().-]{0,2}[0-9]){6,14}"
    r"|(?:1[ .-])?(?:\([0-9]{3}\)|[0-9]{3})[ .-]?[0-9]{3}[ .-][0-9]{4})(?![\w-])"
)
_SPACED_POSTCODE = re.compile(
    r"(?<![\w-])(?:(?:gb-|uk-)?[a-z]{1,2}[0-9][a-z0-9]? [0-9][a-z]{2}"
    r"|[abceghj-nprstvxy][0-9][a-z] [0-9][a-z][0-9])(?![\w-])",
    re.IGNORECASE,
)
_ABROAD = re.compile(  # postcodes with a blank or a dash, which only those who were asked for one mean so
    r"(?<![\w-])(?:(?:[A-Za-z]{1,2}-)?(?:[0-9]{4} [A-Z]{2}|[0-9]{3} [0-9]{2})|[0-9]{3} [0-9]{3}"
    r"|[0-9]{3}-[0-9]{4}|[0-9]{5}-[0-9]{3}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}"
    r"|[A-Za-z][0-9][0-9Ww] ?[A-Za-z0-9]{4})(?![\w-])"
)
_TOKEN = re.compile(r"#?[a-z0-9]+(?:[-_/][a-z0-9]+)*", re.IGNORECASE)
_PREFIX = re.compile(r"(?<![^\W_])([a-z]{1,10}) ?[-#:]? ?\Z", re.IGNORECASE)  # "ORD 9842", "ORD - 9842"
_PREFIX_REACH = 14
_GLUED = re.compile(r"(?:orders?|zip|zipcode|postcode)(?=[0-9])")  # "order9842": the word that names it
_WORDS = frozenset(
    {"order", "orders", "so", "po", "project", "job", "ref", "case", "wo"}
)  # prefixes that are words, too
_NO_LETTER = re.compile(r"[^A-Za-z]")
_HAS_DIGIT = re.compile(r"[0-9]")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_NO_VALUE = re.compile(
    r"https?://\S+|www\.\S+"
    r"|[$\u00a3\u20ac\u20b9] ?[0-9][0-9.,]*"
    r"|\b(?:(?=[0-9])(?:"
    r"[0-9]{4}(?:[ -][0-9]{4}){3,6}(?:[ -][0-9]{1,3})?\b"  # a parcel's number in groups, or a card's
    r"|1z ?[0-9a-z]{3} ?[0-9a-z]{3} ?[0-9]{2} ?[0-9]{4} ?[0-9]{4}\b|"
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}\b(?:,? (?:19|20)[0-9]{{2}}\b)?"
    r"|[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})\b|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b"
    r"|[0-9]{1,2}/[0-9]{1,2}\b"
    r"|[0-9]{1,2}:[0-9]{2}\b"
    r"|[0-9]{1,6}(?:st|nd|rd|th|x|k|kg|lbs?|cm|mm|ml|oz|gb|tb|am|pm)\b"
    r"|[0-9]{1,3}(?:-[0-9]{1,3})?[ -](?:am|pm|x|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|times?|pieces?"
    r"|pcs|items?|units?|boxes|packages?|parcels?|orders?|inch(?:es)?|people|business)\b"
    r"|[0-9]{1,6}[ -](?:dollars?|bucks?|usd|eur|euros?|lbs?|kg|cm|percent)\b"
    r"|[0-9]{1,6} ?%"
    r"|[0-9]{1,6} (?:[a-z]{1,20} ){1,3}(?:st|street|ave|avenue|road|rd|drive|dr|lane|ln|blvd|boulevard)\b"
    r"|[0-9]{1,3}(?:,[0-9]{3})*\.[0-9]{2}\b)"
    rf"|(?=[jfmasond])(?:{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?\b(?:,? (?:19|20)[0-9]{{2}}\b)?"
    rf"|{_MONTH} (?:19|20)[0-9]{{2}}\b)"
    r"|(?=[tfudwa])(?:tracking|fedex|ups|usps|dhl|waybill|awb)"
    r"(?:[ :#]{1,2}(?:number|no|nr|code|id|is|was|says|it's)){0,3}[ :#]{1,2}[0-9](?:[ -]?[0-9]){9,21}\b"
    r"|x ?[0-9]{1,3}\b"
    r"|(?:in|since|of|from|year) (?:19|20)[0-9]{2}\b)",
    re.IGNORECASE,
)


def mentions(text: str, prefixes: tuple[str, ...] = (), *, for_postcode: bool = False) -> list[Mention]:
    """Everything typed that could be a value, in the order of the text.

    Args:
        text: the utterance.
        prefixes: how this shop's references begin.
        for_postcode: whether a postcode was asked for, and nothing that could be taken for one.
    """
    found = list(emails(text))
    if not _HAS_DIGIT.search(text):
        return found
    left = without(text, found)
    patterns = [(_PHONE, Shape.PHONE), (_SPACED_POSTCODE, Shape.POSTCODE)]
    if for_postcode:
        patterns.append((_ABROAD, Shape.POSTCODE))
    for pattern, kind in patterns:
        located = [Mention(match.start(), match.end(), kind, (match[0],)) for match in pattern.finditer(left)]
        found += located
        left = without(left, located)
    found += _tokens(_NO_VALUE.sub(_blanks, left), known_prefixes(prefixes))
    return sorted(found, key=lambda mention: mention.start)


def emails(text: str) -> Iterator[Mention]:
    """The e-mail addresses that stand in a text."""
    if "@" not in text:
        return
    for match in _EMAIL.finditer(text):
        if _DICTATED.search(text, max(0, match.start() - _DICTATED_REACH), match.start()):
            continue  # only the end of one
        written = match[0].lstrip(".'%-")
        if spelled := _SPELLED_OUT.match(written):
            written = spelled[0].replace("-", "") + written[spelled.end() :]
        if address := forms.email(written):
            yield Mention(match.start(), match.end(), Shape.EMAIL, (address,))


def is_phone(text: str) -> bool:
    """Whether all of it has the layout of a phone number."""
    return _PHONE.fullmatch(text) is not None


@lru_cache(maxsize=256)  # a shop's prefixes seldom change
def known_prefixes(prefixes: tuple[str, ...]) -> frozenset[str]:
    """The letters, small, with which references begin: those of most shops and those of this one."""
    return PREFIXES.union(letters for prefix in prefixes if (letters := _NO_LETTER.sub("", prefix).lower()))


def _tokens(text: str, prefixes: frozenset[str]) -> Iterator[Mention]:
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if glued := _GLUED.match(text, start, end):
            start = glued.end()
        if _HAS_DIGIT.search(text, start, end) and (looks := shape(text[start:end], prefixes)):
            before = _PREFIX.search(text, max(0, start - _PREFIX_REACH), start)
            if before and looks is Shape.DIGITS and _is_letters(before[1].lower(), prefixes):
                start, looks = before.start(), Shape.CODE
            yield Mention(start, end, looks, (text[start:end],))


def _is_letters(word: str, prefixes: frozenset[str]) -> bool:
    """Whether a word before a number is its prefix, and not the name of what the number is of."""
    return word in prefixes and word not in _WORDS


def without(text: str, found: list[Mention]) -> str:
    """The text with blanks in place of what was found, so that everything else keeps its place."""
    for mention in found:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match[0])
