"""Calls: each is one conversation, begun with our greeting, once, however often and wherever its webhooks arrive."""

from collections.abc import Callable
from dataclasses import replace

from conversation.known import Said
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.conversation import Conversation
from journal.journal import Journal
from turns.beginning import fresh
from turns.naming import DIGITS
from turns.replay import opened
from turns.visit import Visit


class Calls:
    """Times are Unix seconds."""

    def __init__(self, store: Store, vault: Vault, journal: Journal, clock: Callable[[], float]) -> None:
        self._store = store
        self._vault = vault
        self._journal = journal
        self._clock = clock

    def caller(self, tenant: int, number: str) -> str:
        """What stays the same when this number calls the same shop again, as a keyed hash."""
        return self._vault.index("caller", f"phone/{tenant}", number)

    def digest(self, call_sid: str, words: str) -> str:
        """What tells two utterances of a call apart, as a keyed hash."""
        return self._vault.index("words", call_sid, words)

    async def find(self, tenant: int, line_id: str, call_sid: str) -> Conversation | None:
        """The conversation of a call, or None where nothing was begun."""
        return await self._journal.load(tenant, self._conversation_id(line_id, call_sid))

    async def begin(self, visit: Visit, call_sid: str) -> Conversation:
        """The conversation of a call; begun now, with our greeting in it, if there is none."""
        conversation_id = self._conversation_id(visit.key_id, call_sid)
        found = await self._journal.load(visit.agent.tenant_id, conversation_id)
        if found is not None:
            return found
        at = self._clock()
        known, greeting = opened(visit.known(Said(), at))
        new = replace(fresh(visit, conversation_id, at), said=known.said)

        async def work(tx: Transaction) -> None:
            if await self._journal.begin(tx, new):
                await self._journal.greet(tx, new, greeting)

        await self._store.write(work)
        return await self._journal.load(visit.agent.tenant_id, conversation_id) or replace(new, seq=1)

    def _conversation_id(self, line_id: str, call_sid: str) -> str:
        return "cnv_" + self._vault.index("call", line_id, call_sid)[:DIGITS]
