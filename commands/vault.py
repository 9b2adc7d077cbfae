"""`waybill vault`: sealing everything anew after a new key was put in front."""

from dataclasses import asdict

import click

from commands.opening import opened, run
from commands.printing import as_json, show, show_all
from infra.store import rotation
from infra.store.rotation import Resealed

DONE = "All is sealed with the newest key. The older ones may be taken out of WAYBILL_SECRET_KEY now."
LATE = (
    "Some values were sealed with an older key while this ran: a process does not know the newest one yet. Restart it"
    " with the same WAYBILL_SECRET_KEY, run this again, and keep the older keys until then."
)
ONE_KEY = "WAYBILL_SECRET_KEY holds one key: there is nothing to take out. `waybill key vault` makes a new one."


@click.group("vault")
def vault_command() -> None:
    """The vault's keys."""


@vault_command.command()
@as_json
def rotate(*, as_json: bool) -> None:
    """Seal every value with the newest key, that is the first in WAYBILL_SECRET_KEY.

    Before: put the new key before the old one, with a comma between, and restart every process with both. This may
    then run while they serve, and again if it was interrupted.
    """
    done, rotating = run(_rotate())
    late = any(each.late for each in done)
    if as_json:
        show({"tables": [asdict(each) for each in done], "may_drop_older_keys": rotating and not late}, as_json=True)
        return
    show_all((asdict(each) for each in done), as_json=False)
    click.echo(LATE if late else DONE if rotating else ONE_KEY)


async def _rotate() -> tuple[list[Resealed], bool]:
    async with opened() as (store, vault, _):
        return await rotation.rotate(store, vault), vault.rotating
