"""What a merchant changes while somebody is on the line holds from the caller's next word on."""

import pytest

from commands.telephone.calling import BROKEN
from commands.telephone.errors import Refused
from commands.telephone.telephone import Telephone
from infra.store.transaction import Transaction
from tenants import agents, integrations, lines, publishing, tenancy
from tenants.connector import IntegrationKind
from tenants.draft import CallerVerification
from tenants.lines import Mode
from tenants.plans import Plan
from tests.voice.relay.test_calls import said
from tests.voice.test_colleague_at_the_desk import WORDS, answers
from tests.world.town import Setup, Town

SHOP = IntegrationKind.GENERIC_HTTPS


async def test_a_plan_that_was_given_up(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.say("ord 9842")
    await relay.house.store.write(lambda tx: tenancy.change_plan(tx, relay.tenant, Plan.STARTER))
    assert "isn't enabled" in await phone.say("nine four one oh seven")
    assert relay.shop.calls == []


async def test_a_policy_that_asks_for_more(relay: Town, phone: Telephone) -> None:
    async def publish(tx: Transaction) -> None:
        policy, at = CallerVerification.model_validate({"require": "all", "endpointVerifies": True}), relay.clock()
        await agents.revise(tx, relay.tenant, relay.agent, at=at, policy=policy)
        await publishing.publish(tx, relay.tenant, relay.agent, at=at)

    await phone.dial()
    await phone.say("ord 9842")
    await relay.house.store.write(publish)
    assert "e-mail" in await phone.say("nine four one oh seven")
    assert relay.shop.calls == []


async def test_a_connector_that_was_taken_away(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.say("ord 9842")
    await relay.house.store.write(lambda tx: integrations.disconnect(tx, relay.tenant, SHOP, at=relay.clock()))
    assert "Would you like me to take a message?" in await phone.say("nine four one oh seven")
    assert relay.shop.calls == []


async def test_a_colleague_writes_while_an_answer_is_made(relay: Town, phone: Telephone) -> None:
    relay.shop.misbehave("gate")
    await phone.dial()
    await phone.say("a person please")
    phone.speak("Where is ord 9842? zip 94107")
    await relay.shop.asked(1)
    await answers(relay)
    relay.shop.gate.set()
    assert WORDS not in await phone.until("Out for delivery")


@pytest.mark.parametrize("mode", Mode)
async def test_a_line_that_was_taken_away(town: Town, mode: Mode) -> None:
    """Nothing of what is said then is heard; the telephone company says the rest, or whoever it falls back on."""
    await town.open(Setup(telephone=True, mode=mode))
    async with Telephone(town.subscriber) as phone:
        await phone.dial()
        await phone.say("ord 9842")
        (line,) = await town.house.store.read(lambda tx: lines.every(tx, town.tenant))
        await town.house.store.write(lambda tx: lines.remove(tx, town.tenant, line.id))
        phone.speak("nine four one oh seven")
        with pytest.raises(Refused, match="answered 404"):
            await phone.over()
        assert phone.heard == BROKEN
    assert town.shop.calls == []
    _, heard = await said(town, phone)
    assert [each.text for each in heard if each.party == "customer"] == ["ord 9842"]


async def test_a_line_that_was_taken_away_while_nothing_was_said(relay: Town, phone: Telephone) -> None:
    await phone.dial()
    await phone.say("where is my order?")
    (line,) = await relay.house.store.read(lambda tx: lines.every(tx, relay.tenant))
    await relay.house.store.write(lambda tx: lines.remove(tx, relay.tenant, line.id))
    await phone.arrived()
    relay.clock.pass_(8.1)
    with pytest.raises(Refused, match="answered 404"):
        await phone.over()
    assert phone.heard.endswith(BROKEN)
