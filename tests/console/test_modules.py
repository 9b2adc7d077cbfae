"""The console's modules without a browser: their types hold."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMPILER = ROOT / ".cache" / "widget" / "typescript-6.0.3" / "lib" / "tsc.js"


def test_types_hold() -> None:
    command = ["node", COMPILER, "-p", ROOT / "console" / "static"]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
