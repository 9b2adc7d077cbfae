"""`waybill agent`: set up an assistant as a draft, and publish it."""

import sys
import time
from typing import TypeVar

import click
from pydantic import BaseModel

from commands.opening import in_one_sentence, read, write
from commands.printing import as_json, record, show, show_all
from tenants import agents, publishing
from tenants.agents import Agent, Changes
from tenants.draft import CallerVerification, GuardrailRules, Skill
from tenants.errors import parse
from tenants.publishing import Version

Model = TypeVar("Model", bound=BaseModel)

of_tenant = click.option("--tenant", "tenant_id", type=int, required=True, help="Whose assistant it is.")
agent_argument = click.argument("agent_id")
rules_argument = click.argument("rules", required=False)


@click.group("agent")
def agent_command() -> None:
    """Assistants: draft, then publish."""


@agent_command.command()
@click.argument("name")
@of_tenant
@as_json
def create(name: str, tenant_id: int, *, as_json: bool) -> None:
    """Make a new draft, with the default policy and guardrails and no skills."""
    show(_agent(write(lambda t: agents.create(t, tenant_id, name=name, at=time.time()))), as_json=as_json)


@agent_command.command("list")
@of_tenant
@as_json
def list_all(tenant_id: int, *, as_json: bool) -> None:
    """All assistants of a shop, oldest first."""
    found = read(lambda t: agents.every(t, tenant_id))
    columns = ("id", "name", "skills", "published", "updated_at")
    show_all(({name: _agent(agent)[name] for name in columns} for agent in found), as_json=as_json)


@agent_command.command("show")
@agent_argument
@of_tenant
@as_json
def show_one(agent_id: str, tenant_id: int, *, as_json: bool) -> None:
    """One draft, as it would be published now."""
    show(_agent(read(lambda t: agents.find(t, tenant_id, agent_id))), as_json=as_json)


@agent_command.command()
@agent_argument
@click.argument("ticked", nargs=-1, type=click.Choice([skill.value for skill in Skill]))
@of_tenant
@as_json
def skills(agent_id: str, ticked: tuple[str, ...], tenant_id: int, *, as_json: bool) -> None:
    """Set exactly these skills; name none to take all away."""
    changes = Changes(at=time.time(), skills=frozenset(map(Skill, ticked)))
    show(_agent(_revise(tenant_id, agent_id, changes)), as_json=as_json)


@agent_command.command()
@agent_argument
@rules_argument
@of_tenant
@as_json
def policy(agent_id: str, rules: str | None, tenant_id: int, *, as_json: bool) -> None:
    """Set the caller verification from a JSON object ("-" reads it from stdin), or show it."""
    changes = Changes(at=time.time(), policy=_read(CallerVerification, rules)) if rules else None
    agent = _revise(tenant_id, agent_id, changes)
    show(agent.draft.policy.model_dump(mode="json"), as_json=as_json)


@agent_command.command()
@agent_argument
@rules_argument
@of_tenant
@as_json
def guardrails(agent_id: str, rules: str | None, tenant_id: int, *, as_json: bool) -> None:
    """Set the guardrails from a JSON object ("-" reads it from stdin), or show them."""
    changes = Changes(at=time.time(), guardrails=_read(GuardrailRules, rules)) if rules else None
    agent = _revise(tenant_id, agent_id, changes)
    show(agent.draft.guardrails.model_dump(mode="json"), as_json=as_json)


@agent_command.command()
@agent_argument
@click.option("--note", help="What changed, for colleagues; at most 500 characters.")
@of_tenant
@as_json
def publish(agent_id: str, note: str | None, tenant_id: int, *, as_json: bool) -> None:
    """Freeze the draft as the next version; customers meet it from their next conversation on."""
    frozen = write(lambda t: publishing.publish(t, tenant_id, agent_id, note=note, at=time.time()))
    show(_version(frozen), as_json=as_json)


@agent_command.command()
@agent_argument
@of_tenant
@as_json
def versions(agent_id: str, tenant_id: int, *, as_json: bool) -> None:
    """All published versions, newest first."""
    found = read(lambda t: publishing.versions(t, tenant_id, agent_id))
    show_all(map(_version, found), as_json=as_json)


def _read(model: type[Model], rules: str) -> Model:
    with in_one_sentence():
        return parse(model, sys.stdin.read() if rules == "-" else rules)


def _revise(tenant_id: int, agent_id: str, changes: Changes | None) -> Agent:
    if changes is None:
        return read(lambda t: agents.find(t, tenant_id, agent_id))
    return write(lambda t: agents.revise(t, tenant_id, agent_id, **changes))


def _agent(agent: Agent) -> dict[str, object]:
    fields = record(agent, "draft")
    return {"id": fields.pop("id"), **agent.draft.model_dump(mode="json"), **fields}


def _version(frozen: Version) -> dict[str, object]:
    return record(frozen, "content")
