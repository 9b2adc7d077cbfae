"""`waybill work`: what runs beside the doors, in a process of its own: finishing, telling webhooks, clearing away."""

import asyncio
import logging

import click
import uvloop

from commands.opening import in_one_sentence
from infra.tasks import Tasks
from server.house import House
from server.logs import set_up
from server.serve import told_to_stop
from server.settings import WORKER_ALONE, Settings, SettingsError

log = logging.getLogger("waybill")


@click.command("work")
def work_command() -> None:
    """Work until told to stop, for web processes with WAYBILL_WORKER=external."""
    with in_one_sentence():
        settings = Settings.read()
        if not settings.shares:
            raise SettingsError(WORKER_ALONE)
        set_up(settings.log_level)
        uvloop.run(_work(settings))


async def _work(settings: Settings) -> None:
    house = await House.open(settings)
    stop = told_to_stop()
    log.info("working")
    await work(house, stop)


async def work(house: House, stop: asyncio.Event) -> None:
    """Work until `stop` is set; what is under way then has the settings' time to finish. Closes the house."""
    beside = Tasks()
    beside.start(house.be_present("worker"))
    beside.start(house.work())
    await stop.wait()
    log.info("stopping")
    house.drain()
    await beside.close()
    await house.close()
