"""The ways in which letters and addresses are dictated, one small function each."""

from random import Random

from bench.understanding import voicing
from intents.vocabulary import listed

_NATO = {
    word[0]: word
    for word in listed(
        "alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec "
        "romeo sierra tango uniform victor whiskey xray yankee zulu"
    )
}
_WORDS = {
    word[0]: word
    for word in listed(
        "apple boy cat dog elephant frank george house igloo john king larry mary nancy orange peter queen robert sam "
        "tom umbrella victor william xylophone yellow zebra"
    )
}
_NAMED = {
    "b": "bee",
    "c": "see",
    "d": "dee",
    "j": "jay",
    "k": "kay",
    "p": "pee",
    "r": "are",
    "t": "tee",
    "w": "double u",
}
_SIGNS = {".": ("dot", "point", "period"), "_": ("underscore", "under score"), "-": ("dash", "hyphen"), "+": ("plus",)}
_APART = {"gmail": "g mail", "hotmail": "hot mail", "outlook": "out look", "icloud": "i cloud", "aol": "a o l",
          "msn": "m s n", "protonmail": "proton mail"}  # fmt: skip


def _spelled(_: Random, letters: str) -> str:
    return " ".join(letters.lower())


def _spelled_in_capitals(chance: Random, letters: str) -> str:
    return chance.choice((" ", "-", ". ")).join(letters)


def _said_as_word(chance: Random, letters: str) -> str:
    return chance.choice((letters, letters.lower())) if len(letters) > 1 else letters


def _nato(_: Random, letters: str) -> str:
    return " ".join(_NATO[letter] for letter in letters.lower())


def _as_in(chance: Random, letters: str) -> str:
    table = chance.choice((_WORDS, _NATO))
    joint = chance.choice(("as in", "like", "for", "as in"))
    return " ".join(f"{letter} {joint} {table[letter]}" for letter in letters.lower())


def _named(_: Random, letters: str) -> str:
    return " ".join(_NAMED.get(letter, letter) for letter in letters.lower())


LETTERS: dict[str, voicing.Way] = {
    "spelled": _spelled, "capitals": _spelled_in_capitals, "word": _said_as_word, "nato": _nato, "as in": _as_in,
    "letter names": _named,
}  # fmt: skip


def _domain(chance: Random, domain: str) -> str:
    host, _, rest = domain.partition(".")
    said = chance.choice((host, _APART.get(host, host)))
    return f"{said} dot {rest.replace('.', ' dot ')}"


def _at(chance: Random) -> str:
    return chance.choice(("at", "at", "at", "at sign", "@", "at the rate"))


def _local(chance: Random, local: str, word: voicing.Way) -> str:
    """The local part piece by piece: words by `word`, signs and digits by name."""
    said, piece = [], ""
    for character in f"{local}\n":
        if character.isalpha():
            piece += character
            continue
        said += [word(chance, piece)] if piece else []
        piece = ""
        if character.isdecimal():
            said.append(chance.choice((character, voicing.one(chance, character))))
        elif character != "\n":
            said.append(chance.choice(_SIGNS[character]))
    return " ".join(said)


def _address(word: voicing.Way) -> voicing.Way:
    def say(chance: Random, address: str) -> str:
        local, domain = address.split("@")
        return f"{_local(chance, local, word)} {_at(chance)} {_domain(chance, domain)}"

    return say


def _whole(_: Random, word: str) -> str:
    return word


def _then_spelled(chance: Random, word: str) -> str:
    spelled = " ".join(word)
    return f"{word}{chance.choice((', ', ' ', ' spelled '))}{spelled}" if len(word) > 1 else word


def _doubled(_: Random, word: str) -> str:
    said, at = [], 0
    while at < len(word):
        twice = word[at : at + 2] == word[at] * 2
        said.append(f"double {word[at]}" if twice else word[at])
        at += 2 if twice else 1
    return " ".join(said)


def _some_as_in(chance: Random, word: str) -> str:
    return " ".join(f"{letter} as in {_WORDS[letter]}" if chance.random() < 0.4 else letter for letter in word)  # noqa: PLR2004


def _written_address(chance: Random, address: str) -> str:
    local, domain = address.split("@")
    return chance.choice((address, address.title(), f"{local} at {domain}", f"{local}@{domain}"))


def _dot_apart(_: Random, address: str) -> str:
    """ "john. doe at g mail dot com"."""
    local, domain = address.split("@")
    return f"{local.replace('.', '. ')} at {domain.replace('.', ' dot ')}"


def _explained(chance: Random, address: str) -> str:
    local, domain = address.split("@")
    said = _local(chance, local, _whole)
    return f"{said} {chance.choice(('all one word', 'all lower case', 'no spaces'))} at {_domain(chance, domain)}"


ADDRESSES: dict[str, voicing.Way] = {
    "words": _address(_whole), "spelled": _address(_spelled), "said then spelled": _address(_then_spelled),
    "double letters": _address(_doubled), "letters as in": _address(_some_as_in), "nato": _address(_nato),
    "written": _written_address, "dot apart": _dot_apart, "explained": _explained,
}  # fmt: skip
