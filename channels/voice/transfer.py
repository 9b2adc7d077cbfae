"""Putting a caller through: colleague after colleague, each told what it is about, until one takes the call."""

from collections.abc import Iterator
from dataclasses import replace

from channels.voice import phrases
from channels.voice.knocking import Knock
from channels.voice.place import Place
from channels.voice.speech import code
from channels.voice.twiml import document, verb
from turns.call_turns import CallTurns
from turns.refusals import Ended, TooLate
from turns.transfers import Brief, Ringing, Transfers
from turns.visit import Turn

TAKE, AGAIN = "1", "3"
MOST_AGAIN = 3


class Transferring:
    """The steps of a transfer: `begin` and `after` on the caller's leg, `brief` and `choice` on the colleague's."""

    def __init__(self, turns: CallTurns, transfers: Transfers) -> None:
        self._turns = turns
        self._transfers = transfers

    async def begin(self, knock: Knock, turn: Turn, place: Place) -> bytes:
        """The words before, and the first colleague; the ticket is on disk."""
        return await self._ring(knock, place.answered(turn.replied), turn.text or "")

    async def brief(self, knock: Knock, place: Place) -> bytes:
        """What the colleague hears before they choose."""
        told = await self._transfers.brief(_ringing(knock, place))
        return knock.documents.brief(_sentences(knock.line.shop, told), place)

    async def choice(self, knock: Knock, place: Place) -> bytes:
        """1 takes the call; 3 hears it again; anything else, or nothing, as of a voicemail box, declines."""
        ringing, digits = _ringing(knock, place), knock.asked.digits
        if digits == AGAIN and place.again < MOST_AGAIN:
            return await self.brief(knock, replace(place, again=place.again + 1))
        if digits == TAKE and knock.asked.is_heard:
            await self._transfers.accept(ringing, _name(knock, place))
            return document(knock.documents.say(phrases.CONNECTING))
        await self._transfers.declined(ringing, by_key=bool(digits))
        return document(verb("Hangup"))

    async def after(self, knock: Knock, place: Place) -> bytes:
        """The colleague's leg is over: goodbye if the two have spoken, otherwise the next colleague, or a message."""
        asked, ringing = knock.asked, _ringing(knock, place)
        spoke = await self._transfers.ended(
            ringing,
            _name(knock, place),
            status=asked.dial_status,
            bridged=asked.dial_bridged,
            left=not asked.is_heard,
        )
        if not asked.is_heard:
            return document()
        if spoke:
            return knock.documents.goodbye(phrases.GOODBYE)
        if place.colleague + 1 < len(knock.agent.handoff.destinations):
            return await self._ring(knock, replace(place, colleague=place.colleague + 1), phrases.NEXT_COLLEAGUE)
        try:
            turn = await self._turns.not_connected(knock.visit, knock.conversation.conversation_id, place.after)
        except TooLate:
            return knock.documents.stale(knock.conversation.said, knock.conversation.seq)
        except Ended:
            return knock.documents.goodbye(None)
        return knock.documents.returned(turn, place)

    async def _ring(self, knock: Knock, place: Place, text: str) -> bytes:
        handoff = knock.agent.handoff
        await self._transfers.rang(_ringing(knock, place))
        place = replace(place, call=knock.asked.call_sid)
        colleague = handoff.destinations[place.colleague]
        return knock.documents.transfer(text, colleague, handoff.ring_seconds, place)


def _ringing(knock: Knock, place: Place) -> Ringing:
    return Ringing(knock.conversation, place.after, place.colleague)


def _name(knock: Knock, place: Place) -> str:
    """The colleague's, as the merchant has it; a list that was cut meanwhile has them no more."""
    destinations = knock.agent.handoff.destinations
    return destinations[place.colleague].name if place.colleague < len(destinations) else knock.asked.called


def _sentences(shop: str, told: Brief) -> Iterator[str]:
    """The shop, why, which number, verified or not: nothing else is anybody's business before they accept."""
    yield phrases.BRIEF.format(shop=shop)
    yield phrases.REASONS[told.reason]
    if told.reference is not None:
        yield phrases.BRIEF_REFERENCE.format(reference=_spelled(told.reference))
    yield phrases.VERIFIED if told.verified else phrases.NOT_VERIFIED
    yield phrases.ACCEPT


def _spelled(reference: str) -> str:
    """A number in groups; an e-mail that stands for one as it is."""
    return reference if "@" in reference else code(reference.upper())
