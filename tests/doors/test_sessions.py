"""Who may come in by the sessions door, what is behind it, and what is no body."""

import gzip

import pytest

from tenants import agents, keys
from tenants.principal import Scope
from tests.doors.developer import CHAT, SESSIONS, Developer

NOBODY = f"{SESSIONS}/cnv_nobody"


@pytest.mark.parametrize(
    ("raw", "field"),
    [
        (b"", None),
        (b"{", None),
        (b"\xff\xfe", None),
        (b'{"content": "\\ud800"}', None),
        (b"[]", None),
        (b"null", None),
        (b"{}", "content"),
        (b'{"content": 7}', "content"),
        (b'{"content": null}', "content"),
        (b'{"content": ""}', "content"),
        (b'{"content": " \\n\\t "}', "content"),
        (b'{"content": "\\u200b\\u2060\\u0000"}', "content"),
        (b'{"content": "\\u202e\\u0007"}', "content"),
        (b'{"content": "' + b"x" * 4001 + b'"}', "content"),
        (b'{"content": "x", "stream": "perhaps"}', "stream"),
        (b'{"content": "x", "Content": "y"}', "Content"),
        (b'{"content": "x", "claims": {"age": "42"}}', "claims.age"),
        (b'{"content": "x", "claims": {"zip": "' + b"9" * 17 + b'"}}', "claims.zip"),
    ],
)
async def test_what_is_no_message_is_refused_with_its_field(
    developer: Developer, raw: bytes, field: str | None
) -> None:
    session = await developer.opens()
    reply = await developer.ask("POST", f"{session}/messages", raw)
    assert reply.refused == (400, "invalid_request")
    assert reply.body.get("field") == field
    assert "9" * 17 not in str(reply.body)
    assert (await developer.ask("GET", f"{session}/messages")).data == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "agentId"),
        ({"agentId": ""}, "agentId"),
        ({"agentId": "a" * 65}, "agentId"),
        ({"agentId": "agt_1", "user": ""}, "user"),
        ({"agentId": "agt_1", "user": "u" * 257}, "user"),
        ({"agentId": "agt_1", "model": "x"}, "model"),
    ],
)
async def test_what_opens_no_session_is_refused_with_its_field(
    developer: Developer, body: dict[str, str], field: str
) -> None:
    reply = await developer.ask("POST", SESSIONS, body)
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), field)


async def test_four_thousand_characters_are_a_message(developer: Developer) -> None:
    reply = await developer.says(await developer.opens(), "x" * 4000)
    assert reply.status == 200


async def test_what_nobody_types_is_left_out_of_what_is_kept(developer: Developer) -> None:
    session = await developer.opens()
    await developer.says(session, "he\x00llo\u202e\x1b[31m \u2066there\r\nyou\x85")
    assert (await developer.ask("GET", f"{session}/messages")).data[0]["content"] == "hello[31m there\nyou"


async def test_a_megabyte_is_too_much_packed_or_not(developer: Developer) -> None:
    body = b'{"content":"' + b"x" * 1_000_000 + b'"}'
    for raw, headers in ((body, {}), (gzip.compress(body), {"Content_Encoding": "gzip"})):
        reply = await developer.ask("POST", SESSIONS, raw, **headers)
        assert reply.refused == (413, "body_too_large")


async def test_a_body_that_does_not_unpack_is_the_clients_mistake(developer: Developer) -> None:
    reply = await developer.ask("POST", SESSIONS, b"no gzip", Content_Encoding="gzip")
    assert reply.refused == (400, "invalid_request")


async def test_without_a_good_key_nothing_is_told(developer: Developer) -> None:
    at = developer.town.clock()
    revoked, its_token = await developer.takes_key(*CHAT)
    store, tenant = developer.town.house.store, developer.town.tenant
    await store.write(lambda tx: keys.revoke(tx, tenant, revoked, at=at))
    _, expiring = await developer.takes_key(*CHAT, expires_at=at + 60)
    assert (await developer.ask("GET", NOBODY, key=expiring)).refused == (404, "not_found")
    developer.town.clock.pass_(60)
    for key, code in {
        "": "no_key",
        "wb_sk_live_no": "wrong_key",
        its_token: "wrong_key",
        expiring: "wrong_key",
    }.items():
        reply = await developer.ask("GET", NOBODY, key=key)
        assert reply.refused == (401, code)
        assert reply.headers["WWW-Authenticate"] == "Bearer"


