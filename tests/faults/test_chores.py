"""What one process does for all: a round that fails is said, and the next one comes."""

import asyncio
import logging

import pytest

from infra.chores import again_and_again
from infra.store.transaction import StoreUnavailable
from infra.tasks import Tasks

log = logging.getLogger("waybill.chore")


@pytest.mark.parametrize(
    ("error", "said"),
    [(StoreUnavailable("away"), "chore: the database is not available"), (ValueError("ours"), "chore: a round failed")],
)
async def test_a_round_that_fails_is_not_the_last(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    rounds = 0
    again = asyncio.Event()

    async def once() -> None:
        nonlocal rounds
        rounds += 1
        if rounds == 1:
            raise error
        again.set()

    tasks = Tasks()
    running = tasks.start(again_and_again(once, 0.0, log))
    done, _ = await asyncio.wait({running, tasks.start(again.wait())}, return_when=asyncio.FIRST_COMPLETED)
    assert running not in done
    assert said in caplog.text
    await tasks.close()
