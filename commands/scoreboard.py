"""The scoreboard of the detector, as text: how often it is right, how sure, how fast, and where it is wrong."""

from collections.abc import Callable, Iterator, Sequence
from statistics import median, quantiles

from commands.calibration import Bin, bins, expected_error
from commands.scores import (
    Group,
    Hits,
    Judged,
    among_the_readings,
    confusion,
    judged_slots,
    per_intent,
    per_slot,
    share,
    slot_is_right,
    slots_are_right,
    taken_for_an_order,
)
from intents.meaning import Intent

_LONGEST_SHOWN = 160  # characters of a text


def scoreboard(judged: Sequence[Judged]) -> Iterator[str]:
    """All its lines: intents where they are labelled, slots where they are, time always, then what was wrong."""
    intents = [each for each in judged if each.row.intents]
    slots = [each for each in judged if each.row.slots is not None]
    yield f"{len(judged)} utterances, {len(intents)} with a labelled intent, {len(slots)} with labelled slots"
    if intents:
        yield from _groups(intents)
        yield from _intents(intents)
        yield from _confusion(intents)
        yield from _calibration(confidences(intents))
    if slots:
        yield from _slots(slots)
    yield from _time([each.micros for each in judged])
    yield from _wrong_intents([each for each in intents if not each.right])
    yield from _wrong_slots([each for each in slots if not slots_are_right(each)])


def confidences(judged: Sequence[Judged]) -> list[Bin]:
    """The reliability table of the rows whose intent is labelled."""
    return bins([(each.meaning.confidence, each.right) for each in judged if each.row.intents])


def _groups(judged: Sequence[Judged]) -> Iterator[str]:
    yield f"intent right: {_count(share(judged))}"
    yield ""
    yield f"{'':24}{'actionable':>21}{'small talk':>21}{'other':>21}{'other taken for an order':>27}"
    sources = sorted({each.row.source for each in judged})
    for source in sources if len(sources) > 1 else ():
        yield _group(source or "(no source)", [each for each in judged if each.row.source == source])
    yield _group("all", judged)


def _group(name: str, judged: Sequence[Judged]) -> str:
    cells = [_count(share(each for each in judged if each.group is group)) for group in Group]
    return f"{name:24.24}" + "".join(f"{cell:>21}" for cell in cells) + f"{_count(taken_for_an_order(judged)):>27}"


def _intents(judged: Sequence[Judged]) -> Iterator[str]:
    yield ""
    yield f"{'intent':20}{'labelled':>9}{'said':>7}{'precision':>11}{'recall':>9}{'F1':>8}"
    for intent, hits in per_intent(judged).items():
        yield f"{intent.value:20}{_figures(hits)}"


def _confusion(judged: Sequence[Judged]) -> Iterator[str]:
    counts = confusion(judged)
    met = list(per_intent(judged))
    yield ""
    yield "confusion: a row for each intent as labelled, a column for what it was taken for"
    yield f"{'':23}" + "".join(f"{number:>6}" for number in range(1, len(met) + 1))
    for number, truth in enumerate(met, start=1):
        yield f"{number:>2} {truth.value:20}" + "".join(f"{counts[truth, said] or '.':>6}" for said in met)


def _calibration(binned: Sequence[Bin]) -> Iterator[str]:
    yield ""
    yield f"{'confidence':14}{'answers':>9}{'mean':>8}{'right':>8}"
    for each in binned:
        yield f"{each.low:.1f} to {each.high:.1f}{'':4}{each.answers:>9}{each.confidence:>8.3f}{each.right:>8.3f}"
    yield f"expected calibration error {expected_error(binned):.3f}"


def _slots(judged: Sequence[Judged]) -> Iterator[str]:
    right, among = _number(judged, slots_are_right), _number(judged, among_the_readings)
    yield ""
    yield f"every slot right at first reading: {_count(right)}; among the readings: {_count(among)}"
    yield f"{'slot':20}{'labelled':>9}{'found':>7}{'precision':>11}{'recall':>9}{'F1':>8}"
    for slot, hits in per_slot(judged).items():
        yield f"{slot.value:20}{_figures(hits)}"


def _time(micros: Sequence[float]) -> Iterator[str]:
    yield ""
    yield f"CPU of an utterance: median {median(micros):.0f} µs, 99 in 100 within {percentile_99(micros):.0f} µs"


def percentile_99(micros: Sequence[float]) -> float:
    """What 99 of 100 take at most; of a single one, what it took."""
    return quantiles(micros, n=100, method="inclusive")[-1] if len(micros) > 1 else micros[0]


def _wrong_intents(wrong: Sequence[Judged]) -> Iterator[str]:
    if not wrong:
        return
    yield ""
    yield "wrong intents: line, labelled, taken for, confidence, text"
    order = list(Intent)
    for each in sorted(wrong, key=lambda each: (order.index(each.row.intents[0]), order.index(each.meaning.intent))):
        labels = "|".join(each.row.intents)
        meaning = each.meaning
        yield f"{each.row.line:>6}  {labels} → {meaning.intent.value} {meaning.confidence:.2f}  {_shown(each)}"


def _wrong_slots(wrong: Sequence[Judged]) -> Iterator[str]:
    if not wrong:
        return
    yield ""
    yield "wrong slots: line, slot labelled → found, text"
    for each in wrong:
        slots = each.row.slots or {}
        pairs = ", ".join(
            f"{slot.value} {slots.get(slot)!r} → {each.meaning.slots.get(slot)!r}"
            for slot in judged_slots(each)
            if not slot_is_right(each, slot)
        )
        yield f"{each.row.line:>6}  {pairs}  {_shown(each)}"


def _shown(each: Judged) -> str:
    """The text with everything a terminal would obey, or could not show, escaped."""
    return repr(each.row.said.text[:_LONGEST_SHOWN])


def _number(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> Hits:
    return Hits(len(judged), len(judged), sum(map(holds, judged)))


def _count(hits: Hits) -> str:
    return f"{hits.both} of {hits.wanted} ({hits.recall:.3f})" if hits.recall is not None else "-"


def _figures(hits: Hits) -> str:
    shares = ("-" if figure is None else f"{figure:.3f}" for figure in (hits.precision, hits.recall, hits.f1))
    precision, recall, f1 = shares
    return f"{hits.wanted:>9}{hits.found:>7}{precision:>11}{recall:>9}{f1:>8}"
