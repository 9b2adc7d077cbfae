"""Finished turns that are held: found by every process, read by nobody else, of their own conversation only."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from conversation.effects import Noted, Offer
from conversation.known import Said
from escalation.reasons import Reason
from infra.signals.held import LocalHeld
from infra.store.vault import Vault, make_key
from intents.meaning import Slot
from journal.conversation import Conversation, Door
from tests.world.clock import START
from turns.replies import Replies
from turns.visit import Turn

TALK = Conversation("cnv_1", 1, "agt_1", 1, "key_1", Door.SESSIONS, None, 2, 2, START, START, None, Said())
TOLD = "Out for delivery with UPS, arrives Tuesday"
SECRET = make_key()
TURNS = st.builds(
    Turn,
    st.just("cnv_1"),
    st.integers(1, 9),
    st.integers(1, 9),
    st.none() | st.text(st.characters(exclude_categories=["Cs"])),
    st.sampled_from(["told", "asked"]),
    st.booleans(),
    st.booleans(),
    st.frozensets(st.sampled_from(Slot)),
    st.none() | st.sampled_from(Offer),
    st.none() | st.builds(Noted, st.text("tk_1", max_size=9), st.integers(1), st.sampled_from(Reason)),
)


@given(TURNS)
async def test_a_turn_is_found_as_it_was_by_a_process_with_the_same_key(turn: Turn) -> None:
    held = LocalHeld()
    await Replies(held, Vault(SECRET)).hold(TALK, turn)
    assert await Replies(held, Vault(SECRET)).find(TALK, turn.heard) == turn
    assert await Replies(held, Vault(SECRET)).find(TALK, turn.heard + 1) is None
    assert await Replies(held, Vault(SECRET)).find(replace(TALK, conversation_id="cnv_2"), turn.heard) is None


async def test_whoever_looks_between_its_commit_and_its_being_held_finds_it_still() -> None:
    """Another process, which heard of the commit before Redis held the turn."""

    class Late(LocalHeld):
        looks = 0

        async def get(self, key: str) -> bytes | None:
            self.looks += 1
            if self.looks == 2:
                await Replies(self, Vault(SECRET)).hold(TALK, turn)
            return await super().get(key) if self.looks > 1 else None

    turn = Turn("cnv_1", 1, 2, TOLD, "told", disclosed=True)
    assert await Replies(Late(), Vault(SECRET)).find_soon(TALK, 1) == turn


async def test_neither_words_nor_names_can_be_read_where_it_is_held() -> None:
    held = LocalHeld()
    await Replies(held, Vault(SECRET)).hold(TALK, Turn("cnv_1", 1, 2, TOLD, "told", disclosed=True))
    ((key, sealed),) = held._held.items()
    for needle in ("UPS", "cnv_1", "told"):
        assert needle.encode() not in key.encode() + sealed


async def test_what_cannot_be_opened_or_read_is_not_held() -> None:
    held, vault = LocalHeld(), Vault(SECRET)
    replies = Replies(held, vault)
    await replies.hold(TALK, Turn("cnv_1", 1, 2, TOLD, "told"))
    assert await Replies(held, Vault(f"{make_key()},{SECRET}")).find(TALK, 1) is not None
    assert await replies.find(replace(TALK, tenant=2), 1) is None
    key = next(iter(held._held))
    await held.put(key, vault.seal(b'{"from": "another version"}', tenant=1, where=key))
    assert await replies.find(TALK, 1) is None
