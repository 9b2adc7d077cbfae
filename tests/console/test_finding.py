"""Finding a ticket in the console, and what the queue shows of it: words as text, and no e-mail in any address."""

from tenants.members import Role
from tests.api.operator import Operator
from tests.console.colleague import Colleague
from tests.faults.talker import talking

EVIL = "<img src=x onerror=alert(1)> is broken, help me please"
FIND = "/console/tickets/find"


async def two_tickets(owner: Colleague) -> None:
    for contact in ("jane.doe@example.com", "(415) 555-0132"):
        async with talking(owner.town) as talker:
            for words in ("take a message", EVIL, contact):
                await talker.says(words)


async def test_a_customer_on_the_phone_is_found_by_what_they_can_say(owner: Colleague) -> None:
    await two_tickets(owner)
    await owner.get("/console/tickets")
    for said, number in (("#2", 2), ("Jane.Doe@example.com", 1), ("415 555 0132", 2)):
        page = await owner.post(FIND, {"sought": said})
        assert (page.status, page.url) == (200, f"/console/tickets/{number}")
    async with talking(owner.town) as talker:
        await talker.says("a person please")
        await talker.says("jane.doe@example.com is broken ORD-9842, a person please")
    page = await owner.post(FIND, {"sought": "nobody@example.com"})
    assert (page.status, page.url) == (200, FIND)
    assert "No ticket for “nobody@example.com”" in page.words
    assert "nobody@" not in page.url
    assert (await owner.get(FIND)).url == "/console/tickets"
    assert (await owner.post(FIND, {"sought": " "})).url == "/console/tickets"


async def test_several_stand_in_a_list_that_keeps_what_was_sought(owner: Colleague) -> None:
    for _ in range(2):
        async with talking(owner.town) as talker:
            await talker.says("my parcel ORD-9842 was stolen")
    await owner.get("/console/tickets")
    page = await owner.post(FIND, {"sought": "ord 9842"})
    assert page.text.count("<tr data-row") == 2
    assert 'value="ord 9842"' in page.text
    assert "my parcel ORD-9842 was stolen" in page.words
    assert 'data-refresh="queue"' not in page.text  # no update takes away what was found


async def test_words_in_the_queue_and_in_what_was_sought_are_only_ever_text(owner: Colleague) -> None:
    await two_tickets(owner)
    page = await owner.get("/console/tickets")
    assert "<img src=x" not in page.text
    assert "&lt;img src=x" in page.text
    page = await owner.post(FIND, {"sought": f'"{EVIL}'})
    assert "<img src=x" not in page.text


async def test_a_colleague_finds_and_another_tenants_owner_does_not(owner: Colleague) -> None:
    await two_tickets(owner)
    bob = await Colleague.signed_in(owner.town, Role.COLLEAGUE, name="Bob")
    await bob.get("/console/tickets")
    assert (await bob.post(FIND, {"sought": "jane.doe@example.com"})).url == "/console/tickets/1"
    rival = await Operator.of_a_new_tenant(owner.town)
    eve = await Colleague.signed_in(owner.town, tenant=rival.tenant, name="Eve")
    await eve.get("/console/tickets")
    for said in ("1", "jane.doe@example.com", "415 555 0132"):
        page = await eve.post(FIND, {"sought": said})
        assert (page.status, page.url, page.text.count("<tr data-row")) == (200, FIND, 0)
    for each in (bob, eve, rival):
        await each.leaves()
