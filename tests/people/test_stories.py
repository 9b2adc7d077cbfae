"""Whole stories with people in them, as a visitor's page, a developer's client and a colleague live through them."""

from collections.abc import AsyncIterator

import pytest

from escalation import photos
from escalation.mails import AWAY_SECONDS
from escalation.ownership import Move
from infra.mail import SmtpMailer
from infra.tasks import Tasks
from server.house import House
from tests.people.mailbox import Mailbox, mailbox, text
from tests.people.office import Office
from tests.widget.pictures import drawn
from tests.world.page import Page
from tests.world.redis import RedisServer
from tests.world.town import Setup, Town
from turns.people import Request

QUESTION = "Where is ORD-9842? It goes to 94107."


@pytest.fixture
async def shop(town: Town) -> Town:
    await town.has_a_page()
    return town


@pytest.fixture
async def page(shop: Town) -> AsyncIterator[Page]:
    page = Page(shop.url, shop.widget_key)
    yield page
    await page.leave()


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as opened:
        yield opened


async def test_a_lost_parcel_and_a_colleague_who_comes_into_the_chat(shop: Town, office: Office, page: Page) -> None:
    await page.connect()
    told = await page.answer(await page.send("Where is ORD-9701? zip 94107"))
    assert "Delivered on Friday" in told["text"]
    noted = await page.answer(await page.send("no, I never got it"))
    assert "number 1" in noted["text"]

    await office.does(Move.CLAIM)
    taken = await page.hears("event", party="assistant")
    assert taken["text"] == "You're talking to Ada now."
    state = await page.hears("state")
    assert (state["party"], state["name"]) == ("colleague", "Ada")

    await office.says("I am sorry. Did your neighbours take it in?")
    asked = await page.hears("event", party="colleague")
    assert (asked["name"], asked["text"]) == ("Ada", "I am sorry. Did your neighbours take it in?")
    cid = await page.send("no, nobody did")
    await page.hears("ack", cid=cid)
    dossier = await shop.house.dossiers.read(shop.tenant, (await office.ticket()).ticket_id)
    assert dossier.customer_waits
    assert [(each.party.value, each.name) for each in dossier.said][-2:] == [("colleague", "Ada"), ("customer", None)]
    assert (dossier.case.reference, dossier.ticket.proof) == ("ORD-9701", "proven:zip")

    tab = Page(shop.url, shop.widget_key)
    tab.session = dict(page.session)
    await tab.connect()
    assert {seq: each["text"] for seq, each in tab.shown.items() if each["party"] != "assistant"} == {
        seq: each["text"] for seq, each in page.shown.items() if each["party"] != "assistant"
    } | {page.acks[cid]: "no, nobody did"}
    assert tab.state["name"] == "Ada"
    await tab.leave()

    await office.does(Move.RESOLVE, outcome="reshipped")
    closed = await page.hears("event", party="assistant")
    assert "Ada has closed number 1" in closed["text"]
    assert (await page.hears("state"))["party"] == "assistant"
    assert "Out for delivery" in (await page.answer(await page.send(QUESTION)))["text"]


async def test_something_is_damaged_and_there_is_a_picture_of_it(shop: Town, office: Office, page: Page) -> None:
    await page.connect()
    await page.answer(await page.send("my lamp arrived broken"))
    await page.answer(await page.send("ORD-9842"))
    status, _ = await page.post("/widget/v1/photos", drawn(), Idempotency_Key="photo-of-the-lamp")
    assert status == 201
    noted = await page.answer(await page.send("the glass shade is cracked in two"))
    assert "number 1" in noted["text"]
    ticket = await office.ticket()
    (photo,) = await shop.house.store.read(
        lambda tx: photos.of_conversation(tx, shop.tenant, str(ticket.conversation_id))
    )
    assert (ticket.kind, photo.ticket_id) == ("damaged", ticket.ticket_id)
    dossier = await shop.house.dossiers.read(shop.tenant, ticket.ticket_id)
    assert dossier.case.message == "the glass shade is cracked in two"


async def test_the_same_history_ten_times_over_is_one_ticket(shop: Town, office: Office) -> None:
    visitor = await shop.visitor("completions-stateless", "ada")
    await visitor.say("a person please")
    for _ in range(10):
        again = await shop.visitor("completions-stateless", "ada")
        await again.say("a person please")
        assert "number 1." in await again.say("ada@example.com")
    assert (await office.ticket()).kind == "human"
    with pytest.raises(AssertionError):
        await office.ticket(2)


async def test_a_visitor_who_closed_the_page_is_answered_by_mail(
    shop: Town, office: Office, page: Page, box: Mailbox
) -> None:
    shop.house.posting._mailer = SmtpMailer(box.url, "hello@lamps.example")
    await page.connect()
    await page.answer(await page.send("where is ORD-9842? jane.doe@example.com"))
    await page.answer(await page.send("a person please"))
    await page.leave()
    await office.does(Move.CLAIM)
    await office.says("It waits at the depot.")
    shop.clock.now += AWAY_SECONDS
    await shop.house.posting.once()
    (letter,) = box.letters
    assert (letter["To"], "It waits at the depot." in text(letter)) == ("jane.doe@example.com", True)


async def test_a_visitor_who_reads_it_gets_no_mail(shop: Town, office: Office, page: Page, box: Mailbox) -> None:
    shop.house.posting._mailer = SmtpMailer(box.url, "hello@lamps.example")
    await page.connect()
    await page.answer(await page.send("where is ORD-9842? jane.doe@example.com"))
    await page.answer(await page.send("a person please"))
    await office.does(Move.CLAIM)
    await office.says("It waits at the depot.")
    said = await page.hears("event", party="colleague")
    status, _ = await page.post("/widget/v1/frames", {"t": "read", "seq": said["seq"]})
    assert status in {200, 204}
    shop.clock.now += AWAY_SECONDS
    await shop.house.posting.once()
    assert box.letters == []


@pytest.fixture
async def two(lent: str, redis: RedisServer) -> AsyncIterator[Town]:
    town = Town(lent, redis.url)
    await town.open(Setup())
    yield town
    await town.close()


async def test_a_colleague_in_another_process_silences_this_one_and_is_heard_here(two: Town) -> None:
    """The shop hangs while the claim is made elsewhere: the answer is dropped, and the colleague's words come."""
    await two.has_a_page()
    elsewhere, tasks = await House.open(two.settings, two.clock), Tasks()
    office, page = await Office.of(two), Page(two.url, two.widget_key)
    await page.connect()
    await page.answer(await page.send("a person please"))
    two.shop.misbehave("hang")
    cid = await page.send(QUESTION)
    while cid not in page.acks:
        await page.hear()
    ticket = (await office.ticket()).ticket_id
    await elsewhere.people.move(two.tenant, ticket, Move.CLAIM, office.ada)
    taken = await page.hears("event", party="assistant")
    assert taken["text"] == "You're talking to Ada now."
    await elsewhere.people.reply(two.tenant, ticket, office.ada, "I have it.", Request(office.ada.id))
    said = await page.hears("event", party="colleague")
    assert (said["name"], said["text"]) == ("Ada", "I have it.")
    assert "Out for delivery" not in str(page.shown)
    two.shop.misbehave(None)
    await page.leave()
    await tasks.close()
    await elsewhere.close()
