"""Results as JSON, for clients that ask for it."""

from enum import Enum
from typing import Any, Literal

import orjson
import pytest
from aiohttp.test_utils import TestClient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from channels.completions import schema
from conversation.effects import Noted, Offer
from escalation.reasons import Reason
from intents.meaning import Slot
from tests.completions.door import URL, House, asking, turn

Client = TestClient[Any, Any]
FULL = turn("Noted.", asks=frozenset({Slot.ZIP}), offers=Offer.PERSON, noted=Noted("tkt_1", 7, Reason.LOST))
RESULT = {"reply": "Noted.", "outcome": "told", "asks": ["zip"], "offers": "person",
          "ticket": {"number": 7, "kind": "lost"}}  # fmt: skip


class Ticket(BaseModel):
    number: int
    kind: str


class Found(BaseModel):
    """As a developer would write it down."""

    reply: str
    asks: list[str] = []
    ticket: Ticket | None = None


class Mood(Enum):
    GOOD = "good"


class Strange(BaseModel):
    reply: str
    outcome: Mood


class Other(BaseModel):
    reply: str
    order_number: str


class Narrow(BaseModel):
    outcome: Literal["told"]


def wanting(model: type[BaseModel] | dict[str, object]) -> dict[str, object]:
    written = model if isinstance(model, dict) else model.model_json_schema()
    return {"type": "json_schema", "json_schema": {"name": "found", "schema": written, "strict": True}}


async def content(client: Client, **other: object) -> object:
    response = await client.post(URL, json=asking("hi", **other))
    assert response.status == 200, await response.text()
    return orjson.loads((await response.json())["choices"][0]["message"]["content"])


async def test_json_object_is_the_whole_result(client: Client, house: House) -> None:
    house.turns.answer = FULL
    found = await content(client, response_format={"type": "json_object"}, stop="Noted")
    assert found == RESULT
    Draft202012Validator(schema.RESULT).validate(found)


async def test_a_schema_is_filled_with_what_it_names(client: Client, house: House) -> None:
    house.turns.answer = FULL
    found = await content(client, response_format=wanting(Found))
    assert found == {name: RESULT[name] for name in ("reply", "asks", "ticket")}
    house.turns.answer = turn("Hello.")
    assert Found.model_validate(await content(client, response_format=wanting(Found))).ticket is None


@pytest.mark.parametrize(
    "wanted",
    [Strange, Other, Narrow, {"type": "string"}, {"type": "object", "properties": {"reply": {"type": "integer"}}},
     {"type": "object", "properties": {"reply": {"type": "string", "pattern": "^a"}}},
     {"type": "object", "properties": {"offers": {"type": "string"}}},
     {"type": "object", "properties": {"reply": True}}, {},
     {"type": "object", "properties": {"reply": {"type": "string"}}, "required": ["outcome"]},
     {"$ref": "#/$defs/A", "$defs": {"A": {"$ref": "#/$defs/A"}}}],
)  # fmt: skip
async def test_a_schema_that_cannot_be_kept_is_refused(
    client: Client, wanted: type[BaseModel] | dict[str, object]
) -> None:
    response = await client.post(URL, json=asking("hi", response_format=wanting(wanted)))
    error = (await response.json())["error"]
    assert (response.status, error["param"]) == (400, "response_format")


NAMES = st.sampled_from([*schema.PROPERTIES, "number", "kind", "other"])
TYPES = st.sampled_from(["string", "array", "object", "null", "integer", "number", "boolean"])
VALUES = st.lists(st.sampled_from(["told", "lost", *Offer, *Slot, None]))
LEAVES = st.fixed_dictionaries({}, optional={"type": TYPES | st.lists(TYPES), "enum": VALUES, "title": st.text()})


def objects(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    likely = {name: st.just(ours) | inner for name, ours in schema.PROPERTIES.items()}
    named = st.dictionaries(NAMES, inner) | st.fixed_dictionaries({}, optional=likely)
    more = {"required": st.lists(NAMES), "additionalProperties": st.booleans()}
    return st.fixed_dictionaries({"type": st.just("object"), "properties": named}, optional=more)


SCHEMAS = objects(
    st.recursive(
        LEAVES,
        lambda inner: (
            objects(inner)
            | st.fixed_dictionaries({"anyOf": st.lists(inner)})
            | st.fixed_dictionaries({"type": st.just("array"), "items": inner})
        ),
    )
)


@given(SCHEMAS | st.dictionaries(st.text(), st.none() | st.integers() | st.lists(st.text())), st.booleans())
def test_what_is_said_to_keep_a_schema_keeps_it(theirs: dict[str, object], full: bool) -> None:
    if schema.keeps(theirs):
        result = RESULT if full else {**RESULT, "asks": [], "offers": None, "ticket": None}
        Draft202012Validator(theirs).validate(schema.shaped(result, theirs))
