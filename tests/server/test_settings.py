"""What an operator can set: right values are taken, wrong ones named in a sentence, each start the same."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.store.url import shown
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
        ("WAYBILL_PUBLIC_URL", "https://waybill.example.com/#a"),
        ("WAYBILL_PUBLIC_URL", "http://waybill.example.com"),
        ("WAYBILL_PUBLIC_URL", "https://me:pw@waybill.example.com"),
        ("WAYBILL_PUBLIC_URL", "https://my_shop.example.com"),
        ("WAYBILL_PUBLIC_URL", "https://waybill.example.com:port"),
        ("WAYBILL_PUBLIC_URL", "https:///voice"),
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


@pytest.mark.parametrize("given", [{}, {"REDIS_URL": "redis://127.0.0.1"}, {"DATABASE_URL": "postgresql://a@b/c"}])
def test_a_worker_apart_needs_what_processes_share(given: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="A worker beside the web processes needs DATABASE_URL"):
        Settings.read({**KEY, **given, "WAYBILL_WORKER": "external"})


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
        ("mysql://localhost/waybill", "must begin with sqlite:/// or postgresql://"),
        ("postgresql+asyncpg://localhost/waybill", "must begin with sqlite:/// or postgresql://"),
        ("sqlite:///", "must name a file"),
        ("sqlite:////", "must name a file"),
        ("postgres://ada:pass#word@db.example.com/waybill", "cannot be read; in a password, "),
        ("postgres://ada:pass@[::1/waybill", "cannot be read; in a password, "),
    ],
)
def test_a_database_that_can_be_none_is_refused_without_repeating_a_password(url: str, sentence: str) -> None:
    with pytest.raises(SettingsError, match=r"^DATABASE_URL: ") as refused:
        Settings.read({**KEY, "DATABASE_URL": url})
    assert sentence in str(refused.value)
    assert "pass#" not in str(refused.value)
    assert str(refused.value).endswith(".")


def test_a_file_is_a_file_and_a_server_is_shown_without_its_password() -> None:
    file, server = (
        Settings.read({**KEY, "DATABASE_URL": url})
        for url in ("sqlite:///a/b.db", "postgres://ada:swordfish@db.example.com:5433/waybill?sslmode=require")
    )
    assert (file.database, server.database) == (Path("a/b.db"), None)
    assert [shown(each.database_url) for each in (file, server)] == ["a/b.db", "db.example.com:5433/waybill"]
    assert not any(secret in repr(server) for secret in ("swordfish", KEY["WAYBILL_SECRET_KEY"]))


def test_the_page_for_operators_names_every_setting() -> None:
    page = DOCS.read_text()
    assert [name for name in sorted(_variables()) if f"`{name}`" not in page] == []


@given(st.dictionaries(st.sampled_from(sorted(_variables())), st.text(), max_size=4))
def test_any_environment_is_read_or_refused(environment: dict[str, str]) -> None:
    try:
        assert Settings.read(environment).secret_key
    except SettingsError as error:
        assert str(error)
