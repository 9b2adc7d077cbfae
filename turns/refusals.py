"""What a turn can be refused for; each door tells it in its own shape."""


class KeyReused(Exception):  # noqa: N818 - the client's mistake, not a fault of ours
    """The same idempotency key came with other content."""


class Ended(Exception):  # noqa: N818 - as above
    """The conversation is over, or there is none such."""
