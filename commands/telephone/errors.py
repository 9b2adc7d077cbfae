"""What ends a call in a way that nobody wanted."""


class Refused(Exception):  # noqa: N818 - a judgement over the server, told in one sentence
    """The server sent what Twilio would not obey, or not as it was meant; says what and where."""


class Unreachable(Refused):
    """No document came of a request. `code` is Twilio's number for the reason."""

    def __init__(self, code: int, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code


class HungUp(Exception):  # noqa: N818 - not an error: people hang up
    """The one whose telephone this is has hung up."""
