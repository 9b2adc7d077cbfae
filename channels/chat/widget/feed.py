"""What a page is sent of its conversation: the journal, as frames."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from channels.chat.widget.guests import Guest
from channels.chat.widget.refusals import gone, wrong_token
from conversation.card import Card
from infra.wire import frames
from infra.wire.frames import MOST_REPLAYED, Event, Ready, State, ToVisitor, Typing
from journal.conversation import Conversation, Party
from routes.times import iso
from turns.showing import Showing, Shown, Sight

CID = "cid/"
ANSWERING_SECONDS = 30
LAST = 2**31 - 1
"""Behind every event."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies between what a page has and how the conversation stands. `missing`: it is too long, or none of this."""

    sight: Sight
    missing: bool

    @property
    def seq(self) -> int:
        """The last event there is."""
        return self.sight.conversation.seq

    def events(self) -> list[Event]:
        """The events, in order."""
        return [_event(each) for each in self.sight.shown]

    def ready(self) -> Ready:
        """The word that it is whole, or that it is not."""
        return Ready(conv=self.sight.conversation.conversation_id, seq=self.seq, recovered=not self.missing)

    def typing(self) -> list[Typing]:
        """The sign that the assistant is at it, if it is."""
        return [Typing(t="typing", party="assistant", seconds=ANSWERING_SECONDS)] if self.sight.is_awaited else []


@dataclass(frozen=True, slots=True)
class Feed:
    """Reads for pages. `photos_left` tells how many pictures may still be added to a conversation."""

    showing: Showing
    photos_left: Callable[[Conversation], Awaitable[int]]

    async def gap(self, guest: Guest, after: int, conv: str | None = None) -> Gap:
        """What came after the event `after` of conversation `conv`. Raises: Refused: gone; wrong_token."""
        sight = await self._since(guest, after)
        seq = sight.conversation.seq
        foreign = conv is not None and conv != guest.conversation_id
        if foreign or after > seq or seq - after > MOST_REPLAYED:
            return Gap(Sight(sight.conversation, ()), missing=True)
        return Gap(sight, missing=False)

    async def enter(self, guest: Guest) -> None:
        """Whether the conversation is there, and theirs still. Raises: Refused: gone; wrong_token."""
        await self._since(guest, LAST)

    async def last(self, guest: Guest, count: int) -> Gap:
        """The last page of history. Raises: Refused: gone; wrong_token."""
        seq = (await self._since(guest, LAST)).conversation.seq
        return Gap(await self._since(guest, max(0, seq - count)), missing=False)

    async def state(self, conversation: Conversation) -> State:
        """How the conversation stands."""
        ended = conversation.ended_at is not None
        return State(
            party="assistant" if conversation.colleague is None else "colleague",
            name=conversation.colleague,
            ended=ended,
            photos=0 if ended else await self.photos_left(conversation),
            rated=conversation.helpful is not None,
        )

    async def all_of(self, gap: Gap) -> list[ToVisitor]:
        """What is sent after `hello`."""
        return [*gap.events(), gap.ready(), await self.state(gap.sight.conversation), *gap.typing()]

    async def _since(self, guest: Guest, after: int) -> Sight:
        sight = await self.showing.since(guest.tenant, guest.conversation_id, after, limit=MOST_REPLAYED)
        if sight is None:
            raise gone()
        if not guest.may_enter(sight.conversation):
            raise wrong_token()
        return sight


def _event(shown: Shown) -> Event:
    said = shown.utterance
    ours = said.party is not Party.CUSTOMER
    return Event(
        seq=said.seq,
        party=said.party.value,
        text=shown.text,
        at=iso(said.at),
        name=said.name,
        cid=said.client_key.removeprefix(CID) if said.client_key else None,
        disclosed=said.disclosed,
        gone=shown.gone,
        outcome=said.outcome if ours else None,
        ticket=said.ticket,
        asks=sorted(slot.value for slot in shown.asks),
        offers=shown.offers.value if shown.offers else None,
        card=_card(shown.card),
    )


def _card(card: Card | None) -> frames.Card | None:
    if card is None:
        return None
    return frames.Card(
        parcels=[
            frames.Parcel(
                stage=each.stage.value if each.stage else None,
                carrier=each.carrier,
                tracking=each.tracking,
                url=each.url,
                eta=each.eta,
                delivered=each.delivered,
                items=each.items,
            )
            for each in card.parcels
        ]
    )
