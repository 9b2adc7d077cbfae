"""The queue and a case by forms alone: what colleagues do, what customers hear of it, and what they never hear."""

import json
from collections.abc import AsyncIterator

import pytest

from escalation import erasing, photos
from escalation.photos import Added
from infra.once import Delivery
from infra.store.transaction import Transaction
from tenants.members import Role
from tests.console.colleague import Colleague
from tests.faults.talker import Talker, talking
from tests.world.shop import NEEDLES
from tests.world.town import Town

ONE = "/console/tickets/1"


@pytest.fixture
async def customer(shop: Town) -> AsyncIterator[Talker]:
    """Somebody who named an order and wants a person."""
    async with talking(shop) as talker:
        await talker.says("Where is ORD-9842? My ZIP is 94107")
        await talker.says("I want to talk to a person")
        yield talker


@pytest.fixture
async def bob(shop: Town) -> AsyncIterator[Colleague]:
    bob = await Colleague.signed_in(shop, Role.COLLEAGUE, name="Bob")
    yield bob
    await bob.leaves()


async def heard(customer: Talker) -> str:
    return json.dumps(await customer.messages(), ensure_ascii=False)


async def test_claim_answer_hand_back_resolve(owner: Colleague, customer: Talker) -> None:
    page = await owner.get("/console/tickets")
    assert "Asks for a person" in page.words
    assert "ORD-9842" in page.words
    await owner.get(ONE)
    page = await owner.post(f"{ONE}/claim")
    assert page.url == f"{ONE}?done=claimed"
    assert "yours" in page.words
    await owner.post(f"{ONE}/reply", {"words": "Hello, Ada here.", "do": "send", "once": "a"})
    assert "Hello, Ada here." in await heard(customer)
    reply = await customer.says("thank you, Ada")
    assert "thank you, Ada" in (await owner.get(ONE)).words
    assert reply.status == 200
    page = await owner.post(f"{ONE}/hand-back")
    assert "handed back" in page.words.lower()
    assert "Nobody waits" in (await owner.get("/console/tickets")).words


async def test_only_the_owner_of_a_ticket_answers(owner: Colleague, bob: Colleague, customer: Talker) -> None:
    await owner.get(ONE)
    await owner.post(f"{ONE}/claim")
    await bob.get(ONE)
    page = await bob.post(f"{ONE}/claim")
    assert page.status == 409
    assert "Ada has this ticket" in page.words
    page = await bob.post(f"{ONE}/reply", {"words": "It is me, Bob", "once": "b"})
    assert page.status == 409
    assert "It is me, Bob" in page.text  # what was typed is not lost
    assert "Take over from Ada" in page.words
    assert "It is me, Bob" not in await heard(customer)
    await bob.post(f"{ONE}/take-over")
    await bob.post(f"{ONE}/reply", {"words": "It is me, Bob", "once": "c"})
    assert "It is me, Bob" in await heard(customer)
    assert "Bob has this ticket" in (await owner.post(f"{ONE}/release")).words


async def test_a_note_never_reaches_the_customer(owner: Colleague, bob: Colleague, customer: Talker) -> None:
    """Note leaking: by no door, neither while nobody has the ticket nor while somebody does."""
    needle = "he was rude in May"
    await owner.get(ONE)
    await owner.post(f"{ONE}/note", {"words": needle, "once": "n1"})
    await owner.post(f"{ONE}/claim")
    await owner.post(f"{ONE}/note", {"words": f"{needle}, again", "once": "n2"})
    await owner.post(f"{ONE}/reply", {"words": "Good day", "once": "r"})
    page = await bob.get(ONE)
    assert page.text.count(needle) == 2
    assert "note, only for colleagues" in page.words
    await customer.says("are you there?")
    assert needle not in await heard(customer)
    assert needle not in json.dumps(await customer.shown())
    assert needle in (await bob.get(f"{ONE}/export")).text
    assert needle not in (await bob.get(f"/console/conversations/{customer.session}")).text


