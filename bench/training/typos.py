"""Slips of the finger and habits of the hurried, by chance with a seed."""

from random import Random

_NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl",
    "p": "ol", "a": "qsz", "s": "adw", "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy", "j": "hku", "k": "jli",
    "l": "ko", "z": "xa", "x": "zc", "c": "xv", "v": "cb", "b": "vn", "n": "bm", "m": "n",
}  # fmt: skip
_HURRIED = {
    "you": "u", "your": "ur", "are": "r", "please": "pls", "because": "bcoz", "message": "msg", "not": "nt",
    "delivery": "delivry", "received": "recieved", "receive": "recieve", "package": "pacakge", "have": "hv",
    "been": "bin", "the": "teh", "what": "wat", "with": "wid", "that": "dat", "this": "dis", "and": "n",
    "to": "2", "for": "4", "days": "dys", "order": "oder", "ordered": "orderd", "don't": "dont", "it's": "its",
    "haven't": "havent", "didn't": "didnt", "thanks": "thx", "tomorrow": "tmrw", "definitely": "definately",
    "address": "adress", "someone": "sum1", "arrived": "arived", "return": "retrun", "damaged": "dammaged",
}  # fmt: skip
_LONG = 4  # letters; shorter words are seldom misspelt


def misspelt(text: str, chance: Random) -> str:
    """The text as it comes out in a hurry: about one word in five differs, and punctuation may be gone."""
    words = [_slip(word, chance) if chance.random() < 0.22 else word for word in text.split()]  # noqa: PLR2004  # share
    if len(words) > 2 and chance.random() < 0.1:  # noqa: PLR2004  # a word is forgotten
        del words[chance.randrange(len(words))]
    hurried = " ".join(words)
    return hurried.replace("'", "").replace(",", "") if chance.random() < 0.5 else hurried  # noqa: PLR2004  # half


def _slip(word: str, chance: Random) -> str:
    if word.lower() in _HURRIED and chance.random() < 0.5:  # noqa: PLR2004  # half
        return _HURRIED[word.lower()]
    if len(word) < _LONG or not word.isalpha():
        return word
    at = chance.randrange(1, len(word))
    letter = word[at]
    return (
        word[:at]
        + chance.choice(
            ("", letter * 2, chance.choice(_NEIGHBOURS.get(letter, letter)), word[at + 1 : at + 2] + letter)
        )
        + word[at + 1 :]
    )
