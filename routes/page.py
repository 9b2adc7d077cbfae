"""The API on one page for people: each operation with its scope, what it takes and what it may refuse."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby
from typing import Any

from routes.bodies import ROOT
from routes.openapi import EVERYWHERE
from routes.operation import Operation

STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
code { font: .9em ui-monospace, monospace; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid; }
h3 { margin-bottom: .2rem; }
h3 b { display: inline-block; min-width: 4.5rem; }
table { border-collapse: collapse; }
td { padding: .1rem 1rem .1rem 0; vertical-align: top; }
"""


def page(operations: Sequence[Operation[Any]], version: str) -> str:
    """The whole page, without script or anything from elsewhere."""
    groups = groupby(operations, key=_group)
    sections = "".join(f"<h2>{escape(name)}</h2>{''.join(map(_section, each))}" for name, each in groups)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Waybill API {escape(version)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{STYLE}</style>'
        f"<h1>Waybill API {escape(version)}</h1><p>{_introduction()}</p>{sections}</html>"
    )


def _introduction() -> str:
    refused = ", ".join(f"{status} <code>{'</code> <code>'.join(codes)}</code>" for status, codes in EVERYWHERE.items())
    return (
        f"Paths stand below <code>{ROOT}</code>. Send <code>Authorization: Bearer wb_sk_live_…</code>. What is given"
        ' stands in <code>{"success":true,"data":…}</code>; what is refused is an RFC 9457 problem with a stable'
        f" <code>code</code>. Everywhere: {refused}. For programs: <a href='openapi.json'>openapi.json</a>."
    )


def _group(operation: Operation[Any]) -> str:
    return operation.path.split("/")[1]


def _section(operation: Operation[Any]) -> str:
    marks = [
        f"scope <code>{operation.scope.value}</code>",
        *(["<code>Idempotency-Key</code>"] if operation.creates else []),
        *(["<code>If-Match</code>"] if operation.revises else []),
        *(["also without the prefix"] if operation.bare else []),
    ]
    own = [f"{status} <code>{escape(code)}</code>" for status, codes in operation.refuses.items() for code in codes]
    refuses = f"<p>Refuses: {', '.join(own)}</p>" if own else ""
    return (
        f"<h3><b>{operation.method}</b> <code>{escape(operation.path)}</code></h3>"
        f"<p>{escape(operation.summary)} · {' · '.join(marks)}</p>{_fields(operation)}{refuses}"
    )


def _fields(operation: Operation[Any]) -> str:
    schema = operation.takes.model_json_schema()
    rows = [_row(name, of, name in schema.get("required", [])) for name, of in schema.get("properties", {}).items()]
    words = _words(schema.get("description", "")) if rows else ""
    return f"<p>{words}</p><table>{''.join(rows)}</table>" if rows else ""


def _row(name: str, of: Mapping[str, Any], required: bool) -> str:  # noqa: FBT001 - a column
    cells = (f"<code>{escape(name)}</code>", escape(_type(of)), "required" if required else "")
    return f"<tr>{''.join(f'<td>{cell}' for cell in cells)}<td>{_words(str(of.get('description', '')))}</tr>"


def _type(of: Mapping[str, Any]) -> str:
    """What a value is, in a word: "string", "integer or null", "list of …"."""
    if "anyOf" in of:
        return " or ".join(_type(each) for each in of["anyOf"])
    if "$ref" in of:
        return str(of["$ref"]).rpartition("/")[2]
    if "enum" in of:
        return " | ".join(map(str, of["enum"]))
    if of.get("type") == "array":
        return f"list of {_type(of.get('items', {}))}"
    return str(of.get("type", "any"))


def _words(text: str) -> str:
    """A docstring as HTML: what stands in backticks is code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(text.partition("\n\n")[0]))
