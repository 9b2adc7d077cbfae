"""`python -m bench.understanding`: the scoreboard over the held-out sets; with `voices`, the stories re-told."""

import sys
from dataclasses import replace
from pathlib import Path

from bench.understanding import voices
from commands.scoreboard import scoreboard
from commands.scores import judge
from commands.utterances import Labelled, labelled_file

HELD_OUT = Path(__file__).parent / "held_out"


def main() -> None:
    match sys.argv[1:]:
        case []:
            for line in scoreboard(
                judge([row for path in sorted(HELD_OUT.rglob("*.jsonl")) for row in held_out(path)])
            ):
                print(line)
        case ["voices"]:
            voices.main()
        case _:
            sys.exit("usage: python -m bench.understanding [voices]")


def held_out(path: Path) -> list[Labelled]:
    """Its rows, with the name of the file as their source."""
    source = str(path.relative_to(HELD_OUT).with_suffix(""))
    return [replace(row, source=source) for row in labelled_file(path)]


if __name__ == "__main__":
    main()
