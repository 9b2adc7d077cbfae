"""`waybill key`: keys for a shop's programs, and the key of this installation's vault."""

import time

import click

from commands.opening import read, write
from commands.printing import as_json, record, show, show_all
from infra.store.vault import make_key
from tenants import keys
from tenants.principal import Scope

DAY_SECONDS = 86_400
of_tenant = click.option("--tenant", "tenant_id", type=int, required=True, help="Whose key it is.")


@click.group("key")
def key_command() -> None:
    """Keys: issue, list, revoke."""


@key_command.command()
@click.argument("name")
@of_tenant
@click.option("--scope", "scopes", multiple=True, required=True, type=click.Choice([scope.value for scope in Scope]))
@click.option("--expires-in-days", "days", type=click.IntRange(1, 3650), help="By default a key does not expire.")
@as_json
def create(name: str, tenant_id: int, scopes: tuple[str, ...], days: int | None, *, as_json: bool) -> None:
    """Issue a key; it is shown this once."""
    at, wanted = time.time(), frozenset(map(Scope, scopes))
    expires_at = None if days is None else at + days * DAY_SECONDS
    key, token = write(lambda t: keys.issue(t, tenant_id, name=name, scopes=wanted, at=at, expires_at=expires_at))
    show({**record(key), "secret": token}, as_json=as_json)


@key_command.command("list")
@of_tenant
@as_json
def list_all(tenant_id: int, *, as_json: bool) -> None:
    """All keys of a shop, also those that are expired or revoked."""
    found = read(lambda t: keys.every(t, tenant_id))
    show_all((record(key, "tenant_id") for key in found), as_json=as_json)


@key_command.command()
@click.argument("key_id")
@of_tenant
@as_json
def revoke(key_id: str, tenant_id: int, *, as_json: bool) -> None:
    """End a key at once and for good."""
    show(record(write(lambda t: keys.revoke(t, tenant_id, key_id, at=time.time()))), as_json=as_json)


@key_command.command()
@as_json
def vault(*, as_json: bool) -> None:
    """Print a new WAYBILL_SECRET_KEY. To rotate, put it before the old one, with a comma between."""
    key = make_key()
    if as_json:
        show({"secret_key": key}, as_json=True)
    else:
        click.echo(key)
