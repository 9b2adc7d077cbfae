"""`waybill migrate`: makes the database, or brings it to the schema this version needs."""

import click

from commands.demo_environment import read_settings
from commands.opening import in_one_sentence
from commands.printing import as_json, show
from infra.store import schema


@click.command("migrate")
@as_json
def migrate_command(*, as_json: bool) -> None:
    """Create or update the database; a second run changes nothing."""
    from alembic.util import CommandError  # noqa: PLC0415 - costs a quarter second, which `--help` can do without
    from sqlalchemy.exc import DatabaseError  # noqa: PLC0415

    with in_one_sentence():
        database = read_settings().database
    try:
        schema.migrate(database)
    except OSError as error:
        raise click.ClickException(f"{database} cannot be written: {error.strerror}.") from None
    except DatabaseError as error:
        raise click.ClickException(f"{database} cannot be migrated: {error.orig}.") from None
    except CommandError:
        raise click.ClickException(f"{database} was made by a newer version of Waybill.") from None
    show({"database": str(database), "schema": schema.HEAD}, as_json=as_json)
