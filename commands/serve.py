"""`waybill serve`: the doors, on the settings of the environment."""

import click

from commands.opening import in_one_sentence
from server.serve import serve
from server.settings import Settings


@click.command("serve")
def serve_command() -> None:
    """Serve until told to stop."""
    with in_one_sentence():
        serve(Settings.read())
