"""Forgetting a person: every place where their e-mail was said is found, nothing of theirs stays, numbers do."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conversation.known import Said
from escalation.reasons import Reason
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal import endings
from journal.conversation import Conversation
from journal.forgetting import Forgotten, forget
from journal.journal import LostRace
from tests.journal.conftest import JANE, Books, claiming
from verification.policy import Claim, Factor

NOTHING = Forgotten(0, 0, 0)
PHONE = Claim(Factor.PHONE, "+14155550132", 1.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("it is jane@example.com, thanks", None),
        ("Jane@Example.com.", None),
        ("mail (jane@example.com) or joe@example.com", None),
        ("\uff4a\uff41\uff4e\uff45\uff20example.com", None),  # from a Japanese keyboard
        ("jane@\u200bexample.com", None),
        ("jane at example dot com", claiming()),
        ("you can reach me there", Said(contact=JANE)),
        ("that one", Said(reference=JANE)),
    ],
)
async def test_wherever_an_email_was_said_its_conversation_is_found(books: Books, text: str, said: Said | None) -> None:
    await books.talks(text, said)
    assert await books.forgets() == Forgotten(1, 2, 0)
    assert [await books.rows(table) for table in ("conversations", "utterances", "addresses")] == [[], [], []]


async def test_an_email_that_was_replaced_by_another_is_found_still(books: Books) -> None:
    talk = await books.talks("mine", claiming())
    await books.says(talk, "no, my wife's", claiming("joe@example.com"))
    assert await books.forgets() == Forgotten(1, 4, 0)


async def test_what_a_conversation_began_with_is_found(books: Books) -> None:
    """So it is with what a client kept until a ticket was needed."""
    await books.begins(said=claiming())
    assert (await books.forgets()).conversations == 1


async def test_only_that_person_in_only_that_shop_is_forgotten(books: Books, rival: Books) -> None:
    for email in (JANE, "joe@example.com", "mary-jane@example.com"):
        await books.talks(email)
    await rival.talks(JANE)
    assert await books.forgets() == Forgotten(1, 2, 0)
    assert (len(await books.rows("conversations")), len(await rival.rows("conversations"))) == (2, 1)


async def test_a_second_time_finds_nothing(books: Books) -> None:
    talk = await books.talks(JANE)
    await books.opens(talk=talk.conversation_id, contact=JANE)
    assert await books.forgets() == Forgotten(1, 2, 1)
    assert await books.forgets() == NOTHING


async def test_of_a_ticket_a_numbered_shell_stays(books: Books) -> None:
    talk = await books.talks(JANE)
    await books.opens(Reason.LOST, talk.conversation_id, claims=(PHONE,), contact=JANE, message="it never came")
    await books.forgets(at=5.0)
    (row,) = await books.rows("tickets")
    assert (row["number"], row["kind"], row["state"], row["outcome"]) == (1, "lost", "resolved", "forgotten")
    assert (row["reference_index"], row["contact_index"], row["conversation_id"], row["identity_index"]) == (
        *(None, None, None),
        "",
    )
    plain = books.vault.open(row["sealed_case"], tenant=books.tenant, where=f"tickets/{row['id']}/case")
    assert b"never" not in plain
    assert b"555" not in plain
    events = await books.rows("ticket_events")
    assert [(each["event"], each["sealed_words"], each["cause"]) for each in events] == [
        ("created", None, None),
        ("forgotten", None, None),
    ]


async def test_whoever_waits_for_a_ticket_is_told_that_it_is_over(books: Books) -> None:
    await books.opens(contact=JANE)
    await books.opens(contact=JANE)
    await books.resolves(2)
    before = len(await books.rows("outbox"))
    await books.forgets()
    told = (await books.rows("outbox"))[before:]
    assert [each["event"] for each in told] == ["ticket.resolved"]


async def test_a_tickets_contact_leads_to_its_conversation_and_that_to_its_other_tickets(books: Books) -> None:
    talk = await books.talks("nothing that tells who I am")
    await books.opens(Reason.MESSAGE, talk.conversation_id, contact=JANE)
    await books.opens(Reason.DAMAGED, talk.conversation_id, message="broken")
    other = await books.talks("somebody else")
    await books.opens(Reason.LOST, other.conversation_id)
    assert await books.forgets() == Forgotten(1, 2, 2)
    assert [row["outcome"] for row in sorted(await books.rows("tickets"), key=lambda each: each["number"])] == [
        *("forgotten", "forgotten"),
        None,
    ]


async def test_the_clients_name_for_a_forgotten_conversation_is_free_again(books: Books) -> None:
    talk = await books.talks(JANE)
    sql = "INSERT INTO created (key_id, client_key, client_digest, resource_id, at) VALUES ($1, $2, 'd', $3, 1)"
    await books.store.write(lambda tx: tx.run(sql, "key_1", "mine", talk.conversation_id))
    await books.store.write(lambda tx: tx.run(sql, "key_1", "another", "cnv_other"))
    await books.forgets()
    assert [row["client_key"] for row in await books.rows("created")] == ["another"]


async def test_a_turn_under_way_writes_nothing_into_what_was_forgotten(books: Books) -> None:
    talk = await books.talks(JANE)
    await books.forgets()
    with pytest.raises(LostRace):
        await books.says(talk, "and now?")
    assert await books.rows("utterances") == []


async def test_what_fails_half_way_has_forgotten_nothing(books: Books) -> None:
    talk = await books.talks(JANE)
    await books.opens(talk=talk.conversation_id, contact=JANE)

    async def work(tx: Transaction) -> None:
        await forget(tx, books.vault, books.tenant, JANE, 5.0)
        raise RuntimeError("the commit never came")

    with pytest.raises(RuntimeError):
        await books.store.write(work)
    assert await books.forgets() == Forgotten(1, 2, 1)


async def test_an_address_stands_in_the_table_as_a_keyed_hash_once(books: Books) -> None:
    talk = await books.talks(f"{JANE} {JANE}", claiming())
    await books.says(talk, f"I said {JANE}")
    (row,) = await books.rows("addresses")
    assert row["email_index"] == books.vault.index("email", JANE)


async def test_how_it_ended_goes_on_counting(books: Books) -> None:
    talk = await books.talks(JANE, at=86_400.0 * 3 + 5)
    await books.talks(JANE, at=86_400.0 * 3 + 6)
    await books.opens(talk=talk.conversation_id)
    await books.begins(said=claiming())  # nothing was ever replied in it
    await books.forgets()
    counted = {
        (row["day"], row["door"], row["what"], row["label"]): row["number"] for row in await books.rows("tallies")
    }
    assert counted == {
        (3, "sessions", "conversations", "transferred"): 1,
        (3, "sessions", "conversations", "contained"): 1,
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(["jane@example.com", "joe@example.com", "hello"]), max_size=3), max_size=5))
async def test_whatever_was_said_nothing_of_hers_stays_and_nothing_of_others_goes(
    books: Books, talks: list[list[str]]
) -> None:
    begun: list[tuple[Conversation, list[str]]] = []
    for words in talks:
        talk = await books.begins()
        begun.append((talk, words))
        for text in words:
            talk = await books.says(talk, text)
    await books.forgets()
    left = {row["id"] for row in await books.rows("conversations")}
    assert left >= {talk.conversation_id for talk, words in begun if JANE not in words}
    assert left.isdisjoint(talk.conversation_id for talk, words in begun if JANE in words)


async def test_another_tenants_conversation_is_not_erased_by_its_id(books: Books, rival: Books, store: Store) -> None:
    talk = await rival.talks()
    assert await store.write(lambda tx: endings.erase(tx, books.tenant, talk.conversation_id)) is None
    assert len(await rival.rows("utterances")) == 2


def test_the_index_does_not_show_the_address(vault: Vault) -> None:
    assert "jane" not in vault.index("email", JANE)
