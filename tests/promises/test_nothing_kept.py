"""P3: no order fact is written anywhere, seen from the core: what it keeps, and what a log line could show of it."""

import re
from collections.abc import Iterator

from hypothesis import given

from conversation.effects import UNSAID, Disclosed, Escalate, Outcome, Say
from conversation.known import Told
from conversation.terms import Terms
from escalation.tickets import CASES as CASE
from intents.meaning import Intent
from journal.sealing import SAID
from lookup.order import Kind
from tests.promises.meanings import meaning
from tests.promises.owners import LONG_AGO, Fickle, Scene, owners
from tests.promises.shops import JANES, NEEDLES, judging
from tests.promises.soak import CASES
from tests.promises.talk import Talk, Turn

FACT = re.compile(rf"#\d|{LONG_AGO}")


def written(turn: Turn) -> Iterator[str]:
    """All that could end in a database, a log line or a traceback."""
    for thing in (*turn.events, *turn.effects, *turn.states):
        yield str(thing)
        yield repr(thing)
        yield f"{thing!s:>1} {[thing]}"
    for state in turn.states:
        yield SAID.dump_json(state.said).decode()
        if isinstance(state.found, Told):
            yield f"{state.found} {state.found.answer} {state.found.proof}"
    for effect in turn.effects:
        if isinstance(effect, Escalate):
            yield CASE.dump_json(effect.case).decode()


@CASES
@given(owners())
def test_p3_nothing_that_could_be_written_shows_a_fact(scene: Scene) -> None:
    talk = Talk(scene.terms, Fickle(scene.moods), reachable=scene.reachable)
    for each, words in scene.said():
        talk.hear(each, words)
        assert [text for text in written(talk.turns[-1]) if FACT.search(text)] == []


@CASES
@given(owners())
def test_p3_what_is_kept_is_the_same_whatever_the_shop_said(scene: Scene) -> None:
    """Two shops that differ in every value leave the same conversation behind."""
    kept = []
    for before in (0, 1_000):
        shop = Fickle(scene.moods, before)
        talk = Talk(scene.terms, shop, reachable=scene.reachable)
        for each, words in scene.said():
            talk.hear(each, words)
        kept.append(SAID.dump_json(talk.said))
    assert kept[0] == kept[1]


def test_p3_a_told_status_reads_as_its_place_holder() -> None:
    talk = Talk(Terms(kinds=frozenset({Kind.ORDER}), verifies=True), judging(JANES))
    talk.hear(meaning(Intent.ORDER_STATUS, reference="ORD-9842", zip="94107"))
    reply = talk.turns[-1].reply
    assert str(reply) == f"{UNSAID}. Would you like the tracking number?"
    assert [needle for turn in talk.turns for text in written(turn) for needle in NEEDLES if needle in text] == []


def test_p3_a_disclosed_part_hides_in_every_way_of_writing_it() -> None:
    part = Disclosed("arrives Tuesday")
    say = Say((part,), Outcome.TOLD)
    for text in (str(part), repr(part), f"{part}", f"{part!r:>40}", str([part]), str(say), repr(say)):
        assert "Tuesday" not in text
    assert say.aloud() == "arrives Tuesday"
