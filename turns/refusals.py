"""What a turn can be refused for; each door tells it in its own shape."""


class Ended(Exception):  # noqa: N818 - an answer, not a fault of ours
    """The conversation is over, or there is none such."""


class TooLate(Exception):  # noqa: N818 - an answer, not a fault of ours
    """These words were said to something older than what was said last, and are not taken for an answer to that."""
