"""One tenant never reads, changes or even confirms the existence of anything of another."""

import asyncio
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.store.export import export
from routes.operation import Operation
from routes.paging import Page
from tests.api.estate import NOWHERE, Estate, bodies, filled, name, operations
from tests.api.operator import Operator, Reply
from tests.promises.soak import TIMES
from tests.world.clock import ShiftedLoop
from tests.world.town import Setup, Town

PASSING = {"x-request-id", "openai-processing-ms", "date", "ratelimit-remaining", "ratelimit-reset"}
WHOSE = st.lists(st.sampled_from(["mine", "theirs", "theirs"]), min_size=3, max_size=3)
QUERIES = st.sampled_from(["", "?limit=100", "?cursor=THEIRS"])


@dataclass
class Street:
    """Two tenants in one town, with everything that there is to have; requests are made one after the other."""

    runner: asyncio.Runner
    town: Town
    me: Estate
    them: Estate
    cursors: dict[str, str]
    before: bytes

    def ask(self, operation: Operation[Any], path: str, body: object) -> Reply:
        return self.runner.run(self.me.owner.ask(operation.method, path, body))

    def theirs(self) -> bytes:
        """Everything of theirs that can be written down."""
        return self.runner.run(exported(self.town, self.them.owner.tenant))


async def exported(town: Town, tenant: int) -> bytes:
    return b"".join([piece async for piece in export(town.house.store, town.house.vault, tenant)])


async def built(runner: asyncio.Runner, database: Path) -> Street:
    town = Town(f"sqlite:///{database}")
    await town.open(Setup())
    me, them = [await Estate.of(await Operator.of_a_new_tenant(town)) for _ in range(2)]
    cursors = {}
    for operation in operations(them.owner):
        if issubclass(operation.takes, Page):
            await second(operation, them)
            page = await them.owner.get(filled(operation.path, them.ids) + "?limit=1")
            if page.cursor:
                cursors[operation.path] = page.cursor
    await town.house.tallies.flush()  # else they are written while we compare
    return Street(runner, town, me, them, cursors, await exported(town, them.owner.tenant))


async def second(operation: Operation[Any], estate: Estate) -> None:
    """One more of what is listed, so that there is a next page."""
    wanted = bodies(estate.owner, estate.ids).get(f"POST {operation.path}")
    if operation.path == "/numbers":
        wanted = {"e164": "+14155552672", "agentId": estate.ids["agents"]}
    if operation.path == "/members":
        wanted = {"name": "Bob", "email": "bob@example.com", "role": "colleague"}
    if wanted is not None:
        assert (await estate.owner.post(filled(operation.path, estate.ids), wanted)).status in {200, 201}


@pytest.fixture(scope="module")
def street(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    database = Path(copy(migrated, tmp_path_factory.mktemp("street") / "waybill.db"))
    with asyncio.Runner(loop_factory=ShiftedLoop) as runner:
        street = runner.run(built(runner, database))
        yield street
        for estate in (street.me, street.them):
            runner.run(estate.owner.leaves())
        runner.run(street.town.close())


def told(reply: Reply, ids: Mapping[str, str]) -> tuple[int, dict[str, str], str]:
    """All of a reply but what is its own by chance; what was asked for reads {id} in it."""
    text = json.dumps(reply.body, default=repr)
    for each in ids.values():
        text = text.replace(each, "{id}")
    headers = {key: value for key, value in reply.headers.items() if key.lower() not in PASSING}
    return reply.status, headers, text


def mixed(whose: list[str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Ids of both: of the three kinds of things in a path or a body, each is of one or of the other."""
    deep = {"publishable-keys", "identity-secrets", "photos", "deliveries"}
    agents, others, below = whose
    chosen = {}
    for word in mine:
        of = agents if word == "agents" else below if word in deep else others
        chosen[word] = mine[word] if of == "mine" else theirs[word]
    return chosen


def requests(street: Street, data: st.DataObject) -> tuple[Operation[Any], list[str], str]:
    found = operations(street.me.owner)
    return data.draw(st.sampled_from(found)), data.draw(WHOSE), data.draw(QUERIES)


@settings(max_examples=400 * TIMES, deadline=None)
@given(data=st.data())
def test_whatever_is_asked_for_of_another_tenant_sounds_as_if_it_were_nowhere(
    street: Street, data: st.DataObject
) -> None:
    operation, whose, query = requests(street, data)
    me = street.me
    theirs, nowhere = mixed(whose, me.ids, street.them.ids), mixed(whose, me.ids, NOWHERE)
    paths = [filled(operation.path, ids) for ids in (theirs, nowhere)]
    sent = [bodies(me.owner, ids).get(name(operation)) if operation.has_body else None for ids in (theirs, nowhere)]
    if not operation.has_body and query:
        cursor = street.cursors.get(operation.path, "x.y")
        paths = [path + query.replace("THEIRS", end) for path, end in zip(paths, (cursor, "x.y"), strict=True)]
    first = street.ask(operation, paths[0], sent[0])
    for secret in (*street.them.secrets, *street.them.ids.values()):
        assert secret in theirs.values() or secret not in json.dumps(first.body, default=repr), name(operation)
    if (paths[0], sent[0]) != (paths[1], sent[1]):
        second = street.ask(operation, paths[1], sent[1])
        assert told(first, theirs) == told(second, nowhere), name(operation)
        assert first.status >= 400, name(operation)
    assert street.theirs() == street.before, name(operation)


def test_every_operation_on_what_is_theirs_alone_is_refused(street: Street) -> None:
    """The same once more without chance: each operation with a thing of theirs in its path."""
    for operation in operations(street.me.owner):
        if "{" not in operation.path.replace("{kind}", ""):
            continue
        ids = street.them.ids
        body = bodies(street.me.owner, ids).get(name(operation)) if operation.has_body else None
        assert street.ask(operation, filled(operation.path, ids), body).refused == (404, "not_found"), name(operation)
    assert street.theirs() == street.before


def test_a_name_for_a_request_is_each_keys_own(street: Street) -> None:
    """What another tenant made under the same Idempotency-Key is not what comes back."""
    named = {"Idempotency-Key": "order-17"}

    def make(owner: Operator) -> Reply:
        return street.runner.run(owner.ask("POST", "/agents", {"name": "Same"}, **named))

    mine = make(street.me.owner)
    theirs = make(street.them.owner)
    assert (mine.status, theirs.status) == (201, 201)
    assert mine.data["id"] != theirs.data["id"]
    street.before = street.theirs()


def test_every_operation_has_a_valid_request_here(street: Street) -> None:
    """Else the tests above would prove nothing of it."""
    known = set(bodies(street.me.owner, street.me.ids))
    wanted = {name(each) for each in operations(street.me.owner) if each.has_body}
    assert wanted == known
