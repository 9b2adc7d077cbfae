"""`waybill migrate`: makes the database, or brings it to the schema this version needs."""

import click

from commands.demo_environment import read_settings
from commands.opening import in_one_sentence
from commands.printing import as_json, show
from infra.store import schema
from infra.store.url import shown


@click.command("migrate")
@as_json
def migrate_command(*, as_json: bool) -> None:
    """Create or update the database; a second run changes nothing."""
    with in_one_sentence():
        url = read_settings().database_url
        try:
            schema.migrate(url)
        except schema.MigrationError as error:
            raise click.ClickException(f"{shown(url)} {error}.") from None
    show({"database": shown(url), "schema": schema.HEAD}, as_json=as_json)
