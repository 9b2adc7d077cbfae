"""Having pictures drawn anew beside the event loop: a process each, few at once, none for long."""

import asyncio
import logging
import sys
from contextlib import suppress

from infra.pictures.verdict import NoPicture, Verdict

log = logging.getLogger("waybill.pictures")
AT_ONCE = 2
MOST_WAITING = 8
SECONDS = 15.0


class Busy(Exception):  # noqa: N818 - an answer
    """Too many pictures wait already; it may be sent again later."""


class Drawing:
    """The pictures that are being drawn for this process."""

    def __init__(self) -> None:
        self._places = asyncio.Semaphore(AT_ONCE)
        self._waiting = 0

    async def draw(self, file: bytes) -> bytes:
        """The picture as a JPEG without anything else; see `drawing.draw`. Raises: NoPicture; Busy."""
        if self._waiting >= MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            async with self._places:
                return await _draw(file)
        finally:
            self._waiting -= 1


async def _draw(file: bytes) -> bytes:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", "infra.pictures.drawing"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={},
    )
    try:
        async with asyncio.timeout(SECONDS):
            drawn, _ = await process.communicate(file)
    except TimeoutError:
        raise NoPicture(Verdict.BROKEN) from None
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
    if process.returncode != Verdict.DRAWN:
        known = set(Verdict) - {Verdict.DRAWN}
        verdict = Verdict(process.returncode) if process.returncode in known else Verdict.BROKEN
        log.info("a picture was refused", extra={"verdict": verdict.name.lower(), "bytes": len(file)})
        raise NoPicture(verdict)
    return drawn
