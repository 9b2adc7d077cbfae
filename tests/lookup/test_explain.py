"""Every failure has a sentence, and its facts behind it."""

import re

from lookup.explain import explain
from lookup.order import Failure


def test_every_category_has_a_sentence() -> None:
    named = re.search(r"category: (.*?)\.\n", Failure.__doc__ or "", re.DOTALL)
    categories = re.findall(r"[a-z]+(?:_[a-z]+)*", re.sub(r"\(.*?\)", "", named[1]))
    assert len(categories) == 19
    assert len({explain(Failure(category)) for category in categories}) == 19


def test_the_facts_stand_behind_the_sentence() -> None:
    failure = Failure("invalid_field", 200, "application/json", 17, field="summary")
    assert explain(failure) == (
        "A field of the reply is missing or invalid."
        " (HTTP status: 200; content type: application/json; bytes: 17; field: summary)"
    )
