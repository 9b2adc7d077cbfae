"""What a shop may reply, read strictly: an `Answer`, a proper no, or a failure that names the field, never its value.

Source: docs/connectors.md, "The reply". Written by hand, since it is on the path of every question.
"""

import re
from collections.abc import Callable, Mapping

import orjson

from infra.net.reply import Reply
from intents import forms
from lookup.order import NOBODY_NAMED, NOTHING, Answer, Failure, Holder, OrderSourceError, Question, Refusal, Refused
from lookup.shop_text import MESSAGE_LIMIT, blank, clean

SUMMARY_LIMIT = 1_000
STATUS_LIMIT = 100
DEPTH_LIMIT = 8
# From here on JSON readers disagree about whole numbers: a tracking number sent as one would be told wrong.
_EXACT = 2**53
# What a web server says when nobody told it what the script prints (PHP: text/html): then the body decides. The
# published contract asks the shop for no content type.
_UNTOLD = frozenset({"", "text/html", "text/plain"})
_ERROR_CODES = frozenset({*Refusal, "receiver_error"})
_HOLDER_FIELDS = frozenset({"email", "zip", "phone"})
_FIELD_NAME = re.compile(r"[A-Za-z_-]{1,40}")


def read_reply(reply: Reply, question: Question) -> Answer | Refused:
    """Read what a shop replied to a question.

    Raises: OrderSourceError with a `Failure` of category http_status, content_type, bad_json, invalid_field or
        receiver_error.
    """
    if not 200 <= reply.status < 300:  # noqa: PLR2004 - HTTP's own numbers
        raise _failed(reply, "http_status")
    fields = _json_object(reply)
    match fields.get("ok"):
        case True:
            return _answer(reply, fields)
        case False:
            return _refused(reply, fields, question)
        case _:
            raise _failed(reply, "invalid_field", field="ok")


def _json_object(reply: Reply) -> Mapping[str, object]:
    says_json = reply.content_type.endswith(("/json", "+json"))
    if not says_json and reply.content_type not in _UNTOLD:
        raise _failed(reply, "content_type")
    try:
        fields = orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        # Not chained: the parser's own error quotes what it could not read.
        raise _failed(reply, "bad_json" if says_json else "content_type") from None
    if not isinstance(fields, dict):
        raise _failed(reply, "bad_json")
    return fields


def _answer(reply: Reply, fields: Mapping[str, object]) -> Answer:
    status = _text(reply, fields, "status", STATUS_LIMIT)
    summary = _text(reply, fields, "summary", SUMMARY_LIMIT)
    details = fields.get("details")
    if details is None or details == []:  # PHP writes an empty array so
        return Answer(status, summary)
    if not isinstance(details, dict):
        raise _failed(reply, "invalid_field", field="details")
    told = {key: value for key, value in details.items() if key not in _HOLDER_FIELDS}
    holder = NOBODY_NAMED if len(told) == len(details) else _holder(details)
    return Answer(status, summary, _details(reply, told), holder)


def _refused(reply: Reply, fields: Mapping[str, object], question: Question) -> Refused:
    code, message = fields.get("error_code"), fields.get("message")
    if not isinstance(code, str) or code not in _ERROR_CODES:
        raise _failed(reply, "invalid_field", field="error_code")
    if message is not None and not isinstance(message, str):
        raise _failed(reply, "invalid_field", field="message")
    kept = blank(message, (question.reference, *question.context.values())) if message else None
    if code == "receiver_error":
        raise _failed(reply, "receiver_error", error_code=code, message=kept)
    refusal = Refusal(code)
    failure = _failure(reply, "refused", error_code=refusal.value, message=kept)
    if message and refusal is Refusal.INVALID_REFERENCE:
        return Refused(refusal, failure, clean(message)[:MESSAGE_LIMIT] or None)
    return Refused(refusal, failure)


def _text(reply: Reply, fields: Mapping[str, object], name: str, limit: int) -> str:
    value = fields.get(name)
    text = clean(value) if isinstance(value, str) else ""
    if not 1 <= len(text) <= limit:
        raise _failed(reply, "invalid_field", field=name)
    return text


def _holder(details: Mapping[str, object]) -> Holder:
    """Whose order it is; a value without the form of one names nobody and so never matches."""
    return Holder(
        email=_form(details.get("email"), forms.email),
        zip=_form(details.get("zip"), forms.postcode),
        phone=_form(details.get("phone"), forms.phone),
    )


def _form(value: object, form: Callable[[str], str | None]) -> tuple[str, ...]:
    """The canonical form of a text, or of the digits of a postcode or phone that the shop sent as a number."""
    known = form(str(value)) if value and isinstance(value, str | int) else None
    return () if known is None else (known,)


def _details(reply: Reply, told: dict[str, object]) -> Mapping[str, object]:
    return {key: _detail(reply, value, ("details", key)) for key, value in told.items()} if told else NOTHING


def _detail(reply: Reply, value: object, path: tuple[str, ...]) -> object:
    """One value inside `details`, its texts cleaned; `path` leads to it, with "[]" for every list."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | dict):
        if len(path) > DEPTH_LIMIT:
            raise _failed(reply, "invalid_field", field=_dotted(path))
        if isinstance(value, list):
            return [_detail(reply, one, (*path, "[]")) for one in value]
        return {key: _detail(reply, one, (*path, key)) for key, one in value.items()}
    if isinstance(value, float) and abs(value) >= _EXACT:
        raise _failed(reply, "invalid_field", field=_dotted(path))
    return value


def _dotted(path: tuple[str, ...]) -> str:
    """The path in writing; a key that may itself be a value (a tracking number, an e-mail) is written "*"."""
    names = (name if name == "[]" or _FIELD_NAME.fullmatch(name) else "*" for name in path)
    return ".".join(names).replace(".[]", "[]")


def _failed(
    reply: Reply, category: str, *, field: str | None = None, error_code: str | None = None, message: str | None = None
) -> OrderSourceError:
    return OrderSourceError(_failure(reply, category, field=field, error_code=error_code, message=message))


def _failure(
    reply: Reply, category: str, *, field: str | None = None, error_code: str | None = None, message: str | None = None
) -> Failure:
    return Failure(
        category=category,
        http_status=reply.status,
        content_type=reply.content_type or None,
        size=len(reply.body),
        field=field,
        error_code=error_code,
        message=message,
    )