async def test_sent_twice_is_heard_once(owner: Colleague, customer: Talker) -> None:
    await owner.get(ONE)
    await owner.post(f"{ONE}/claim")
    for _ in range(2):
        page = await owner.post(f"{ONE}/reply", {"words": "only once", "once": "same"})
        assert page.url == f"{ONE}?done=sent"
    assert (await heard(customer)).count("only once") == 1
    page = await owner.post(f"{ONE}/reply", {"words": "something else", "once": "same"})
    assert page.status == 409
    assert "something else" in page.text


async def test_nothing_and_too_much_are_not_sent(owner: Colleague, customer: Talker) -> None:
    await owner.get(ONE)
    await owner.post(f"{ONE}/claim")
    assert "Write something" in (await owner.post(f"{ONE}/reply", {"words": " \n ", "once": "a"})).words
    page = await owner.post(f"{ONE}/reply", {"words": "x" * 4001, "once": "b"})
    assert "At most 4000" in page.words
    assert "x" * 4001 in page.text
    assert "xxx" not in await heard(customer)


async def test_a_draft_is_ones_own_and_no_update_touches_it(owner: Colleague, bob: Colleague, customer: Talker) -> None:
    await owner.get(ONE)
    assert (await owner.post(f"{ONE}/draft", {"kind": "reply", "words": "Dear Jane,"})).status == 204
    await bob.get(ONE)
    await bob.post(f"{ONE}/claim")
    await customer.says("hello?")
    thread = await owner.get(f"{ONE}/thread")
    assert "hello?" in thread.words
    assert "<textarea" not in thread.text
    assert "Dear Jane," in (await owner.get(ONE)).text
    assert "Dear Jane," not in (await bob.get(ONE)).text
    kept = await owner.town.house.store.read(lambda tx: tx.rows("SELECT sealed_text FROM drafts"))
    assert b"Dear Jane" not in kept[0]["sealed_text"]
    await owner.post(f"{ONE}/draft", {"kind": "reply", "words": " "})
    assert "Dear Jane," not in (await owner.get(ONE)).text


async def test_a_draft_that_was_sent_is_gone(owner: Colleague, customer: Talker) -> None:
    await owner.get(ONE)
    await owner.post(f"{ONE}/claim")
    await owner.post(f"{ONE}/reply", {"words": "Dear Jane,", "do": "draft"})
    assert ">Dear Jane,</textarea>" in (await owner.get(ONE)).text
    await owner.post(f"{ONE}/reply", {"words": "Dear Jane, it is here.", "once": "a"})
    assert "</textarea>" in (page := await owner.get(ONE)).text
    assert ">Dear Jane,</textarea>" not in page.text
    assert "Dear Jane" in await heard(customer)


async def test_a_forgotten_customer_is_forgotten_in_drafts_too(owner: Colleague, customer: Talker) -> None:
    house, town = owner.town.house, owner.town
    await customer.says("my e-mail is jane.doe@example.com")
    await owner.get(ONE)
    await owner.post(f"{ONE}/draft", {"kind": "note", "words": "Jane of Elm Street"})

    async def forget(tx: Transaction) -> int:
        row = await tx.row("SELECT id, number, kind, state FROM tickets WHERE tenant_id = $1", town.tenant)
        assert row is not None
        await erasing.empty(tx, house.vault, town.tenant, row, town.clock())
        return len(await tx.rows("SELECT * FROM drafts"))

    assert await house.store.write(forget) == 0
    assert "Nothing is left" in (await owner.post(f"{ONE}/reopen")).words


async def test_the_order_is_asked_for_each_time_and_kept_nowhere(owner: Colleague, customer: Talker) -> None:
    shop = owner.town.shop
    before = len(shop.calls)
    for count in (1, 2):
        page = await owner.get(f"{ONE}/order")
        assert "Out for delivery — arrives Tuesday" in page.words
        assert len(shop.calls) == before + count
    assert shop.calls[-1]["context"] == {"zip": "94107"}
    page = await owner.get(f"{ONE}?order=now")
    assert "1Z999AA10123456784" in page.words
    assert "Kept nowhere" in page.words
    page = await owner.get(ONE)
    for needle in NEEDLES:
        assert needle not in page.text
    for needle in NEEDLES:
        assert needle.encode() not in owner.town.database.read_bytes()
    assert customer.session


