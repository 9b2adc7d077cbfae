"""Pictures that a customer adds while they talk: drawn anew, kept with the conversation or with its ticket."""

from collections.abc import Callable

from escalation import photos
from escalation.photos import Added
from infra.once import Delivery
from infra.pictures.apart import Drawing
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation
from journal.journal import Journal
from turns.news import News

Full = photos.TooMany
"""There is no room for another picture."""


class Pictures:
    """What the doors may do with them. `clock` gives Unix seconds."""

    def __init__(
        self, store: Store, vault: Vault, journal: Journal, news: News, drawing: Drawing, *, clock: Callable[[], float]
    ) -> None:
        self._drawing = drawing
        self._store = store
        self._vault = vault
        self._journal = journal
        self._news = news
        self._clock = clock

    async def left(self, conversation: Conversation) -> int:
        """How many may still be added."""
        return await self._store.read(lambda t: photos.left(t, conversation.tenant, conversation.conversation_id))

    async def add(self, conversation: Conversation, file: bytes, delivery: Delivery) -> int:
        """Keep what a file shows, once, however often it is sent. Returns: how many may still be added.

        Raises: NoPicture; Busy; Full; KeyReused; LostRace: the conversation was erased meanwhile.
        """
        tenant, where = conversation.tenant, conversation.conversation_id
        if await self._store.read(lambda t: photos.known(t, tenant, where, delivery)):
            return await self.left(conversation)
        if not await self.left(conversation):
            raise Full
        added = Added(await self._drawing.draw(file), delivery)

        async def work(t: Transaction) -> int:
            await self._journal.hold(t, tenant, where)
            await photos.add(t, self._vault, tenant, where, added, at=self._clock())
            return await photos.left(t, tenant, where)

        left = await self._store.write(work)
        self._news.tell(where)
        return left
