"""The phrase grammar of `text/`: lines with alternatives, of which a seeded choice is written out.

A file holds one intent. `# voice` begins a section in one voice. `name = a | b` names alternatives, to be used as
`{name}`; those of `common.txt` may be used everywhere. In a line `[a|b|]` is one of these, perhaps nothing, and may be
nested. A line makes the more examples the more readings it has, but far from all of them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random

TEXT = Path(__file__).parent / "text"
FEWEST, MOST = 4, 48  # examples made of one line that has more readings
_TRIES = 120  # readings chosen by chance; the share of different ones among them tells how many there are
_DEFINED = re.compile(r"(\w+) = (.*)")
_NAMED = re.compile(r"\{(\w+)\}")
_INNERMOST = re.compile(r"\[([^\[\]]*)\]")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence; `line` is where it comes from ("lost.txt:12"), `voice` how it speaks."""

    text: str
    intent: str
    voice: str
    line: str


def examples(folder: Path = TEXT) -> Iterator[Example]:
    """Every example of every file, in the same order each time."""
    common = dict(_definitions(folder / "common.txt"))
    for file in sorted(folder.glob("*.txt")):
        if file.stem != "common":
            yield from _of_file(file, common | dict(_definitions(file)))


def _definitions(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text("utf-8").splitlines():
        if match := _DEFINED.fullmatch(line.strip()):
            yield match[1], f"[{match[2]}]"


def _of_file(file: Path, names: Mapping[str, str]) -> Iterator[Example]:
    voice = ""
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line.startswith("# "):
            voice = line.removeprefix("# ")
        elif line.strip() and not _DEFINED.fullmatch(line.strip()):
            where = f"{file.name}:{number}"
            for text in readings(line.strip(), names, Random(line)):  # noqa: S311  # no secret: the seed is the line
                yield Example(text, file.stem, voice, where)


def readings(line: str, names: Mapping[str, str], chance: Random) -> list[str]:
    """Some of the readings of one line, each once: all if they are few, else the more the more there are."""
    if "[" not in line and "{" not in line:
        return [line]
    found = list(dict.fromkeys(_reading(line, names, chance) for _ in range(_TRIES)))
    return found[: max(FEWEST, MOST * len(found) // _TRIES)]


def _reading(line: str, names: Mapping[str, str], chance: Random) -> str:
    while "{" in line or "[" in line:
        line = _NAMED.sub(lambda match: names[match[1]], line)
        line = _INNERMOST.sub(lambda match: chance.choice(match[1].split("|")).strip(), line)
    return _BLANKS.sub(" ", line).strip()
