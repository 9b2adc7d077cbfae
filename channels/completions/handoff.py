"""The client's own way of connecting a customer to a person: which of its tools that is, and how we call it."""

from collections.abc import Collection, Mapping, Sequence
from secrets import token_hex

import orjson

from channels.completions.errors import Refused
from channels.completions.request import CompletionRequest, Function, Message
from conversation.effects import Noted

HANDS_OVER = "transfer_to_"
WORDS = {"reason": False, "summary": False, "agent_message": False, "message": True, "client_message": True}
"""Arguments that we can give, and whether they are for the customer's ears; the others are for the colleague's."""


def is_handoff(name: str, tools: Collection[str]) -> bool:
    """Whether a function of this name connects to a person: it is configured, or its name says so."""
    return name in tools or name.startswith(HANDS_OVER)


def chosen(wanted: CompletionRequest, tools: Collection[str]) -> Function | None:
    """The tool to call when a case goes to a person, or None. Raises: Refused where another call is demanded."""
    offered = [tool.function for tool in wanted.tools or () if tool.function]
    if wanted.tool_choice == "none":
        return None
    ours = [function for function in offered if is_handoff(function.name, tools)]
    if wanted.tool_choice != "auto":
        ours = [function for function in ours if function.name == wanted.tool_choice]
        if not ours:
            sentence = "No tool can be made to be called: only a handoff tool is, when a case goes to a person."
            raise Refused(sentence, param="tool_choice", code="unsupported_value")
    return next((function for function in ours if _arguments(function, dict.fromkeys(WORDS, "")) is not None), None)


def call(function: Function, noted: Noted, reply: str) -> dict[str, object]:
    """The tool call of a turn that ended with a ticket."""
    brief = f"{noted.reason.value}, ticket {noted.number}"
    words = {name: reply if said_aloud else brief for name, said_aloud in WORDS.items()}
    arguments = orjson.dumps(_arguments(function, words)).decode()
    return {
        "id": "call_" + token_hex(12),
        "type": "function",
        "function": {"name": function.name, "arguments": arguments},
    }


def was_made(after: Sequence[Message], tools: Collection[str]) -> bool:
    """Whether the messages after the customer's last end with what came of a handoff call."""
    calls = [call for message in after for call in message.tool_calls or ()]
    made = {call.id for call in calls if call.function and is_handoff(call.function.name, tools)}
    return bool(made) and after[-1].role == "tool" and after[-1].tool_call_id in made


def _arguments(function: Function, words: Mapping[str, str]) -> dict[str, object] | None:
    """What the function takes, as far as it can be known; None where it demands what cannot."""
    schema = function.parameters or {}
    properties, required = schema.get("properties"), schema.get("required")
    given: dict[str, object] = {}
    for name, wanted in properties.items() if isinstance(properties, dict) else ():
        kind, choices = (wanted.get("type"), wanted.get("enum")) if isinstance(wanted, dict) else (None, None)
        if isinstance(choices, list) and choices:
            if isinstance(choices[0], str):  # not every JSON value that a client may list can be written by us
                given[name] = choices[0]
        elif name in words and kind == "string":
            given[name] = words[name]
    demanded = required if isinstance(required, list) else []
    return given if all(isinstance(name, str) and name in given for name in demanded) else None
