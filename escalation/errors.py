"""What cannot be done with a ticket, and who has it instead."""

from enum import StrEnum


class TicketCode(StrEnum):
    """Stable: the HTTP API and `--json` show these words."""

    NOT_FOUND = "not_found"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CLAIMED = "ticket_claimed"
    NOT_CLAIMED = "ticket_not_claimed"
    RESOLVED = "ticket_resolved"
    NOT_RESOLVED = "ticket_not_resolved"
    OPEN_AGAIN = "ticket_open_again"
    FORGOTTEN = "ticket_forgotten"


class TicketError(Exception):
    """Nothing was changed. `str()` is one sentence; `owner` is the name of the colleague who has the ticket."""

    def __init__(self, code: TicketCode, sentence: str, owner: str | None = None) -> None:
        """Keep code and owner as facts beside the sentence."""
        super().__init__(sentence)
        self.code, self.owner = code, owner


def no_ticket() -> TicketError:
    """For one that is not there, or is another tenant's: they are told alike."""
    return TicketError(TicketCode.NOT_FOUND, "This ticket does not exist.")


def claimed(owner: str) -> TicketError:
    """For one that somebody else has."""
    return TicketError(TicketCode.CLAIMED, f"{owner} has this ticket.", owner)
