"""Pictures that a customer adds while they talk: kept with the conversation, or with its ticket at once."""

from collections.abc import Callable

from escalation import photos
from escalation.photos import Added
from infra.once import Delivery
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation
from journal.journal import Journal
from turns.news import News


class Pictures:
    """What the doors may do with them. `clock` gives Unix seconds."""

    def __init__(self, store: Store, vault: Vault, journal: Journal, news: News, clock: Callable[[], float]) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._news = news
        self._clock = clock

    async def left(self, conversation: Conversation) -> int:
        """How many may still be added."""
        return await self._store.read(lambda t: photos.left(t, conversation.tenant, conversation.conversation_id))

    async def known(self, conversation: Conversation, delivery: Delivery) -> bool:
        """Whether this one was added before. Raises: KeyReused."""
        return await self._store.read(
            lambda t: photos.known(t, conversation.tenant, conversation.conversation_id, delivery)
        )

    async def add(self, conversation: Conversation, jpeg: bytes, delivery: Delivery) -> int:
        """Keep a picture, once. Returns: how many may still be added. Raises: KeyReused; TooMany; LostRace: erased."""
        tenant, where = conversation.tenant, conversation.conversation_id

        async def work(t: Transaction) -> int:
            await self._journal.hold(t, tenant, where)
            await photos.add(t, self._vault, tenant, where, Added(jpeg, delivery), at=self._clock())
            return await photos.left(t, tenant, where)

        left = await self._store.write(work)
        self._news.tell(where)
        return left
