"""Whoever came by a door at which only the client keeps the conversation is forgotten with the same words."""

import pytest

from journal.forgetting import Forgotten, forget
from tests.world.town import Setup, Town


async def forgets(town: Town, email: str) -> Forgotten:
    house = town.house
    return await house.store.write(lambda tx: forget(tx, house.vault, town.tenant, email, town.clock()))


@pytest.fixture
async def ticketed(town: Town) -> Town:
    """Jane wanted a person, and left her e-mail; then, elsewhere, her other one as well."""
    await town.open(Setup())
    first = await town.visitor("completions-stateless", "jane")
    await first.say("I want to talk to a human")
    await first.say("jane@example.com")
    again = await town.visitor("completions-stateless", "jane")
    await again.say("my other address is j.doe@example.com, I want to talk to a human")
    await again.say("jane@example.com")
    return town


@pytest.mark.parametrize("email", ["jane@example.com", "j.doe@example.com"])
async def test_each_of_her_addresses_leads_to_her_ticket_and_its_words(ticketed: Town, email: str) -> None:
    assert (await forgets(ticketed, email)).tickets >= 1
    assert (await forgets(ticketed, email)) == Forgotten(0, 0, 0)


async def test_nothing_of_hers_is_left(ticketed: Town) -> None:
    await forgets(ticketed, "jane@example.com")
    await forgets(ticketed, "j.doe@example.com")
    for table in ("conversations", "utterances", "addresses"):
        found = await ticketed.house.store.read(lambda tx, table=table: tx.rows(f"SELECT * FROM {table}"))  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        assert list(found) == []
