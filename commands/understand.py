"""`waybill understand`: what an utterance is taken to mean, as JSON; one from the command line, or a line each."""

import json
import os
import sys
from io import TextIOWrapper
from typing import TextIO

import click

from intents.meaning import Slot, Understanding
from intents.understand import understand

_SLOTS = {slot.value: slot for slot in Slot}
_LONGEST_LINE = 1 << 20  # characters of one line of input


@click.command("understand")
@click.argument("text", required=False)
@click.option("--expecting", multiple=True, type=click.Choice(list(_SLOTS)), help="What was asked for.")
@click.option("--spoken", is_flag=True, help="The text is what a speech recogniser wrote.")
@click.option("--jsonl", is_flag=True, help='Read {"text", "expecting"?, "spoken"?} a line, and write a line for each.')
def understand_command(text: str | None, expecting: tuple[str, ...], *, spoken: bool, jsonl: bool) -> None:
    """Show what TEXT is taken to mean.

    With --jsonl, read from standard input instead. A line that cannot be read is answered by {"error": ...}, and the
    exit code is then 1.
    """
    if jsonl == (text is not None):
        raise click.UsageError("Give either a text or --jsonl.")
    if text is not None:
        click.echo(_line(understand(text, expecting=frozenset(map(Slot, expecting)), spoken=spoken)))
        return
    try:
        failed = answer_lines(TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "replace"), sys.stdout)
    except BrokenPipeError:
        _leave_quietly()
        return
    sys.exit(1 if failed else 0)


def answer_lines(source: TextIO, sink: TextIO) -> int:
    """Answer every line of a source by a line, at once, so that a program may talk to us; blank lines are left out.

    Returns: how many lines could not be read.
    """
    failed = 0
    for line in source:
        if not line.strip():
            continue
        try:
            answer = _line(_understood(line))
        except ValueError as error:
            failed += 1
            answer = json.dumps({"error": str(error)}, ensure_ascii=True)
        sink.write(answer + "\n")
        sink.flush()
    return failed


def _understood(line: str) -> Understanding:
    """What one line of input asks; ValueError says in a sentence why it cannot be read."""
    if len(line) > _LONGEST_LINE:
        raise ValueError(f"the line is longer than {_LONGEST_LINE} characters")
    try:
        asked: object = json.loads(line)
    except RecursionError:
        raise ValueError("the line is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"not JSON: {error}") from None
    match asked:
        case {"text": str(text), **rest}:
            expecting, spoken = rest.get("expecting"), rest.get("spoken")
        case dict():
            raise ValueError("`text` is missing or no string")
        case _:
            raise ValueError("not a JSON object")
    if spoken is not None and not isinstance(spoken, bool):
        raise ValueError("`spoken` is neither true nor false")
    return understand(text, expecting=_slots(expecting), spoken=bool(spoken))


def _slots(expecting: object) -> frozenset[Slot]:
    """The slots that are expected: none, one by its name, or a list of names."""
    if expecting is None or expecting == "":
        return frozenset()
    names = [str(name) for name in expecting] if isinstance(expecting, list) else [str(expecting)]
    if unknown := [name for name in names if name not in _SLOTS]:
        raise ValueError(f"`expecting` names no slot: {unknown[0]!r:.80} (there are {', '.join(_SLOTS)})")
    return frozenset(_SLOTS[name] for name in names)


def _line(meaning: Understanding) -> str:
    """One line of output. Lone surrogates of the input stay escaped, so any terminal and file can take it."""
    return json.dumps(
        {
            "intent": meaning.intent,
            "confidence": round(meaning.confidence, 3),
            "slots": dict(meaning.slots),
            "about": meaning.about,
            "tone": meaning.tone,
            "alternatives": [{"slot": slot, "value": value} for slot, value in meaning.alternatives],
        }
    )


def _leave_quietly() -> None:
    """The reader has gone (`| head`): give the interpreter's last flush somewhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
