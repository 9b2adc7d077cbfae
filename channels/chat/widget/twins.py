"""The socket's frames over HTTP, for networks that block sockets: the same words, the same checks, the same order."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from channels.chat.widget.feed import Feed, Gap
from channels.chat.widget.guests import Guest
from channels.chat.widget.hearing import Hearing
from channels.chat.widget.sockets import Sockets
from infra.signals.fan_out import Missed, Subscription
from infra.tasks import Tasks
from infra.wire.frames import MOST_REPLAYED, Ack, BadFrame, Nack, Read, Send, Typing, parse
from routes.bodies import BadBody
from turns.news import LOOK, News

LONGEST_WAIT_SECONDS = 25


class Wanted(BaseModel):
    """`GET /widget/v1/frames`: what came after an event, or the last page of history."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    after: int | None = Field(None, ge=0, le=2**31 - 1)
    last: int | None = Field(None, ge=1, le=MOST_REPLAYED)
    conv: str | None = Field(None, max_length=64)
    wait: int = Field(0, ge=0, le=LONGEST_WAIT_SECONDS)

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.after is None) == (self.last is None):
            raise ValueError("either after or last must be given")
        return self


@dataclass(frozen=True, slots=True)
class Twins:
    """Turns of visitors are finished in `tasks`, whoever hangs up."""

    feed: Feed
    hearing: Hearing
    news: News
    sockets: Sockets
    tasks: Tasks

    async def read(self, guest: Guest, wanted: Wanted) -> list[str]:
        """What a socket would be sent after `hello`, as JSON; with `wait`, once there is something new or it is over.

        Raises: Refused (gone).
        """
        signs: list[str] = []
        async with self.news.subscribe(guest.conversation_id) as news:
            gap = await self._gap(guest, wanted)
            if wanted.wait and not gap.missing and not gap.sight.shown:
                signs = await self._hear(news, wanted.wait)
                gap = await self._gap(guest, wanted)
        return [frame.text_frame() for frame in await self.feed.all_of(gap)] + signs

    async def pass_on(self, guest: Guest, raw: bytes) -> Ack | Nack | None:
        """Take a frame; what a socket would be answered. Raises: BadBody; Refused: gone; wrong_token."""
        try:
            frame = parse(raw)
        except BadFrame:
            raise BadBody("must be one frame of waybill.v1") from None
        match frame:
            case Send():
                return await self._say(guest, frame)
            case Read(seq=seq):
                await self.feed.enter(guest)
                self.news.show(guest.conversation_id, Read(t="read", seq=seq, party="customer").text_frame())
                await self.hearing.seen(guest, seq)
            case Typing():
                await self.feed.enter(guest)
                self.news.show(guest.conversation_id, Typing(t="typing", party="customer").text_frame())
            case _:
                raise BadBody("must be send, read or typing", "t")
        return None

    async def _say(self, guest: Guest, frame: Send) -> Ack | Nack:
        """The word that it was heard; its reply is made behind, and read as it comes."""
        answered: asyncio.Future[Ack | Nack] = asyncio.get_running_loop().create_future()

        def answer(what: Ack | Nack) -> None:
            if not answered.done():  # whoever waited may have been sent away: we stop
                answered.set_result(what)

        self.tasks.start(self.hearing.take(guest, frame, answer))
        return await answered

    async def _gap(self, guest: Guest, wanted: Wanted) -> Gap:
        if wanted.last is not None:
            return await self.feed.last(guest, wanted.last)
        return await self.feed.gap(guest, wanted.after or 0, wanted.conv)

    async def _hear(self, news: Subscription, seconds: float) -> list[str]:
        """Wait for the next word of news, at most that long, and not once we stop. Returns: the sign, if it was one."""
        heard, stopping = self.tasks.start(anext(news)), self.tasks.start(self.sockets.stopping.wait())
        either: Sequence[asyncio.Task[object]] = (heard, stopping)
        try:
            await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            word = heard.result() if heard.done() else LOOK
        finally:
            for task in either:
                task.cancel()
        return [] if isinstance(word, Missed) or word == LOOK else [word.decode()]
