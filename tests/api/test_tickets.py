"""Tickets over HTTP: what one may do, who stands in the way, and that nothing is another tenant's business."""

from tenants.principal import Scope
from tests.api.estate import NOWHERE, Estate
from tests.api.operator import Operator


async def member(owner: Operator, name: str = "Bob") -> str:
    made = await owner.post("/members", {"name": name, "email": f"{name}@lamps.example".lower(), "role": "colleague"})
    return str(made.data["id"])


def ticket(estate: Estate) -> str:
    return f"/tickets/{estate.ids['tickets']}"


def by(estate: Estate) -> dict[str, str]:
    return {"memberId": estate.ids["members"]}


async def test_a_ticket_from_the_queue_to_its_end(estate: Estate) -> None:
    owner, path, ada = estate.owner, ticket(estate), by(estate)
    claimed = await owner.post(f"{path}/claim", ada)
    assert (claimed.data["state"], claimed.data["owner"]["name"]) == ("claimed", "Ada")
    written = await owner.post(f"{path}/reply", {**ada, "text": "Hello, I am Ada."})
    assert (written.status, written.data["utterance"]) == (201, 6)
    resolved = await owner.post(f"{path}/resolve", {**ada, "outcome": "reshipped"})
    assert (resolved.data["state"], resolved.data["outcome"]) == ("resolved", "reshipped")
    shown = (await owner.get(path)).data
    assert [each["event"] for each in shown["history"]] == ["created", "noted", "claimed", "replied", "resolved"]
    assert {each["by"]["name"] for each in shown["history"][1:]} == {"Ada"}
    assert (await owner.post(f"{path}/reopen", ada)).data["state"] == "waiting"


async def test_whoever_comes_second_hears_who_has_it(estate: Estate) -> None:
    owner, path, bob = estate.owner, ticket(estate), {"memberId": await member(estate.owner)}
    await owner.post(f"{path}/claim", by(estate))
    for refused in ("claim", "release", "hand-back", "resolve"):
        reply = await owner.post(f"{path}/{refused}", bob)
        assert reply.refused == (409, "ticket_claimed"), refused
        assert reply.body["owner"] == "Ada"
    reply = await owner.post(f"{path}/reply", {**bob, "text": "me!"})
    assert (reply.refused, reply.body["owner"]) == ((409, "ticket_claimed"), "Ada")
    assert (await owner.post(f"{path}/take-over", bob)).data["owner"]["name"] == "Bob"
    assert (await owner.post(f"{path}/reply", {**by(estate), "text": "me!"})).body["owner"] == "Bob"


async def test_an_older_version_is_refused(estate: Estate) -> None:
    owner, path = estate.owner, ticket(estate)
    seen = (await owner.get(path)).headers["ETag"]
    claimed = await owner.post(f"{path}/claim", by(estate), If_Match=seen)
    assert claimed.headers["ETag"] != seen
    for move in ("release", "resolve", "hand-back"):
        assert (await owner.post(f"{path}/{move}", by(estate), If_Match=seen)).refused == (412, "changed_meanwhile")
    for words in ("reply", "note"):
        refused = await owner.post(f"{path}/{words}", {**by(estate), "text": "x"}, If_Match=seen)
        assert refused.refused == (412, "changed_meanwhile")
    assert (await owner.post(f"{path}/release", by(estate), If_Match=claimed.headers["ETag"])).status == 200


async def test_a_reply_and_a_note_sent_twice_are_written_once(estate: Estate) -> None:
    owner, path = estate.owner, ticket(estate)
    await owner.post(f"{path}/claim", by(estate))
    for what in ("reply", "note"):
        body = {**by(estate), "text": f"only one {what}"}
        first, again = [await owner.post(f"{path}/{what}", body, Idempotency_Key=what) for _ in range(2)]
        assert first.data == again.data
    said = await owner.get(f"/conversations/{estate.ids['conversations']}/transcript?limit=100")
    assert [each["content"] for each in said.data].count("only one reply") == 1
    history = (await owner.get(path)).data["history"]
    assert [each["text"] for each in history].count("only one note") == 1


