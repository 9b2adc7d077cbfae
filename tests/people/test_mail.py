"""E-mail to customers and members, through a real SMTP server: whose address gets whose words."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from escalation import mails
from escalation.mails import AWAY_SECONDS
from escalation.ownership import Move
from infra.mail import Letter, MailError, SmtpMailer
from journal.forgetting import forget
from tests.faults.talker import Talker
from tests.faults.towns import NearTown
from tests.faults.trap import perform
from tests.people.mailbox import Mailbox, mailbox, text
from tests.people.office import Office

SENDER = "Lamps <hello@lamps.example>"


@pytest.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as opened:
        yield opened


@pytest.fixture
async def office(town: NearTown, box: Mailbox) -> Office:
    town.house.posting._mailer = SmtpMailer(box.url, SENDER)
    return await Office.of(town)


async def answered(office: Office, customer: Talker, *said: str, words: str = "It is on its way again.") -> None:
    """The customer says this, a colleague answers, and the customer stays away."""
    for each in said:
        await customer.says(each)
    await office.does(Move.CLAIM)
    await office.says(words)
    office.town.clock.now += AWAY_SECONDS
    await office.town.house.posting.once()


async def test_whoever_proved_their_address_gets_the_words_in_full(
    office: Office, customer: Talker, box: Mailbox
) -> None:
    await answered(office, customer, "where is ORD-9842? jane.doe@example.com", "a person please")
    (letter,) = box.letters
    assert (letter["To"], letter["From"]) == ("jane.doe@example.com", SENDER)
    assert letter["Subject"] == "Ticket 1: Ada has answered"
    assert "It is on its way again." in text(letter)
    assert (letter["Auto-Submitted"], letter["Message-ID"].endswith("@lamps.example>")) == ("auto-generated", True)
    await office.town.house.posting.once()
    assert len(box.letters) == 1


@pytest.mark.parametrize(
    "said",
    [
        ("can I leave a message?", "the doorbell is broken", "mallory@example.com"),
        ("where is ORD-9842? 94107", "can I leave a message?", "call me", "mallory@example.com"),
        ("where is ORD-9842? jane.doe@example.com", "where is ORD-5000? mallory@example.com", "a person please"),
    ],
)
async def test_any_other_address_learns_only_that_there_is_an_answer(
    office: Office, customer: Talker, box: Mailbox, said: tuple[str, ...]
) -> None:
    await answered(office, customer, *said)
    (letter,) = box.letters
    assert letter["To"] == "mallory@example.com"
    assert "on its way" not in text(letter) + str(letter["Subject"])
    assert "A colleague has answered, ticket 1." in text(letter)
    assert "Ada" not in letter.as_string()


async def test_whoever_is_there_gets_no_mail(office: Office, customer: Talker, box: Mailbox) -> None:
    await answered(office, customer, "where is ORD-9842? jane.doe@example.com", "a person please")
    assert len(box.letters) == 1
    await office.says("And now?")
    await customer.says("I am back")
    await office.says("Good.")
    await customer.messages()
    office.town.clock.now += AWAY_SECONDS
    await office.town.house.posting.once()
    assert len(box.letters) == 1
    url = office.town.settings.database_url
    assert await perform(url, "SELECT state, last_error FROM mails ORDER BY created_at DESC LIMIT 1") == [
        ("dropped", "seen")
    ]


async def test_several_answers_in_a_row_are_one_letter(office: Office, customer: Talker, box: Mailbox) -> None:
    await customer.says("where is ORD-9842? jane.doe@example.com")
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    for words in ("First.", "Second.", "Third."):
        await office.says(words)
    office.town.clock.now += AWAY_SECONDS
    await office.town.house.posting.once()
    (letter,) = box.letters
    assert "First.\n\nSecond.\n\nThird." in text(letter)


async def test_whoever_left_without_an_address_is_asked_for_one_and_then_written_to(
    office: Office, customer: Talker, box: Mailbox
) -> None:
    await answered(office, customer, "a person please")
    assert box.letters == []
    assert "e-mail address or a phone number" in (await customer.transcript())[-1][1]
    assert (await customer.says("ada.b@example.com")).body["data"]["colleague"] == "Ada"
    await office.says("Gone again?")
    office.town.clock.now += AWAY_SECONDS
    await office.town.house.posting.once()
    (letter,) = box.letters
    assert (letter["To"], "Gone again?" in text(letter)) == ("ada.b@example.com", False)
    asked = [words for _, words in await customer.transcript() if "e-mail address or a phone number" in words]
    assert len(asked) == 1


async def test_what_was_forgotten_is_not_sent(office: Office, customer: Talker, box: Mailbox) -> None:
    await customer.says("where is ORD-9842? jane.doe@example.com")
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    await office.says("Hello Jane")
    house = office.town.house
    await house.store.write(
        lambda tx: forget(tx, house.vault, office.town.tenant, "jane.doe@example.com", office.town.clock())
    )
    office.town.clock.now += AWAY_SECONDS
    await house.posting.once()
    assert box.letters == []


async def test_a_server_that_hesitates_is_asked_again_and_one_that_refuses_is_not(
    office: Office, customer: Talker, box: Mailbox
) -> None:
    box.answers = ["451 later"]
    await answered(office, customer, "where is ORD-9842? jane.doe@example.com", "a person please")
    assert box.letters == []
    office.town.clock.now += 60
    await office.town.house.posting.once()
    assert len(box.letters) == 1
    box.answers = ["554 no"]
    await office.says("More.")
    office.town.clock.now += AWAY_SECONDS
    await office.town.house.posting.once()
    office.town.clock.now += 3600
    await office.town.house.posting.once()
    assert len(box.letters) == 1
    url = office.town.settings.database_url
    assert sorted(await perform(url, "SELECT state, last_error FROM mails")) == [("dead", "refused"), ("sent", None)]


async def test_of_two_workers_one_sends(office: Office, customer: Talker, box: Mailbox) -> None:
    await customer.says("where is ORD-9842? jane.doe@example.com")
    await customer.says("a person please")
    await office.does(Move.CLAIM)
    await office.says("Hello Jane")
    office.town.clock.now += AWAY_SECONDS
    await asyncio.gather(*(office.town.house.posting.once() for _ in range(4)))
    assert len(box.letters) == 1


async def test_whoever_took_too_long_puts_nothing_off_that_another_tries(
    office: Office, customer: Talker, box: Mailbox
) -> None:
    """Or else a third would send at the same time."""
    await answered(office, customer, "a person please")
    store, now, ticket = office.town.house.store, office.town.clock(), await office.ticket()
    await store.write(
        lambda tx: mails.put(tx, office.town.tenant, ticket.ticket_id, mails.Kind.WAITING, at=now, due=now)
    )
    (mail_id,) = await store.read(lambda tx: mails.due(tx, now))
    slow = await store.write(lambda tx: mails.lease(tx, mail_id, now))
    quick = await store.write(lambda tx: mails.lease(tx, mail_id, now + mails.LEASE_SECONDS))
    assert slow is not None
    assert quick is not None
    await store.write(lambda tx: mails.again(tx, slow, 0.0, "unreachable"))
    assert await store.write(lambda tx: mails.lease(tx, mail_id, now + mails.LEASE_SECONDS)) is None
    await store.write(lambda tx: mails.settle(tx, slow, "dead", now, "unreachable"))
    assert await store.read(lambda tx: mails.due(tx, quick.until)) == [mail_id]
    await store.write(lambda tx: mails.settle(tx, slow, "sent", now))  # it has left: nobody needs to send it again
    assert await store.read(lambda tx: mails.due(tx, now * 2)) == []
    assert box.letters == []


async def test_no_order_fact_stands_in_any_letter(office: Office, customer: Talker, box: Mailbox) -> None:
    await answered(office, customer, "where is ORD-9842? jane.doe@example.com", "a person please")
    (letter,) = box.letters
    assert not [fact for fact in ("Out for delivery", "UPS", "ORD-9842") if fact in letter.as_string()]


async def test_a_server_elsewhere_must_speak_tls(box: Mailbox) -> None:
    mailer = SmtpMailer(f"smtp://user:secret@127.0.0.1:{box.port}", SENDER)
    mailer._host = "127.0.0.2"  # as if it were not this machine: nothing is said before STARTTLS
    with pytest.raises(MailError) as error:
        await mailer.send(Letter("x@example.com", "Subject\nBcc: y@example.com", "text", "mai_1"))
    assert (error.value.category, box.letters) == ("unreachable", [])


async def test_a_subject_is_one_line(box: Mailbox) -> None:
    mailer = SmtpMailer(box.url, SENDER)
    await mailer.send(Letter("x@example.com", "Hello\r\nBcc: y@example.com", "text", "mai_1"))
    (letter,) = box.letters
    assert (letter["Subject"], letter["Bcc"]) == ("Hello Bcc: y@example.com", None)
