"""Places in long lists: rows in the order in which they were made, each found again by when that was and its id."""

from typing import NamedTuple


class Place(NamedTuple):
    """Where a row stands. `at`: when it was made, in Unix seconds."""

    at: float
    row_id: str


BEGINNING = Place(-1.0, "")
"""Before every row."""
ALL = 10_000
"""More rows than any list that is not paged may have."""
