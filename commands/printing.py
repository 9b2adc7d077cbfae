"""How commands print what they found: for people by default, as JSON with `--json`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def record(found: "DataclassInstance", *leave_out: str) -> dict[str, object]:
    """The fields of a frozen dataclass by name, without those to be left out; times as ISO 8601 in UTC."""
    return {name: _plain(name, value) for name, value in asdict(found).items() if name not in leave_out}


def timestamp(seconds: float) -> str:
    """Unix seconds as people and JSON have them: "2026-11-22T10:00:00Z"."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def show(record: Mapping[str, object], *, as_json: bool) -> None:
    """Print one thing: a line for each field."""
    if as_json:
        click.echo(json.dumps(record, ensure_ascii=False))
        return
    width = max(map(len, record), default=0)
    for name, value in record.items():
        click.echo(f"{name.replace('_', ' '):<{width}}  {_words(value)}")


def show_all(records: Iterable[Mapping[str, object]], *, as_json: bool) -> None:
    """Print a list: a line for each thing under a line of names."""
    rows = list(records)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    if not rows:
        click.echo("None yet.")
        return
    table = [[name.replace("_", " ") for name in rows[0]], *([_words(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for line in table:
        click.echo("  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True)).rstrip())


def _plain(name: str, value: object) -> object:
    match value:
        case float() if name.endswith("_at"):
            return timestamp(value)
        case frozenset():
            return sorted(value)
        case _:
            return value


def _words(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return ", ".join(map(str, value)) or "-"
        case dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
