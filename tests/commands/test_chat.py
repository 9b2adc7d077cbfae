"""`waybill chat`: what a visitor in a terminal hears, and one sentence where there is nobody to hear from."""

from pathlib import Path

import pytest

from tests.commands.terminal import chat
from tests.world.town import Setup, Town


@pytest.fixture
async def there(town: Town) -> tuple[str, ...]:
    await town.open(Setup())
    return "--url", town.url, "--key", town.key, "--agent", town.agent


async def test_the_end_of_the_input_or_an_empty_line_ends_the_talk(tmp_path: Path, there: tuple[str, ...]) -> None:
    for said in (b"hello\n", b"hello\n\nWhere is ORD-9842?\n"):
        code, lines, wrong = await chat(tmp_path, said, *there)
        assert (code, len(lines), wrong) == (0, 1, "")
        assert lines[0].startswith("waybill> Hello!")


async def test_a_line_that_is_too_long_is_refused_and_the_talk_goes_on(tmp_path: Path, there: tuple[str, ...]) -> None:
    code, lines, _ = await chat(tmp_path, b"x" * 4001 + b"\nWhere is ORD-9842? 94107\n", *there)
    assert code == 0
    assert lines[0].startswith("waybill> (content: ")
    assert "Out for delivery" in lines[1]


async def test_bytes_that_are_no_text_are_heard_as_best_they_can(tmp_path: Path, there: tuple[str, ...]) -> None:
    code, lines, wrong = await chat(tmp_path, b"hello \xff\xfe\nWhere is ORD-9842? 94107\n", *there)
    assert (code, wrong) == (0, "")
    assert "Out for delivery" in lines[1]


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("--key", "wb_sk_live_no", "This API key is unknown, expired or revoked."),
        ("--key", "schlüssel", "This API key is unknown, expired or revoked."),
        ("--agent", "agt_no", "This agent does not exist."),
        ("--user", "u" * 257, "user: String should have at most 256 characters."),
        ("--url", "http://127.0.0.1:1", "does not answer; is the server running?"),
        ("--url", "nowhere", "does not answer; is the server running?"),
        ("--url", "http://[::1", "does not answer; is the server running?"),
    ],
)
async def test_who_cannot_be_talked_to_is_said_in_one_sentence(
    tmp_path: Path, there: tuple[str, ...], option: str, value: str, sentence: str
) -> None:
    code, lines, wrong = await chat(tmp_path, b"hello\n", *there, option, value)
    assert (code, lines, wrong.count("\n")) == (1, [], 1)
    assert sentence in wrong


async def test_a_server_that_is_not_ours_is_told_apart(tmp_path: Path, town: Town) -> None:
    await town.open(Setup())
    shop = f"http://127.0.0.1:{next(iter(town.settings.dev_loopback_ports))}"
    code, _, wrong = await chat(tmp_path, b"hello\n", "--url", shop, "--key", "x", "--agent", "y")
    assert (code, wrong) == (1, "Error: This is not a Waybill server: status 404.\n")


async def test_the_key_may_stand_in_the_environment_and_without_a_demo_all_must_be_named(
    tmp_path: Path, there: tuple[str, ...]
) -> None:
    url, _, agent = there[:2], there[2:4], there[4:]
    assert (await chat(tmp_path, b"hello\n", *url, *agent, WAYBILL_API_KEY=there[3]))[0] == 0
    assert "No demo runs here" in (await chat(tmp_path, b"hello\n", *url, *agent))[2]
