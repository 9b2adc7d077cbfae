"""P2 and P4: what is said comes word for word from a lookup of this very turn, and every question makes one."""

import re
from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given

from conversation.core import advance
from conversation.effects import Disclosed, LookUp, Outcome
from conversation.events import Event, Heard, LookedUp, Understood
from conversation.phrases import ANY_DETAIL, DETAIL, NO_SUCH_DETAIL, ONE_PARCEL, PARCEL, PARCELS
from conversation.terms import DISCLOSED_BY_DEFAULT, Guardrails, Terms
from intents.meaning import Intent, Understanding
from lookup.order import Answer, Kind
from tests.promises.meanings import meaning
from tests.promises.owners import LISTED, Fickle, Scene, owners
from tests.promises.soak import CASES
from tests.promises.talk import Talk, Turn

ALL = Guardrails((*DISCLOSED_BY_DEFAULT, "gift_note"))
ORDERS = Terms(guardrails=ALL, kinds=frozenset({Kind.ORDER}), verifies=True)
ASK = meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107")
TAG = re.compile(r"#(\d+)")
OURS = {
    re.sub(r"\{\w+\}", "~", each.replace("{name}", "Gift note"))
    for each in (*DETAIL.values(), ONE_PARCEL, PARCELS, PARCEL, ANY_DETAIL, NO_SUCH_DETAIL)
}


def talked(scene: Scene) -> Talk:
    talk = Talk(scene.terms, Fickle(scene.moods), reachable=scene.reachable)
    for each, words in scene.said():
        talk.hear(each, words)
    return talk


def disclosed(turn: Turn) -> list[str]:
    return [part.words for part in turn.reply.parts if isinstance(part, Disclosed)]


def values(of: object) -> Iterator[str]:
    if isinstance(of, Mapping):
        of = list(of.values())
    if isinstance(of, list):
        for each in of:
            yield from values(each)
    else:
        yield str(of)


def ours(words: str, told: Answer) -> str:
    """What is left of a sentence once the shop's values, and our own words around them, are taken out."""
    for value in sorted(values(told.details), key=len, reverse=True):
        words = words.replace(value, "~")
    words = re.sub(r"~(?:(?:, | x )~)*", "~", re.sub(r"\b\d+\b", "~", words))
    for frame in sorted(OURS, key=len, reverse=True):
        words = words.replace(frame, "")
    return words.strip()


@CASES
@given(owners())
def test_p2_every_fact_comes_from_this_turns_answer(scene: Scene) -> None:
    asked = 0
    for turn in talked(scene).turns:
        asked += len(turn.lookups)
        assert set(TAG.findall(turn.reply.aloud())) <= ({str(asked)} if turn.lookups else set())


@CASES
@given(owners())
def test_p2_nothing_is_added_to_what_the_shop_said(scene: Scene) -> None:
    for turn in talked(scene).turns:
        if turn.reply.outcome is Outcome.TOLD:
            told = turn.answers[-1]
            assert [words for words in disclosed(turn) if words != told.summary and ours(words, told)] == []


@pytest.mark.parametrize("summary", ["Out for delivery — arrives Tuesday", "{kind} <b>*x*</b>; order #1?", "order…"])
def test_p2_a_summary_is_told_word_for_word(summary: str) -> None:
    def shop(_asked: LookUp, at: float) -> Event:
        return LookedUp(Answer("shipped", summary), at)

    terms = Terms(guardrails=Guardrails(replace_words=(("order", "parcel"),)), kinds=ORDERS.kinds, verifies=True)
    talk = Talk(terms, shop)
    assert talk.hear(ASK) == summary
    assert talk.turns[-1].reply.disclosed


@CASES
@given(owners())
def test_p4_no_reply_tells_a_fact_without_a_lookup_in_its_turn(scene: Scene) -> None:
    for turn in talked(scene).turns:
        if turn.reply.outcome is Outcome.TOLD:
            assert turn.reply.disclosed
            assert isinstance(turn.events[-1], LookedUp)
        else:
            assert turn.answers == []


@pytest.mark.parametrize(
    "again",
    [
        ASK,
        meaning(Intent.ORDER_STATUS),
        meaning(Intent.REPEAT),
        meaning(Intent.AFFIRM),
        *(meaning(Intent.ORDER_STATUS, about=about) for about in LISTED),
    ],
    ids=str,
)
def test_p4_every_question_is_a_new_lookup(again: Understanding) -> None:
    shop = Fickle(["tells"])
    talk = Talk(ORDERS, shop)
    talk.hear(meaning(Intent.GREETING))
    talk.hear(meaning(Intent.ORDER_STATUS, reference="ORD-1"))
    talk.hear(ASK)
    talk.hear(ASK)
    for asked in range(3, 6):
        assert f"#{asked}" in talk.hear(again if asked % 2 else ASK)
        assert shop.asked == asked


def test_p4_an_answer_of_the_last_turn_is_forgotten_when_the_customer_speaks() -> None:
    talk = Talk(ORDERS, Fickle(["tells"]))
    talk.hear(ASK)
    told = talk.turns[-1].states[-1]
    known, _ = advance(told, Heard("Where is it?", talk.now))
    _, effect = advance(known, Understood(meaning(Intent.ORDER_STATUS)))
    assert isinstance(effect, LookUp)