async def test_what_is_claimed_after_the_ticket_opens_the_order_to_the_colleague(owner: Colleague) -> None:
    """The ZIP came late: the shop is asked with it. An address to be reached at is no claim of the order's."""
    async with talking(owner.town) as talker:
        await talker.says("my ORD-9842 arrived broken")
        await talker.says("the shade is cracked in two")
        assert "nothing to check this order by" in (await owner.get("/console/tickets/1/order")).words
        await talker.says("my zip is 94107")
        assert "Out for delivery — arrives Tuesday" in (await owner.get("/console/tickets/1/order")).words
        await talker.says("you can reach me at nobody@example.com")
    page = await owner.get("/console/tickets/1")
    assert "zip 94107" in page.words
    assert "claimed, not proven" not in page.words
    await owner.get("/console/tickets/1/order")
    assert owner.town.shop.calls[-1]["context"] == {"zip": "94107"}


async def test_an_address_that_is_no_claim_of_the_shop_does_not_close_what_was_proven(owner: Colleague) -> None:
    """It is given beside the ticket, and stands among what they said; the shop is asked with what it knew."""
    async with talking(owner.town) as talker:
        await talker.says("where is ORD-9842? it goes to 94107")
        await talker.says("someone stole my parcel")
        await talker.says("jane at example dot com")
    assert "jane@example.com" in (await owner.get("/console/tickets/1")).words
    assert "Out for delivery — arrives Tuesday" in (await owner.get("/console/tickets/1/order")).words
    assert owner.town.shop.calls[-1]["context"] == {"zip": "94107"}


async def test_a_colleague_sees_whether_what_they_wrote_was_read(owner: Colleague, customer: Talker) -> None:
    await owner.get(ONE)
    await owner.post(f"{ONE}/claim")
    await owner.post(f"{ONE}/reply", {"words": "Ada here.", "once": "r"})
    assert "not seen yet" in (await owner.get(f"{ONE}/thread")).words
    said = await customer.messages()
    page = await owner.get(f"{ONE}/thread")
    assert ("· seen" in page.words, "not seen" in page.words) == (True, False)
    assert json.loads((await owner.post(f"{ONE}/looking")).text)["read"] == said[-1]["seq"]
    await customer.says("Hello Ada")
    assert "seen" not in (await owner.get(f"{ONE}/thread")).words


@pytest.mark.parametrize(
    ("how", "says"), [("error_500", "HTTP error"), ("bad_json", "not one JSON object"), ("redirect", "redirects")]
)
async def test_a_shop_in_trouble_is_shown_as_it_is(owner: Colleague, customer: Talker, how: str, says: str) -> None:
    assert customer.session
    owner.town.shop.misbehave(how)
    page = await owner.get(f"{ONE}/order")
    assert page.status == 200
    assert says in page.words


async def test_a_refusal_is_told_in_a_colleagues_words(owner: Colleague) -> None:
    """With what the shop said exactly below it; and of nothing to check by, that there is nothing."""
    for said, number, why in (
        (("my parcel ORD-9842 was stolen",), 1, "The customer gave nothing to check this order by"),
        (("my parcel ORD-9842 was stolen, 10001",), 2, "does not match this order at the shop"),
        (("my parcel ORD-0000 was stolen, 94107",), 3, "The shop finds no order"),
    ):
        async with talking(owner.town) as talker:
            for words in said:
                await talker.says(words)
        page = await owner.get(f"/console/tickets/{number}/order")
        assert why in page.words
        assert "The endpoint works, and refused this lookup." in page.words


async def test_who_else_has_it_open(owner: Colleague, bob: Colleague, customer: Talker) -> None:
    assert customer.session
    await bob.get(ONE)
    assert json.loads((await bob.post(f"{ONE}/looking")).text)["others"] == []
    await owner.get(ONE)
    assert json.loads((await owner.post(f"{ONE}/looking")).text)["others"] == [{"name": "Bob", "writing": False}]
    await bob.post(f"{ONE}/draft", {"kind": "reply", "words": "I was just"})
    assert json.loads((await owner.post(f"{ONE}/looking")).text)["others"] == [{"name": "Bob", "writing": True}]
    assert "Bob is writing here" in (await owner.get(ONE)).words
    await bob.post(f"{ONE}/looking", {"gone": "yes"})
    assert json.loads((await owner.post(f"{ONE}/looking")).text)["others"] == []


