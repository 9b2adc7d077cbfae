"""The published result, as a JSON Schema, and whether it keeps a schema that a client asks for.

`response_format` with `json_schema` is met where every result we could give keeps the client's schema; any keyword that
is not understood here counts as one that cannot be kept, so that no client is given what it would then reject.
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from conversation.effects import Offer, Outcome
from intents.meaning import Slot

Schema: TypeAlias = Mapping[str, object]


def _strings(values: Iterable[str] | None = None) -> dict[str, object]:
    return {"type": "string"} if values is None else {"type": "string", "enum": [str(value) for value in values]}


def _object(properties: dict[str, object]) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


NULL: Schema = {"type": "null"}
PROPERTIES: dict[str, object] = {
    "reply": _strings(),
    "outcome": _strings(Outcome),
    "asks": {"type": "array", "items": _strings(Slot)},
    "offers": {"anyOf": [_strings(Offer), NULL]},
    "ticket": {"anyOf": [_object({"number": {"type": "integer"}, "kind": _strings()}), NULL]},
}
RESULT: Schema = _object(PROPERTIES)
REMARKS = frozenset({"title", "description", "default", "examples", "$schema", "$id", "$defs", "definitions"})
CHECKED = REMARKS | {"type", "enum", "properties", "required", "additionalProperties", "items"}
MOST_BRANCHES = 8


def keeps(theirs: Schema) -> bool:
    """Whether all of our results keep this schema, given only the properties it names."""
    return _fits(RESULT, theirs, theirs)


def shaped(value: object, theirs: Schema) -> object:
    """A result with the properties the schema names, and no others."""
    return _shaped(value, RESULT, theirs, theirs)


def _fits(ours: Schema, theirs: object, root: Schema) -> bool:
    """Goes no deeper than our own schema does, whatever the client sent."""
    branches = _branches(theirs, root)
    return all(any(_fits_one(own, branch, root) for branch in branches) for own in _branches(ours, ours))


def _branches(schema: object, root: Schema) -> list[Schema]:
    """The alternatives of a schema, each without reference; none where there are too many or they are too nested."""
    schema = _resolved(schema, root)
    listed = schema.get("anyOf") if schema is not None and not schema.keys() - REMARKS - {"anyOf"} else None
    found = [_resolved(each, root) for each in listed[:MOST_BRANCHES]] if isinstance(listed, list) else [schema]
    return [branch for branch in found if branch is not None]


def _resolved(schema: object, root: Schema) -> Schema | None:
    if not isinstance(schema, dict):
        return None
    reference = schema.get("$ref")
    if reference is None:
        return schema
    table, _, name = str(reference).removeprefix("#/").partition("/")
    named = root.get(table)
    found = named.get(name) if table in {"$defs", "definitions"} and isinstance(named, dict) else None
    return found if isinstance(found, dict) else None


def _fits_one(ours: Schema, theirs: Schema, root: Schema) -> bool:
    if theirs.keys() - CHECKED or not _fits_type(str(ours["type"]), theirs.get("type")):
        return False
    if "enum" in theirs and not _listed(ours.get("enum"), theirs["enum"]):
        return False
    match ours["type"]:
        case "object":
            return _fits_object(ours, theirs, root)
        case "array":
            return "items" not in theirs or _fits(_schema(ours["items"]), theirs["items"], root)
        case _:
            return True


def _fits_type(ours: str, theirs: object) -> bool:
    allowed = theirs if isinstance(theirs, list) else [theirs]
    return theirs is None or ours in allowed or (ours == "integer" and "number" in allowed)


def _listed(ours: object, theirs: object) -> bool:
    return isinstance(ours, list) and isinstance(theirs, list) and all(value in theirs for value in ours)


def _fits_object(ours: Schema, theirs: Schema, root: Schema) -> bool:
    own, wanted = _schema(ours["properties"]), theirs.get("properties", {})
    required = theirs.get("required", [])
    if not isinstance(wanted, dict) or not isinstance(required, list) or not wanted:
        return False
    if wanted.keys() - own.keys() or any(not isinstance(name, str) or name not in wanted for name in required):
        return False
    if not isinstance(theirs.get("additionalProperties", True), bool):
        return False
    return all(_fits(_schema(own[name]), schema, root) for name, schema in wanted.items())


def _schema(value: object) -> Schema:
    if not isinstance(value, dict):
        raise TypeError("a schema is an object")
    return value


def _shaped(value: object, ours: Schema, theirs: object, root: Schema) -> object:
    """The value by the first of their alternatives that we keep, which need not be the first."""
    if not isinstance(value, dict):
        return value
    for own in _branches(ours, ours):
        for branch in _branches(theirs, root):
            if own["type"] == "object" and "properties" in branch and _fits_one(own, branch, root):
                mine, wanted = _schema(own["properties"]), _schema(branch["properties"])
                return {name: _shaped(value[name], _schema(mine[name]), wanted[name], root) for name in wanted}
    return value
