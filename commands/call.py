"""`waybill call`: a telephone in the terminal, or a recorded call."""

import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Thread

import click

from commands.demo_environment import demo_environment
from commands.telephone.colleagues import COLLEAGUES
from commands.telephone.errors import Refused
from commands.telephone.people import HANGING_UP, SILENCE, Act, Keys, Kind, Sound, Speech
from commands.telephone.script import KEYPAD, Line, Unscripted, parse, play
from commands.telephone.subscriber import Caller, Subscriber
from commands.telephone.telephone import Telephone
from infra.tasks import Tasks

SHOWN = {
    Kind.MUSIC: "(a sound)",
    Kind.PAUSE: "(silence)",
    Kind.BEEP: "(a tone)",
    Kind.RINGING: "(ringing)",
    Kind.COLLEAGUE: "(talking with a colleague)",
}
DEMO = {
    "url": "DEMO_URL",
    "line": "DEMO_LINE",
    "account": "DEMO_TWILIO_ACCOUNT",
    "token": "DEMO_TWILIO_TOKEN",
    "number": "DEMO_PHONE_NUMBER",
}


@click.command("call")
@click.option("--url", help="Where the server listens; by default that of `waybill demo`.")
@click.option("--public", help="How it is known to the world, WAYBILL_PUBLIC_URL; requests are signed for it.")
@click.option("--line", help="Id of the line, as in lin_….")
@click.option("--account", help="Twilio's AC… of the line's account.")
@click.option("--token", envvar="WAYBILL_CALL_TOKEN", help="The account's token.")
@click.option("--number", help="The number that is called, as in +18005551212.")
@click.option("--from", "caller", default="+14155550123", show_default=True, help="Who calls; or: anonymous.")
@click.option("--attested", is_flag=True, help="The carrier vouches for the caller's number.")
@click.option("--colleague", multiple=True, type=click.Choice([*COLLEAGUES]), help="What colleagues do, one by one.")
@click.option("--pace", default=0.0, type=click.FloatRange(0, 2), help="1: everything lasts as long as it does.")
@click.option("--script", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A recorded call.")
def call_command(
    *, caller: str, attested: bool, colleague: tuple[str, ...], pace: float, script: Path | None, **given: str | None
) -> None:
    """Call a line as Twilio would.

    Type what you say; #123 presses keys, an empty line is silence, Ctrl-D hangs up.
    """
    subscriber = _subscriber(given)
    who = Caller(caller, "TN-Validation-Passed-A" if attested else None)
    try:
        lines = parse(script.read_text(encoding="utf-8")) if script else None
        asyncio.run(_call(Telephone(subscriber, who, pace=pace, told=_show), colleague, lines))
    except UnicodeDecodeError:
        raise click.ClickException(f"{script} is no text in UTF-8.") from None
    except KeyboardInterrupt:
        click.echo()
    except (Refused, Unscripted) as error:
        raise click.ClickException(str(error)) from None


def _subscriber(given: Mapping[str, str | None]) -> Subscriber:
    """The line that is called. Raises: click.ClickException where something is not known."""
    demo = demo_environment()
    known = {name: given[name] or demo.get(variable, "") for name, variable in DEMO.items()}
    if missing := [f"--{name}" for name, value in known.items() if not value]:
        raise click.ClickException(f"No demo with a telephone runs here: name {', '.join(missing)}.")
    reach = known["url"].rstrip("/")
    public = (given["public"] or demo.get("WAYBILL_PUBLIC_URL") or reach).rstrip("/")
    return Subscriber(reach, public, known["line"], known["account"], known["token"], known["number"])


async def _call(phone: Telephone, colleagues: tuple[str, ...], script: list[Line] | None) -> None:
    async with phone:
        if script is not None:
            await play(script, phone)
            return
        phone.colleagues = [*colleagues]
        if colleagues:
            phone.colleague = colleagues[-1]
        await phone.ring()
        await _talk(phone)


async def _talk(phone: Telephone) -> None:
    """Do what is typed until the call is over."""
    loop, tasks = asyncio.get_running_loop(), Tasks()
    typed: asyncio.Queue[str | None] = asyncio.Queue()
    Thread(target=_type, args=(loop, typed), daemon=True).start()  # a read of a terminal cannot be called back
    over = tasks.start(phone.over())
    while not over.done():
        if not sys.stdin.isatty():
            with suppress(Refused):  # `over` tells
                await phone.hears()  # what is piped in is said when it is its turn
        line = tasks.start(typed.get())
        await asyncio.wait((over, line), return_when=asyncio.FIRST_COMPLETED)
        if line.done() and not over.done():
            phone.act(_act(line.result()))
            if line.result() is None:
                break
    await over
    await tasks.close()
    click.secho("(the call is over)", dim=True)


def _act(line: str | None) -> Act:
    if line is None:
        return HANGING_UP
    if line.startswith("#") and set(line) <= KEYPAD:
        return Keys(line[1:])
    return Speech(line) if line.strip() else SILENCE


def _type(loop: asyncio.AbstractEventLoop, typed: "asyncio.Queue[str | None]") -> None:
    """Read lines until there are none; what is no UTF-8 is said with question marks."""
    lines = (raw.decode(errors="replace").rstrip("\r\n") for raw in sys.stdin.buffer)
    with suppress(RuntimeError):  # the loop is closed: the call is over
        for line in lines:
            loop.call_soon_threadsafe(typed.put_nowait, line)
        loop.call_soon_threadsafe(typed.put_nowait, None)


def _show(sound: Sound) -> None:
    """Print what is heard, and when: seconds since it began to ring."""
    at = f"{sound.at:6.1f}  "
    if sound.kind is Kind.SPEECH:
        click.echo(at + click.style(f"waybill> {sound.text}", fg="green"))
    elif sound.kind in SHOWN:
        click.secho(f"{at}{SHOWN[sound.kind]} {sound.seconds:.1f} s", dim=True)
