"""What the phone says beside the assistant's replies: the one catalogue of this door."""

from collections.abc import Mapping

from intents.meaning import Slot

WELCOME = "Thank you for calling {shop}."
KEYS = "Say it, or key it in. Press zero at any time for a person."
LOOKING = ("One moment, I'm looking that up.", "I'm still looking.", "Thank you for waiting. I'm still looking.")
MISSED = "Sorry, I didn't get that."
QUIET = "Sorry, I didn't hear anything."
STILL_THERE = "Is there anything else I can do?"
GOODBYE = "Thank you for calling. Goodbye!"
STALE = "Sorry, I lost track for a moment."
OUT_OF_SERVICE = "Thank you for calling. Nobody answers on this number at the moment. Goodbye."
TROUBLE = "I'm sorry, something isn't working on our side right now."
TROUBLE_DIAL = "I'm connecting you with a colleague."
TROUBLE_RECORD = "Please leave your name, your number and your message after the tone. It will be recorded."
RECORDED = "Thank you. A colleague will listen to it. Goodbye!"
NEXT_COLLEAGUE = "They can't take the call. I'm trying another colleague."

HOW: Mapping[Slot, str] = {
    Slot.REFERENCE: "You can say it one character at a time, or key in its digits and press pound.",
    Slot.ZIP: "You can say it digit by digit, or key it in.",
    Slot.PHONE: "You can say it digit by digit, or key it in and press pound.",
    Slot.CONTACT: "You can say a phone number digit by digit, or key it in and press pound.",
    Slot.EMAIL: "You can spell it, letter by letter.",
    Slot.KIND: "Press 1 for an order, or 2 for a project.",
}
KEYPAD: Mapping[Slot, str] = {
    Slot.REFERENCE: "Let's use the keypad. Key in the digits of the number, then press pound.",
    Slot.ZIP: "Let's use the keypad. Key in the five digits of your ZIP code.",
    Slot.PHONE: "Let's use the keypad. Key in your phone number, then press pound.",
    Slot.CONTACT: "Let's use the keypad. Key in the phone number to call you on, then press pound.",
    Slot.KIND: "Let's use the keypad. Press 1 for an order, or 2 for a project.",
}
KEYPAD_YES_OR_NO = "Let's use the keypad. Press 1 for yes, or 2 for no."
KEYPAD_PERSON = "For a person, press zero."

BRIEF = "This is the order line of {shop}, with a customer on hold."
REASONS = {
    "lost": "Their parcel is missing.",
    "damaged": "Something arrived damaged.",
    "wrong_item": "They got the wrong item.",
    "human": "They ask for a person.",
    "message": "They want to leave a message.",
    "unverified": "They could not show that the order is theirs.",
    "lookup_failed": "Their order could not be looked up.",
}
BRIEF_REFERENCE = "The number is {reference}."
VERIFIED = "The caller is verified."
NOT_VERIFIED = "The caller is not verified."
ACCEPT = "Press 1 to take the call, 2 to decline, 3 to hear this again."
CONNECTING = "Connecting."
