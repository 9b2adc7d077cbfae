"""`waybill connector`: connect a shop's endpoint, test it, see how it does."""

import sys
import time
from dataclasses import asdict

import click

from commands.opening import in_one_sentence, opened, read, roads, run, write
from commands.printing import as_json, show, show_all, timestamp
from lookup.order import Kind
from lookup.signing import make_secret, whsec
from tenants import integrations, trial
from tenants.connecting import KnownOrder, attempt
from tenants.connector import EndpointSettings, endpoint_connection
from tenants.integrations import Integration
from tenants.trial import Trial
from verification.policy import Factor

UNPROVEN = "This endpoint is not proven to judge a customer's claims, so only some policies can be published."
HOW_TO_PROVE = " Name an order with --test-reference and one of its claims to prove it."
of_tenant = click.option("--tenant", "tenant_id", type=int, required=True, help="Whose shop it is.")
test_email = click.option("--test-email", help="The e-mail that belongs to the test order.")
test_zip = click.option("--test-zip", help="The ZIP that belongs to the test order.")
test_phone = click.option("--test-phone", help="The phone number that belongs to the test order.")


@click.group("connector")
def connector_command() -> None:
    """The endpoint that knows a shop's orders; one is active."""


@connector_command.command()
@of_tenant
@click.option("--url", required=True, help="Where lookups are sent; https only.")
@click.option("--kind", "kinds", multiple=True, type=click.Choice([kind.value for kind in Kind]), help="Default: both.")
@click.option("--timeout", type=int, default=8, show_default=True, help="Seconds for one lookup, 1 to 30.")
@click.option("--prefix", "prefixes", multiple=True, help='How references begin, such as "ORD-".')
@click.option("--generate-secret", is_flag=True, help="Make a signing secret and show it this once.")
@click.option("--secret-stdin", is_flag=True, help="Read the signing secret from stdin.")
@click.option("--replace", is_flag=True, help="Put it in the place of the active one.")
@click.option("--test-reference", help="A real order: ask for it a few times, to prove which claims are judged.")
@test_email
@test_zip
@test_phone
@as_json
def connect(
    *,
    tenant_id: int,
    url: str,
    kinds: tuple[str, ...],
    timeout: int,
    prefixes: tuple[str, ...],
    test_reference: str | None,
    test_email: str | None,
    test_zip: str | None,
    test_phone: str | None,
    generate_secret: bool,
    secret_stdin: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Connect a shop's endpoint, and test it if an order is named."""
    with in_one_sentence():
        endpoint = EndpointSettings(
            url=url, kinds=tuple(map(Kind, kinds or Kind)), timeout_seconds=timeout, reference_prefixes=prefixes
        )
    if test_reference is None and (test_email or test_zip or test_phone):
        raise click.UsageError("A test needs --test-reference.")
    order = _known_order(test_reference, test_email, test_zip, test_phone) if test_reference else None
    secret = _secret(generate=generate_secret, stdin=secret_stdin)
    kept, shown = run(_connect(tenant_id, endpoint, secret, order, replace=replace))
    once = {"secret": secret, "whsec": whsec(secret)} if generate_secret and secret else {}
    _print(_integration(kept) | once, shown, as_json=as_json)
    if not kept.proven:
        click.echo(UNPROVEN if shown else UNPROVEN + HOW_TO_PROVE, err=True)


@connector_command.command("show")
@of_tenant
@as_json
def show_active(tenant_id: int, *, as_json: bool) -> None:
    """The active connector, with its last failure and its last success."""
    show(_integration(read(lambda t: integrations.find(t, tenant_id))), as_json=as_json)


@connector_command.command()
@of_tenant
@click.option("--test-reference", required=True, help="A real order; it is asked for a few times.")
@test_email
@test_zip
@test_phone
@as_json
def test(
    tenant_id: int,
    test_reference: str,
    test_email: str | None,
    test_zip: str | None,
    test_phone: str | None,
    *,
    as_json: bool,
) -> None:
    """Find out whether the active connector judges claims; nothing of its answers is kept. Exits with 1 if not."""
    order = _known_order(test_reference, test_email, test_zip, test_phone)
    kept, shown = run(_test(tenant_id, order))
    _print(_integration(kept), shown, as_json=as_json)
    if not shown.proven:
        raise click.exceptions.Exit(1)


@connector_command.command()
@of_tenant
@as_json
def disconnect(tenant_id: int, *, as_json: bool) -> None:
    """End the active connection and erase its credentials."""
    write(lambda t: integrations.disconnect(t, tenant_id, at=time.time()))
    show({"tenant_id": tenant_id, "disconnected": True}, as_json=as_json)


async def _connect(
    tenant_id: int, endpoint: EndpointSettings, secret: str | None, order: KnownOrder | None, *, replace: bool
) -> tuple[Integration, Trial | None]:
    async with opened() as (store, vault, settings), roads(settings) as way:
        new = endpoint_connection(tenant_id, endpoint, secret, loopback_ports=settings.dev_loopback_ports)
        tried = await attempt(way, new, order)
        return await store.write(lambda t: tried.keep(t, vault, replace=replace, at=time.time())), tried.trial


async def _test(tenant_id: int, order: KnownOrder) -> tuple[Integration, Trial]:
    async with opened() as (store, vault, settings), roads(settings) as way:
        found = await store.read(lambda t: integrations.find(t, tenant_id))
        tried = await attempt(way, integrations.connection_of(found, vault), order)
        if tried.trial is None:
            raise AssertionError("a test with an order shows something")
        return await store.write(tried.record), tried.trial


def _known_order(reference: str, email: str | None, zip_: str | None, phone: str | None) -> KnownOrder:
    given = {Factor.EMAIL: email, Factor.ZIP: zip_, Factor.PHONE: phone}
    with in_one_sentence():
        claims = trial.read_claims({factor: text for factor, text in given.items() if text is not None})
    return KnownOrder(reference.strip(), claims)


def _secret(*, generate: bool, stdin: bool) -> str | None:
    if generate and stdin:
        raise click.UsageError("Choose one of --generate-secret and --secret-stdin.")
    if generate:
        return make_secret()
    return sys.stdin.read().strip() if stdin else None


def _integration(kept: Integration) -> dict[str, object]:
    failure = kept.last_failure
    known = {name: value for name, value in asdict(failure.failure).items() if value is not None} if failure else {}
    return {
        "id": kept.id,
        "tenant_id": kept.tenant_id,
        "kind": kept.kind,
        **kept.settings.model_dump(mode="json"),
        "proven": [factor.value for factor in kept.proven],
        "strict": kept.strict,
        "carries_factors": [factor.value for factor in kept.carries_factors],
        "last_failure": {"at": timestamp(failure.at), **known} if failure else None,
        "last_success_at": timestamp(kept.last_success_at) if kept.last_success_at is not None else None,
        "created_at": timestamp(kept.created_at),
    }


def _print(fields: dict[str, object], shown: Trial | None, *, as_json: bool) -> None:
    steps = [{**asdict(step), "passed": step.passed} for step in shown.steps] if shown else []
    if as_json:
        show(fields | ({"test": steps} if shown else {}), as_json=True)
        return
    show(fields, as_json=False)
    if shown:
        click.echo()
        show_all(steps, as_json=False)
