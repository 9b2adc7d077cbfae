"""From a request that was read to the turn that answers it: whose, with which assistant, in which conversation."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from channels.completions.asking import Ask
from channels.completions.errors import Refused
from conversation.effects import Outcome
from infra.once import Delivery
from journal.conversation import Conversation, Door
from journal.journal import Words
from routes.admission import ScopeMissing
from tenants.directory import Directory, PublishedAgent
from tenants.errors import NoPublishedVersion
from tenants.principal import Principal, Scope
from turns import asides
from turns.asserting import asserted
from turns.beginning import Beginning
from turns.floor import Superseded
from turns.naming import Naming
from turns.turns import Turns
from turns.visit import Turn, Visit, agent_of

MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class Answering:
    """Takes the turn of a request. `clock` gives Unix seconds."""

    directory: Directory
    beginning: Beginning
    naming: Naming
    turns: Turns
    clock: Callable[[], float]

    async def agent(self, principal: Principal, model: str) -> PublishedAgent:
        """The assistant that the client calls by this model's name. Raises: Refused."""
        try:
            agent = await self.directory.agent(principal.tenant_id, model)
        except NoPublishedVersion:
            agent = None
        if agent is None:
            published = await self.directory.published(principal.tenant_id)
            names = ", ".join(each.agent_id for each in published[:MOST_LISTED]) or "none yet"
            sentence = f"The model {model!r} does not exist or is not published. Published are: {names}."
            raise Refused(sentence, param="model", code="model_not_found", status=404)
        return agent

    async def visit(self, principal: Principal, ask: Ask) -> Visit:
        """Who speaks, and with whom. Raises: Refused, ScopeMissing, BadClaim."""
        if ask.claims is not None and not principal.may(Scope.IDENTITY_ASSERT):
            raise ScopeMissing(Scope.IDENTITY_ASSERT)
        return Visit(
            await self.agent(principal, ask.wanted.model),
            principal.key_id,
            Door.COMPLETIONS,
            self.beginning.caller(principal.key_id, ask.user),
            asserted=asserted(ask.claims or {}, self.clock()),
            handoff_tool=ask.tool is not None,
        )

    async def turn(self, visit: Visit, ask: Ask, heard: Callable[[int], None] | None = None) -> Turn:
        """Answer; what is no utterance is answered without a turn. `heard` is called once the utterance is on disk.

        Raises: Ended, KeyReused, LostRace, Superseded, and what the store raises.
        """
        said = ask.history
        if ask.chore is not None:
            return Turn(None, 0, 0, ask.chore, Outcome.TALKED.value)
        if ask.after_handoff:
            return asides.handed_over(visit)
        if said.pictured and not said.words:
            return asides.only_text(visit)
        if said.words is None or ask.name is None:
            words = None if said.words is None else Words(said.words, self.clock())
            return await self.turns.take_passing(visit, said.past, words)
        turn = await self._named(visit, ask, ask.name, said.words, heard)
        if turn.text is None and turn.superseded:
            raise Superseded
        return asides.gone(visit) if turn.text is None else turn

    async def _named(self, visit: Visit, ask: Ask, name: str, text: str, heard: Callable[[int], None] | None) -> Turn:
        conversation = await self.naming.conversation(visit, name)
        agent = await agent_of(self.directory, conversation, self.clock())
        delivery = await self._delivery(conversation, ask, text)
        words = Words(text, self.clock(), delivery)
        visit = replace(visit, agent=agent or visit.agent)
        return await self.turns.take(visit, conversation, words, heard=heard)

    async def _delivery(self, conversation: Conversation, ask: Ask, text: str) -> Delivery | None:
        """Only clients that name or count what they send can send something again."""
        if ask.key is None and ask.retried is None:
            return None
        return await self.naming.delivery(conversation, text, key=ask.key, retried=bool(ask.retried))
