"""`python -m bench`: the whole bench, about two minutes, and its table."""

import asyncio
import tempfile
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import median

import aiohttp

from bench.asking import Step, Target
from bench.beginning import first_answers
from bench.house import House, set_up
from bench.idle import CONNECTIONS, bare, idle, visitor
from bench.load import AT_ONCE
from bench.process import Load, Server, free_port, server
from bench.rounds import Guest, Results, run
from bench.understanding import cost
from commands.scoreboard import percentile_99

ROUNDS = 7
NUMBER = 800
WIDTH = 60  # of the rows' names
EVERY_STEP = tuple(step for step in Step if step not in {Step.BARE, Step.BARE_SOCKET})
AT_INFO = " (log level INFO)"


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="waybill-bench-") as folder, ExitStack() as open_until_done:
        load = Load()
        open_until_done.callback(load.close)
        shop = open_until_done.enter_context(_backend(Path(folder)))
        quiet, noted = (set_up(Path(folder) / name, shop) for name in ("quiet", "noted"))
        seconds, megabytes = first_answers(lambda: quiet.served("WARNING"), Step.WHOLE, load)
        results = _rounds(Path(folder), shop, (quiet, noted), load)
        empty, visitors = _sockets(Path(folder), shop, quiet)
    _print(results)
    print(f"\nstart until first verified answer {seconds:.2f} s, resident memory after it {megabytes:.0f} MB")
    print(
        f"{CONNECTIONS} idle connections on one process: {visitors:.1f} KB each for a visitor with a conversation,"
        f" {empty:.1f} KB for a bare aiohttp socket, {visitors / empty:.2f} times"
    )
    print("understanding takes {:.2f} s of CPU to start, and {:.0f} MB".format(*cost.loaded()))
    for name in cost.SETS:
        micros = cost.micros(name)
        within = percentile_99(micros)
        print(f"understanding an utterance, {name}: median {median(micros):.0f} µs, 99 in 100 within {within:.0f} µs")


def _rounds(folder: Path, shop: Server, houses: tuple[House, House], load: Load) -> Results:
    quiet, noted = houses
    port = free_port()
    with (
        server("bench.bare", str(port), f"{shop.url}/status", port=port, log=folder / "bare.log") as bare,
        quiet.served("WARNING") as (at_warning, customer),
        noted.served("INFO") as (at_info, other),
    ):
        guests = [
            Guest(bare, Target(bare.url), (Step.BARE, Step.BARE_SOCKET)),
            Guest(at_warning, customer, EVERY_STEP),
            Guest(at_info, other, (Step.WHOLE,), AT_INFO),
        ]
        return run(guests, load, rounds=ROUNDS, number=NUMBER)


def _sockets(folder: Path, shop: Server, house: House) -> tuple[float, float]:
    """Kilobytes for each idle socket: a bare one, and a visitor's."""

    async def visitors(at: Server) -> float:
        async with aiohttp.ClientSession() as http:
            return await idle(at, visitor(house.page_key, http))

    port = free_port()
    with server("bench.bare", str(port), f"{shop.url}/status", port=port, log=folder / "sockets.log") as empty:
        ours = asyncio.run(idle(empty, bare))
    with house.served("WARNING") as (at, _):
        return ours, asyncio.run(visitors(at))


def _backend(folder: Path) -> AbstractContextManager[Server]:
    port = free_port()
    return server("bench.backend", str(port), port=port, log=folder / "backend.log")


def _print(results: Results) -> None:
    print(f"""
CPU of the server's processes per request, user and system together: {ROUNDS} rounds, in each of which the servers
take {NUMBER} requests per row in turn, {AT_ONCE} at once. "x bare": median and quartiles of the ratio to the bare
handler of the same round: aiohttp and uvloop, parse JSON, one POST to the same shop, answer. Waybill understands,
counts attempts, signs and posts the lookup, verifies and, in sessions, keeps both sides sealed on disk.
""")
    print(f"{'':{WIDTH}}{'µs':>7}{'x bare':>9}{'quartiles':>15}")
    for row in results.micros:
        low, middle, high = results.ratios(row)
        print(f"{row:{WIDTH}}{results.middle(row):7.0f}{middle:9.2f}{f'{low:.2f}-{high:.2f}':>15}")


if __name__ == "__main__":
    main()
