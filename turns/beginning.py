"""Beginning a kept conversation, once, however often the client asks for it."""

from collections.abc import Callable

from conversation.known import Said
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation, Delivery
from journal.journal import Journal, new_conversation_id
from turns.refusals import KeyReused
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
            if delivery is not None and (known := await _created(tx, visit.key_id, delivery)):
                return known
            await self._journal.begin(tx, conversation)
            if delivery is not None:
                await _remember(tx, visit.key_id, delivery, conversation)
            return conversation.conversation_id

        conversation_id = await self._store.write(work)
        if conversation_id == conversation.conversation_id:
            return conversation
        return await self._journal.load(visit.agent.tenant_id, conversation_id) or conversation


async def _created(tx: Transaction, key_id: str, delivery: Delivery) -> str | None:
    row = await tx.row(
        "SELECT resource_id, client_digest FROM created WHERE key_id = $1 AND client_key = $2",
        key_id,
        delivery.client_key,
    )
    if row is None:
        return None
    if row["client_digest"] != delivery.digest:
        raise KeyReused
    return str(row["resource_id"])


async def _remember(tx: Transaction, key_id: str, delivery: Delivery, conversation: Conversation) -> None:
    await tx.run(
        "INSERT INTO created (key_id, client_key, client_digest, resource_id, at) VALUES ($1, $2, $3, $4, $5)",
        key_id,
        delivery.client_key,
        delivery.digest,
        conversation.conversation_id,
        conversation.created_at,
    )
