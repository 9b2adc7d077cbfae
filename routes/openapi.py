"""The OpenAPI 3.1 document, made from the operations that are served and the models that validate."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from routes.bodies import ROOT, may_be_empty
from routes.operation import Operation

Json: TypeAlias = dict[str, Any]
REF = "#/components/schemas/{model}"
PROBLEM = "application/problem+json"
EVERYWHERE: Mapping[int, Sequence[str]] = {
    400: ("invalid_request", "key_in_url"),
    401: ("no_key", "wrong_key"),
    403: ("scope_missing",),
    413: ("body_too_large",),
    429: ("too_many_requests",),
    500: ("internal_error",),
    503: ("unavailable",),
}
MEANING = {
    400: "Not what this operation takes",
    401: "No valid key",
    403: "The key may not do this",
    404: "Nothing of yours is there",
    409: "It cannot be done as things stand",
    412: "Changed since you read it",
    413: "Larger than 1 MB",
    429: "Too many requests",
    500: "A fault of ours",
    503: "Not available at the moment",
}


class Problem(BaseModel):
    """RFC 9457. `code` is stable; `detail` is for people; `field` is the path of what is wrong, never its value.

    `owner` is the name of the colleague who has a ticket.
    """

    type: str
    title: str
    status: int
    code: str
    detail: str
    field: str | None = None
    owner: str | None = None


class Pagination(BaseModel):
    """Send `nextCursor` as `cursor` for the next page; null at the end."""

    limit: int
    nextCursor: str | None  # noqa: N815 - the published name


def document(operations: Sequence[Operation[Any]], version: str, beside: Mapping[str, Json] | None = None) -> Json:
    """The document. `beside` are paths of doors with a shape of their own."""
    wanted = _models(operations)
    names, schemas = models_json_schema(sorted(wanted, key=lambda each: each[0].__name__), ref_template=REF)
    paths: dict[str, Json] = {}
    for operation in operations:
        for root in (ROOT, "") if operation.bare else (ROOT,):
            described = _operation(operation, names, bare=not root)
            if links := _links(operation, operations):
                described["responses"][str(operation.status)]["links"] = links
            paths.setdefault(root + operation.path, {})[operation.method.lower()] = described
    return {
        "openapi": "3.1.0",
        "info": {"title": "Waybill", "version": version, "summary": "Where is my order?"},
        "security": [{"key": []}],
        "paths": {**paths, **(beside or {})},
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "wb_sk_live_…"}},
        },
    }


def _models(operations: Sequence[Operation[Any]]) -> set[tuple[type[BaseModel], JsonSchemaMode]]:
    taken: set[tuple[type[BaseModel], JsonSchemaMode]] = {(each.takes, "validation") for each in operations}
    given: set[tuple[type[BaseModel], JsonSchemaMode]] = {
        (each.gives, "serialization") for each in operations if each.gives is not None
    }
    return taken | given | {(Problem, "serialization"), (Pagination, "serialization")}


def _operation(operation: Operation[Any], names: Mapping[Any, Json], *, bare: bool) -> Json:
    described: Json = {
        "operationId": _name(operation) + ("_bare" if bare else ""),
        "summary": operation.summary,
        "description": f"Scope: `{operation.scope.value}`.",
        "tags": [operation.path.split("/")[1]],
        "parameters": _parameters(operation),
        "responses": _responses(operation, names),
    }
    if operation.has_body:
        required = not may_be_empty(operation.takes)
        schema = names[operation.takes, "validation"]
        described["requestBody"] = {"required": required, "content": {"application/json": {"schema": schema}}}
    return described


def _name(operation: Operation[Any]) -> str:
    words = operation.path.replace("{", "").replace("}", "").strip("/").replace("-", "_").split("/")
    return "_".join((operation.method.lower(), *words))


def _parameters(operation: Operation[Any]) -> list[Json]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": _words(operation, name)}
        for name in _variables(operation)
    ]
    if not operation.has_body:
        schema = operation.takes.model_json_schema(ref_template=REF)
        for name, of in schema.get("properties", {}).items():
            required = name in schema.get("required", [])
            found.append({"name": name, "in": "query", "required": required, "schema": of})
    if operation.creates:
        named = {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[\\x20-\\x7e]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": named})
    if operation.revises:
        tag = {"type": "string", "pattern": '^("[0-9]{1,9}"|\\*)$'}
        found.append({"name": "If-Match", "in": "header", "required": False, "schema": tag})
    return found


def _words(operation: Operation[Any], variable: str) -> Json:
    among = operation.among.get(variable)
    return {"type": "string"} if among is None else {"type": "string", "enum": [word.value for word in among]}


def _responses(operation: Operation[Any], names: Mapping[Any, Json]) -> Json:
    refused: dict[int, Sequence[str]] = {**EVERYWHERE}
    if "{" in operation.path:
        refused[404] = ("not_found",)
    if operation.revises:
        refused[412] = ("changed_meanwhile",)
    if not operation.has_body:
        del refused[413]
    for status, codes in operation.refuses.items():
        refused[status] = (*refused.get(status, ()), *codes)
    responses = {str(status): _refusal(status, codes) for status, codes in sorted(refused.items())}
    return {**_successes(operation, names), **responses}


def _successes(operation: Operation[Any], names: Mapping[Any, Json]) -> Json:
    if operation.file is not None:
        content: Json = {operation.file: {"schema": {"type": "string", "format": "binary"}}}
        return {"200": {"description": operation.summary, "content": content}}
    if operation.gives is None:
        return {"204": {"description": "Done"}}
    one = names[operation.gives, "serialization"]
    schema: Json = {"type": "array", "items": one} if operation.listed else one
    properties: Json = {"success": {"const": True}, "data": schema}
    if operation.listed:
        properties["pagination"] = names[Pagination, "serialization"]
    envelope = {"type": "object", "properties": properties, "required": list(properties)}
    content = {"application/json": {"schema": envelope}}
    if operation.streams:
        content["text/event-stream"] = {"schema": {"type": "string"}}
    response = {"description": operation.summary, "content": content}
    return {str(status): response for status in (operation.status, *operation.also)}


def _links(operation: Operation[Any], operations: Sequence[Operation[Any]]) -> Json:
    """Where the id of what was created leads: to every operation that takes one variable more."""
    if not operation.creates or operation.gives is None or "id" not in operation.gives.model_fields:
        return {}
    given = {name: f"$request.path.{name}" for name in _variables(operation)}
    below = [each for each in operations if each.path.startswith(operation.path + "/{")]
    return {
        _name(each): {
            "operationId": _name(each),
            "parameters": {**given, _variables(each)[-1]: "$response.body#/data/id"},
        }
        for each in below
        if len(_variables(each)) == len(given) + 1
    }


def _variables(operation: Operation[Any]) -> list[str]:
    return [part[1:-1] for part in operation.path.split("/") if part.startswith("{")]


def _refusal(status: int, codes: Sequence[str]) -> Json:
    description = f"{MEANING[status]}: {', '.join(f'`{code}`' for code in codes)}"
    return {"description": description, "content": {PROBLEM: {"schema": {"$ref": REF.format(model="Problem")}}}}
