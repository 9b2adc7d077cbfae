"""What a person must handle."""

import pytest

from tests.world.story import Story


async def _gives_contact(story: Story) -> None:
    """Through completions no colleague's answer would find its way back, so a contact is asked for, once."""
    if "How can a colleague reach you?" in story.heard:
        assert story.door.startswith("completions")
        await story.customer("ada@example.com")


async def test_delivered_it_says_but_it_is_not_there(story: Story) -> None:
    await story.customer("Where is ORD-9701? zip 94107")
    story.assistant("Delivered on Friday")
    await story.customer("no, I never got it")
    await _gives_contact(story)
    story.assistant("I've noted it, number 1.")
    assert await story.tickets() == ["lost"]


async def test_stale_is_told_and_a_person_offered(story: Story) -> None:
    await story.customer("Where is ORD-9600? zip 94107")
    story.assistant("In transit, last seen in Reno", "Would you like a colleague to look into it?")
    await story.customer("yes")
    await _gives_contact(story)
    story.assistant("number 1")
    assert await story.tickets() == ["lost"]


@pytest.mark.parametrize(
    ("words", "question", "what", "kind"),
    [
        ("my lamp arrived broken", "What is damaged", "the glass shade is cracked in two", "damaged"),
        ("you sent me the wrong item", "what did you get instead", "I ordered blue and got red ones", "wrong_item"),
    ],
)
async def test_what_and_what_happened(story: Story, words: str, question: str, what: str, kind: str) -> None:
    await story.customer(words)
    story.assistant("order number")
    await story.customer("ORD-9842")
    story.assistant(question)
    await story.customer(what)
    await _gives_contact(story)
    story.assistant("I've noted it, number 1.")
    assert await story.tickets() == [kind]
    story.shop_was_asked(0)


async def test_a_person_please(story: Story) -> None:
    await story.customer("a person please")
    await _gives_contact(story)
    story.assistant("number 1", "If you have an order number, tell me.")
    await story.customer("ORD-9842")
    story.assistant("number 1")
    assert await story.tickets() == ["human"]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("I want to talk to a human", "human"),
        ("my parcel ORD-9842 was stolen", "lost"),
        ("ORD-9842 arrived broken, the whole shade is cracked in two pieces", "damaged"),
        ("you sent the wrong item in ORD-9842, I ordered blue and got red ones", "wrong_item"),
    ],
)
async def test_said_twice_is_one_ticket(story: Story, words: str, kind: str) -> None:
    for _ in range(2):
        await story.customer(words)
        for _ in range(2):
            if "?" in story.heard and "number 1" not in story.heard:
                answer = "ada@example.com" if "reach you" in story.heard else "it is cracked in two pieces"
                await story.customer(answer)
        story.assistant("number 1")
    assert await story.tickets() == [kind]


async def test_not_ours_to_do(story: Story) -> None:
    await story.customer("I want to cancel my order")
    story.assistant("I can't change, cancel or refund", "colleague")
    await story.customer("yes")
    await _gives_contact(story)
    story.assistant("number 1")
    assert await story.tickets() == ["human"]


async def test_whoever_is_upset_is_offered_a_person(story: Story) -> None:
    await story.customer("WHERE THE HELL IS MY ORDER ORD-9842, THIS IS RIDICULOUS")
    story.assistant("Would you like to talk to a person?")


async def test_a_lawyer_is_a_matter_for_people(story: Story) -> None:
    await story.customer("where is ORD-9842? otherwise my lawyer will call you")
    await _gives_contact(story)
    story.assistant("number 1")
    assert await story.tickets() == ["human"]


async def test_leaving_a_message(story: Story) -> None:
    await story.customer("can I leave a message?")
    story.assistant("What would you like me to pass on?")
    await story.customer("the doorbell is broken, please knock")
    story.assistant("How can a colleague reach you?")
    await story.customer("ada@example.com")
    story.assistant("I've noted it, number 1.")
    assert await story.tickets() == ["message"]
