"""What goes wrong with signals."""


class SignalsUnavailable(Exception):  # noqa: N818 - beside StoreUnavailable, and read like it
    """What processes count together cannot be counted at present. Whoever counts must not go on without."""
