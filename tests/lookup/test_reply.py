"""What a shop may reply is read strictly, and what is wrong with it is named without its value."""

import json
import math

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.net.reply import Reply
from lookup.contract import read_reply
from lookup.order import NOBODY_NAMED, Answer, Failure, Holder, Kind, OrderSourceError, Question, Refusal, Refused

QUESTION = Question(Kind.ORDER, "ORD-9842", {"email": "jane.doe@example.com", "zip": "94107"})
FOUND = {"ok": True, "status": "shipped", "summary": "Out for delivery — arrives Tuesday"}


def read(reply: object, *, status: int = 200, content_type: str = "application/json") -> Answer | Refused:
    body = reply if isinstance(reply, bytes) else orjson.dumps(reply)
    return read_reply(Reply(status, content_type, body), QUESTION)


def answer(**more: object) -> Answer:
    found = read({**FOUND, **more})
    assert isinstance(found, Answer)
    return found


def failure(reply: object, *, status: int = 200, content_type: str = "application/json") -> Failure:
    with pytest.raises(OrderSourceError) as raised:
        read(reply, status=status, content_type=content_type)
    return raised.value.failure


def test_the_published_reply_is_an_answer() -> None:
    details = {"carrier": "UPS", "tracking": "1Z999AA10123456784"}
    assert answer(details=details) == Answer("shipped", "Out for delivery — arrives Tuesday", details, NOBODY_NAMED)


@pytest.mark.parametrize("details", [None, {}, []])
def test_details_may_be_missing_or_empty_as_php_writes_it(details: object) -> None:
    assert answer(details=details) == answer()


def test_further_keys_are_ignored() -> None:
    assert answer(version=2, error_code="not_found") == answer()


def test_control_characters_leave_every_text() -> None:
    found = answer(status="ship\x00ped", summary="Out\x07 for\ndelivery", details={"items": [{"name": "La\x1bmp"}]})
    assert (found.status, found.summary) == ("shipped", "Out for delivery")
    assert found.details == {"items": [{"name": "Lamp"}]}


@pytest.mark.parametrize("length", [1, 1000])
def test_a_summary_of_1_to_1000_characters_is_told(length: int) -> None:
    assert len(answer(summary="x" * length).summary) == length


def test_whose_order_it_is_is_taken_out_of_the_details_in_canonical_form() -> None:
    found = answer(
        details={"email": " Jane.Doe@Example.com", "zip": "94107-1234", "phone": "(415) 555-0132", "eta": "x"}
    )
    assert found.details == {"eta": "x"}
    assert found.holder == Holder(email=("jane.doe@example.com",), zip=("94107",), phone=("+14155550132",))


@pytest.mark.parametrize("value", [None, "", "not one", 0, True, 1.5, ["94107"], {"zip": "94107"}])
def test_what_has_not_the_form_of_a_claim_names_nobody_and_is_not_told_either(value: object) -> None:
    found = answer(details={"email": value, "zip": value, "phone": value})
    assert found.details == {}
    assert found.holder == NOBODY_NAMED


def test_a_zip_sent_as_a_number_names_its_owner() -> None:
    assert answer(details={"zip": 94107}).holder == Holder(zip=("94107",))


INVALID = [
    ("ok", {}),
    ("ok", {"status": "shipped", "summary": "x"}),
    ("ok", {**FOUND, "ok": "true"}),
    ("ok", {**FOUND, "ok": 1}),
    ("ok", {**FOUND, "ok": None}),
    ("status", {"ok": True, "summary": "x"}),
    ("status", {**FOUND, "status": ""}),
    ("status", {**FOUND, "status": 3}),
    ("status", {**FOUND, "status": "x" * 101}),
    ("summary", {"ok": True, "status": "shipped"}),
    ("summary", {**FOUND, "summary": None}),
    ("summary", {**FOUND, "summary": " \x00\n"}),
    ("summary", {**FOUND, "summary": ["x"]}),
    ("summary", {**FOUND, "summary": "x" * 1001}),
    ("details", {**FOUND, "details": "UPS"}),
    ("details", {**FOUND, "details": ["UPS"]}),
    ("details", {**FOUND, "details": False}),
    ("details.tracking", {**FOUND, "details": {"tracking": 9.4001118992233446e21}}),
    ("details.packages[].tracking", {**FOUND, "details": {"packages": [{}, {"tracking": -1e300}]}}),
    ("details.*.weight", {**FOUND, "details": {"1Z999AA10123456784": {"weight": 1e300}}}),
    ("details.*", {**FOUND, "details": {"jane.doe@example.com": 1e300}}),
    ("error_code", {"ok": False}),
    ("error_code", {"ok": False, "error_code": None}),
    ("error_code", {"ok": False, "error_code": "gone"}),
    ("error_code", {"ok": False, "error_code": ["not_found"]}),
    ("message", {"ok": False, "error_code": "not_found", "message": 3}),
]


@pytest.mark.parametrize(("field", "reply"), INVALID)
def test_the_first_invalid_field_is_named(field: str, reply: object) -> None:
    body = orjson.dumps(reply)
    assert failure(reply) == Failure("invalid_field", 200, "application/json", len(body), field)


