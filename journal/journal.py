"""Keeping conversations: begin, load, hear (commit a), answer (commit b), and what still waits for its answer."""

from collections.abc import Awaitable
from dataclasses import dataclass, field, replace

import orjson

from conversation.effects import Say
from conversation.known import Said
from infra.once import Delivery
from infra.store.ids import new_id
from infra.store.transaction import Store, Transaction, Work
from infra.store.vault import Vault
from journal import addresses, sealing
from journal.conversation import Conversation, Party, Steps, Utterance

_LOAD = (
    "SELECT c.*, (SELECT COALESCE(MAX(u.seq), 0) FROM utterances u WHERE u.conversation_id = c.id) AS seq"
    " FROM conversations c WHERE c.id = $1 AND c.tenant_id = $2"
)
_KEEP = (
    "UPDATE conversations SET sealed_said = $1, version = version + 1, updated_at = $2, agent_version = $3"
    " WHERE id = $4 AND tenant_id = $5 AND version = $6"
)
_WRITE = (
    "INSERT INTO utterances (conversation_id, seq, tenant_id, party, sealed_words, disclosed, meta, client_key,"
    " client_digest, answered_by, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
)
_ANSWERED = (
    "UPDATE utterances SET answered_by = $1"
    " WHERE conversation_id = $2 AND tenant_id = $3 AND party = 'customer' AND answered_by IS NULL"
)


class LostRace(Exception):  # noqa: N818 - not an error: somebody else was faster
    """The conversation moved on since it was loaded; nothing of this was written."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the customer said, as it is to be kept.

    Attributes:
        after: the last utterance they knew of when they said it; what was said to an older one comes too late.
        spoken: a recogniser wrote it; `missed`, `keyed`, `stuck`: see `Heard`.
    """

    text: str = field(repr=False)
    at: float
    delivery: Delivery | None = None
    missed: bool = False
    after: int | None = None
    spoken: bool = False
    keyed: bool = False
    stuck: bool = False


