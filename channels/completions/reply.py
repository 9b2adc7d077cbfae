"""A finished turn as OpenAI clients read it: one object, or the chunks of a stream.

Usage is counted by one simple rule, for this is no language model: a token is four characters, begun ones count.
Source: https://platform.openai.com/docs/api-reference/chat/object
"""

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex

import orjson

from channels.completions import handoff, schema
from channels.completions.request import Function
from channels.completions.schema import Schema
from turns.visit import Turn

DONE = b"data: [DONE]\n\n"
PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What is settled before the turn is taken.

    Attributes:
        model: as the client called it.
        created: Unix seconds.
        characters: of the request's messages, for usage.
        conversation: the client's own name for it; None where it named none.
        shape: the schema that the content shall keep; None for plain text.
        stop: where the text ends, if it comes to that; never before its first character.
        tool: the client's function that connects to a person.
        counts: whether a stream ends with usage.
    """

    id: str
    model: str
    created: int
    characters: int = 0
    conversation: str | None = None
    shape: Schema | None = None
    stop: tuple[str, ...] = ()
    tool: Function | None = None
    counts: bool = False

    def completion(self, turn: Turn) -> bytes:
        """The whole reply."""
        content, calls = self._content(turn), self._calls(turn)
        message: dict[str, object] = {"role": "assistant", "content": content, "refusal": None, "annotations": []}
        if calls:
            message["tool_calls"] = calls
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": _finish(calls)}
        return orjson.dumps(
            {
                "id": self.id,
                "object": "chat.completion",
                "created": self.created,
                "model": self.model,
                "choices": [choice],
                "usage": self._usage(content),
                "waybill": self._extension(turn),
            }
        )

    def opening(self) -> bytes:
        """The first chunk of a stream: the role, there and nowhere else."""
        return self._chunk({"role": "assistant", "content": ""})

    def closing(self, turn: Turn) -> bytes:
        """The rest of a stream."""
        content, calls = self._content(turn), self._calls(turn)
        chunks = [self._chunk({"content": content})]
        if calls:
            chunks.append(self._chunk({"tool_calls": [{"index": 0, **call} for call in calls]}))
        chunks.append(self._chunk({}, _finish(calls), waybill=self._extension(turn)))
        if self.counts:
            chunks.append(self._event({"choices": [], "usage": self._usage(content)}))
        return b"".join((*chunks, DONE))

    def _chunk(self, delta: Mapping[str, object], finish: str | None = None, **beside: object) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return self._event({"choices": [choice], **beside})

    def _event(self, rest: Mapping[str, object]) -> bytes:
        head = {"id": self.id, "object": "chat.completion.chunk", "created": self.created, "model": self.model}
        return b"data: " + orjson.dumps({**head, **rest}) + b"\n\n"

    def _content(self, turn: Turn) -> str:
        text = turn.text or ""
        if self.shape is None:
            return _cut(text, self.stop)
        return orjson.dumps(schema.shaped({"reply": text, **_result(turn)}, self.shape)).decode()

    def _calls(self, turn: Turn) -> list[dict[str, object]]:
        return [handoff.call(self.tool, turn.noted, turn.text or "")] if self.tool and turn.noted else []

    def _usage(self, content: str) -> dict[str, int]:
        prompt, completion = _tokens(self.characters), _tokens(len(content))
        return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}

    def _extension(self, turn: Turn) -> dict[str, object]:
        named = {} if self.conversation is None else {"conversation_id": self.conversation}
        return {"version": 1, **_result(turn), **named}


def new_id() -> str:
    """An id for one reply."""
    return "chatcmpl-" + token_hex(12)


def _result(turn: Turn) -> dict[str, object]:
    """What programs may want to know of a turn; none of it tells an order fact."""
    noted = turn.noted
    return {
        "outcome": turn.outcome,
        "asks": sorted(turn.asks),
        "offers": turn.offers,
        "ticket": {"number": noted.number, "kind": noted.reason} if noted else None,
    }


def _finish(calls: list[dict[str, object]]) -> str:
    """Nothing is ever cut for `max_tokens`, so nothing ends with `length`."""
    return "tool_calls" if calls else "stop"


def _cut(text: str, stop: tuple[str, ...]) -> str:
    """The text before the first stop sequence; empty content would count as a failed answer with many clients."""
    found = (text.find(sequence) for sequence in stop if sequence)
    return text[: min((place for place in found if place > 0), default=len(text))]


def _tokens(characters: int) -> int:
    return max(1, -(-characters // PER_TOKEN))