def test_a_tracking_number_too_large_for_a_json_number_is_not_told_wrong() -> None:
    body = json.dumps({**FOUND, "details": {"tracking": 9400111899223344556677}}).encode()
    assert failure(body).field == "details.tracking"
    assert answer(details={"tracking": 2**53 + 1}).details == {"tracking": 2**53 + 1}


def nested(depth: int) -> dict[str, object]:
    inner: object = "x"
    for _ in range(depth):
        inner = {"in": inner}
    return {**FOUND, "details": inner}


def test_details_are_eight_levels_deep_at_most() -> None:
    assert isinstance(read(nested(8)), Answer)
    assert failure(nested(9)).field == "details" + ".in" * 8
    assert failure({**FOUND, "details": {"a": [[[[[[[[1]]]]]]]]}}).field == "details.a" + "[]" * 7


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"OK",
        b"<html>",
        b"[]",
        b"null",
        b'"ok"',
        b"{",
        b"{}{}",
        b"\xff\xfe{}",
        b'{"ok":NaN}',
        b'{"ok":1e999}',
        b"[" * 60_000,
        b'{"a":"\\ud800"}',
        b"\xef\xbb\xbf{}",
    ],
)
def test_what_is_no_json_object_is_bad_json(body: bytes) -> None:
    assert failure(body) == Failure("bad_json", 200, "application/json", len(body))


@pytest.mark.parametrize(
    "content_type", ["application/json", "application/vnd.shop+json", "text/json", "text/plain", "text/html", ""]
)
def test_the_content_type_is_jsons_or_what_servers_say_when_told_nothing(content_type: str) -> None:
    assert isinstance(read(FOUND, content_type=content_type), Answer)


@pytest.mark.parametrize(
    "content_type", ["application/xml", "image/png", "application/octet-stream", "application/jsonp"]
)
def test_another_content_type_is_a_failure_whatever_the_body(content_type: str) -> None:
    assert failure(FOUND, content_type=content_type).category == "content_type"


def test_a_page_of_html_is_reported_as_one() -> None:
    assert failure(b"<html>Sign in", content_type="text/html") == Failure("content_type", 200, "text/html", 13)
    assert failure(b"oops", content_type="").content_type is None


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429, 500, 503])
def test_an_http_error_is_a_failure_even_with_a_valid_body(status: int) -> None:
    body = orjson.dumps({"ok": False, "error_code": "not_found"})
    assert failure(body, status=status) == Failure("http_status", status, "application/json", len(body))


@pytest.mark.parametrize("code", Refusal)
def test_a_proper_no_is_a_value(code: Refusal) -> None:
    refused = read({"ok": False, "error_code": code.value})
    assert isinstance(refused, Refused)
    assert refused.refusal is code
    assert (refused.failure.category, refused.failure.error_code, refused.message) == ("refused", code.value, None)


def test_the_shops_message_is_kept_without_what_the_customer_told_us() -> None:
    refused = read({"ok": False, "error_code": "not_found", "message": "No ord 9842\nfor 94107"})
    assert isinstance(refused, Refused)
    assert refused.failure.message == "No … for …"
    assert refused.message is None


def test_only_what_is_wrong_with_a_reference_is_ever_told() -> None:
    refused = read({"ok": False, "error_code": "invalid_reference", "message": "ORD-9842 is not ours\x07" + "!" * 300})
    assert isinstance(refused, Refused)
    assert refused.message == ("ORD-9842 is not ours" + "!" * 300)[:200]
    assert refused.failure.message == ("… is not ours" + "!" * 300)[:200]


@pytest.mark.parametrize("message", ["", "\x00", None])
def test_an_empty_message_is_none(message: str | None) -> None:
    refused = read({"ok": False, "error_code": "invalid_reference", "message": message})
    assert isinstance(refused, Refused)
    assert refused.message is None
    assert not refused.failure.message


def test_receiver_error_is_trouble_with_the_shops_reason() -> None:
    found = failure({"ok": False, "error_code": "receiver_error", "message": "Database is down for ORD-9842"})
    assert (found.category, found.error_code, found.message) == (
        "receiver_error",
        "receiver_error",
        "Database is down for …",
    )


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "ok": st.booleans() | JSON,
        "status": JSON,
        "summary": st.text() | JSON,
        "details": JSON,
        "error_code": st.sampled_from([*Refusal, "receiver_error"]) | JSON,
        "message": st.text() | JSON,
    },
)


@given(FIELDS | JSON | st.binary())
def test_whatever_is_replied_is_an_answer_a_no_or_one_exception(reply: object) -> None:
    body = reply if isinstance(reply, bytes) else json.dumps(reply).encode()
    try:
        read(body)
    except OrderSourceError as error:
        assert error.failure.http_status == 200
        assert error.__cause__ is None
        assert error.__suppress_context__ or error.__context__ is None


@given(st.dictionaries(st.sampled_from(["email", "zip", "phone", "eta", "x"]), JSON))
def test_the_holder_never_stays_in_the_details(details: dict[str, object]) -> None:
    try:
        found = answer(details=details)
    except OrderSourceError:
        return
    except orjson.JSONEncodeError:
        return
    assert not {"email", "zip", "phone"} & found.details.keys()
    assert all(not isinstance(value, float) or math.isfinite(value) for value in found.details.values())
