"""The widget's modules without a browser: their types, their weight, and the wire in a world of its own."""

import gzip
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "widget"
TOOLS = ROOT / ".cache" / "widget"
LOADER_BYTES = 2 * 1024
ALL_BYTES = 20 * 1024
SOAK_RUNS = "4000"


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
