"""The figures of a window, each with its definition: what is counted, and out of what."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from journal.endings import Ending, rated
from journal.tallies import BUCKETS_MS, What

Counts: TypeAlias = Counter[tuple[str, str]]
"""Numbers by what is counted and its label, as `journal.tallies` has them; a conversation counts under its ending."""
ANSWERED = frozenset({"answered", "refused"})
FINISHED = (Ending.CONTAINED, Ending.TRANSFERRED, Ending.MESSAGE)
NOT_ASKED = frozenset({"locked", "raised", "uncounted"})
GIVEN = ConfigDict(alias_generator=to_camel, populate_by_name=True, serialize_by_alias=True, frozen=True)


class Latency(BaseModel):
    """Milliseconds from asking the shop to its answer or to giving up, estimated from buckets."""

    model_config = GIVEN
    p50: float = Field(description="half of the lookups took no longer")
    p90: float = Field(description="nine of ten took no longer")
    p99: float = Field(description="99 of a hundred took no longer")


class Figures(BaseModel):
    """Counts and shares of one window. A share is null where its denominator is 0.

    Conversations belong to the day on which they began, turns and lookups to the day on which they happened. Chat
    completions that name no conversation have none: they count in turns and lookups only. Conversations that were
    erased since, by retention or because somebody was to be forgotten, go on counting.
    """

    model_config = GIVEN
    conversations: int = Field(description="begun in the window, with at least one reply")
    finished: int = Field(description="of these, ended or idle for 30 minutes")
    contained: int = Field(description="of the finished, those without a ticket")
    transferred: int = Field(description="of the finished, those with a ticket for a person to act on")
    messages: int = Field(description="of the finished, those whose only tickets are messages that were left")
    containment: float | None = Field(description="contained / finished")
    transfer_rate: float | None = Field(description="transferred / finished")
    rated: int = Field(description="of the finished, those whose customer said whether it helped; the widget asks")
    helpful: int = Field(description="of the rated, those whose customer said that it did")
    confirmed: int = Field(description="of the contained, those whose customer said that it helped")
    resolution: float | None = Field(
        description="contained and confirmed: confirmed / finished; null where nobody said whether it helped"
    )
    turns: int = Field(description="utterances with their replies, by whatever door; superseded ones included")
    outcomes: dict[str, int] = Field(description="turns by what became of them")
    lookups: dict[str, int] = Field(
        description="by result: answered; refused (a well-formed no); locked, raised or uncounted (nobody was asked);"
        " everything else names a failure"
    )
    asked: int = Field(description="lookups but those that were locked, raised or uncounted")
    failures: int = Field(description="of the asked, those the shop gave no usable answer to")
    failure_rate: float | None = Field(description="failures / asked")
    latency_ms: Latency | None = Field(description="of the asked; null where there were none")


def figures(counts: Counts) -> Figures:
    """The figures that these counts come to."""
    endings = _labels(counts, What.CONVERSATIONS)
    contained, transferred = endings.get(Ending.CONTAINED, 0), endings.get(Ending.TRANSFERRED, 0)
    messages = endings.get(Ending.MESSAGE, 0)
    finished = contained + transferred + messages
    said = _labels(counts, What.RATED)
    helpful, unhelpful = (sum(said.get(rated(each, yes), 0) for each in FINISHED) for yes in (1, 0))
    confirmed = said.get(rated(Ending.CONTAINED, 1), 0)
    outcomes, lookups = _labels(counts, What.TURNS), _labels(counts, What.LOOKUPS)
    asked = sum(number for result, number in lookups.items() if result not in NOT_ASKED)
    failures = asked - sum(lookups.get(result, 0) for result in ANSWERED)
    return Figures(
        conversations=finished + endings.get(Ending.OPEN, 0),
        finished=finished,
        contained=contained,
        transferred=transferred,
        messages=messages,
        containment=_share(contained, finished),
        transfer_rate=_share(transferred, finished),
        rated=helpful + unhelpful,
        helpful=helpful,
        confirmed=confirmed,
        resolution=_share(confirmed, finished) if helpful + unhelpful else None,
        turns=sum(outcomes.values()),
        outcomes=outcomes,
        lookups=lookups,
        asked=asked,
        failures=failures,
        failure_rate=_share(failures, asked),
        latency_ms=_latency(_labels(counts, What.LOOKUP_MS)),
    )


def percentile(buckets: Mapping[str, int], share: float) -> float:
    """The milliseconds that this share of lookups did not exceed: even between the bounds of the bucket it falls into.

    What took longer than every bound counts as the last one. `buckets` is not empty.
    """
    wanted, before, lower = share * sum(buckets.values()), 0, 0.0
    for bound in BUCKETS_MS:
        inside = buckets.get(str(bound), 0)
        if inside and before + inside >= wanted:
            return round(lower + (bound - lower) * (wanted - before) / inside, 1)
        before, lower = before + inside, float(bound)
    return lower


def _latency(buckets: Mapping[str, int]) -> Latency | None:
    if not buckets:
        return None
    return Latency(p50=percentile(buckets, 0.5), p90=percentile(buckets, 0.9), p99=percentile(buckets, 0.99))


def _labels(counts: Counts, what: What) -> dict[str, int]:
    return {label: number for (counted, label), number in sorted(counts.items()) if counted == what}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
