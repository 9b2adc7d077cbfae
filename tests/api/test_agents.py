"""Agents: made, renamed, and their documents set as wholes, so that two who edit at once undo nothing of each other."""

from typing import Any

import pytest

from tests.api.estate import Estate, bodies, filled, name, operations
from tests.api.operator import Operator

POLICY = {
    "require": "any",
    "factors": ["email", "zip"],
    "max_attempts": 3,
    "ttl_minutes": 30,
    "endpointVerifies": False,
}
GUARDRAILS = {
    "disclose": ["carrier", "tracking", "tracking_url", "eta", "delivered_at", "items", "packages"],
    "replaceWords": [],
    "handoffOn": ["upset", "legal", "safety"],
}
HANDOFF = {
    "timezone": "UTC",
    "hours": None,
    "holidays": [],
    "destinations": [],
    "ringSeconds": 20,
    "afterHours": "message",
    "steps": [{"afterMinutes": 10, "tell": "colleagues"}, {"afterMinutes": 60, "tell": "managers"}],
    "quietOutsideHours": True,
    "chatUrl": None,
}
DEFAULTS = {"caller-verification": POLICY, "guardrails": GUARDRAILS, "handoff": HANDOFF}
SET: dict[str, dict[str, Any]] = {
    "caller-verification": {
        **POLICY, "require": "all", "factors": ["phone"], "max_attempts": 1, "ttl_minutes": 5, "endpointVerifies": True,
    },
    "guardrails": {
        "disclose": ["eta", "gift_note"], "replaceWords": [{"when": "order", "say": "parcel"}], "handoffOn": ["legal"],
    },
    "handoff": {
        "timezone": "Europe/Berlin",
        "hours": {"mon": [{"opens": "09:00:00", "closes": "12:00:00"}, {"opens": "13:00:00", "closes": "17:30:00"}]},
        "holidays": ["2026-12-25"],
        "destinations": [{"name": "Front desk", "phone": "+14155552671"}],
        "ringSeconds": 30,
        "afterHours": "callback",
        "steps": [{"afterMinutes": 5, "tell": "owners"}],
        "quietOutsideHours": False,
        "chatUrl": "https://lamps.example/help",
    },
}  # fmt: skip


async def agent_of(operator: Operator) -> str:
    made = await operator.post("/agents", {"name": "Order status"})
    assert made.status == 201
    return f"/agents/{made.data['id']}"


async def test_a_new_agent_has_nothing_but_its_name_and_careful_defaults(operator: Operator) -> None:
    agent = await agent_of(operator)
    shown = await operator.get(agent)
    given = {name: shown.data[name] for name in ("name", "skills", "publishedVersion")}
    assert given == {"name": "Order status", "skills": [], "publishedVersion": None}
    for document, default in DEFAULTS.items():
        assert (await operator.get(f"{agent}/{document}")).data == default
    assert shown.data in (await operator.get("/agents")).data


@pytest.mark.parametrize("document", SET)
async def test_a_document_is_set_as_a_whole_and_back_to_its_defaults(operator: Operator, document: str) -> None:
    path = f"{await agent_of(operator)}/{document}"
    assert (await operator.put(path, SET[document])).data == SET[document]
    assert (await operator.get(path)).data == SET[document]
    assert (await operator.put(path, {})).data == DEFAULTS[document]
    assert (await operator.get(path)).data == DEFAULTS[document]


