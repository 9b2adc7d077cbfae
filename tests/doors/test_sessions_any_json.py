"""Whatever JSON is sent, the answer is a reply or a problem, never a fault of ours."""

import json
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st

from channels.chat.bodies import NewMessage, NewSession
from infra.wire.text import plain
from routes.bodies import BadBody, read
from server.middleware import respond
from server.problems import problem

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
MESSAGES = st.fixed_dictionaries(
    {"content": st.text(st.characters()) | JSON},
    optional={"stream": JSON, "claims": st.dictionaries(st.sampled_from(["email", "zip", "age"]), JSON) | JSON},
)
SESSIONS = st.fixed_dictionaries({"agentId": st.text() | JSON}, optional={"user": st.text() | JSON, "x": JSON})
BODIES = st.binary() | (JSON | MESSAGES | SESSIONS).map(lambda value: json.dumps(value).encode())


@pytest.mark.parametrize("model", [NewMessage, NewSession])
@given(raw=BODIES)
def test_any_body_is_read_or_refused_in_words_that_can_be_sent(
    model: type[NewMessage] | type[NewSession], raw: bytes
) -> None:
    try:
        found_in = read(model, raw)
    except BadBody as error:
        found = problem(error)
        assert found is not None
        assert isinstance(respond(found), web.Response)
        assert found.status == 400
        return
    found_in.model_dump_json().encode()


@given(st.text(st.characters()))
def test_plain_text_can_be_written_stays_as_it_is_and_keeps_its_lines(text: str) -> None:
    kept = plain(text)
    assert plain(kept) == kept
    assert all(character.isprintable() or character not in "\r\x00\x1b\u202e" for character in kept)
    kept.encode()
    assert kept.count("\n") == text.replace("\r\n", "\n").replace("\r", "\n").count("\n")
