"""Finished turns, held for a minute in case their delivery is retried: sealed, wherever they lie."""

import asyncio

from pydantic import TypeAdapter, ValidationError

from infra.signals.held import Held
from infra.store.vault import Vault, VaultError
from journal.conversation import Conversation
from turns.visit import Turn

LOOKS, LOOK_AGAIN_SECONDS = 25, 0.02
_TURN = TypeAdapter(Turn)
"""A turn as it was rendered; what it was rendered from has no serialiser."""


class Replies:
    """The last minute's turns, of every process."""

    def __init__(self, held: Held, vault: Vault) -> None:
        self._held = held
        self._vault = vault

    async def hold(self, conversation: Conversation, turn: Turn) -> None:
        """Hold a turn of this conversation, in which an utterance was heard."""
        key = self._key(conversation, turn.heard)
        await self._held.put(key, self._vault.seal(_TURN.dump_json(turn), tenant=conversation.tenant, where=key))

    async def find(self, conversation: Conversation, utterance: int) -> Turn | None:
        """The turn of this utterance, if it is held still."""
        key = self._key(conversation, utterance)
        if (sealed := await self._held.get(key)) is None:
            return None
        try:
            return _TURN.validate_json(self._vault.open(sealed, tenant=conversation.tenant, where=key))
        except (VaultError, ValidationError):  # another version of this program held it: then it is told anew
            return None

    async def find_soon(self, conversation: Conversation, utterance: int) -> Turn | None:
        """The same of an answered utterance, waited for a little: a turn is held a moment after it is committed."""
        for _ in range(LOOKS):
            if held := await self.find(conversation, utterance):
                return held
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
        return None

    def _key(self, conversation: Conversation, utterance: int) -> str:
        return self._vault.index("held", conversation.conversation_id, str(utterance))
