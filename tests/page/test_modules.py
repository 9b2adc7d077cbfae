"""The widget's modules without a browser: their types, their weight, and the wire in a world of its own."""

import gzip
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from channels.chat.widget.bare import bare

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "widget"
TOOLS = ROOT / ".cache" / "widget"
LOADER_BYTES = 2 * 1024
ALL_BYTES = 20 * 1024
SOAK_RUNS = "4000"
STYLE = re.compile(r"(?<=const CSS = `)[^`]*(?=`;)")  # test_hostile.py compares the style sheet, as Chromium reads it


def test_types_hold() -> None:
    compiler = TOOLS / "typescript-6.0.3" / "lib" / "tsc.js"
    checked = subprocess.run(["node", compiler, "-p", WIDGET], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


def test_the_wire_loses_nothing_and_doubles_nothing() -> None:
    runs = {"WAYBILL_WIRE_RUNS": SOAK_RUNS} if "WAYBILL_TEST_SOAK" in os.environ else {}  # noqa: TID251 - only how long
    files = sorted((ROOT / "tests" / "page").glob("*.test.mjs"))
    environment = {"PATH": os.environ["PATH"], **runs}  # noqa: TID251 - where node is
    told = subprocess.run(["node", "--test", *files], capture_output=True, text=True, check=False, env=environment)
    assert told.returncode == 0, told.stdout


def _served() -> dict[str, bytes]:
    return {path.name: gzip.compress(bare(path.read_text()).encode(), 9) for path in WIDGET.glob("*.js")}


def test_the_loader_is_small_and_so_is_everything_together() -> None:
    sizes = {name: len(packed) for name, packed in _served().items()}
    assert sizes["loader.js"] <= LOADER_BYTES
    assert sum(sizes.values()) <= ALL_BYTES, sizes


@pytest.mark.parametrize("path", sorted(WIDGET.glob("*.js")), ids=lambda path: path.name)
def test_a_module_without_its_comments_is_the_same_program(path: Path) -> None:
    """TypeScript, asked to drop comments, sees the same program in both."""
    compiler = TOOLS / "typescript-6.0.3" / "lib" / "typescript.js"
    script = (
        "const ts = require(process.argv[1]);"
        "const seen = (text) => ts.transpileModule(text, {compilerOptions:"
        " {removeComments: true, target: 99, module: 99}}).outputText;"
        "let input = ''; process.stdin.on('data', (part) => input += part).on('end', () =>"
        " process.stdout.write(JSON.stringify(JSON.parse(input).map(seen))));"
    )
    source = path.read_text()
    given = json.dumps([STYLE.sub("", text) for text in (source, bare(source))])
    told = subprocess.run(["node", "-e", script, compiler], input=given, capture_output=True, text=True, check=True)
    whole, without = json.loads(told.stdout)
    unindented = [re.sub(r"^[ \t]+", "", text, flags=re.MULTILINE) for text in (whole, without)]
    assert [line for line in unindented[0].splitlines() if line] == [
        line for line in unindented[1].splitlines() if line
    ]


def test_no_module_makes_markup_of_words() -> None:
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|\.style\.cssText"
    )
    for path in WIDGET.glob("*.js"):
        assert not forbidden.search(path.read_text()), path.name
