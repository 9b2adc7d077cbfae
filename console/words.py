"""What the console says that no template says: one catalogue, for notices after a change and for refusals."""

from enum import StrEnum


class Sorry(StrEnum):
    """Why a page is not shown."""

    NOT_YOURS = "Your role does not include this. Ask an owner of your shop if it should."
    NOT_OUR_FORM = (
        "This form was not sent from this page, or it is too old. Go back, reload the page and send it again."
    )
    NOT_THERE = "There is nothing here. It may have been removed, or the address has a typing error."
    NOT_A_FORM = "What was sent could not be read. Go back, reload the page and send it again."
    TOO_LARGE = "What was sent is too large."
    NO_METHOD = "This address does not take that kind of request."
    AWAY = "The database does not answer at the moment. Nothing was changed; try again in a few seconds."
    FAULT = (
        "Something went wrong on our side. Nothing more is known to be changed; the request's number helps to find it."
    )


class SignIn(StrEnum):
    """What the sign-in answers. One sentence for a wrong name and for a wrong password."""

    WRONG = "That e-mail and password do not belong together."
    TOO_MANY = "Too many tries. Wait a quarter of an hour, or ask an owner of your shop for a new link."
    OLD_FORM = "This page was open for a while; please send it once more."
    DIFFERENT = "The two passwords are not the same."
    WRONG_PASSWORD = "That is not your password."  # noqa: S105 - a sentence


NOTICES = {
    "connected": "Saved and published. Your assistant uses the connector from the next conversation on.",
    "disconnected": "Disconnected, and its credentials are erased.",
    "saved": "Saved as a draft. Customers notice once you publish.",
    "published": "Published. Every channel serves this version from the next conversation on.",
    "unchanged": "Nothing was changed.",
    "agent": "The agent is there. Set it up below, then publish it.",
    "revoked": "Revoked. It is refused from now on.",
    "removed": "Removed.",
    "changed": "Changed.",
    "tested": "A test event is on its way; it appears below.",
    "replayed": "It is in line again.",
    "signed-out": "You are signed out.",
    "signed-out-everywhere": "You are signed out everywhere.",
    "password": "Your password is changed, and every other session is over.",
    "welcome": "Your password is set. Welcome.",
    "claimed": "This ticket is yours. In chat, the assistant is silent until you hand back.",
    "released": "Back in the queue.",
    "handed-back": "Handed back: the assistant answers again.",
    "resolved": "Resolved.",
    "reopened": "Open again, and waiting.",
    "sent": "Sent.",
    "draft": "Kept as a draft, for you alone.",
    "noted": "Noted. The customer never sees notes.",
}
"""By the word that stands in `?done=`: a page shows none but these, whatever a link says."""

ROLES = {
    "owner": "Everything, including the team and API keys",
    "manager": "Sets up connector, agents, channels and webhooks; answers tickets",
    "colleague": "Answers tickets; reads conversations and analytics",
}
