"""What an operator can set: right values are taken, wrong ones named in a sentence, each start the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.store.vault import make_key
from server.settings import Settings, SettingsError, _variables

KEY = {"WAYBILL_SECRET_KEY": make_key()}
DOCS = Path(__file__).parents[2] / "docs" / "operating.md"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("WAYBILL_PUBLIC_URL", "waybill.example.com"),
        ("WAYBILL_PUBLIC_URL", "https://waybill.example.com/?a=b"),
        ("WAYBILL_DEV_LOOPBACK_PORTS", "9402,shop"),
        ("WAYBILL_REQUESTS_PER_MINUTE", "0"),
        ("WAYBILL_REQUESTS_PER_MINUTE", "1.5"),
        ("WAYBILL_HEADER_PREFIX", "X Coffield"),
        ("WAYBILL_HEADER_PREFIX", "X-Coffield:"),
        ("WAYBILL_METRICS_TOKEN", "short"),
        ("WAYBILL_LOG_LEVEL", "loud"),
        ("WAYBILL_DRAIN_SECONDS", "-1"),
        ("WAYBILL_DRAIN_SECONDS", "nan"),
    ],
)
def test_a_wrong_value_is_named_in_a_sentence_that_does_not_repeat_it(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.read({**KEY, name: value})
    sentence = str(refused.value)
    assert sentence.startswith(f"{name}: ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_every_wrong_value_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.read({"PORT": "0", "WAYBILL_LOG_LEVEL": "loud"})
    assert all(name in str(refused.value) for name in ("PORT:", "WAYBILL_LOG_LEVEL:", "`waybill key vault`"))


def test_a_setting_that_does_not_exist_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="WAYBILL_PROT: no such setting"):
        Settings.read({**KEY, "WAYBILL_PROT": "8080"})


def test_what_others_read_is_no_mistake() -> None:
    assert Settings.read({**KEY, "WAYBILL_API_KEY": "wb_sk_live_x", "PATH": "/bin"}).port == 8080


def test_an_empty_value_is_as_good_as_none() -> None:
    assert Settings.read({**KEY, "WAYBILL_METRICS_TOKEN": "", "PORT": ""}).metrics_token is None


def test_lists_are_written_between_commas() -> None:
    origins = {"WAYBILL_CORS_ORIGINS": "https://a.example, https://b.example,", "WAYBILL_DEV_LOOPBACK_PORTS": " 1,2 "}
    settings = Settings.read({**KEY, **origins})
    assert settings.cors_origins == ("https://a.example", "https://b.example")
    assert settings.dev_loopback_ports == {1, 2}


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://localhost/waybill", "must begin with sqlite:///"),
        ("sqlite:///", "must name a file"),
        ("sqlite:////", "must name a file"),
    ],
)
def test_a_database_that_can_be_no_file_is_refused(url: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence):
        _ = Settings.read({**KEY, "DATABASE_URL": url}).database


def test_the_page_for_operators_names_every_setting() -> None:
    page = DOCS.read_text()
    assert [name for name in sorted(_variables()) if f"`{name}`" not in page] == []


@given(st.dictionaries(st.sampled_from(sorted(_variables())), st.text(), max_size=4))
def test_any_environment_is_read_or_refused(environment: dict[str, str]) -> None:
    try:
        assert Settings.read(environment).secret_key
    except SettingsError as error:
        assert str(error)
