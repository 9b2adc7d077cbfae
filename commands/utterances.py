"""Utterances as lines of JSON: what was said, and in a labelled file also what it should be taken to mean."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from intents.meaning import Intent, Slot

LONGEST_LINE = 1 << 20  # characters
_INTENTS = {intent.value: intent for intent in Intent}
_SLOTS = {slot.value: slot for slot in Slot}


class UnreadableLineError(ValueError):
    """A line that is no utterance; the text says why, in a sentence for whoever wrote the line."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one party said; `expecting` is what had been asked for, `spoken` that a recogniser wrote it."""

    text: str
    expecting: frozenset[Slot] = frozenset()
    spoken: bool = False


@dataclass(frozen=True, slots=True)
class Labelled:
    """An utterance and what it means.

    `intents` are all that are acceptable, the first of them the likeliest; none where only slots are labelled. `slots`
    is None where they are not. `line` counts from 1, `source` is where the utterance comes from ("" if it is not told).
    """

    said: Utterance
    intents: tuple[Intent, ...]
    slots: Mapping[Slot, str] | None
    source: str
    line: int


def utterance(line: str) -> Utterance:
    """Read {"text", "expecting"?, "spoken"?}; other fields are ignored.

    Raises: UnreadableLineError.
    """
    return _utterance(_fields(line))


def labelled(line: str, number: int) -> Labelled:
    """Read an utterance with {"intent"?: "lost|order_status", "slots"?, "source"?}, the first or the second at least.

    Raises: UnreadableLineError.
    """
    fields = _fields(line)
    intent, slots = fields.get("intent"), fields.get("slots")
    if intent is None and slots is None:
        raise UnreadableLineError("neither `intent` nor `slots` is given, so there is nothing to score")
    intents = () if intent is None else _labels(intent)
    return Labelled(_utterance(fields), intents, _values(slots), str(fields.get("source") or ""), number)


def labelled_file(path: Path) -> Iterator[Labelled]:
    """Every line of a file of labelled utterances; blank ones are left out.

    Raises: UnreadableLineError, naming the line; OSError.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                yield labelled(line, number)
            except UnreadableLineError as error:
                raise UnreadableLineError(f"line {number}: {error}") from None


def _fields(line: str) -> Mapping[str, object]:
    if len(line) > LONGEST_LINE:
        raise UnreadableLineError(f"the line is longer than {LONGEST_LINE} characters")
    try:
        fields: object = json.loads(line)
    except RecursionError:
        raise UnreadableLineError("the line is nested too deeply") from None
    except ValueError as error:  # also an integer of more digits than Python reads
        raise UnreadableLineError(f"not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise UnreadableLineError("not a JSON object")
    return fields


def _utterance(fields: Mapping[str, object]) -> Utterance:
    text, spoken = fields.get("text"), fields.get("spoken")
    if not isinstance(text, str):
        raise UnreadableLineError("`text` is missing or no string")
    if spoken is not None and not isinstance(spoken, bool):
        raise UnreadableLineError("`spoken` is neither true nor false")
    return Utterance(text, _expected(fields.get("expecting")), bool(spoken))


def _expected(expecting: object) -> frozenset[Slot]:
    """The slots that are expected: none, one by its name, or a list of names."""
    if expecting is None or expecting == "":
        return frozenset()
    names = expecting if isinstance(expecting, list) else [expecting]
    return frozenset(_slot(name, "expecting") for name in names)


def _labels(intent: object) -> tuple[Intent, ...]:
    names = str(intent).split("|")
    if unknown := [name for name in names if name not in _INTENTS]:
        raise UnreadableLineError(f"`intent` names no intent: {unknown[0]!r:.80} (there are {', '.join(_INTENTS)})")
    return tuple(_INTENTS[name] for name in names)


def _values(slots: object) -> Mapping[Slot, str] | None:
    if slots is None:
        return None
    if not isinstance(slots, dict) or not all(isinstance(value, str) for value in slots.values()):
        raise UnreadableLineError("`slots` is no object of strings")
    return {_slot(name, "slots"): value for name, value in slots.items()}


def _slot(name: object, field: str) -> Slot:
    if str(name) not in _SLOTS:
        raise UnreadableLineError(f"`{field}` names no slot: {str(name)!r:.80} (there are {', '.join(_SLOTS)})")
    return _SLOTS[str(name)]
