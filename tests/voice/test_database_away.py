"""The database goes away in the middle of a call: said, and a colleague called or a message recorded."""

import asyncio

from channels.voice import phrases
from commands.telephone.subscriber import Caller
from commands.telephone.telephone import Telephone
from tests.voice.conftest import DESKS, NUMBER
from tests.world.postgres import Postgres
from tests.world.town import Setup, Town


async def _caller(town: Town, colleagues: int) -> Telephone:
    await town.open(Setup(telephone=True, handoff={"destinations": DESKS[:colleagues]}))
    phone = Telephone(town.subscriber, Caller(NUMBER))
    await phone.dial()
    return phone


async def test_a_colleague_or_a_recording(mortal: Postgres) -> None:
    for colleagues, then in ((1, phrases.TROUBLE_DIAL), (0, phrases.TROUBLE_RECORD)):
        town = Town(await asyncio.to_thread(mortal.lend))
        phone = await _caller(town, colleagues)
        await asyncio.to_thread(mortal.kill)
        phone.speak("where is my order?")
        heard = await phone.until(then)
        assert phrases.TROUBLE in heard
        await phone.close()
        await asyncio.to_thread(mortal.start)
        await town.close()
        assert len(phone.called) == colleagues