@pytest.mark.parametrize(
    ("document", "body", "field"),
    [
        ("caller-verification", {"require": "some"}, "require"),
        ("caller-verification", {"factors": ["caller_id"]}, "factors.0"),
        ("caller-verification", {"factors": []}, None),
        ("caller-verification", {"factors": ["zip", "zip"]}, "factors"),
        ("caller-verification", {"max_attempts": 0}, "max_attempts"),
        ("caller-verification", {"max_attempts": "3"}, "max_attempts"),
        ("caller-verification", {"ttl_minutes": 1441}, "ttl_minutes"),
        ("caller-verification", {"endpointVerifies": "true"}, "endpointVerifies"),
        ("caller-verification", {"endpoint_verifies": True}, "endpoint_verifies"),
        ("guardrails", {"disclose": ["zip"]}, "disclose.0"),
        ("guardrails", {"disclose": ["x"] * 2}, "disclose"),
        ("guardrails", {"replaceWords": [{"when": "", "say": "x"}]}, "replaceWords.0.when"),
        ("guardrails", {"handoffOn": ["bored"]}, "handoffOn.0"),
        ("handoff", {"timezone": "Mars/Olympus"}, "timezone"),
        ("handoff", {"timezone": "../../etc/passwd"}, "timezone"),
        ("handoff", {"hours": {"mon": [{"opens": "17:00", "closes": "09:00"}]}}, "hours.mon.0"),
        ("handoff", {"destinations": [{"name": "x", "phone": "911"}]}, "destinations.0.phone"),
        ("handoff", {"ringSeconds": 4}, "ringSeconds"),
        ("handoff", {"afterHours": "voicemail"}, "afterHours"),
        ("handoff", {"steps": [{"afterMinutes": 0}]}, "steps.0.afterMinutes"),
        ("handoff", {"steps": [{"afterMinutes": 9}, {"afterMinutes": 9}]}, "steps"),
        ("handoff", {"chatUrl": "http://lamps.example"}, "chatUrl"),
        ("handoff", {"chatUrl": "https://x\nBcc: y"}, "chatUrl"),
    ],
)
async def test_what_a_document_does_not_take_is_refused_by_its_path_and_changes_nothing(
    operator: Operator, document: str, body: dict[str, Any], field: str | None
) -> None:
    path = f"{await agent_of(operator)}/{document}"
    reply = await operator.put(path, body)
    assert (reply.refused, reply.body.get("field")) == ((400, "invalid_request"), field)
    assert (await operator.get(path)).data == DEFAULTS[document]


@pytest.mark.parametrize("raw", [b"", b"{", b"null", b"[]", b'"x"', b"\xff", b'{"name":"\xff"}', b'{"name": 1}'])
async def test_a_body_that_is_no_agent_is_refused(operator: Operator, raw: bytes) -> None:
    assert (await operator.post("/agents", raw)).refused == (400, "invalid_request")


@pytest.mark.parametrize("wrong", ["", "   ", "a" * 201, "a\nb", "\0", "\u202eevil"])
async def test_a_name_is_one_line_that_can_be_read(operator: Operator, wrong: str) -> None:
    agent = await agent_of(operator)
    assert (await operator.post("/agents", {"name": wrong})).refused == (400, "invalid_request")
    assert (await operator.patch(agent, {"name": wrong})).refused == (400, "invalid_request")
    assert (await operator.get(agent)).data["name"] == "Order status"


async def test_a_body_of_more_than_a_megabyte_is_too_large(operator: Operator) -> None:
    assert (await operator.post("/agents", b" " * 1_000_001)).refused == (413, "body_too_large")


async def test_of_two_who_edit_at_once_the_second_is_told(operator: Operator) -> None:
    agent = await agent_of(operator)
    seen = (await operator.get(agent)).headers["ETag"]
    first = await operator.patch(agent, {"name": "First"}, If_Match=seen)
    assert (first.status, first.headers["ETag"] != seen) == (200, True)
    for path, body in ((agent, {"name": "Second"}), (f"{agent}/guardrails", {}), (f"{agent}/handoff", {})):
        method = operator.patch if path == agent else operator.put
        assert (await method(path, body, If_Match=seen)).refused == (412, "changed_meanwhile")
    assert (await operator.get(agent)).data["name"] == "First"
    assert (await operator.patch(agent, {"name": "Second"}, If_Match=first.headers["ETag"])).status == 200
    assert (await operator.patch(agent, {"name": "Third"}, If_Match="*")).status == 200
    assert (await operator.patch(agent, {"name": "Fourth"})).data["name"] == "Fourth"


async def test_whatever_can_be_revised_refuses_an_older_revision(estate: Estate) -> None:
    owner = estate.owner
    for operation in operations(owner):
        if not operation.revises or operation.path.startswith("/tickets/"):  # moves: see test_tickets.py
            continue
        path, body = filled(operation.path, estate.ids), bodies(owner, estate.ids)[name(operation)]
        seen = (await owner.get(path)).headers["ETag"]
        assert (await owner.ask(operation.method, path, body, If_Match='"77"')).refused == (412, "changed_meanwhile")
        assert (await owner.get(path)).headers["ETag"] == seen, path
        changed = await owner.ask(operation.method, path, body, If_Match=seen)
        assert (changed.status, changed.headers["ETag"] != seen) == (200, True), (path, changed.body)
        assert (await owner.get(path)).headers["ETag"] == changed.headers["ETag"], path


@pytest.mark.parametrize("tag", ["1", '"x"', 'W/"1"', '"1", "2"', '"-1"', '""', '"1234567890"'])
async def test_an_etag_that_we_never_gave_is_refused(operator: Operator, tag: str) -> None:
    agent = await agent_of(operator)
    reply = await operator.patch(agent, {"name": "Changed"}, If_Match=tag)
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), "If-Match")
