"""The trained model: it was made from the text that stands here, and its likelihoods are likelihoods."""

import subprocess
import sys
from math import isclose
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.training.__main__ import digest, written
from bench.training.fit import fit, samples, temperature
from bench.training.grammar import Example, examples, readings
from bench.training.typos import misspelt
from intents.features import AT_HOME, BUCKETS, ELSEWHERE, scene
from intents.meaning import Intent
from intents.model import WIDTH, Header, Model, load
from intents.words import words

FEW = [
    Example(text, intent, "", str(line))
    for line, (text, intent) in enumerate(
        [
            ("where is my parcel", "order_status"),
            ("when does the parcel come", "order_status"),
            ("the cup is cracked", "damaged"),
            ("it came cracked", "damaged"),
            ("sing a song", "other"),
            ("what is the weather", "other"),
        ]
    )
]


MODEL = load()


def test_the_weights_were_made_from_this_text() -> None:
    assert MODEL.header.digest == digest(samples(list(examples()), slips=True)), "run `make model`"


@pytest.mark.parametrize("said", ["my order", "where is it", "a person"])
def test_what_is_said_again_and_again_says_no_more(said: str) -> None:
    """Or else the place where it begins anew ("order my") would come to outweigh all that is said."""
    once, often, more = (MODEL.judge(words(f"{said} " * times)) for times in (1, 20, 50))
    assert max(once, key=once.__getitem__) is max(often, key=often.__getitem__)
    assert often == more


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("where is it", "--"),
        ("where is my parcel", AT_HOME),
        ("in which order do the penguins come", "++"),
        ("when does the plumber come", "~-"),
        ("is the thunderstorm coming", ELSEWHERE),
    ],
)
def test_the_scene_tells_what_is_ours_from_what_is_foreign(said: str, about: str) -> None:
    assert scene(words(said)) == about


def test_one_word_says_another_thing_in_another_scene() -> None:
    """What a linear model of words alone cannot learn."""
    here, elsewhere = (MODEL.judge(words(said)) for said in ("is my parcel coming", "is a thunderstorm coming"))
    assert here[Intent.ORDER_STATUS] > 0.9
    assert elsewhere[Intent.ORDER_STATUS] < 0.5


@pytest.mark.parametrize("seed", ["0", "1"])
def test_words_are_mended_the_same_in_every_process(seed: str) -> None:
    """Whatever order Python gives to sets: or else the weights would be others each time they are made."""
    asked = "import sys; from intents.words import words; print(*words(sys.argv[1]))"
    slips = "recieved delviered orde chang pakage trak retrun adress cancle refnd arived shiping borken damged stolne"
    answer = subprocess.run(  # our own interpreter and our own line
        [sys.executable, "-c", asked, slips], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
    )
    assert answer.stdout.split() == words(slips)


def test_what_was_learnt_is_known_and_training_twice_makes_the_same_bytes(tmp_path: Path) -> None:
    taught = samples(FEW, slips=False)
    made = written(fit(taught * 20), digest(taught), 1.0)
    assert made == written(fit(taught * 20), digest(taught), 1.0)
    (tmp_path / "weights").write_bytes(made)
    small = load(tmp_path / "weights")
    for example in FEW:
        likely = small.judge(example.text.split())
        assert max(likely, key=likely.__getitem__) == example.intent


@given(st.lists(st.one_of(st.text(min_size=1, max_size=30), st.sampled_from(["order", "where", "7"])), max_size=300))
def test_likelihoods_add_up_to_one(said: list[str]) -> None:
    likely = MODEL.judge(said)
    assert set(likely) == set(Intent)
    assert isclose(sum(likely.values()), 1)
    assert all(0 <= each <= 1 for each in likely.values())


def test_weights_of_another_version_are_refused() -> None:
    with pytest.raises(ValueError, match="make model"):
        Model(Header("", (), 1.0, ()), bytes(BUCKETS * WIDTH - 1))


def test_a_line_is_written_out_the_same_each_time_and_each_reading_once() -> None:
    line, names = "[where|when] is my {thing} [please|]", {"thing": "[cup|big [pot|pan]]"}
    found = readings(line, names, Random(3))
    assert found == readings(line, names, Random(3))
    assert len(set(found)) == len(found) > 3
    assert {text.split()[0] for text in found} <= {"where", "when"}


@given(st.text(max_size=80), st.integers())
def test_slips_leave_a_text(text: str, seed: int) -> None:
    assert misspelt(text, Random(seed)) == misspelt(text, Random(seed))


def test_the_temperature_of_judgements_too_sure_of_themselves_is_high() -> None:
    sure = [5.0, *([0.0] * (len(Intent) - 1))]
    half_right = [(sure, 0), (sure, 1)] * 10
    assert temperature([(sure, 0)] * 20) < 1 < temperature(half_right)
