"""Looking for words where they must not stand: in files as bytes, in tables and log lines as text."""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import orjson

SHORTEST_IN_BYTES = 6
"""Shorter ones turn up in sealed values by chance; they are looked for in text alone."""
_OURS = b"delivered_at"  # a key that a merchant lists as tellable, and no fact


def in_files(paths: Iterable[Path], needles: Iterable[str]) -> list[str]:
    """Which needles stand in any of these files, sealed values and all."""
    haystack = b"\0".join(path.read_bytes() for path in paths).replace(_OURS, b"")
    return [each for each in needles if len(each) >= SHORTEST_IN_BYTES and each.encode() in haystack]


def in_text(text: str, needles: Iterable[str]) -> list[str]:
    """Which needles stand in a text as words of their own."""
    return [each for each in needles if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", text)]


def text_of_database(path: Path) -> str:
    """Every value of every table that is text or a number."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = (row for table in tables for row in connection.execute(f"SELECT * FROM {table}"))
        return "\n".join(str(value) for row in rows for value in row if not isinstance(value, bytes))


def text_of_log(log: bytes) -> str:
    """The log without the times of its lines: today is an order fact only where a shop says so."""
    return "\n".join(map(_untimed, log.decode().splitlines()))


def _untimed(line: str) -> str:
    if not line.startswith("{"):
        return line
    return str({name: value for name, value in orjson.loads(line).items() if name != "at"})


def facts(value: object) -> Iterator[str]:
    """All words and numbers in what a shop answered, but for its booleans and small counts."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in {"ok", "last_event_at", "quantity", "international"}:
                yield from facts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from facts(inner)
    else:
        yield str(value)