async def test_the_queue_page_by_page_has_the_worst_first(estate: Estate) -> None:
    owner, agent = estate.owner, estate.ids["agents"]
    message = ("can I leave a message?", "the doorbell is broken", "ada@example.com")
    for talk in (message, ("I want to talk to a human",), ("my parcel ORD-9842 was stolen",)):
        session = (await owner.post("/chat/sessions", {"agentId": agent})).data["id"]
        for said in talk:
            await owner.post(f"/chat/sessions/{session}/messages", {"content": said})
    whole = (await owner.get("/tickets?limit=100")).data
    assert [each["kind"] for each in whole] == ["human", "human", "lost", "message"]
    assert await owner.pages("/tickets", 1) == whole
    await owner.post(f"/tickets/{whole[0]['id']}/claim", by(estate))
    waiting = (await owner.get("/tickets?state=waiting")).data
    assert [each["id"] for each in waiting] == [each["id"] for each in whole[1:]]
    (mine,) = (await owner.get(f"/tickets?owner={estate.ids['members']}")).data
    assert mine["id"] == whole[0]["id"]
    assert [each["kind"] for each in (await owner.get("/tickets?kind=lost")).data] == ["lost"]


async def test_another_tenants_ticket_is_told_like_one_that_is_not_there(estate: Estate, operator: Operator) -> None:
    me = {"memberId": await member(operator)}
    before = (await estate.owner.get(ticket(estate))).data
    for ticket_id in (estate.ids["tickets"], NOWHERE["tickets"]):
        for word in ("claim", "take-over", "release", "hand-back", "resolve", "reopen"):
            assert (await operator.post(f"/tickets/{ticket_id}/{word}", me)).refused == (404, "not_found")
        for word in ("reply", "note"):
            refused = await operator.post(f"/tickets/{ticket_id}/{word}", {**me, "text": "x"})
            assert refused.refused == (404, "not_found")
        assert (await operator.get(f"/tickets/{ticket_id}")).refused == (404, "not_found")
    assert (await operator.get(f"/tickets?conversation={estate.ids['conversations']}")).data == []
    assert (await estate.owner.get(ticket(estate))).data == before


async def test_another_tenants_member_acts_for_nobody_here(estate: Estate, operator: Operator) -> None:
    stranger = {"memberId": await member(operator)}
    assert (await estate.owner.post(f"{ticket(estate)}/claim", stranger)).refused == (404, "not_found")
    assert (await estate.owner.get(ticket(estate))).data["state"] == "waiting"


async def test_a_note_is_read_at_no_customers_door(estate: Estate) -> None:
    owner = estate.owner
    await owner.post(f"{ticket(estate)}/claim", by(estate))
    await owner.post(f"{ticket(estate)}/note", {**by(estate), "text": "beware of the dog"})
    session = estate.ids["sessions"]
    chat = await owner.with_scopes(Scope.CHAT_READ, Scope.CHAT_WRITE, Scope.CONVERSATIONS_READ)
    said = [
        await chat.get(f"/chat/sessions/{session}"),
        await chat.get(f"/chat/sessions/{session}/messages?limit=100"),
        await chat.post(f"/chat/sessions/{session}/messages", {"content": "what do you think of me?"}),
        await chat.get(f"/conversations/{session}/transcript?limit=100"),
        await chat.get(f"/conversations/{session}/receipt?limit=100"),
    ]
    assert [reply.status for reply in said] == [200] * 5
    assert not [reply for reply in said if "dog" in str(reply.body)]
    assert (await chat.get(ticket(estate))).refused == (403, "scope_missing")
    await chat.leaves()


async def test_reading_takes_nothing_and_writing_shows_no_case(estate: Estate) -> None:
    reading = await estate.owner.with_scopes(Scope.TICKETS_READ)
    assert (await reading.post(f"{ticket(estate)}/claim", by(estate))).refused == (403, "scope_missing")
    writing = await estate.owner.with_scopes(Scope.TICKETS_WRITE)
    given = await writing.post(f"{ticket(estate)}/claim", by(estate))
    assert "claims" not in given.data
    assert (await writing.get(ticket(estate))).refused == (403, "scope_missing")
    for each in (reading, writing):
        await each.leaves()