async def test_a_key_does_only_what_it_was_issued_for(developer: Developer) -> None:
    session = await developer.opens()
    _, reads = await developer.takes_key(Scope.CHAT_READ)
    _, writes = await developer.takes_key(Scope.CHAT_WRITE)
    assert (await developer.ask("GET", session, key=reads)).status == 200
    for method, path, key in (
        ("POST", SESSIONS, reads),
        ("POST", f"{session}/messages", reads),
        ("POST", f"{session}/end", reads),
        ("GET", session, writes),
        ("GET", f"{session}/messages", writes),
    ):
        assert (await developer.ask(method, path, {"content": "x"}, key=key)).refused == (403, "scope_missing")


async def test_a_key_in_the_url_opens_nothing(developer: Developer) -> None:
    path = f"{NOBODY}?key={developer.town.key}&api_key={developer.town.key}"
    assert (await developer.ask("GET", path, key="")).refused == (400, "key_in_url")


async def test_another_tenants_session_and_nobodys_are_one_and_the_same(developer: Developer) -> None:
    session, rival = await developer.opens(), await developer.a_rival()
    for path, body in (("", None), ("/messages", None), ("/messages", {"content": "x"}), ("/end", {})):
        method = "GET" if body is None else "POST"
        theirs = await developer.ask(method, session + path, body, key=rival)
        nobodys = await developer.ask(method, NOBODY + path, body)
        assert theirs.refused == nobodys.refused == (404, "not_found")
        assert theirs.body == nobodys.body
    assert (await developer.ask("POST", SESSIONS, {"agentId": developer.town.agent}, key=rival)).refused[0] == 404


@pytest.mark.parametrize("name", ["%FF", "%00", "%ED%A0%80", "%E2%98%83", "..%2f..", "x" * 2000])
async def test_any_name_of_a_session_that_is_none_is_not_found(developer: Developer, name: str) -> None:
    assert (await developer.ask("GET", f"{SESSIONS}/{name}")).refused == (404, "not_found")


async def test_an_assistant_that_is_unknown_or_not_published_has_no_sessions(developer: Developer) -> None:
    store, tenant = developer.town.house.store, developer.town.tenant
    draft = await store.write(lambda tx: agents.create(tx, tenant, name="Draft", at=1.0))
    assert (await developer.ask("POST", SESSIONS, {"agentId": draft.id})).refused == (409, "no_published_version")
    assert (await developer.ask("POST", SESSIONS, {"agentId": "agt_no"})).refused == (404, "not_found")


async def test_unknown_paths_and_methods_are_named(developer: Developer) -> None:
    assert (await developer.ask("GET", "/api/v1/chat/nothing")).refused == (404, "unknown_path")
    deleted = await developer.ask("DELETE", NOBODY)
    assert (deleted.refused, deleted.headers["Allow"]) == ((405, "method_not_allowed"), "GET,HEAD")


async def test_an_ended_session_takes_no_more(developer: Developer) -> None:
    session = await developer.opens()
    ended = (await developer.ask("POST", f"{session}/end")).data
    developer.town.clock.pass_(5)
    assert (await developer.ask("POST", f"{session}/end")).data == ended
    assert ended["endedAt"]
    assert (await developer.says(session, "hello")).refused == (409, "session_ended")
    reply = await developer.ask("POST", f"{session}/messages", {"content": "x", "stream": True})
    assert reply.refused == (409, "session_ended")


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "limit=%D9%A1", "after=-1", "after=4294967296"])
async def test_pages_are_asked_for_in_whole_numbers(developer: Developer, query: str) -> None:
    reply = await developer.ask("GET", f"{await developer.opens()}/messages?{query}")
    assert (reply.refused, reply.body["field"]) == ((400, "invalid_request"), query.split("=", maxsplit=1)[0])


async def test_what_was_said_is_read_page_by_page(developer: Developer) -> None:
    session = await developer.opens()
    for text in ("hello", "Where is ORD-9842? 94107"):
        assert (await developer.says(session, text)).status == 200
    first = await developer.ask("GET", f"{session}/messages?limit=3")
    cursor = first.body["pagination"]["nextCursor"]
    rest = await developer.ask("GET", f"{session}/messages?limit=3&after={cursor}")
    assert rest.body["pagination"] == {"limit": 3, "nextCursor": None}
    assert [each["seq"] for each in first.data + rest.data] == [1, 2, 3, 4]
    assert "⟨order status⟩" in rest.data[0]["content"]
    assert "Out for delivery" not in str(first.body) + str(rest.body)


async def test_every_reply_has_an_id_and_what_is_left_of_the_rate(developer: Developer) -> None:
    ids = set()
    for key in (None, "", "wb_sk_live_no"):
        reply = await developer.ask("GET", NOBODY, key=key)
        ids.add(reply.headers["X-Request-Id"])
        assert reply.headers["Server"] == "waybill"
        assert ("RateLimit-Remaining" in reply.headers) == (key is None)
    assert len(ids) == 3
