"""What we read of OpenAI's request; every other field is ignored, whatever stands in it.

Source: https://platform.openai.com/docs/api-reference/chat/create
"""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, ValidationError
from pydantic_core import PydanticCustomError

from channels.completions.errors import Refused
from infra.wire.text import plain

MOST_MESSAGES = 2000
MOST_STOPS = 4


@dataclass(frozen=True, slots=True)
class Content:
    """What a message says. `pictured`: it has parts that are no text (images, sound, files); they are not fetched."""

    text: str = field(repr=False)
    pictured: bool = False


NOTHING = Content("")


def _content(given: object) -> Content:
    match given:
        case None:
            return NOTHING
        case str():
            return Content(plain(given))
        case list():
            texts = [_part(part) for part in given]
            return Content(plain("\n".join(filter(None, texts))), pictured=None in texts)
        case _:
            raise PydanticCustomError("content", "should be a string or a list of parts")


def _part(part: object) -> str | None:
    match part:
        case {"type": "text", "text": str(text)}:
            return text
        case {"type": str(kind)} if kind != "text":
            return None
        case _:
            raise PydanticCustomError("content", "should have parts with a type, and text as a string")


def _stops(given: object) -> object:
    return [given] if isinstance(given, str) else given or []


def _choice(given: object) -> str:
    """`none`, `auto`, `required`, or the name of a function that must be called."""
    match given:
        case None:
            return "auto"
        case "none" | "auto" | "required" as mode:
            return mode
        case {"type": "allowed_tools", "allowed_tools": {"mode": ("auto" | "required") as mode}}:
            return str(mode)
        case {"function": {"name": str(name)}} | {"custom": {"name": str(name)}}:
            return name
        case _:
            raise PydanticCustomError("tool_choice", "should be none, auto, required or name a tool")


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)


class FunctionName(_Part):
    """Which function an assistant called."""

    name: str


class ToolCall(_Part):
    """A call in the history."""

    id: str | None = None
    function: FunctionName | None = None


class Message(_Part):
    """One message. Texts of `system`, `developer`, `tool` and `function` change nothing."""

    role: Literal["user", "assistant", "system", "developer", "tool", "function"]
    content: Annotated[Content, PlainValidator(_content)] = NOTHING
    tool_calls: list[ToolCall] | None = None
    tool_call_id: str | None = None


class Function(_Part):
    """A function the client offers; `parameters` is a JSON Schema."""

    name: str
    parameters: dict[str, object] | None = None


class Tool(_Part):
    """A tool the client offers; those that are no functions are of no use to us."""

    function: Function | None = None


class JsonSchema(_Part):
    """The schema that the reply shall keep."""

    json_schema: dict[str, object] | None = Field(None, alias="schema")


class ResponseFormat(_Part):
    """Text, any JSON object, or one of a schema."""

    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None


class StreamOptions(_Part):
    """What a stream shall carry."""

    include_usage: bool | None = None


class CompletionRequest(_Part):
    """See the module."""

    model: str = Field(min_length=1, max_length=256, description="id of a published assistant")
    messages: list[Message] = Field(min_length=1, max_length=MOST_MESSAGES, fail_fast=True)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    stop: Annotated[list[str], BeforeValidator(_stops)] = Field([], max_length=MOST_STOPS)
    tools: list[Tool] | None = Field(None, fail_fast=True)
    tool_choice: Annotated[str, PlainValidator(_choice)] = "auto"
    response_format: ResponseFormat | None = None
    modalities: list[str] | None = None
    user: str | None = Field(None, max_length=256, description="limits and logs only; never identity")
    safety_identifier: str | None = Field(None, max_length=256, description="as `user`")
    conversation_id: str | None = None
    metadata: dict[str, object] | None = None


def read(body: bytes) -> CompletionRequest:
    """The request, checked. Raises: Refused."""
    try:
        wanted = CompletionRequest.model_validate_json(body)
    except ValidationError as error:
        raise _refused(error) from None
    _check(wanted)
    return wanted


def _check(wanted: CompletionRequest) -> None:
    for place, message in enumerate(wanted.messages):
        if message.role == "user" and message.content is NOTHING:
            raise Refused("A user message needs content.", param=f"messages[{place}].content")
    if wanted.n not in (None, 1):
        raise Refused("Only one choice can be made: n must be 1.", param="n", code="unsupported_value")
    if wanted.modalities and set(wanted.modalities) != {"text"}:
        raise Refused("Replies are text only.", param="modalities", code="unsupported_value")


def _refused(error: ValidationError) -> Refused:
    """The first complaint: where, then what; never the value itself."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in first["loc"]).removeprefix(".")
    return Refused(f"{where or 'The body'}: {first['msg']}.", param=where or None)
