"""`waybill lookup`: ask a shop by hand, and see the request, its signature and what was made of the reply."""

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TextIO

import click

from commands.opening import opened, run
from infra.net.client import GuardedClient
from infra.net.reply import Poster, Reply
from infra.net.url import check_url
from lookup.connectors.generic_https import DEFAULT_BUDGET, LONGEST_BUDGET, SHORTEST_BUDGET, Endpoint, GenericHttps
from lookup.explain import explain
from lookup.order import Answer, Failure, Kind, OrderSource, OrderSourceError, Question, Refused
from lookup.places import Places
from tenants import integrations
from tenants.connector import EndpointCredentials, EndpointSettings


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it left."""

    url: str
    headers: Mapping[str, str]
    body: bytes


class Watched:
    """Hands requests on to the client and remembers the last one, so that it can be shown."""

    def __init__(self, client: Poster) -> None:
        self._client = client
        self.sent: Sent | None = None

    async def post(self, url: str, *, headers: Mapping[str, str], body: bytes, deadline: float) -> Reply:
        """Remember, then send."""
        self.sent = Sent(url, headers, body)
        return await self._client.post(url, headers=headers, body=body, deadline=deadline)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one lookup by hand came to; exactly one of `answer` and `failure` is there."""

    milliseconds: int
    answer: Answer | None = None
    failure: Failure | None = None
    message: str | None = None


