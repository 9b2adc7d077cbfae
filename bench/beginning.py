"""How long a start takes until the first verified answer, and what memory it has by then."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from statistics import median

from bench.asking import Step, Target
from bench.process import Load, Server

STARTS = 5


def first_answers(
    serve: Callable[[], AbstractContextManager[tuple[Server, Target]]], step: Step, load: Load
) -> tuple[float, float]:
    """Seconds and megabytes, medians of several starts."""
    seconds, megabytes = [], []
    for _ in range(STARTS):
        with serve() as (server, target):
            load.put(step, target, 1)
            seconds.append(time.perf_counter() - server.began)
            megabytes.append(server.megabytes())
    return median(seconds), median(megabytes)
