"""`waybill understand`: what an utterance is taken to mean, as JSON, one or a line each; how often that is right."""

import json
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from commands.calibration import drawn
from commands.scoreboard import confidences, scoreboard
from commands.scores import judge
from commands.utterances import UnreadableLineError, labelled_file, utterance
from intents.meaning import Slot, Understanding
from intents.understand import understand

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("understand")
@click.argument("text", required=False)
@click.option(
    "--expecting", multiple=True, type=click.Choice([slot.value for slot in Slot]), help="What was asked for."
)
@click.option("--spoken", is_flag=True, help="The text is what a speech recogniser wrote.")
@click.option("--jsonl", is_flag=True, help='Read {"text", "expecting"?, "spoken"?} a line, and write a line for each.')
@click.option("--score", type=_FILE, help='Score a file of {"text", "intent"?, "slots"?, ...} lines.')
@click.option("--plot", type=_FILE, help="With --score: draw how well calibrated it is, as SVG.")
def understand_command(
    text: str | None, expecting: tuple[str, ...], *, spoken: bool, jsonl: bool, score: Path | None, plot: Path | None
) -> None:
    """Show what TEXT is taken to mean.

    With --jsonl, read from standard input instead. A line that cannot be read is answered by {"error": ...}, and the
    exit code is then 1. With --score, tell how often labelled utterances are understood, and list the wrong ones.
    """
    if (text is not None) + jsonl + (score is not None) != 1:
        raise click.UsageError("Give either a text, --jsonl or --score FILE.")
    if plot is not None and score is None:
        raise click.UsageError("--plot draws a score: give --score FILE too.")
    try:
        if text is not None:
            click.echo(_line(understand(text, expecting=frozenset(map(Slot, expecting)), spoken=spoken)))
        elif score is not None:
            _score(score, plot)
        else:
            failed = answer_lines(TextIOWrapper(sys.stdin.buffer, "utf-8-sig", "replace"), sys.stdout)
            sys.exit(1 if failed else 0)
    except BrokenPipeError:
        _leave_quietly()


def _score(path: Path, plot: Path | None) -> None:
    try:
        judged = judge(list(labelled_file(path)))
        if not judged:
            raise click.ClickException(f"{path} has no labelled utterance.")
        if plot is not None:
            plot.write_text(drawn(confidences(judged)), encoding="utf-8")
    except UnreadableLineError as error:
        raise click.ClickException(f"{path}, {error}") from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}.") from None
    for line in scoreboard(judged):
        click.echo(line)


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
        except UnreadableLineError as error:
            failed += 1
            answer = json.dumps({"error": str(error)}, ensure_ascii=True)
        sink.write(answer + "\n")
        sink.flush()
    return failed


def _understood(line: str) -> Understanding:
    """What one line of input is taken to mean."""
    said = utterance(line)
    return understand(said.text, expecting=said.expecting, spoken=said.spoken)


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
