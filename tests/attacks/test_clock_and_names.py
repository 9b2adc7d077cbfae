"""The operator's night: a clock that was set back, a host that is no name."""

import asyncio

import pytest

from infra.net.client import GuardedClient
from infra.net.reply import ExchangeError
from infra.signals.limits import LocalLimits


async def test_a_clock_set_back_by_an_hour_locks_no_key_out() -> None:
    limits = LocalLimits(60)
    await limits.ask("key", 10_000.0)
    assert (await limits.ask("key", 6_400.0)).retry_after <= 1.0


@pytest.mark.parametrize("host", ["a..b", ".example.com", "a" * 64 + ".com"])
async def test_a_host_that_is_no_name_is_a_failed_connection(host: str) -> None:
    async with GuardedClient() as client:
        deadline = asyncio.get_running_loop().time() + 5
        with pytest.raises(ExchangeError) as failed:
            await client.post(f"https://{host}/status", headers={}, body=b"{}", deadline=deadline)
    assert failed.value.category == "connection"
