"""The shop is slow, broken or hostile."""

import pytest

from tests.world.story import Story

TROUBLE = "Our order system is having trouble right now. Would you like me to take a message?"


async def test_slow_but_in_time(story: Story) -> None:
    story.shop.misbehave("slow_but_in_time")
    await story.customer("Where's ORD-9842? It goes to 94107.")
    story.assistant("Out for delivery")


@pytest.mark.parametrize(
    "how",
    [
        "too_slow", "error_500", "error_401", "bad_json", "two_megabytes", "gzip_bomb", "redirect",
        "wrong_content_type",
    ],
)  # fmt: skip
async def test_an_honest_sentence(story: Story, how: str) -> None:
    story.shop.misbehave(how)
    await story.customer("Where's ORD-9842? It goes to 94107.")
    assert story.heard == TROUBLE
    story.shop.misbehave(None)
    await story.customer("no, try again: where is ORD-9842?")
    story.assistant("Out for delivery")


async def test_a_failed_lookup_costs_no_attempt(story: Story) -> None:
    story.shop.misbehave("error_500")
    for _ in range(6):
        await story.customer("Where's ORD-9842? It goes to 94107.")
        story.assistant(TROUBLE)
    story.shop.misbehave(None)
    await story.customer("Where's ORD-9842? It goes to 94107.")
    story.assistant("Out for delivery")


async def test_a_message_is_taken_and_kept(story: Story) -> None:
    story.shop.misbehave("error_500")
    await story.customer("Where's ORD-9842? It goes to 94107.")
    await story.customer("yes")
    story.assistant("What would you like me to pass on?")
    await story.customer("Please call me before you deliver the lamp")
    story.assistant("How can a colleague reach you?")
    await story.customer("415 555 0132")
    story.assistant("I've noted it, number 1.")
    assert await story.tickets() == ["lookup_failed"]