async def test_resolved_with_an_outcome_and_opened_again(owner: Colleague, customer: Talker) -> None:
    assert customer.session
    await owner.get(ONE)
    await owner.post(f"{ONE}/claim")
    page = await owner.post(f"{ONE}/resolve", {"outcome": ""})
    assert "Choose how it ended" in page.words
    assert (await owner.post(f"{ONE}/resolve", {"outcome": "handed_back"})).status == 409
    page = await owner.post(f"{ONE}/resolve", {"outcome": "reshipped"})
    assert "resolved: Reshipped" in page.words
    assert "Outcome Whose" in (resolved := (await owner.get("/console/tickets?view=resolved")).words)
    assert "Reshipped" in resolved
    page = await owner.post(f"{ONE}/reopen")
    assert "waiting" in page.words


async def test_ready_replies_are_filled_from_the_case(owner: Colleague, bob: Colleague, customer: Talker) -> None:
    assert customer.session
    await owner.get("/console/tickets/replies")
    words = "About {reference}, ticket {number}: {me} of {shop} looks into it."
    await owner.post("/console/tickets/replies", {"name": "Looking", "words": words})
    page = await owner.post("/console/tickets/replies", {"name": "Bad", "words": "{secret}"})
    assert "no placeholder {secret}" in page.words
    page = await bob.get(ONE)
    assert "About ORD-9842, ticket 1: Bob of Lamps and more looks into it." in page.text
    reply = page.text.partition('<option value="rpl_')[2].partition('"')[0]
    page = await bob.post(f"{ONE}/reply", {"words": "Hello.", "do": "insert", "ready": f"rpl_{reply}"})
    assert "Hello.\nAbout ORD-9842" in page.text


async def test_a_photo_is_shown_beside_its_case_alone(owner: Colleague, customer: Talker) -> None:
    house, tenant, at = owner.town.house, owner.town.tenant, owner.town.clock()
    added = Added(b"\xff\xd8 a picture", Delivery("p1", "d"))
    await house.store.write(lambda tx: photos.add(tx, house.vault, tenant, customer.session, added, at=at))
    page = await owner.get(ONE)
    source = page.text.partition('<img src="')[2].partition('"')[0]
    photo = await owner._ask_bytes(source)
    assert photo == (200, "image/jpeg", b"\xff\xd8 a picture")
    async with talking(owner.town) as other:
        await other.says("I want to talk to a person")
    assert (await owner._ask_bytes(source.replace("/1/", "/2/")))[0] == 404


async def test_an_export_has_everything_that_is_kept_and_no_order_fact(owner: Colleague, customer: Talker) -> None:
    assert customer.session
    page = await owner.get(f"{ONE}/export")
    assert page.headers["Content-Disposition"] == 'attachment; filename="ticket-1.json"'
    found = json.loads(page.text)
    assert found["case"]["reference"] == "ORD-9842"
    assert [each["kind"] for each in found["thread"]][:2] == ["customer", "assistant"]
    for needle in NEEDLES:
        assert needle not in page.text


async def test_forty_tickets_on_one_page_and_the_rest_behind(owner: Colleague) -> None:
    for _ in range(53):
        async with talking(owner.town) as talker:
            await talker.says("I want to talk to a person")
    page = await owner.get("/console/tickets")
    assert page.text.count("<tr data-row") == 50
    more = page.text.partition('<a class="button" href="?view=')[2].partition('"')[0].replace("&amp;", "&")
    assert (await owner.get(f"/console/tickets?view={more}")).text.count("<tr data-row") == 3
    for nonsense in ("after=nan&place=0/1/x", "after=x&place=", "after=1e400&place=0/1/x", "place=0/9999999999999/x"):
        assert (await owner.get(f"/console/tickets?{nonsense}")).status == 200
