"""The part of a spoken address before the "at": words, letters and numbers as they are written together."""

from intents import numbers, spelling

_NAMES = frozenset(
    {"charlie", "juliet", "juliett", "mike", "oscar", "romeo", "victor", "india", "sierra", "lima", "papa"}
)
_SPELLED = 3  # words of a spelling alphabet in a row that are no name any more


def readings(words: list[str]) -> list[str]:
    """What these words may spell, the likeliest first.

    Two plain words may have lost their dot ("john doe"). Of three the last may be the whole name.
    """
    options = ["".join(parts) for parts in (_parts(each) for each in _unspelled(words)) if parts]
    parts = _parts(words)
    if len(parts) > 1 and all(part.isalpha() and len(part) > 1 for part in parts) and not _has_alphabet(words):
        options.append(".".join(parts[-2:]))
        if len(parts) > 2:  # noqa: PLR2004  # see above
            options.append(parts[-1])
    return options


def _unspelled(words: list[str]) -> list[list[str]]:
    """The words with those of a spelling alphabet as letters; of two alone either may be meant."""
    if not _has_alphabet(words):
        return [words]
    letters = [spelling.LETTER_WORDS[word].lower() if word in spelling.NATO else word for word in words]
    longest = _longest_alphabet(words)
    if longest >= _SPELLED:
        return [letters]
    if longest > 1:
        both_names = all(word in _NAMES for word in words if word in spelling.NATO)
        return [words, letters] if both_names else [letters, words]
    return [words]


def _has_alphabet(words: list[str]) -> bool:
    return _longest_alphabet(words) > 1


def _longest_alphabet(words: list[str]) -> int:
    longest = length = 0
    for word in words:
        length = length + 1 if word in spelling.NATO else 0
        longest = max(longest, length)
    return longest


def _parts(local: list[str]) -> list[str]:
    """The words of a local part as they are written: numbers as digits, a word that is then spelled only once."""
    parts: list[str] = []
    at = 0
    while at < len(local):
        word = local[at]
        if word in spelling.TIMES and at + 1 < len(local):
            one = numbers.digit(local[at + 1]) or ("0" if local[at + 1] == "oh" else local[at + 1])
            parts += [one] * spelling.TIMES[word]
            at += 2
        elif word in numbers.NUMBER_WORDS:
            after = next((end for end in range(at, len(local)) if local[end] not in numbers.NUMBER_WORDS), len(local))
            parts.append(numbers.readings(local[at:after])[0])
            at = after
        else:
            parts.append("0" if word in {"o", "oh"} and parts and parts[-1].isdigit() else word)
            at += 1
    return _without_spelling(parts)


def _without_spelling(parts: list[str]) -> list[str]:
    """The parts without the spelling of a word that was just said: "john, j o h n" is john; nor the word said after."""
    kept: list[str] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        if len(part) > 1 and kept[-len(part) :] == list(part):  # "j o h n john"
            at += 1
            continue
        kept.append(part)
        size = len(part) if len(part) > 1 else 0
        at += 1 + (size if size and parts[at + 1 : at + 1 + size] == list(part) else 0)
    return kept
