"""What is told is heard by all who listen, in order; whoever missed something is told."""

import asyncio
from collections.abc import Callable

import pytest

from infra.signals.fan_out import MOST_WAITING, Missed, Subscription
from infra.signals.opening import Signals
from infra.signals.redis.fan_out import RedisFanOut
from infra.signals.redis.link import Link
from infra.signals.redis.listening import BEAT_SECONDS
from tests.world.clock import Clock
from tests.world.redis import RedisServer


async def hears(listener: Subscription) -> bytes | Missed:
    """What comes next; it comes at once or never."""
    async with asyncio.timeout(5):
        return await anext(listener)


async def test_every_listener_of_a_topic_hears_it_in_order_and_no_other_topic(signals: Signals) -> None:
    fan_out = signals.fan_out
    async with fan_out.subscribe("talk/1") as one, fan_out.subscribe("talk/1") as other, fan_out.subscribe("b") as away:
        for word in (b"\x00\xff", b"two", b"three"):
            fan_out.tell("talk/1", word)
        fan_out.tell("b", b"elsewhere")
        for listener in (one, other):
            assert [await hears(listener) for _ in range(3)] == [b"\x00\xff", b"two", b"three"]
        assert await hears(away) == b"elsewhere"


async def test_nothing_is_kept_for_whoever_comes_later_or_has_left(signals: Signals) -> None:
    fan_out = signals.fan_out
    fan_out.tell("topic", b"before")
    async with fan_out.subscribe("topic") as listener:
        fan_out.tell("topic", b"now")
        assert await hears(listener) == b"now"
    fan_out.tell("topic", b"after")
    assert not listener._waiting


async def test_whoever_is_slow_loses_the_oldest_and_is_told(signals: Signals) -> None:
    async with signals.fan_out.subscribe("topic") as listener:
        for number in range(MOST_WAITING + 2):
            signals.fan_out.tell("topic", b"%d" % number)
        assert [await hears(listener) for _ in range(3)] == [Missed(), b"2", b"3"]


async def test_processes_hear_each_other_and_each_of_itself_once(processes: Callable[[], Signals]) -> None:
    one, other = processes(), processes()
    async with one.fan_out.subscribe("topic") as at_one, other.fan_out.subscribe("topic") as at_other:
        one.fan_out.tell("topic", b"from one")
        assert await hears(at_other) == b"from one"
        other.fan_out.tell("topic", b"from the other")
        assert [await hears(at_one) for _ in range(2)] == [b"from one", b"from the other"]
        assert await hears(at_other) == b"from the other"


async def test_a_process_listens_on_one_connection_and_to_nothing_it_does_not_want(
    processes: Callable[[], Signals], link: Link
) -> None:
    process = processes()
    async with process.fan_out.subscribe("stays"):
        for _ in range(2):  # what was left can be listened to again
            async with process.fan_out.subscribe("goes"), process.fan_out.subscribe("goes") as goes:
                processes().fan_out.tell("goes", b"word")
                assert await hears(goes) == b"word"
        clients = await link.ask("CLIENT", "LIST", "TYPE", "pubsub")
        assert isinstance(clients, bytes)
        assert clients.count(b"id=") == 1
        async with asyncio.timeout(5):
            while await link.ask("PUBSUB", "CHANNELS") != [b"waybill:stays"]:
                await asyncio.sleep(0)
        assert isinstance(process.fan_out, RedisFanOut)
        assert process.fan_out._listening._ready.keys() == {"stays"}


@pytest.mark.parametrize("end", ["killed", "disconnected", "hangs"])
async def test_after_a_break_every_listener_is_told_that_it_missed_something_and_hears_again(
    processes: Callable[[], Signals], link: Link, redis_server: RedisServer, clock: Clock, end: str
) -> None:
    one, other = processes(), processes()
    async with one.fan_out.subscribe("a") as a, one.fan_out.subscribe("b") as b:
        if end == "killed":
            redis_server.kill()
            redis_server.start()
        elif end == "disconnected":
            await link.ask("CLIENT", "KILL", "TYPE", "pubsub")
        else:
            redis_server.freeze()
            clock.pass_(BEAT_SECONDS + 2)  # not even an answer to our beat
            await asyncio.sleep(0)
            redis_server.thaw()
        clock.pass_(10)
        assert [await hears(a), await hears(b)] == [Missed(), Missed()]
        other.fan_out.tell("a", b"again")
        assert await hears(a) == b"again"


async def test_while_redis_is_away_a_process_hears_itself_and_later_the_others(
    processes: Callable[[], Signals], redis_server: RedisServer, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = processes(), processes()
    redis_server.kill()
    async with one.fan_out.subscribe("topic") as listener:
        one.fan_out.tell("topic", b"here")
        other.fan_out.tell("topic", b"lost")
        await other.fan_out.close()  # it is lost by then, and nobody is troubled by it
        assert "asyncio" not in {record.name for record in caplog.records}
        assert await hears(listener) == b"here"
        async with one.fan_out.subscribe("left before Redis knew"):
            pass
        assert isinstance(one.fan_out, RedisFanOut)
        assert one.fan_out._listening._ready.keys() == {"topic"}
        redis_server.start()
        clock.pass_(10)
        assert await hears(listener) == Missed()
        other.fan_out.tell("topic", b"there")
        assert await hears(listener) == b"there"
