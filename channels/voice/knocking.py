"""A believed request with all that answers it: its line's assistant, its conversation, who calls, documents."""

from collections.abc import Callable
from dataclasses import dataclass

from channels.voice.admitting import Admitted, Refused
from channels.voice.caller import caller_of
from channels.voice.documents import Documents
from channels.voice.place import Place
from channels.voice.request import VoiceRequest
from journal.conversation import Conversation, Door
from tenants.directory import Directory, PublishedAgent
from tenants.errors import NoPublishedVersion
from tenants.handoff import Destination
from tenants.telephones import Telephone
from turns.asserting import asserted
from turns.calls import Calls
from turns.transfers import call_of
from turns.visit import Visit, agent_of


@dataclass(frozen=True, slots=True)
class Knock:
    """One step of a call whose conversation is begun."""

    line: Telephone
    asked: VoiceRequest
    agent: PublishedAgent
    visit: Visit
    conversation: Conversation
    documents: Documents


class Unanswered(Exception):  # noqa: N818 - how the merchant has it, not a fault of ours
    """Nobody answers on this line: its assistant was never published, or is gone."""


class Switchboard:
    """Finds who answers. `clock` gives Unix seconds; `public_url` has no final slash."""

    def __init__(self, directory: Directory, calls: Calls, clock: Callable[[], float], public_url: str) -> None:
        self._directory = directory
        self._public_url = public_url
        self._seen: dict[str, PublishedAgent] = {}  # by line: whom to call while the database is away
        self.calls = calls
        self.clock = clock

    async def customer(self, admitted: Admitted) -> Knock:
        """A step of the customer's own leg; its conversation is begun if it is the first.

        Raises: Unanswered; StoreUnavailable.
        """
        line, asked = admitted.line, admitted.asked
        found = await self.calls.find(line.tenant_id, line.line_id, asked.call_sid)
        agent = await self._agent(line, found)
        self._seen[line.line_id] = agent
        visit = self._visit(line, agent, asked)
        conversation = found or await self.calls.begin(visit, asked.call_sid)
        return Knock(line, asked, agent, visit, conversation, self._documents(line, agent))

    async def ended(self, admitted: Admitted) -> Knock | None:
        """What is said of a call that is over, or None where it never reached us. Raises: as `customer`."""
        line = admitted.line
        known = await self.calls.find(line.tenant_id, line.line_id, admitted.asked.call_sid)
        return await self.customer(admitted) if known is not None else None

    async def colleague(self, admitted: Admitted, place: Place) -> Knock:
        """A step of a colleague's leg, about the call that `place` names. Raises: Refused, Unanswered."""
        line = admitted.line
        conversation = await self.calls.find(line.tenant_id, line.line_id, place.call)
        if conversation is None or not conversation.said.noted:
            raise Refused(404, "no such call is to be put through")
        agent = await self._agent(line, conversation)
        visit = self._visit(line, agent, admitted.asked)
        return Knock(line, admitted.asked, agent, visit, conversation, self._documents(line, agent))

    def adrift(self, line: Telephone) -> tuple[Documents, Destination | None]:
        """What there is without the database: documents, and the colleague who would be called first now."""
        documents = Documents(line, self._public_url)
        agent = self._seen.get(line.line_id)
        if agent is None or not call_of(agent, None, self.clock()).is_staffed:
            return documents, None
        return documents, agent.handoff.destinations[0]

    def unanswered(self, line: Telephone) -> Documents:
        """The documents of a line on which nobody answers."""
        return Documents(line, self._public_url)

    async def _agent(self, line: Telephone, conversation: Conversation | None) -> PublishedAgent:
        try:
            if conversation is None:
                agent = await self._directory.agent(line.tenant_id, line.agent_id)
            else:
                agent = await agent_of(self._directory, conversation, self.clock())
        except NoPublishedVersion:
            agent = None
        if agent is None:
            raise Unanswered
        return agent

    def _visit(self, line: Telephone, agent: PublishedAgent, asked: VoiceRequest) -> Visit:
        """Only an attested number is counted as the caller's; it proves something where the policy says so."""
        caller, now = caller_of(asked), self.clock()
        attested = caller.number if caller.attested else None
        proves = attested is not None and any(factor.value == "phone" for factor in agent.terms.policy.factors)
        return Visit(
            agent,
            line.line_id,
            Door.PHONE,
            self.calls.caller(line.tenant_id, attested) if attested else None,
            asserted=asserted({"phone": attested}, now) if attested and proves else (),
            call=call_of(agent, caller.number, now),
        )

    def _documents(self, line: Telephone, agent: PublishedAgent) -> Documents:
        return Documents(line, self._public_url, agent.terms.hints.prefixes)
