"""The words of an utterance: small letters, contractions opened, and the misspellings of words that matter mended."""

import re
from functools import lru_cache

from intents.vocabulary import listed

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_SIGNS = {
    "\U0001f44d\u2705\U0001f44c": " yes ",
    "\U0001f44e\u274c": " no ",
    "\U0001f64f": " thanks ",
    "\U0001f44b": " hi ",
}
_STRAIGHT = str.maketrans(  # apostrophes, and signs that stand for a word: thumbs, ticks, folded and waving hands
    dict.fromkeys("\u2019\u2018`\u00b4", "'") | {sign: word for signs, word in _SIGNS.items() for sign in signs}
)

_ENDINGS = {"s": "is", "m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would", "all": "all"}
_SHORT = {  # what people leave out when they type in a hurry
    "won't": "will not", "can't": "can not", "shan't": "shall not", "y'all": "you all", "ma'am": "madam",
    "wheres": "where is", "whats": "what is", "hows": "how is", "whos": "who is", "whens": "when is",
    "thats": "that is", "its": "it is", "theres": "there is", "im": "i am", "ive": "i have", "youre": "you are",
    "theyre": "they are",
    "havent": "have not", "hasnt": "has not", "hadnt": "had not", "didnt": "did not", "doesnt": "does not",
    "dont": "do not", "isnt": "is not", "wasnt": "was not", "arent": "are not", "werent": "were not",
    "wont": "will not", "cant": "can not", "couldnt": "could not", "wouldnt": "would not", "cannot": "can not",
    "aint": "is not", "dint": "did not", "wanna": "want to", "gonna": "going to", "gotta": "got to", "gimme": "give me",
    "u": "you", "ur": "your", "r": "are", "pls": "please", "plz": "please", "thx": "thanks", "tnx": "thanks",
    "ty": "thanks", "tysm": "thanks", "recd": "received", "rcvd": "received", "wen": "when", "wat": "what",
    "wht": "what", "wher": "where", "whr": "where", "oder": "order", "ordr": "order", "orer": "order", "odr": "order",
    "shiped": "shipped", "pkg": "package", "parcle": "parcel", "cust": "customer", "info": "information",
    "wismo": "where is my order", "msg": "message", "msgs": "messages", "addy": "address",
    "nd": "and", "hav": "have", "alot": "a lot",
}  # fmt: skip
_OPENED = {short: tuple(long.split()) for short, long in _SHORT.items()}

# Only words that decide something are mended, so an ordinary word is seldom bent into one.
_MENDED = listed(
    "order orders ordered package packages parcel parcels shipment shipments shipped shipping delivery deliveries "
    "deliver delivered delivering receive received receiving track tracked tracking status arrive arrived arriving "
    "arrival "
    "refund refunded return returned returning replace replacement exchange cancel canceled cancelled cancellation "
    "change changed address damaged damage broken cracked shattered defective missing stolen wrong incorrect product "
    "products technician appointment project schedule scheduled installer representative operator person human agent "
    "manager supervisor customer service complaint message thanks thank goodbye repeat please where cancelling"
)
_SUBSTITUTED_FROM = 7  # letters; in a shorter word another letter makes too often another word


def _deletions(word: str) -> list[str]:
    """The word without one of its letters, in their order; people get the first one right."""
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


_SHORTENED = {short: word for word in sorted(_MENDED) for short in _deletions(word)}
_LONGEST = max(map(len, _MENDED)) + 1


def words(text: str) -> list[str]:
    """The utterance word by word, punctuation gone: "Where's my oder?" is where, is, my, order."""
    found: list[str] = []
    for word in _WORD.findall(text.translate(_STRAIGHT).lower()):
        if word in _OPENED:
            found.extend(_OPENED[word])
        elif "'" in word:
            found.extend(_open(word))
        else:
            found.append(mend(word))
    return found


@lru_cache(maxsize=8192)
def mend(word: str) -> str:
    """The word that matters from which this one differs by one slip of the finger, or the word as it is.

    A slip is a letter too many, too few, two letters in each other's place, or (in long words) a wrong letter.
    """
    if word in _MENDED or not 5 <= len(word) <= _LONGEST:  # noqa: PLR2004  # shorter words have too many neighbours
        return word
    if word in _SHORTENED:
        return _SHORTENED[word]
    for shorter in _deletions(word):
        if shorter in _MENDED:
            return shorter
        meant = _SHORTENED.get(shorter)
        if meant and len(meant) == len(word) and (len(word) >= _SUBSTITUTED_FROM or sorted(meant) == sorted(word)):
            return meant
    return word


def _open(word: str) -> tuple[str, ...]:
    stem, _, ending = word.partition("'")
    if ending == "t" and stem.endswith("n"):
        return (stem[:-1], "not")
    return (mend(stem), _ENDINGS[ending]) if ending in _ENDINGS else (stem + ending,)
