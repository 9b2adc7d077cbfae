"""Why a page is not let in, or not given what it wants: one class, told as a problem by the server."""


class Refused(Exception):  # noqa: N818 - answers, not faults of ours
    """An HTTP status, a code that never changes, and a sentence for whoever builds the page."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(code)
        self.status, self.code, self.detail = status, code, detail


def wrong_key() -> Refused:
    """The publishable key is unknown or revoked."""
    return Refused(401, "wrong_key", "This publishable key is unknown or revoked.")


def wrong_token() -> Refused:
    """The pass is none of ours, has run out, or its key was revoked."""
    return Refused(401, "wrong_token", "The session's token is missing, wrong or has run out; take a fresh one.")


def wrong_identity(why: str) -> Refused:
    """The visitor's identity token is not good."""
    return Refused(401, "wrong_identity", f"{why[:1].upper()}{why[1:]}.")


def origin_not_allowed() -> Refused:
    """The key or the pass is not for pages of this origin."""
    return Refused(403, "origin_not_allowed", "This origin is not among those the publishable key names.")


def gone() -> Refused:
    """The conversation was erased."""
    return Refused(410, "gone", "This conversation is no longer there; begin a new one.")
