"""Names that somebody else gave: a conversation's, a message's."""

from tests.attacks.stranger import Stranger

ALICE = "Where is ORD-9842? It goes to 94107."


async def test_another_end_user_under_the_same_conversation_name_hears_nothing(stranger: Stranger) -> None:
    named = {"X_Conversation_Id": "chat-1", "Idempotency_Key": "message-1"}
    assert "Out for delivery" in await stranger.hears(ALICE, headers=named, user="alice")
    assert "Out for delivery" not in await stranger.hears("Where is it?", headers=named, user="mallory")
    named["Idempotency_Key"] = "message-2"
    assert "Out for delivery" in await stranger.hears("Where is it?", headers=named, user="alice")
