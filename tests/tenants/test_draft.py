"""What a merchant may set on an agent: the published JSON, strictly read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversation.terms import Guardrails
from lookup.order import Kind
from tenants.draft import CallerVerification, GuardrailRules, Skill
from tenants.errors import Code, SetupError, parse
from verification.policy import Factor, Policy, Require

DEFAULT_POLICY = {
    "require": "any",
    "factors": ["email", "zip"],
    "max_attempts": 3,
    "ttl_minutes": 30,
    "endpointVerifies": False,
}
DEFAULT_GUARDRAILS = {
    "disclose": ["carrier", "tracking", "tracking_url", "eta", "delivered_at", "items", "packages"],
    "replaceWords": [],
    "handoffOn": ["upset", "legal", "safety"],
}

policies = st.fixed_dictionaries(
    {},
    optional={
        "require": st.sampled_from(["any", "all", "none"]),
        "factors": st.lists(st.sampled_from(["email", "zip", "phone"]), min_size=1, unique=True),
        "max_attempts": st.integers(1, 10),
        "ttl_minutes": st.integers(1, 1440),
        "endpointVerifies": st.booleans(),
    },
)
printable = st.text(st.characters(categories=["L", "N", "P"]), min_size=1, max_size=30)
guardrails = st.fixed_dictionaries(
    {},
    optional={
        "disclose": st.lists(printable.map(lambda word: f"x{word}"), max_size=8, unique=True),
        "replaceWords": st.lists(st.fixed_dictionaries({"when": printable, "say": printable}), max_size=5),
        "handoffOn": st.lists(st.sampled_from(["upset", "legal", "safety"]), unique=True),
    },
)


@given(policies)
def test_a_policy_comes_back_as_it_was_given_with_defaults_for_the_rest(given_policy: dict[str, object]) -> None:
    kept = parse(CallerVerification, json.dumps(given_policy)).model_dump_json()
    assert json.loads(kept) == DEFAULT_POLICY | given_policy
    assert parse(CallerVerification, kept).model_dump_json() == kept


@given(guardrails)
def test_guardrails_come_back_as_they_were_given_with_defaults_for_the_rest(given_rules: dict[str, object]) -> None:
    kept = parse(GuardrailRules, json.dumps(given_rules)).model_dump_json()
    assert json.loads(kept) == DEFAULT_GUARDRAILS | given_rules
    assert parse(GuardrailRules, kept).model_dump_json() == kept


def test_what_a_merchant_sets_is_what_the_core_is_told() -> None:
    everything = '{"require":"all","factors":["phone"],"max_attempts":5,"ttl_minutes":10,"endpointVerifies":true}'
    assert parse(CallerVerification, everything).policy() == Policy(Require.ALL, (Factor.PHONE,), 5, 10, True)
    rules = '{"disclose":["eta"],"replaceWords":[{"when":"parcel","say":"package"}],"handoffOn":["legal"]}'
    assert parse(GuardrailRules, rules).guardrails() == Guardrails(
        ("eta",), (("parcel", "package"),), frozenset({"legal"})
    )
    assert [skill.kind for skill in Skill] == [Kind.ORDER, Kind.PROJECT]


def test_the_defaults_are_those_of_the_core() -> None:
    assert (CallerVerification().policy(), GuardrailRules().guardrails()) == (Policy(), Guardrails())


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        ("", "Invalid JSON"),
        ("[]", "should be an object"),
        ('{"require":"some"}', "require: "),
        ('{"require":null}', "require: "),
        ('{"factors":"zip"}', "factors: "),
        ('{"factors":["zip","zip"]}', "factors: .*each value may stand once"),
        ('{"factors":["passport"]}', "factors.0: "),
        ('{"factors":[]}', "factors may only be empty"),
        ('{"max_attempts":0}', "max_attempts: .*greater than or equal to 1"),
        ('{"max_attempts":11}', "max_attempts: "),
        ('{"max_attempts":true}', "max_attempts: "),
        ('{"max_attempts":"3"}', "max_attempts: "),
        ('{"ttl_minutes":1441}', "ttl_minutes: "),
        ('{"ttl_minutes":1e999}', "ttl_minutes: "),
        ('{"endpointVerifies":"yes"}', "endpointVerifies: "),
        ('{"endpointVerifies":1}', "endpointVerifies: "),
        ('{"endpoint_verifies":true}', "endpoint_verifies: .*not permitted"),
        ('{"extra":1}', "extra: .*not permitted"),
    ],
)
def test_a_bad_policy_is_refused_in_one_sentence(rules: str, complaint: str) -> None:
    with pytest.raises(SetupError, match=complaint) as told:
        parse(CallerVerification, rules)
    assert told.value.code is Code.INVALID


@pytest.mark.parametrize(
    ("rules", "complaint"),
    [
        ('{"disclose":["email"]}', "compared, never disclosed"),
        ('{"disclose":["eta","eta"]}', "each value may stand once"),
        ('{"disclose":[""]}', "disclose.0: "),
        ('{"disclose":["a\\u0000"]}', "only printable"),
        (json.dumps({"disclose": ["x" * 65]}), "disclose.0: .*at most 64"),
        (json.dumps({"disclose": [f"key{number}" for number in range(51)]}), "disclose: .*at most 50"),
        ('{"replaceWords":[{"when":"","say":"x"}]}', "replaceWords.0.when: "),
        ('{"replaceWords":[{"when":"x"}]}', "replaceWords.0.say: "),
        ('{"replaceWords":[{"when":"x","say":"a\\nb"}]}', "replaceWords.0.say: .*only printable"),
        ('{"replaceWords":{"when":"x","say":"y"}}', "replaceWords: "),
        (json.dumps({"replaceWords": [{"when": "x", "say": "y"}] * 101}), "replaceWords: .*at most 100"),
        ('{"handoffOn":["bored"]}', "handoffOn.0: "),
        ('{"handoffOn":["upset","upset"]}', "each value may stand once"),
        ('{"handoff_on":[]}', "handoff_on: .*not permitted"),
    ],
)
def test_bad_guardrails_are_refused_in_one_sentence(rules: str, complaint: str) -> None:
    with pytest.raises(SetupError, match=complaint) as told:
        parse(GuardrailRules, rules)
    assert told.value.code is Code.INVALID


@given(st.text() | st.binary())
def test_whatever_is_sent_is_read_or_refused(rules: str | bytes) -> None:
    for model in (CallerVerification, GuardrailRules):
        try:
            parse(model, rules)
        except SetupError as told:
            assert told.code is Code.INVALID
