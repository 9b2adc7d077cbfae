"""What a tenant has booked; only the standard library is imported."""

from enum import StrEnum


class Plan(StrEnum):
    """The four plans, smallest first."""

    STARTER = "starter"
    GROWTH = "growth"
    PRO = "pro"
    CUSTOM = "custom"

    @property
    def allows_lookup(self) -> bool:
        """Whether orders and projects may be looked up."""
        return self in {Plan.PRO, Plan.CUSTOM}
