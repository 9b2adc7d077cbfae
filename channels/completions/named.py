"""What a client says beside the messages: the conversation's name, whose key to a retry it is, claims for the customer.

Headers go before the body, the body before `metadata`: some clients drop the one, some the other.
"""

import re
from collections.abc import Mapping

import orjson
from aiohttp import web
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from channels.completions.errors import Refused
from channels.completions.request import CompletionRequest

CONVERSATION = "X-Conversation-Id"
CLAIMS = "X-Waybill-Claims"
KEY = "Idempotency-Key"
RETRY_COUNT = "x-stainless-retry-count"
_VISIBLE = re.compile(r"[\x21-\x7e]{1,128}")


class Claims(BaseModel):
    """What a key with `identity:assert` claims for the customer."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    email: str | None = Field(None, max_length=254)
    zip: str | None = Field(None, max_length=16)
    phone: str | None = Field(None, max_length=32)


def conversation(request: web.Request, wanted: CompletionRequest) -> str | None:
    """The client's own name for the conversation. Raises: Refused."""
    if (header := request.headers.get(CONVERSATION)) is not None:
        return _name(header, CONVERSATION)
    if wanted.conversation_id is not None:
        return _name(wanted.conversation_id, "conversation_id")
    named = (wanted.metadata or {}).get("conversation_id")
    return None if named is None else _name(named, "metadata.conversation_id")


def message(request: web.Request) -> str | None:
    """The client's own name for the message. Raises: Refused."""
    key = request.headers.get(KEY)
    return None if key is None else _name(key, KEY)


def claims(request: web.Request, wanted: CompletionRequest) -> Mapping[str, str] | None:
    """Claims for the customer by factor, or None where none are made. Raises: Refused."""
    header, beside = request.headers.get(CLAIMS), (wanted.metadata or {}).get("waybill_claims")
    if header is None and beside is None:
        return None
    param = CLAIMS if header is not None else "metadata.waybill_claims"
    try:
        found = Claims.model_validate(beside if header is None else orjson.loads(header))
    except (ValidationError, ValueError):
        sentence = f"{param} must be a JSON object with strings for email, zip or phone, and nothing else."
        raise Refused(sentence, param=param) from None
    return found.model_dump(exclude_none=True)


def _name(given: object, param: str) -> str:
    if not isinstance(given, str) or not _VISIBLE.fullmatch(given):
        raise Refused(f"{param} must be 1 to 128 visible ASCII characters.", param=param)
    return given
