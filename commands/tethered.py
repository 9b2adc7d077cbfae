"""A program that ends with whoever began it, however that ended: also by a signal nobody can answer.

    python -P commands/tethered.py PROGRAM ARGUMENT…

Standard input is a pipe whose other end only the one who began us has; the system closes it when they are gone.
"""

import os
import runpy
import sys
from pathlib import Path
from threading import Thread

GONE = 1  # our exit code then; nobody is left who reads it


def _end_with_them() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(GONE)


def main() -> None:
    """Run the program as `python PROGRAM ARGUMENT…` would."""
    Thread(target=_end_with_them, daemon=True).start()
    sys.argv.pop(0)
    sys.path.insert(0, str(Path(sys.argv[0]).parent))
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main()
