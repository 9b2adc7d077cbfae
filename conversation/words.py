"""Values of a shop's answer as words: short, on one line, and nothing that has no plain reading."""

from collections.abc import Mapping, Sequence

MOST_LISTED = 10
MOST_CHARACTERS = 300


def in_words(value: object) -> str | None:
    """A value as words: plain values as they are, a list of them (or of things with a name) listed, else nothing."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str | int | float):
        return " ".join(str(value).split())[:MOST_CHARACTERS] or None
    if isinstance(value, Sequence):
        return ", ".join(filter(None, (_item(each) for each in value[:MOST_LISTED]))) or None
    return None


def _item(value: object) -> str | None:
    if isinstance(value, Mapping):
        name = in_words(value.get("name") or value.get("title"))
        quantity = value.get("quantity")
        return f"{quantity} x {name}" if name and isinstance(quantity, int) and quantity > 1 else name
    return None if isinstance(value, Sequence) and not isinstance(value, str) else in_words(value)
