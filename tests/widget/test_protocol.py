"""Whatever the network drops, doubles or puts in another order: nothing is lost, nothing is there twice."""

import asyncio
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journal.conversation import Party, Utterance
from tests.promises.soak import TIMES
from tests.world.clock import ShiftedLoop
from tests.world.page import DroppedError, Page
from tests.world.page import page as page_of
from tests.world.town import Setup, Town

TEXTS = ["hello", "where is ORD-9842? It goes to 94107.", "94107", "thanks", "a person please", "when does it come?"]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.sampled_from(TEXTS)),
        st.tuples(st.just("say to nobody"), st.sampled_from(TEXTS)),
        st.tuples(st.just("say and drop"), st.sampled_from(TEXTS)),
        st.tuples(st.just("say twice"), st.sampled_from(TEXTS)),
        st.tuples(st.just("post"), st.sampled_from(TEXTS)),
        st.tuples(st.just("repeat"), st.integers(0, 20)),
        st.tuples(st.just("post again"), st.integers(0, 20)),
        st.tuples(st.just("lose"), st.integers(0, 4)),
        st.tuples(st.just("back"), st.randoms(use_true_random=False)),
        st.tuples(st.just("poll"), st.none()),
        st.tuples(st.just("listen"), st.none()),
        st.tuples(st.just("wait"), st.sampled_from([0.5, 5, 70])),
    ),
    max_size=25,
)


@dataclass
class Network:
    """A page behind a network that does its worst, and all the page ever said."""

    town: Town
    page: Page
    said: dict[str, str] = field(default_factory=dict)

    async def do(self, what: str, how: object) -> None:
        match what, how:
            case "say", str(text):
                await self._put(self._new(text))
            case "say to nobody", str(text):
                self._new(text)
            case "say and drop", str(text):
                await self._put(self._new(text))
                await self.page.drop()
            case "say twice", str(text):
                cid = self._new(text)
                await self._put(cid)
                await self._put(cid)
            case "post", str(text):
                await self._post(self._new(text))
            case "repeat", int(place) if self.said:
                await self._put(list(self.said)[place % len(self.said)])
            case "post again", int(place) if self.said:
                await self._post(list(self.said)[place % len(self.said)])
            case "lose", int(frames):
                await self._lose_after(frames)
            case "back", order:
                await self.back(order)
            case "poll", _:
                await self._poll()
            case "listen", _:
                await self.listen()
            case "wait", float() | int() as seconds:
                self.town.clock.pass_(float(seconds))

    async def back(self, order: object = None) -> None:
        """On a new socket, everything pending is sent again, in whatever order."""
        await self.page.drop()
        pending = list(self.page.pending.items())
        if order is not None:
            order.shuffle(pending)  # type: ignore[attr-defined]  # a Random
        self.page.pending = dict(pending)
        await self.page.connect()

    async def listen(self) -> None:
        """Take in all that is under way."""
        if self.page.socket is None:
            return
        try:
            await self.page.put({"t": "ping"})
            await self.page.hears("pong")
        except ConnectionError:
            await self.page.drop()

    def _new(self, text: str) -> str:
        cid = secrets.token_hex(8)
        self.said[cid] = self.page.pending[cid] = text
        return cid

    async def _put(self, cid: str) -> None:
        if self.page.socket is not None:
            try:
                await self.page.put({"t": "send", "cid": cid, "text": self.said[cid]})
            except ConnectionError:
                await self.page.drop()

    async def _post(self, cid: str) -> None:
        status, frame = await self.page.post("/widget/v1/frames", {"t": "send", "cid": cid, "text": self.said[cid]})
        assert status == 200, frame
        await self.page.take(frame)

    async def _poll(self) -> None:
        status, body = await self.page.get("/widget/v1/frames", after=self.page.after)
        assert status == 200, body
        for frame in body["frames"]:
            await self.page.take(frame)

    async def _lose_after(self, frames: int) -> None:
        """The socket breaks after so many frames more, whatever they are; the rest is lost on the way."""
        if self.page.socket is not None:
            await self.page.put({"t": "ping"})
            for _ in range(frames):
                try:
                    if (await self.page.hear())["t"] == "pong":
                        break
                except DroppedError:
                    break
        await self.page.drop()

    async def settles(self) -> None:
        """The network recovers, and every utterance gets its answer."""
        while self.page.pending:
            self.town.clock.pass_(1)  # whoever was too fast may speak again
            await self.back()
            await self.listen()
        await self.back()
        conversation = self.page.session["conv"]
        while self.town.house.floor.is_taken(conversation):
            await asyncio.sleep(0)
        await self.listen()


@dataclass
class Street:
    runner: asyncio.Runner
    town: Town


@pytest.fixture(scope="module")
def street(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    database = copy(migrated, tmp_path_factory.mktemp("protocol") / "waybill.db")
    with asyncio.Runner(loop_factory=ShiftedLoop) as runner:
        town = Town(f"sqlite:///{database}")
        runner.run(town.open(Setup()))
        runner.run(town.has_a_page())
        yield Street(runner, town)
        runner.run(town.close())


@settings(max_examples=60 * TIMES, deadline=None)
@given(steps=STEPS)
def test_nothing_is_lost_and_nothing_is_there_twice(street: Street, steps: list[tuple[str, object]]) -> None:
    street.runner.run(_all_of(street.town, steps))


async def _all_of(town: Town, steps: list[tuple[str, object]]) -> None:
    town.clock.pass_(40)  # one address begins only so many conversations an hour
    async with page_of(town.url, town.widget_key) as page:
        network = Network(town, page)
        await page.connect()
        for what, how in steps:
            await network.do(what, how)
        await network.settles()
        conversation = await town.house.journal.load(town.tenant, page.session["conv"])
        assert conversation is not None
        kept = await town.house.journal.utterances(conversation)
    _nothing_lost_and_nothing_twice(network, kept)


def _nothing_lost_and_nothing_twice(network: Network, kept: list[Utterance]) -> None:
    page, ours = network.page, [each for each in kept if each.party is Party.CUSTOMER]
    assert sorted((str(each.client_key), each.text) for each in ours) == sorted(
        (f"cid/{cid}", text) for cid, text in network.said.items()
    )
    assert [each.seq for each in ours if each.answered_by is None] == []
    assert sorted(page.shown) == [each.seq for each in kept] == list(range(1, len(kept) + 1))
    for each in kept:
        shown = page.shown[each.seq]
        assert shown["party"] == each.party.value
        assert shown.get("cid", "") == (each.client_key or "").removeprefix("cid/")
        assert each.disclosed or shown["text"] == each.text
    places = {shown["cid"]: seq for seq, shown in page.shown.items() if "cid" in shown}
    assert page.acks.items() <= places.items()
