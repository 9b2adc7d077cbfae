"""A customer's words: sent where the merchant asked for them, opened from the sealed case, and kept nowhere else."""

from pathlib import Path

import pytest

from escalation import tickets
from escalation.case import Case
from escalation.reasons import Reason
from escalation.tickets import Origin
from tests.outbox.office import Office
from tests.outbox.receiver import Receiver, says

WORDS = "The lamp arrived in a thousand pieces"


async def breaks(office: Office, words: str | None = WORDS) -> str:
    origin = Origin(office.tenant, "agt_1", "sessions", "cnv_1", "who", None, "cause", handed_to_client=False)
    case = Case(Reason.DAMAGED, message=words)
    opened = await office.store.write(lambda tx: tickets.open_or_add(tx, office.vault, case, origin, office.clock()))
    return opened.ticket_id


async def test_words_go_only_where_they_were_asked_for(office: Office, receiver: Receiver, other: Receiver) -> None:
    await office.hook(receiver, includeWords=True)
    await office.hook(other)
    ticket_id = await breaks(office)
    await office.delivering.once()
    facts = {"ticketId": ticket_id, "number": 1, "kind": "damaged"}
    assert receiver.got[0].said["data"] == {**facts, "message": WORDS}
    assert other.got[0].said["data"] == facts


async def test_a_ticket_without_words_or_that_is_gone_is_told_without(office: Office, receiver: Receiver) -> None:
    await office.hook(receiver, includeWords=True)
    await breaks(office, None)
    await office.happens("ticket.created", ticketId="tkt_gone", number=9, kind="lost")
    await office.happens("ticket.created")
    await office.delivering.once()
    await office.delivering.once()
    assert sorted(got.said["data"].get("number", 0) for got in receiver.got) == [0, 1, 9]
    assert not any("message" in got.said["data"] for got in receiver.got)


async def test_another_tenants_ticket_is_not_opened(office: Office, receiver: Receiver, rival: int) -> None:
    await office.hook(receiver, includeWords=True)
    ticket_id = await breaks(office)
    await office.store.write(lambda tx: tx.run("UPDATE tickets SET tenant_id = $1 WHERE id = $2", rival, ticket_id))
    await office.delivering.once()
    assert "message" not in receiver.got[0].said["data"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_words_stand_in_no_file(office: Office, receiver: Receiver, database: Path) -> None:
    receiver.answers = [says(500, WORDS.encode())]
    await office.hook(receiver, includeWords=True)
    await breaks(office)
    await office.delivering.once()
    assert WORDS in receiver.got[0].body.decode()
    written = b"".join(file.read_bytes() for file in database.parent.glob(f"{database.name}*"))
    assert WORDS.encode() not in written
