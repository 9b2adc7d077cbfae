"""What a tenant's setup cannot take in, with a code for programs and a sentence for people."""

from enum import StrEnum
from typing import TypeVar

from pydantic import BaseModel, ValidationError

Model = TypeVar("Model", bound=BaseModel)


class Code(StrEnum):
    """Stable: the HTTP API and `--json` show these words."""

    ACTIVE_CONNECTOR_EXISTS = "active_connector_exists"
    CHANGED_MEANWHILE = "changed_meanwhile"
    CONNECTION_FAILED = "connection_failed"
    ENDPOINT_DOES_NOT_VERIFY = "endpoint_does_not_verify"
    EXISTS = "exists_already"
    INVALID = "invalid"
    IN_USE = "in_use"
    NO_PUBLISHED_VERSION = "no_published_version"
    NO_TELEPHONE_ACCOUNT = "no_telephone_account"
    NOT_CONNECTED = "not_connected"
    NOT_FOUND = "not_found"
    SCOPE_ESCALATION = "scope_escalation"
    TOO_MANY = "limit_reached"


class SetupError(Exception):
    """A change or question that cannot be met; nothing was changed. `str()` is one sentence without any secret."""

    def __init__(self, code: Code, sentence: str) -> None:
        """Keep the code as a fact beside the sentence."""
        super().__init__(sentence)
        self.code = code


class NoPublishedVersion(SetupError):  # noqa: N818 - a code of the published API, and doors name it so
    """The agent exists, but nothing of it was ever published."""

    def __init__(self, agent_id: str) -> None:
        """Name the agent."""
        super().__init__(Code.NO_PUBLISHED_VERSION, f"Agent {agent_id} has no published version yet.")


def changed_meanwhile() -> SetupError:
    """The error for a change that was made to an older revision than the one that stands."""
    return SetupError(Code.CHANGED_MEANWHILE, "This was changed since you read it: read it again.")


def not_found(what: str) -> SetupError:
    """The error for `what` ("Agent agt_1") that is not there, or is another tenant's: they are told alike."""
    return SetupError(Code.NOT_FOUND, f"{what} does not exist.")


def parse(model: type[Model], raw: str | bytes) -> Model:
    """Read a boundary model from JSON. Raises: SetupError naming the first bad field, never its value."""
    try:
        return model.model_validate_json(raw)
    except ValidationError as error:
        raise invalid(error) from None


def invalid(error: ValidationError) -> SetupError:
    """The first complaint as one sentence: where, then what."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    what = first["msg"].removeprefix("Value error, ")
    return SetupError(Code.INVALID, f"{where}: {what}." if where else f"{what}.")
