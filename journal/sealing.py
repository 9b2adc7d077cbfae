"""Rows of conversations and utterances: sealed as they are written, opened as they are read."""

import orjson
from pydantic import TypeAdapter

from conversation.known import Said
from infra.store.transaction import Row
from infra.store.vault import Vault
from journal.conversation import Conversation, Door, Party, Utterance

SAID: TypeAdapter[Said] = TypeAdapter(Said)


def seal_said(vault: Vault, of: Conversation, said: Said) -> bytes:
    """What the customer told us, for the conversation's row."""
    return vault.seal(SAID.dump_json(said), tenant=of.tenant, where=_conversation(of.conversation_id))


def seal_words(vault: Vault, of: Conversation, seq: int, text: str) -> bytes:
    """What somebody said, for the utterance's row."""
    return vault.seal(text.encode(), tenant=of.tenant, where=_utterance(of.conversation_id, seq))


def conversation(vault: Vault, row: Row) -> Conversation:
    """A row of `conversations` with the `seq` of its last utterance. Raises: VaultError."""
    tenant, conversation_id = int(row["tenant_id"]), str(row["id"])
    said = vault.open(row["sealed_said"], tenant=tenant, where=_conversation(conversation_id))
    return Conversation(
        conversation_id,
        tenant,
        row["agent_id"],
        row["agent_version"],
        row["key_id"],
        Door(row["door"]),
        row["caller_index"],
        row["version"],
        row["seq"],
        row["created_at"],
        row["updated_at"],
        row["ended_at"],
        SAID.validate_json(said),
        row["muted_by"],
        row["colleague"],
        None if row["helpful"] is None else bool(row["helpful"]),
        row["read_seq"],
    )


def utterance(vault: Vault, row: Row) -> Utterance:
    """A row of `utterances`. Raises: VaultError."""
    words = vault.open(
        row["sealed_words"], tenant=row["tenant_id"], where=_utterance(row["conversation_id"], row["seq"])
    )
    meta = orjson.loads(row["meta"])
    return Utterance(
        row["seq"],
        Party(row["party"]),
        words.decode(),
        bool(row["disclosed"]),
        meta.get("outcome"),
        meta.get("ticket"),
        row["answered_by"],
        row["at"],
        meta.get("name"),
        row["client_key"],
        meta.get("heard"),
    )


def _conversation(conversation_id: str) -> str:
    return f"conversations/{conversation_id}"


def _utterance(conversation_id: str, seq: int) -> str:
    return f"utterances/{conversation_id}/{seq}"
