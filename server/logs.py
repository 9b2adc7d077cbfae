"""One line of JSON for each thing that happened, on standard error."""

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

import orjson

_ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """A record as JSON: time, level, event, and what was given as `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            # asyncio writes the message of an error nobody awaited into its second line; see `_frames` for why not here
            "event": record.getMessage().partition("\n")[0],
            **{name: value for name, value in vars(record).items() if name not in _ORDINARY},
        }
        if record.exc_info and record.exc_info[1] is not None:
            line["error"], line["where"] = type(record.exc_info[1]).__name__, _frames(record.exc_info[1])
        return orjson.dumps(line, default=str).decode()


def _frames(error: BaseException) -> list[str]:
    """Where an error came from. Its message stays out: it may quote what a customer said or what a shop answered."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def set_up(level: str) -> None:
    """Log to standard error from `level` on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
