"""What nobody claims is told further, once, and not at night; whoever waits in the chat is told so."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from escalation.mails import AWAY_SECONDS
from escalation.ownership import Move
from infra.mail import SmtpMailer
from infra.store.transaction import Transaction
from tenants import agents, members, publishing
from tenants.handoff import Handoff
from tests.faults.talker import Talker
from tests.faults.towns import NearTown
from tests.faults.trap import perform
from tests.people.mailbox import Mailbox, mailbox, text
from tests.people.office import Office
from turns.minding import Minding

MINUTE, HOUR = 60.0, 3600.0


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as opened:
        yield opened


@pytest.fixture
async def office(town: NearTown, box: Mailbox) -> Office:
    town.house.posting._mailer = SmtpMailer(box.url, "hello@lamps.example")
    return await Office.of(town)


async def sets(town: NearTown, **handoff: object) -> None:
    document = Handoff.model_validate(handoff)
    at = town.clock()

    async def work(tx: Transaction) -> None:
        await agents.revise(tx, town.tenant, town.agent, at=at, handoff=document)
        await publishing.publish(tx, town.tenant, town.agent, at=at)

    await town.house.store.write(work)


async def passes(town: NearTown, seconds: float) -> None:
    town.clock.now += seconds
    for _ in range(2):  # what one round found to be due later is looked at again
        await town.house.minding.once()
    await town.house.posting.once()


async def test_after_ten_minutes_everybody_is_written_to_and_the_customer_is_told(
    town: NearTown, office: Office, customer: Talker, box: Mailbox
) -> None:
    town.house.posting._letters._public_url = "https://chat.lamps.example"
    await customer.says("a person please")
    await passes(town, 10 * MINUTE - 1)
    assert (box.letters, len(await customer.transcript())) == ([], 2)
    await passes(town, 1)
    assert sorted(letter["To"] for letter in box.letters) == ["ada@lamps.example", "bob@lamps.example"]
    assert "Ticket 1 (somebody asks for a person) has been waiting for 10 minutes" in text(box.letters[0])
    assert "https://chat.lamps.example/console/tickets/1\n" in text(box.letters[0])
    said = (await customer.transcript())[-1][1]
    assert said.startswith("Nobody is free yet for number 1.")
    assert "I've added that to number 1" in (await customer.says("ada.b@example.com")).heard
    dossier = await town.house.dossiers.read(town.tenant, (await office.ticket()).ticket_id)
    assert dossier.case.contact == "ada.b@example.com"
    await passes(town, 50 * MINUTE)
    assert [letter["To"] for letter in box.letters[2:]] == ["ada@lamps.example"]
    await passes(town, 24 * HOUR)
    assert len(box.letters) == 3


async def test_what_is_claimed_in_time_is_told_nobody(
    town: NearTown, office: Office, customer: Talker, box: Mailbox
) -> None:
    await customer.says("a person please")
    await passes(town, 0)
    await office.does(Move.CLAIM)
    await office.says("Hello")
    await customer.says("hi")
    await passes(town, 24 * HOUR)
    assert box.letters == []


async def test_webhooks_hear_of_it(town: NearTown, office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    await passes(town, 10 * MINUTE)
    ((payload,),) = await perform(
        town.settings.database_url, "SELECT payload FROM outbox WHERE event = 'ticket.waiting'"
    )
    ticket = await office.ticket()
    told = {"ticketId": ticket.ticket_id, "number": 1, "kind": "human", "minutes": 10}
    assert json.loads(str(payload)) == told


async def test_at_night_no_mail_goes_to_members_and_due_times_run_from_the_opening(
    town: NearTown, office: Office, customer: Talker, box: Mailbox
) -> None:
    week = {day: [{"opens": "09:00", "closes": "17:00"}] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    await sets(town, hours=week, steps=[{"afterMinutes": 5, "tell": "owners"}])
    night = town.clock.now - town.clock.now % 86_400 + 20 * HOUR
    town.clock.now = night
    await customer.says("a person please")
    await passes(town, 0)
    opening = night + 13 * HOUR
    assert (await office.ticket()).due_at == opening + HOUR
    await passes(town, 5 * MINUTE)
    assert "Nobody is free yet" in (await customer.transcript())[-1][1]
    await passes(town, 13 * HOUR - 5 * MINUTE - 1)
    assert box.letters == []
    await passes(town, 1)
    assert [letter["To"] for letter in box.letters] == ["ada@lamps.example"]


async def test_of_several_processes_one_takes_a_step(town: NearTown, customer: Talker, office: Office) -> None:
    await customer.says("a person please")
    await passes(town, 0)
    town.clock.now += 10 * MINUTE
    house = town.house
    others = [
        Minding(
            house.store, house.vault, house.journal, house.people,
            announcing=house.announcing, news=house.news, bell=house.bell, clock=town.clock,
        )
        for _ in range(4)
    ]  # fmt: skip
    await asyncio.gather(*(each.once() for each in others))
    assert await perform(town.settings.database_url, "SELECT COUNT(*) FROM mails") == [(2,)]
    assert [words for _, words in await customer.transcript()][-1].startswith("Nobody is free")
    assert len(await customer.transcript()) == 3
    assert (await office.ticket()).steps_taken == 1


async def test_whoever_is_asked_something_is_not_interrupted(town: NearTown, office: Office, customer: Talker) -> None:
    await customer.says("a person please")
    await customer.says("where is ORD-9842?")
    await passes(town, 10 * MINUTE + AWAY_SECONDS)
    assert "Nobody is free" not in (await customer.transcript())[-1][1]
    assert (await office.ticket()).steps_taken == 1


async def test_a_member_who_goes_leaves_their_tickets_to_the_queue(
    town: NearTown, office: Office, customer: Talker
) -> None:
    await customer.says("a person please")
    await office.does(Move.CLAIM, office.bob)
    await office.says("Hello", office.bob)
    await town.house.store.write(lambda tx: members.remove(tx, town.house.vault, town.tenant, office.bob.id))
    await passes(town, 0)
    assert (await office.ticket()).state == "waiting"
    assert "Bob had to go" in (await customer.transcript())[-1][1]
