"""The grammar beside Twilio's own library: nothing is allowed here that nobody there has heard of."""

import inspect

import pytest
from twilio.twiml import voice_response

from commands.telephone.grammar import CONNECTED, VOICED

OURS = {**VOICED, **CONNECTED}
NEWER = {("ConversationRelay", "eotThreshold")}  # on Twilio's page, not yet in its library


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@pytest.mark.parametrize("element", sorted(OURS.keys() - {"Response"}))
def test_every_attribute_is_known_to_twilios_library(element: str) -> None:
    parents = (
        "VoiceResponse" if name == "Response" else name for name, rule in OURS.items() if element in rule.children
    )
    builders = (getattr(getattr(voice_response, parent), _method(element)) for parent in parents)
    known = {camel(name) for builder in builders for name in inspect.signature(builder).parameters}
    ours = {name for name in OURS[element].attributes if (element, name) not in NEWER}
    assert ours - known == set()


def _method(element: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in element).lstrip("_")