class Journal:
    """The conversations of all tenants; every statement names its tenant."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    async def load(self, tenant: int, conversation_id: str) -> Conversation | None:
        """The conversation as it stands, or None where this tenant has none such."""
        return await self._store.read(lambda tx: self.load_in(tx, tenant, conversation_id))

    async def load_in(self, tx: Transaction, tenant: int, conversation_id: str) -> Conversation | None:
        """The same in the caller's transaction."""
        row = await tx.row(_LOAD, conversation_id, tenant)
        return None if row is None else sealing.conversation(self._vault, row)

    async def begin(self, tx: Transaction, conversation: Conversation) -> bool:
        """Write a new conversation's row in the caller's transaction; False, and nothing done, if it is there."""
        changed = await tx.run(
            "INSERT INTO conversations (id, tenant_id, agent_id, agent_version, key_id, door, caller_index,"
            " sealed_said, version, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)"
            " ON CONFLICT (id) DO NOTHING",
            conversation.conversation_id,
            conversation.tenant,
            conversation.agent_id,
            conversation.agent_version,
            conversation.key_id,
            conversation.door.value,
            conversation.caller,
            sealing.seal_said(self._vault, conversation, conversation.said),
            conversation.version,
            conversation.created_at,
        )
        if changed:
            await self._remember(tx, conversation, addresses.in_said(conversation.said))
        return changed > 0

    async def greet(self, tx: Transaction, conversation: Conversation, reply: Say) -> None:
        """Our first words in a conversation that was begun in this very transaction."""
        steps = Steps(("Opened", type(reply).__name__), 0.0)
        await self._write_reply(tx, conversation, reply, 1, at=conversation.created_at, steps=steps)

    async def make_last(self, conversation: Conversation) -> None:
        """Wait until what was committed in it unsynced survives the end of the machine too. Raises: LostRace as `hold`.

        By a write, for PostgreSQL syncs nothing at the end of a transaction that wrote nothing.
        """
        await self._store.write(lambda tx: self.hold(tx, conversation.tenant, conversation.conversation_id))

    async def hold(self, tx: Transaction, tenant: int, conversation_id: str) -> None:
        """Have nobody erase the conversation before the caller's transaction is over. Raises: LostRace if it is gone.

        An UPDATE that changes nothing: what was only read could be gone at the commit, on PostgreSQL.
        """
        sql = "UPDATE conversations SET version = version WHERE id = $1 AND tenant_id = $2"
        if not await tx.run(sql, conversation_id, tenant):
            raise LostRace

    def hear(
        self,
        conversation: Conversation,
        words: Words,
        said: Said,
        also: Work[None] | None = None,
        *,
        synced: bool = True,
    ) -> Awaitable[None]:
        """Commit (a): the utterance and what was learnt from it, and `also` what goes with it. Raises: LostRace.

        `synced`: somebody is told that it was heard, so it is awaited until it survives the end of the machine too.
        """

        async def work(tx: Transaction) -> None:
            await self._keep(tx, conversation, said, words.at)
            await self.write_words(tx, conversation, words, conversation.seq + 1)
            if also is not None:
                await also(tx)

        return self._store.write(work, synced=synced)

    def answer(self, conversation: Conversation, reply: Say, said: Said, at: float, steps: Steps) -> Awaitable[None]:
        """Commit (b): the reply, if nobody has spoken since. Raises: LostRace."""

        async def work(tx: Transaction) -> None:
            await self._keep(tx, conversation, said, at)
            await self._write_reply(tx, conversation, reply, conversation.seq + 1, at=at, steps=steps)

        return self._store.write(work)

    def hear_and_answer(
        self, conversation: Conversation, words: Words, reply: Say, said: Said, steps: Steps
    ) -> Awaitable[None]:
        """Both commits in one, where no request lay between. Raises: LostRace."""

        async def work(tx: Transaction) -> None:
            await self._keep(tx, conversation, said, words.at)
            await self.write_words(tx, conversation, words, conversation.seq + 1)
            await self._write_reply(tx, conversation, reply, conversation.seq + 2, at=words.at, steps=steps)

        return self._store.write(work)

    async def mute(self, tx: Transaction, conversation: Conversation, ticket_id: str | None, name: str | None) -> None:
        """Have the assistant silent while a colleague of this name has this ticket, or speak again: both None.

        The version rises, so that a reply in flight fails its commit. In the caller's transaction. Raises: LostRace.
        """
        changed = await tx.run(
            "UPDATE conversations SET muted_by = $1, colleague = $2, version = version + 1"
            " WHERE id = $3 AND tenant_id = $4 AND version = $5",
            *(ticket_id, name, conversation.conversation_id, conversation.tenant, conversation.version),
        )
        if changed == 0:
            raise LostRace

    async def interject(
        self, tx: Transaction, conversation: Conversation, say: Say, said: Said, *, at: float
    ) -> Conversation:
        """Write what the assistant says without having been asked, in the caller's transaction. Raises: LostRace."""
        seq = conversation.seq + 1
        await self._keep(tx, conversation, said, at)
        await self._write_reply(tx, conversation, say, seq, at=at, steps=Steps((type(say).__name__,), 0.0))
        return replace(conversation, version=conversation.version + 1, seq=seq, said=said, updated_at=at)

    async def write_colleague(
        self, tx: Transaction, conversation: Conversation, name: str, text: str, *, at: float
    ) -> int:
        """Write what a colleague says under this name, in the caller's transaction; it answers all that waits.

        Returns: its number. Raises: LostRace.
        """
        seq = conversation.seq + 1
        await self._keep(tx, conversation, conversation.said, at)
        await tx.run(
            _WRITE,
            *(conversation.conversation_id, seq, conversation.tenant, Party.COLLEAGUE.value),
            sealing.seal_words(self._vault, conversation, seq, text),
            *(0, orjson.dumps({"name": name}).decode(), None, None, None, at),
        )
        await tx.run(_ANSWERED, seq, conversation.conversation_id, conversation.tenant)
        if new := addresses.in_words(text):
            await self._remember(tx, conversation, new)
        return seq

    async def read_up_to(self, tenant: int, conversation_id: str, seq: int) -> None:
        """The customer has seen everything up to this utterance, of those there are."""
        await self._store.write(
            lambda tx: tx.run(
                "UPDATE conversations SET read_seq = $1 WHERE id = $2 AND tenant_id = $3 AND read_seq < $1"
                " AND EXISTS (SELECT 1 FROM utterances u WHERE u.conversation_id = $2 AND u.seq = $1)",
                *(seq, conversation_id, tenant),
            ),
            synced=False,
        )

    async def write_words(
        self, tx: Transaction, conversation: Conversation, words: Words, seq: int, *, answered_by: int | None = None
    ) -> None:
        """One utterance of the customer, in the caller's transaction."""
        delivery = words.delivery
        await tx.run(
            _WRITE,
            conversation.conversation_id,
            seq,
            conversation.tenant,
            Party.CUSTOMER.value,
            sealing.seal_words(self._vault, conversation, seq, words.text),
            0,
            "{}",
            delivery.client_key if delivery else None,
            delivery.digest if delivery else None,
            answered_by,
            words.at,
        )
        if new := addresses.in_words(words.text):
            await self._remember(tx, conversation, new - addresses.in_said(conversation.said))

    async def delivered(self, conversation: Conversation, client_key: str) -> tuple[Utterance, str] | None:
        """The utterance that came under this client key before, and the digest of its content."""
        row = await self._store.read(
            lambda tx: tx.row(
                "SELECT * FROM utterances WHERE conversation_id = $1 AND tenant_id = $2 AND client_key = $3",
                conversation.conversation_id,
                conversation.tenant,
                client_key,
            )
        )
        return None if row is None else (sealing.utterance(self._vault, row), str(row["client_digest"]))

    async def utterances(self, conversation: Conversation, *, after: int = 0, limit: int = 100) -> list[Utterance]:
        """What was said after `after`, oldest first."""
        rows = await self._store.read(
            lambda tx: tx.rows(
                "SELECT * FROM utterances WHERE conversation_id = $1 AND tenant_id = $2 AND seq > $3"
                " ORDER BY seq LIMIT $4",
                conversation.conversation_id,
                conversation.tenant,
                after,
                limit,
            )
        )
        return [sealing.utterance(self._vault, row) for row in rows]

    async def unanswered(self, before: float, after: str = "", limit: int = 100) -> list[tuple[int, str]]:
        """Tenant and conversation of utterances older than `before` that wait for the assistant's answer.

        In the order of the conversations' ids, from behind `after`.
        """
        rows = await self._store.read(
            lambda tx: tx.rows(
                "SELECT DISTINCT u.tenant_id, u.conversation_id FROM utterances u"
                " JOIN conversations c ON c.id = u.conversation_id AND c.ended_at IS NULL AND c.muted_by IS NULL"
                " WHERE u.party = 'customer' AND u.answered_by IS NULL AND u.at < $1 AND u.conversation_id > $2"
                " ORDER BY u.conversation_id LIMIT $3",
                *(before, after, limit),
            )
        )
        return [(int(row["tenant_id"]), str(row["conversation_id"])) for row in rows]

    async def cut_off(self, conversation: Conversation, said: Said, characters: int) -> None:
        """Only so many characters of our last reply were heard; not which, for they may tell order facts.

        Raises: LostRace.
        """
        key = conversation.conversation_id, conversation.tenant, conversation.seq

        async def work(tx: Transaction) -> None:
            await self._keep(tx, conversation, said, conversation.updated_at)
            row = await tx.row(
                "SELECT meta FROM utterances WHERE conversation_id = $1 AND tenant_id = $2 AND seq = $3", *key
            )
            if row is not None:
                meta = orjson.dumps({**orjson.loads(row["meta"]), "heard": characters}).decode()
                sql = "UPDATE utterances SET meta = $4 WHERE conversation_id = $1 AND tenant_id = $2 AND seq = $3"
                await tx.run(sql, *key, meta)

        await self._store.write(work)

    async def end(self, conversation: Conversation, at: float) -> None:
        """Close a conversation; ending it twice changes nothing."""
        await self._store.write(
            lambda tx: tx.run(
                "UPDATE conversations SET ended_at = $1, version = version + 1"
                " WHERE id = $2 AND tenant_id = $3 AND ended_at IS NULL",
                at,
                conversation.conversation_id,
                conversation.tenant,
            )
        )

    async def hand_to(self, conversation: Conversation, caller: str) -> bool:
        """Let it be another's from now on: its customer has signed in. False if it is somebody else's meanwhile.

        The version stays: what was said by whom is the same, and a turn under way may end.
        """
        changed = await self._store.write(
            lambda tx: tx.run(
                "UPDATE conversations SET caller_index = $1 WHERE id = $2 AND tenant_id = $3 AND caller_index = $4",
                caller,
                conversation.conversation_id,
                conversation.tenant,
                conversation.caller,
            )
        )
        return changed > 0

    async def rate(self, conversation: Conversation, *, helpful: bool) -> None:
        """Keep what the customer thinks of it; the last word counts."""
        await self._store.write(
            lambda tx: tx.run(
                "UPDATE conversations SET helpful = $1 WHERE id = $2 AND tenant_id = $3",
                int(helpful),
                conversation.conversation_id,
                conversation.tenant,
            )
        )

    async def _keep(self, tx: Transaction, conversation: Conversation, said: Said, at: float) -> None:
        changed = await tx.run(
            _KEEP,
            sealing.seal_said(self._vault, conversation, said),
            at,
            conversation.agent_version,
            conversation.conversation_id,
            conversation.tenant,
            conversation.version,
        )
        if changed == 0:
            raise LostRace
        if new := addresses.in_said(said) - addresses.in_said(conversation.said):
            await self._remember(tx, conversation, new)

    async def _remember(self, tx: Transaction, conversation: Conversation, emails: frozenset[str]) -> None:
        await addresses.remember(tx, self._vault, conversation.tenant, conversation.conversation_id, emails)

    async def _write_reply(
        self, tx: Transaction, conversation: Conversation, reply: Say, seq: int, *, at: float, steps: Steps
    ) -> None:
        meta = {
            "outcome": reply.outcome.value,
            "ticket": reply.noted.number if reply.noted else None,
            "steps": steps.names,
            "ms": steps.ms,
        }
        await tx.run(
            _WRITE,
            conversation.conversation_id,
            seq,
            conversation.tenant,
            Party.ASSISTANT.value,
            sealing.seal_words(self._vault, conversation, seq, str(reply)),
            int(reply.disclosed),
            orjson.dumps(meta).decode(),
            None,
            None,
            None,
            at,
        )
        await tx.run(_ANSWERED, seq, conversation.conversation_id, conversation.tenant)


def new_conversation_id() -> str:
    """An id nobody can guess."""
    return new_id("cnv")
