"""Recorded calls: what a script does, and how it says that something else was heard."""

import asyncio
import subprocess
from pathlib import Path

import pytest

from commands.telephone.script import Unscripted, parse, play
from commands.telephone.subscriber import Subscriber
from commands.telephone.telephone import Telephone
from tests.commands.terminal import run
from tests.telephone.exchange import PUBLIC, Server
from tests.telephone.test_gather import EACH, INCOMING

CALL = """
-- a call as it should be
hears: Which order?
says: uh it's 9842
hears: On its way.
never: UPS
keys: 1#
silence
hears: Which order?
hangs up
"""


@pytest.fixture
def shop(server: Server) -> Server:
    server.on(INCOMING, EACH)
    server.on("turn", "<Say>On its way.</Say>" + EACH, EACH)
    return server


async def test_a_script_is_a_call(shop: Server, phone: Telephone) -> None:
    await play(parse(CALL), phone)
    assert phone.ended
    assert [shop.form("turn", at).get("Digits") for at in range(3)] == [None, "1", None]


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("hears: Goodbye", "line 1: 'Goodbye' was not said, but 'Which order?'"),
        ("\nnever: order", "line 2: 'order' was said: 'Which order?'"),
        ("hangs up\nsays: hello", "line 2: the call has ended; said last was 'Which order?'"),
    ],
)
async def test_what_goes_otherwise_is_told_with_its_line(
    shop: Server, phone: Telephone, script: str, sentence: str
) -> None:
    with pytest.raises(Unscripted, match="line"):
        await play(parse("hears: Bus"), phone)
    again = Telephone(phone.subscriber)
    async with again:
        with pytest.raises(Unscripted) as raised:
            await play(parse(script), again)
    assert str(raised.value) == sentence
    assert shop.times(INCOMING) == 2


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("sings: la", "line 1: 'sings' is none of"),
        ("says", "line 1: says needs something behind it"),
        ("says:", "line 1: says needs something behind it"),
        ("hangs up: now", "line 1: hangs up stands alone"),
        ("keys: 12a", "line 1: a keypad has the keys #*0123456789"),
        ("-- fine\ncolleague: sleeps", "line 2: a colleague accepts, "),
    ],
)
def test_a_script_that_cannot_be_read_names_the_line(script: str, sentence: str) -> None:
    with pytest.raises(Unscripted) as raised:
        parse(script)
    assert str(raised.value).startswith(sentence)


async def test_colleagues_behave_as_the_script_says_wherever_it_says_so(server: Server, phone: Telephone) -> None:
    dial = '<Dial action="{here}/after" timeout="20"><Number>+15557654321</Number></Dial>'
    server.on(INCOMING, EACH)
    server.on("turn", dial)
    server.on("after", dial, "<Say>Nobody is free.</Say>")
    await play(parse("says: a person\ncolleague: is busy\ncolleague: does not answer\nhears: Nobody is free."), phone)
    assert [each.status for each in phone.called] == ["busy", "no-answer"]


def options(account: Subscriber) -> tuple[str, ...]:
    given = {"url": account.reach, "public": PUBLIC, "line": account.line, "account": account.account}
    given |= {"number": account.number, "token": account.token}
    return tuple(word for name, value in given.items() for word in (f"--{name}", value))


async def test_the_terminal_is_a_telephone(shop: Server, account: Subscriber, tmp_path: Path) -> None:
    typed = b"uh it's 9842 \xff\n#12#\n\n"
    done = await _typed(tmp_path, typed, *options(account))
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0].endswith("waybill> Which order?")
    assert lines[1].endswith("waybill> On its way.")
    assert lines[-1] == "(the call is over)"
    forms = [each.form for each in shop.asked if each.path == "turn"]
    assert [(form.get("SpeechResult"), form.get("Digits")) for form in forms] == [
        ("uh it's 9842 \ufffd", None),
        (None, "12"),
        (None, None),
    ]
    assert shop.form("voice/line/status")["CallStatus"] == "completed"


async def test_a_recorded_call_that_goes_otherwise_fails(shop: Server, account: Subscriber, tmp_path: Path) -> None:
    (tmp_path / "call.txt").write_text("hears: Goodbye\n")
    done = await _typed(tmp_path, b"", *options(account), "--script", "call.txt")
    assert done.returncode == 1
    assert done.stderr.decode() == "Error: line 1: 'Goodbye' was not said, but 'Which order?'\n"
    (tmp_path / "call.txt").write_text(CALL)
    shop.on("turn", "<Say>On its way.</Say>" + EACH, EACH)
    assert (await _typed(tmp_path, b"", *options(account), "--script", "call.txt")).returncode == 0


async def test_what_is_refused_and_what_is_missing_is_told_in_one_sentence(
    shop: Server, account: Subscriber, tmp_path: Path
) -> None:
    shop.on(INCOMING, "<Sing/>")
    done = await _typed(tmp_path, b"", *options(account))
    assert (done.returncode, done.stderr.decode()) == (1, "Error: 12200: <Sing> is no element that is known here\n")
    done = await _typed(tmp_path, b"", "--url", account.reach)
    assert done.returncode == 1
    assert "No demo with a telephone runs here: name --line, --account, --token, --number." in done.stderr.decode()


async def _typed(folder: Path, said: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
    return await asyncio.to_thread(run, folder, "call", *words, said=said)
