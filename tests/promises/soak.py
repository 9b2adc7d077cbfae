"""How many cases a property is tried with; `make soak` tries twenty times as many."""

import os

from hypothesis import settings

TIMES = 20 if os.environ.get("WAYBILL_TEST_SOAK") else 1  # noqa: TID251 - the tests' own switch, no setting of Waybill
CASES = settings(max_examples=100 * TIMES, deadline=None)
