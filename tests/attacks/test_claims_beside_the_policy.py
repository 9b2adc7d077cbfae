"""A claim that the policy does not ask for proves nothing, not even at a shop that is content with any."""

from lookup.order import Kind
from tests.attacks.stranger import Stranger
from tests.world.town import Setup, Town


async def test_a_phone_number_does_not_reach_a_shop_that_is_asked_by_postcode(town: Town) -> None:
    await town.open(Setup(policy={"factors": ["zip"], "endpointVerifies": True}))
    stranger = Stranger(town)
    await stranger.hears("Where is ORD-9842? ZIP 10001, jane.doe@example.com, phone (415) 555-0132")
    await stranger.leave()
    assert [call["context"] for call in town.shop.calls] == [{"zip": "10001"}]
    assert town.shop.calls[0]["kind"] == Kind.ORDER


async def test_an_e_mail_that_stands_in_for_the_number_travels_with_it(town: Town) -> None:
    await town.open(Setup(policy={"factors": ["zip"], "endpointVerifies": True}))
    stranger = Stranger(town)
    session = await stranger.opens_session("jane")
    for words in ("Where is my order?", "I don't have the number", "jane.doe@example.com", "94107"):
        await stranger.post(f"{session}/messages", {"content": words})
    await stranger.leave()
    (call,) = town.shop.calls
    assert call["reference"] == "jane.doe@example.com"
    assert call["context"] == {"email": "jane.doe@example.com", "zip": "94107"}
