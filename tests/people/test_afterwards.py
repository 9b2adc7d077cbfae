"""What a customer writes once their ticket is noted, and once a colleague has closed it: none of it goes unseen."""

import pytest

from escalation.case import Case
from escalation.ownership import Move
from tests.faults.talker import Talker
from tests.faults.towns import NearTown
from tests.people.office import Office

ADDED = "I've added that to number 1"


async def case(office: Office, number: int = 1) -> Case:
    ticket = await office.ticket(number)
    return (await office.town.house.dossiers.read(office.town.tenant, ticket.ticket_id)).case


async def closed(office: Office, customer: Talker) -> None:
    await customer.says("my parcel ORD-9842 was stolen")
    await office.does(Move.CLAIM)
    await office.says("A new one is on its way.")
    await office.does(Move.RESOLVE, outcome="reshipped")


@pytest.mark.parametrize("words", ["That did not help at all", "?", "qwertz"])
async def test_what_may_be_meant_for_the_colleague_who_left_leads_to_a_person(
    town: NearTown, office: Office, customer: Talker, words: str
) -> None:
    await closed(office, customer)
    assert "pass this to a colleague?" in (await customer.says(words)).heard
    assert await town.tickets() == 1
    assert "number 2" in (await customer.says("yes")).heard
    dossier = await town.house.dossiers.read(town.tenant, (await office.ticket(2)).ticket_id)
    assert [(each.number, each.outcome) for each in dossier.others] == [(1, "reshipped")]
    assert (words, dossier.case.reference) == (dossier.said[-4].text, "ORD-9842")


async def test_the_same_cause_is_a_new_ticket_and_small_talk_is_none(
    town: NearTown, office: Office, customer: Talker
) -> None:
    await closed(office, customer)
    assert "You're welcome" in (await customer.says("thanks")).heard
    assert await town.tickets() == 1
    assert "number 2" in (await customer.says("my parcel ORD-9842 was stolen, too")).heard
    assert ((await office.ticket(1)).state, (await office.ticket(2)).state) == ("resolved", "waiting")


@pytest.mark.parametrize("opening", ["a person please", "my parcel ORD-9842 was stolen"])
async def test_a_way_to_reach_them_that_comes_later_belongs_to_the_ticket(
    office: Office, customer: Talker, opening: str
) -> None:
    await customer.says(opening)
    assert ADDED in (await customer.says("jane.doe@example.com")).heard
    assert (await case(office)).contact == "jane.doe@example.com"
    assert ADDED in (await customer.says("my phone is (415) 555-0132")).heard
    assert (await case(office)).contact == "+14155550132"
    assert await office.town.tickets() == 1


async def test_what_is_said_to_prove_an_order_is_not_taken_for_it(customer: Talker) -> None:
    await customer.says("a person please")
    await customer.says("where is ORD-9842?")
    assert "Out for delivery" in (await customer.says("jane.doe@example.com")).heard


async def test_once_it_is_closed_an_address_opens_nothing(town: NearTown, office: Office, customer: Talker) -> None:
    await closed(office, customer)
    await customer.says("jane.doe@example.com")
    assert await town.tickets() == 1
    assert (await case(office)).contact is None
