"""Beginning a kept conversation, once, however often the client asks for it."""

from collections.abc import Callable

from conversation.known import Said
from infra.once import Delivery, made_before, remember
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation
from journal.journal import Journal, new_conversation_id
from turns.visit import Visit


def fresh(visit: Visit, conversation_id: str, at: float) -> Conversation:
    """A conversation in which nothing was said yet, with this visit's assistant as it is published now."""
    agent = visit.agent
    return Conversation(
        conversation_id,
        agent.tenant_id,
        agent.agent_id,
        agent.version,
        visit.key_id,
        visit.door,
        visit.caller,
        version=1,
        seq=0,
        created_at=at,
        updated_at=at,
        ended_at=None,
        said=Said(),
    )


class Beginning:
    """Opens conversations for the doors. Times are Unix seconds."""

    def __init__(self, store: Store, vault: Vault, journal: Journal, clock: Callable[[], float]) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._clock = clock

    def caller(self, key_id: str, user: str | None) -> str | None:
        """What stays the same when this end user comes back: a keyed hash of what the key's holder calls them."""
        return None if user is None else self._vault.index("caller", key_id, user)

    async def begin(self, visit: Visit, delivery: Delivery | None = None) -> Conversation:
        """A new conversation or, under a client key that came before, the one it made. Raises: KeyReused."""
        conversation = fresh(visit, new_conversation_id(), self._clock())

        async def work(tx: Transaction) -> str:
            if known := await made_before(tx, visit.key_id, delivery):
                return known
            await self._journal.begin(tx, conversation)
            await remember(tx, visit.key_id, delivery, conversation.conversation_id, conversation.created_at)
            return conversation.conversation_id

        conversation_id = await self._store.write(work)
        if conversation_id == conversation.conversation_id:
            return conversation
        return await self._journal.load(visit.agent.tenant_id, conversation_id) or conversation
