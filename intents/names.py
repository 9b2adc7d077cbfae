"""The customer's name, where it is given: "my name is Jane Doe", or the answer when it was asked for."""

import re

from intents.vocabulary import listed

_WORD = r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*"
_GIVEN = re.compile(
    rf"\b(?:my|the) (?:full |last |first )?name(?:'s|\u2019s| is|:)? ((?:{_WORD}\.? ?){{1,4}})", re.IGNORECASE
)
_LEAD = re.compile(
    r"(?:(?:um|uh|yes|yeah|sure|ok|okay|hi|hello|hey|it is|it's|its|it\u2019s|this is|that's|i am|i'm|"
    r"i\u2019m|im|name is|my name is|the name is|call me|name's)[ ,.:]+){0,4}",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"(?:{_WORD}[., ]{{0,2}}){{1,4}}")
_ENDS = listed(
    "and my i the is it its it's with at on from order number email zip phone where what when but calling looking here "
    "please thanks thank not for to so because wondering"
)
_LIMIT = 80  # characters


def given(text: str) -> str | None:
    """The name that somebody says is theirs, as written, up to the first word that is none."""
    match = _GIVEN.search(text)
    return _cut(match[1]) if match else None


def answered(text: str) -> str | None:
    """The whole text as a name, without what leads up to it; None if it is longer than a name, or holds a digit."""
    name = text.strip()[:_LIMIT]
    name = name[_LEAD.match(name).end() :] if _LEAD.match(name) else name  # type: ignore[union-attr]
    return _cut(name) if _WHOLE.fullmatch(name.rstrip("!?. ")) else None


def _cut(name: str) -> str | None:
    words = name.split()
    end = next((at for at, word in enumerate(words) if word.lower().strip(".,") in _ENDS), len(words))
    return " ".join(words[:end]).rstrip(".,! ") or None
