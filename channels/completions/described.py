"""Paths of this door for the OpenAPI document; its bodies are those of OpenAI, of which we read what stands here."""

from typing import Any, TypeAlias

from channels.completions.paths import COMPLETIONS, MODELS

Json: TypeAlias = dict[str, Any]
TEXT: Json = {"type": "string"}
ERROR: Json = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {name: {"type": ["string", "null"]} for name in ("message", "type", "param", "code")},
            "required": ["message", "type", "param", "code"],
        }
    },
    "required": ["error"],
}
MODEL: Json = {
    "type": "object",
    "properties": {"id": TEXT, "object": {"const": "model"}, "created": {"type": "integer"}, "owned_by": TEXT},
    "required": ["id", "object", "created", "owned_by"],
}
LIST: Json = {
    "type": "object",
    "properties": {"object": {"const": "list"}, "data": {"type": "array", "items": MODEL}},
    "required": ["object", "data"],
}
ASKED: Json = {
    "type": "object",
    "properties": {
        "model": {"type": "string", "description": "id of a published agent"},
        "messages": {"type": "array", "minItems": 1, "items": {"type": "object", "required": ["role"]}},
        "stream": {"type": "boolean"},
        "user": {"type": "string", "description": "for limits; never proof of identity"},
        "conversation_id": {"type": "string", "description": "only then is the conversation kept"},
    },
    "required": ["model", "messages"],
}
COMPLETION: Json = {
    "type": "object",
    "properties": {"id": TEXT, "object": {"const": "chat.completion"}, "choices": {"type": "array", "minItems": 1}},
    "required": ["id", "object", "choices"],
}
REFUSED = (400, 401, 403, 404, 409, 413, 415, 429, 500, 503)


def _answers(schema: Json, **other: Json) -> Json:
    content = {"application/json": {"schema": schema}, **other}
    errors = {
        str(status): {"description": "OpenAI's error object", "content": {"application/json": {"schema": ERROR}}}
        for status in REFUSED
    }
    return {"200": {"description": "Done", "content": content}, **errors}


def _name(path: str, what: str) -> str:
    return "_".join((what, *path.strip("/").replace("{", "").replace("}", "").split("/")))


def _complete(path: str) -> Json:
    return {
        "post": {
            "operationId": _name(path, "post"),
            "summary": "Answer as OpenAI's chat completions do",
            "description": "Scope: `chat:write`.",
            "tags": ["chat"],
            "requestBody": {"required": True, "content": {"application/json": {"schema": ASKED}}},
            "responses": _answers(COMPLETION, **{"text/event-stream": {"schema": TEXT}}),
        }
    }


def _read(path: str, gives: Json) -> Json:
    by_id = {"name": "id", "in": "path", "required": True, "schema": TEXT}
    return {
        "get": {
            "operationId": _name(path, "get"),
            "summary": "Published agents, as models",
            "description": "Scope: `chat:read`.",
            "tags": ["chat"],
            "parameters": [by_id] if "{id}" in path else [],
            "responses": _answers(gives),
        }
    }


PATHS: dict[str, Json] = {
    **{path: _complete(path) for path in COMPLETIONS},
    **{path: _read(path, LIST) for path in MODELS},
    **{path + "/{id}": _read(path + "/{id}", MODEL) for path in MODELS},
}
