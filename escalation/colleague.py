"""Who acts on a ticket; only the standard library."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Colleague:
    """A person. `id` is a member's, or names who else may answer (a telephone of the handoff document).

    `name` is what customers see, and what other colleagues are told of whoever has a ticket.
    """

    id: str
    name: str
