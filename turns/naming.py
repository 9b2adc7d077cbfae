"""Conversations that a client names itself: found under that name, begun if missing, nothing heard in them twice."""

from collections.abc import Callable

from infra.once import Delivery
from infra.store.transaction import Store
from infra.store.vault import Vault
from journal.conversation import Conversation
from journal.journal import Journal
from turns.beginning import fresh
from turns.visit import Visit

RETRIED_WITHIN_SECONDS = 120.0
DIGITS = 26  # of 32: as many as stand behind the prefix of every other id


class Naming:
    """Times are Unix seconds."""

    def __init__(self, store: Store, vault: Vault, journal: Journal, clock: Callable[[], float]) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._clock = clock

    async def conversation(self, visit: Visit, name: str) -> Conversation:
        """The conversation that this key calls by this name with this assistant; begun now if there is none.

        The end user is part of the name: whoever gets hold of another's is not told what that one has proved.
        """
        agent = visit.agent
        parts = (visit.key_id, agent.agent_id, name, visit.caller or "")
        conversation_id = "cnv_" + self._vault.index("conversation", *parts)[:DIGITS]
        found = await self._journal.load(agent.tenant_id, conversation_id)
        if found is not None:
            return found
        new = fresh(visit, conversation_id, self._clock())
        await self._store.write(lambda tx: self._journal.begin(tx, new))
        return new

    async def delivery(self, conversation: Conversation, text: str, *, key: str | None, retried: bool) -> Delivery:
        """The name of a message, so that it is heard once however often it is sent.

        Args:
            conversation: as just loaded.
            text: the message.
            key: the client's own name for it.
            retried: the client says it sends the message again. Without a key the message is named by its place in the
                conversation, and what stands at the last place under the same text is taken to be it.
        """
        digest = self._vault.index("words", conversation.conversation_id, text)
        if key is not None:
            return Delivery(f"key/{self._vault.index('client key', conversation.conversation_id, key)}", digest)
        if retried and self._clock() - conversation.updated_at <= RETRIED_WITHIN_SECONDS:
            # The utterance stands last, or before its reply; it was named by how many stood before it.
            for place in (conversation.seq - 1, conversation.seq - 2):
                if await self._journal.delivered(conversation, client_key := _name(place, digest)):
                    return Delivery(client_key, digest)
        return Delivery(_name(conversation.seq, digest), digest)


def _name(place: int, digest: str) -> str:
    return f"try/{place}/{digest}"
