"""What a turn can be refused for; each door tells it in its own shape."""


class Ended(Exception):  # noqa: N818 - an answer, not a fault of ours
    """The conversation is over, or there is none such."""