@click.command("lookup")
@click.option("--url", help="The endpoint, https only; by default the tenant's connector, with its secret.")
@click.option("--secret-file", type=click.File(), help="A file with the 64-character signing secret.")
@click.option("--secret-stdin", is_flag=True, help="Read the signing secret from standard input.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), default=Kind.ORDER.value, show_default=True)
@click.option("--reference", required=True, help="The number as a customer would write it, e.g. ORD-9842.")
@click.option("--email", help="What the customer says their e-mail is.")
@click.option("--zip", "postcode", help="What the customer says their ZIP is.")
@click.option("--phone", help="What the customer says their phone number is.")
@click.option("--tenant-id", type=click.IntRange(min=0), default=1, show_default=True, help="The tenant to ask as.")
@click.option(
    "--timeout",
    type=click.FloatRange(SHORTEST_BUDGET, LONGEST_BUDGET),
    default=DEFAULT_BUDGET,
    show_default=True,
    help="Seconds for everything.",
)
@click.option(
    "--allow-loopback-port", type=click.IntRange(1, 65535), multiple=True, help="Also call this port of this machine."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def lookup_command(  # noqa: PLR0917 - one parameter per option
    url: str | None,
    secret_file: TextIO | None,
    secret_stdin: bool,  # noqa: FBT001 - click passes flags so
    kind: str,
    reference: str,
    email: str | None,
    postcode: str | None,
    phone: str | None,
    tenant_id: int,
    timeout: float,
    allow_loopback_port: tuple[int, ...],
    as_json: bool,  # noqa: FBT001 - click passes flags so
) -> None:
    """Ask a shop's endpoint once, as the assistant would, and show everything that passed.

    Exits with 0 if the shop answered with an order, and with 1 otherwise.
    """
    ports = frozenset(allow_loopback_port)
    claims = {"email": email, "zip": postcode, "phone": phone}
    question = Question(Kind(kind), reference, {name: claim for name, claim in claims.items() if claim is not None})
    if url is None:
        endpoint, ports = run(_connected(tenant_id, timeout))
    else:
        secret = _secret(secret_file, from_stdin=secret_stdin)
        try:
            endpoint = Endpoint(check_url(url, loopback_ports=ports), tenant_id, secret, timeout)
        except ValueError as error:
            raise click.ClickException(str(error)) from None
    sent, verdict = asyncio.run(_ask_endpoint(endpoint, question, ports))
    click.echo(_as_json(sent, verdict) if as_json else _in_words(sent, verdict))
    sys.exit(0 if verdict.answer else 1)


async def ask(source: OrderSource, question: Question) -> Verdict:
    """Ask any connected shop once, and time it."""
    begun = time.perf_counter()

    def milliseconds() -> int:
        return round((time.perf_counter() - begun) * 1000)

    try:
        found = await source.look_up(question)
    except OrderSourceError as error:
        return Verdict(milliseconds(), failure=error.failure)
    if isinstance(found, Refused):
        return Verdict(milliseconds(), failure=found.failure, message=found.message)
    return Verdict(milliseconds(), answer=found)


async def _connected(tenant_id: int, budget: float) -> tuple[Endpoint, frozenset[int]]:
    """The tenant's active connector, and what the settings open to it."""
    async with opened() as (store, vault, settings):
        integration = await store.read(lambda tx: integrations.find(tx, tenant_id))
        stored = integrations.connection_of(integration, vault)
        match stored.settings, stored.credentials:
            case EndpointSettings(url=url), EndpointCredentials(secret=secret):
                return Endpoint(url, tenant_id, secret, budget), settings.dev_loopback_ports
            case _:
                raise click.ClickException(
                    "Only an endpoint's own requests can be shown; `waybill doctor` asks a store."
                )


async def _ask_endpoint(endpoint: Endpoint, question: Question, ports: frozenset[int]) -> tuple[Sent | None, Verdict]:
    async with GuardedClient(loopback_ports=ports) as client:
        watched = Watched(client)
        source = GenericHttps(endpoint, poster=watched, places=Places(), clock=time.time)
        verdict = await ask(source, question)
        return watched.sent, verdict


def _secret(file: TextIO | None, *, from_stdin: bool) -> str | None:
    if file is not None and from_stdin:
        raise click.UsageError("Give the secret by --secret-file or by --secret-stdin, not both.")
    source = sys.stdin if from_stdin else file
    return source.read().strip() if source is not None else None


def _in_words(sent: Sent | None, verdict: Verdict) -> str:
    lines: list[str] = []
    if sent is not None:
        lines += [f"POST {sent.url}", *(f"  {name}: {value}" for name, value in sent.headers.items())]
        lines += ["", f"  {sent.body.decode()}", ""]
    lines += _verdict_in_words(verdict)
    return "\n".join(lines)


def _verdict_in_words(verdict: Verdict) -> list[str]:
    answer, failure = verdict.answer, verdict.failure
    if answer is not None:
        claims = ", ".join(_holder(answer)) or "none; the endpoint has to check the claims itself"
        details = json.dumps(dict(answer.details), ensure_ascii=False, indent=2)
        return [
            f"Found, in {verdict.milliseconds} ms",
            f"  status: {answer.status}",
            f"  summary: {answer.summary}",
            f"  details: {details}",
            f"  claims to compare with: {claims}",
        ]
    lines = [f"No order, in {verdict.milliseconds} ms: {explain(failure)}"] if failure is not None else []
    return [*lines, f"  the customer would be told: {verdict.message}"] if verdict.message else lines


def _as_json(sent: Sent | None, verdict: Verdict) -> str:
    shown: dict[str, object] = {"ok": verdict.answer is not None, "milliseconds": verdict.milliseconds}
    if sent is not None:
        shown["request"] = {"url": sent.url, "headers": dict(sent.headers), "body": sent.body.decode()}
    if (answer := verdict.answer) is not None:
        shown["answer"] = {"status": answer.status, "summary": answer.summary, "details": dict(answer.details)}
        shown["claims"] = _holder(answer)
    if (failure := verdict.failure) is not None:
        facts = {name: getattr(failure, name) for name in failure.__slots__}
        shown["failure"] = {name: value for name, value in facts.items() if value is not None}
        shown["reason"] = explain(failure)
    return json.dumps(shown, ensure_ascii=False, indent=2)


def _holder(answer: Answer) -> list[str]:
    """Which factors the reply can be compared by; their values stay here."""
    holder = answer.holder
    return [name for name, value in (("email", holder.email), ("zip", holder.zip), ("phone", holder.phone)) if value]
