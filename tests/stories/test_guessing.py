"""Somebody wants a stranger's order."""

import pytest

from tests.world.story import Story
from tests.world.town import DOORS

KEPT = [door for door in DOORS if door != "completions-stateless"]  # only a kept conversation can be counted in
WRONG = ("94109", "10001", "60601", "73301", "30301")


@pytest.mark.parametrize("story", KEPT, indirect=True)
async def test_three_times_wrong_is_locked_also_in_a_fresh_conversation(story: Story) -> None:
    await story.customer("Where is ORD-9842?")
    for wrong in WRONG[:3]:
        await story.customer(wrong)
        story.assistant("I couldn't find an order with that reference.")
    story.shop_was_asked(3)
    await story.customer("94107")
    story.assistant("I couldn't find an order with that reference.", "colleague")
    story.never("Out for delivery")
    await story.begins_anew()
    await story.customer("Where is ORD-9842? zip 94107")
    story.assistant("I couldn't find an order with that reference.", "colleague")
    story.shop_was_asked(3)
    story.clock.pass_(16 * 60)
    await story.begins_anew()
    await story.customer("Where is ORD-9842? zip 94107")
    story.assistant("Out for delivery")


@pytest.mark.parametrize("story", ["completions-stateless"], indirect=True)
async def test_five_times_wrong_locks_a_caller_whose_talks_are_not_kept(story: Story) -> None:
    for wrong in WRONG:
        await story.begins_anew()
        await story.customer(f"Where is ORD-9842? zip {wrong}")
        story.assistant("I couldn't find an order with that reference.")
    await story.begins_anew()
    await story.customer("Where is ORD-9842? zip 94107")
    story.assistant("I couldn't find an order with that reference.", "colleague")
    story.shop_was_asked(5)


async def test_a_guessed_reference_is_raised_and_its_owner_still_served(story: Story) -> None:
    await story.begins_anew("owner")
    await story.customer("Where is ORD-9842? zip 94107")
    story.assistant("Out for delivery")
    for guess in range(10):
        await story.begins_anew(f"stranger {guess}")
        await story.customer(f"Where is ORD-9842? zip 9{guess}001")
        story.never("Out for delivery")
    await story.begins_anew("another stranger")
    await story.customer("Where is ORD-9842? zip 94107")
    story.assistant("e-mail address")
    story.never("Out for delivery")
    await story.begins_anew("owner")
    await story.customer("Where is ORD-9842? zip 94107")
    story.assistant("Out for delivery")
    await story.begins_anew("owner on another phone")
    await story.customer("Where is ORD-9842? zip 94107")
    await story.customer("jane.doe@example.com")
    story.assistant("Out for delivery")


async def test_a_locked_customer_gets_a_person(story: Story) -> None:
    await story.begins_anew("ada")
    await story.customer("Where is ORD-9842?")
    for wrong in (*WRONG, "94107"):
        await story.customer(wrong)
        if "colleague" in story.heard:
            break
    await story.customer("yes please")
    if story.door.startswith("completions"):
        story.assistant("How can a colleague reach you?")
        await story.customer("ada@example.com")
    story.assistant("I've noted it, number 1.")
    assert await story.tickets() == ["unverified"]
