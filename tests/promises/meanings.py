"""Anything an utterance may mean: every intent, values right and wrong, offers taken, details asked for."""

from collections.abc import Mapping, Sequence

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from intents.meaning import Intent, Slot, Tone, Understanding

ABOUTS = ("carrier", "tracking", "eta", "items", "packages", "delivered_at", "tracking_url", "gift_note", "message")
CERTAIN = st.just(1.0)
Pool = Mapping[Slot, Sequence[str]]
"""The values that may be said, by slot."""


def meaning(intent: Intent = Intent.OTHER, *, about: str | None = None, **slots: str) -> Understanding:
    """One meaning, written short."""
    return Understanding(intent, 1.0, {Slot(name): value for name, value in slots.items()}, about)


def meanings(pool: Pool) -> SearchStrategy[Understanding]:
    """Any meaning whose values come from the pool; the plain course of a talk is more frequent than chance."""
    values = {slot: st.sampled_from(given) for slot, given in pool.items()}
    some = st.fixed_dictionaries({}, optional=values)
    one = st.one_of([st.fixed_dictionaries({slot: value}) for slot, value in values.items()])
    return st.one_of(
        _wishes(_complete(values)),
        st.builds(Understanding, st.just(Intent.OTHER), CERTAIN, one),
        st.builds(Understanding, st.just(Intent.ORDER_STATUS), CERTAIN, st.just({}), st.sampled_from(ABOUTS)),
        st.builds(Understanding, st.sampled_from([Intent.AFFIRM, Intent.DENY, Intent.REPEAT]), CERTAIN, st.just({})),
        _wishes(some),
        st.builds(
            Understanding,
            st.sampled_from(Intent),
            CERTAIN,
            some,
            st.sampled_from([None, *ABOUTS]),
            st.sampled_from(Tone),
            st.sampled_from(
                [(), ((Slot.REFERENCE, "ORD-9824"),), ((Slot.ZIP, "94170"), (Slot.EMAIL, "j.doe@b.example"))]
            ),
            st.sampled_from([(), (), ("ORD-9842",), ("ORD-5000", "ORD-9842")]),
        ),
    )


def _wishes(slots: SearchStrategy[dict[Slot, str]]) -> SearchStrategy[Understanding]:
    return st.builds(
        Understanding, st.just(Intent.ORDER_STATUS), CERTAIN, slots, st.sampled_from([None, None, *ABOUTS])
    )


def _complete(values: Mapping[Slot, SearchStrategy[str]]) -> SearchStrategy[dict[Slot, str]]:
    """A number and enough to prove it, should it be right."""
    return st.fixed_dictionaries(
        {slot: value for slot, value in values.items() if slot in {Slot.REFERENCE, Slot.ZIP}},
        optional={slot: value for slot, value in values.items() if slot in {Slot.EMAIL, Slot.PHONE}},
    )


def talks(pool: Pool, most: int = 8) -> SearchStrategy[list[Understanding]]:
    """Whatever is said, in whatever order."""
    return st.lists(meanings(pool), min_size=3, max_size=most)
