"""Everything that "How do I set this up?" promises, by forms alone."""

import re

from infra.store.transaction import Transaction
from tenants import agents, tenancy
from tenants.members import Role
from tenants.plans import Plan
from tests.console.colleague import Colleague
from tests.world.town import Setup, Town

EDIT = "/console/connector/edit"


def endpoint(town: Town) -> str:
    port = next(iter(town.settings.dev_loopback_ports))
    return f"http://127.0.0.1:{port}/status"


async def test_from_nothing_to_an_answer(town: Town) -> None:
    """The seed's eight steps; then a customer asks, and the assistant answers."""
    await town.open(Setup(connected=False, public_url=None))
    owner = await Colleague.signed_in(town)
    assert "New Order Status Connector" in (await owner.get("/console/connector")).text
    form = await owner.get(EDIT)
    assert "Generic HTTPS endpoint" in form.words
    filled = {"provider": "generic_https", "url": endpoint(town), "kinds": ["order", "project"], "timeout": "8"}
    made = await owner.post(EDIT, {**filled, "do": "generate"})
    secret = re.search(r'name="secret" value="([0-9a-f]{64})"', made.text)
    assert secret is not None
    assert made.text.count(secret[1]) == 2
    assert endpoint(town) in made.text
    saved = await owner.post(EDIT, {**filled, "secret": secret[1], "judge": "endpoint", "do": "save"})
    assert saved.url == "/console/connector?done=connected"
    assert "Saved and published" in saved.words
    assert secret[1] not in (await owner.get(EDIT)).text
    assert secret[1] not in saved.text
    visitor = await town.visitor("sessions", "jane")
    reply = await visitor.say("Where is ORD-9842? My ZIP is 94107")
    assert "Out for delivery — arrives Tuesday" in str(reply)
    await owner.leaves()


async def test_whoever_begins_is_led_to_the_connector_and_to_what_is_missing(town: Town) -> None:
    """Steps that the seed does not name cannot be missed: a refusal links to the part of the page it speaks of."""
    await town.open(Setup(connected=False, public_url=None))
    owner = await Colleague.signed_in(town)
    colleague = await Colleague.signed_in(town, Role.COLLEAGUE, name="Bob")
    queue = await owner.get("/console/tickets")
    assert "Your shop is not connected yet" in queue.words
    assert "Nobody waits" in (await colleague.get("/console/tickets")).words
    await owner.get(EDIT)
    filled = {"provider": "generic_https", "url": endpoint(town), "kinds": "order", "timeout": "8", "do": "save"}
    refused = await owner.post(EDIT, filled)
    assert (refused.status, "Say who checks" in refused.words) == (422, True)
    assert 'href="#judge"' in refused.text
    unnamed = await owner.post(EDIT, {**filled, "judge": "test"})
    assert 'href="#test"' in unnamed.text
    assert (await owner.post(EDIT, {**filled, "judge": "endpoint"})).url == "/console/connector?done=connected"
    assert "Nobody waits" in (await owner.get("/console/tickets")).words
    for each in (owner, colleague):
        await each.leaves()


async def test_a_default_agent_is_made_where_there_is_none(town: Town) -> None:
    await town.open(Setup(connected=False, public_url=None))
    rival = await town.house.store.write(lambda tx: _tenant(tx, town))
    owner = await Colleague.signed_in(town, tenant=rival)
    await owner.get(EDIT)
    page = await owner.post(
        EDIT, {"url": endpoint(town), "kinds": "order", "timeout": "5", "judge": "nobody", "do": "save"}
    )
    assert page.url == "/console/connector?done=connected", page.words
    (agent,) = await town.house.store.read(lambda tx: agents.every(tx, rival))
    assert (agent.draft.name, agent.published, agent.draft.policy.require.value) == ("Order status", 1, "none")
    await owner.leaves()


async def _tenant(tx: Transaction, town: Town) -> int:

    return (await tenancy.create(tx, name="New shop", plan=Plan.PRO, at=town.clock())).id


async def test_who_proved_half_of_it_is_told_which_half_is_missing(town: Town) -> None:
    """In the words of the form, not of the API; and nothing is saved."""
    await town.open(Setup(connected=False, public_url=None))
    owner = await Colleague.signed_in(town)
    await owner.get(EDIT)
    form = {"url": endpoint(town), "kinds": "order", "timeout": "8", "judge": "test", "do": "save"}
    order = {"reference": "ORD-9842", "zip": "94107"}
    town.shop.misbehave("error_500")
    page = await owner.post(EDIT, {**form, **order})
    assert (page.status, "Give the test order's e-mail and ZIP above" in page.words) == (422, True)
    assert "endpointVerifies" not in page.words
    town.shop.misbehave(None)
    page = await owner.post(EDIT, {**form, **order})
    assert (page.status, "proved the ZIP, but customers may name the e-mail as well" in page.words) == (422, True)
    assert "New Order Status Connector" in (await owner.get("/console/connector")).text
    page = await owner.post(EDIT, {**form, **order, "email": "jane.doe@example.com"})
    assert page.url == "/console/connector?done=connected", page.words
    await owner.leaves()
