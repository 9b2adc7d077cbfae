"""A document as it was sent: parsed, judged by the grammar, and ready to be obeyed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree import ElementTree as ET

from commands.telephone.errors import Refused
from commands.telephone.grammar import ELEMENTS

MOST_BYTES = 64 * 1024
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ENDS = frozenset({"Redirect", "Hangup", "Reject", "Connect", "Record"})
"""What stands behind these never runs: whoever wrote it there is mistaken. So it is behind a Dial with an action."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One element. `text` is all that is read aloud or called in it, blanks made single."""

    name: str
    attributes: dict[str, str]
    text: str
    children: tuple["Verb", ...]

    def get(self, name: str, default: str) -> str:
        """An attribute, or its default."""
        return self.attributes.get(name, default)

    def number(self, name: str, default: int) -> int:
        """An attribute that is a whole number, or its default."""
        return int(self.attributes.get(name, default))

    def is_true(self, name: str, *, default: bool = False) -> bool:
        """Whether an attribute says so."""
        return self.attributes.get(name, str(default).lower()) == "true"


@dataclass(frozen=True, slots=True)
class Document:
    """The verbs of a response, and where it came from: what is left out of them is asked for there again."""

    url: str
    verbs: tuple[Verb, ...]


def read(body: bytes, url: str) -> Document:
    """Parse and judge a response. Raises: Refused, naming what Twilio would not obey."""
    if len(body) > MOST_BYTES:
        raise Refused(f"11750: the document has {len(body)} bytes; Twilio reads {MOST_BYTES}")
    if b"<!" in body:
        raise Refused("12100: a document has no declarations and no comments")
    try:
        root = ET.fromstring(body.decode())  # noqa: S314 - without declarations there is nothing to expand
    except (ET.ParseError, UnicodeDecodeError) as error:
        raise Refused(f"12100: the document cannot be parsed: {error}") from None
    if root.tag != "Response":
        raise Refused(f"12102: the root is <{root.tag}>, not <Response>")
    response = _verb(root)
    _in_order(response.children)
    return Document(url, response.children)


def _verb(node: ET.Element) -> Verb:
    name, rule = node.tag, ELEMENTS.get(node.tag)
    if rule is None:
        raise Refused(f"12200: <{name}> is no element that is known here")
    attributes = {"xml:lang" if each == XML_LANG else each: value for each, value in node.attrib.items()}
    for each, value in attributes.items():
        if each not in rule.attributes:
            raise Refused(f"12200: <{name}> has no attribute {each}")
        if not rule.attributes[each](value):
            raise Refused(f"12200: {each}={value!r} of <{name}> is not allowed")
    if missing := rule.required - attributes.keys():
        raise Refused(f"12200: <{name}> lacks {', '.join(sorted(missing))}")
    children = tuple(_verb(child) for child in node)
    for child in children:
        if child.name not in rule.children:
            raise Refused(f"12200: <{child.name}> may not stand in <{name}>")
    verb = Verb(name, attributes, re.sub(r"\s+", " ", "".join(node.itertext())).strip(), children)
    _judge_text(verb, "".join(_own_text(node)).strip())
    _judge_together(verb)
    return verb


def _own_text(node: ET.Element) -> Iterator[str]:
    yield node.text or ""
    for child in node:
        yield child.tail or ""


def _judge_text(verb: Verb, own: str) -> None:
    """Raises: Refused."""
    rule = ELEMENTS[verb.name]
    if rule.text is None:
        if own:
            raise Refused(f"12200: {own[:40]!r} may not stand in <{verb.name}>")
    elif verb.children and not rule.mixed:
        if own:
            raise Refused(f"12200: <{verb.name}> holds text and elements")
    elif not rule.text(verb.text):
        raise Refused(f"12200: {verb.text[:80]!r} may not stand in <{verb.name}>")


def _judge_together(verb: Verb) -> None:
    """What the attributes of one element may not say together. Raises: Refused."""
    given = verb.attributes
    if verb.name == "Gather" and given.get("speechTimeout") == "auto" and "speechModel" in given:
        raise Refused("13335: with speechModel, speechTimeout is a whole number")
    if verb.name == "Gather" and "speech" not in given.get("input", "dtmf"):
        for each in ("hints", "speechTimeout", "speechModel", "language", "profanityFilter"):
            if each in given:
                raise Refused(f"12200: a <Gather> that takes no speech has no use for {each}")
    if verb.name == "Connect" and len(verb.children) != 1:
        raise Refused("12200: <Connect> connects to one thing")
    if verb.name == "Dial" and not verb.children and not verb.text:
        raise Refused("12200: <Dial> calls nobody")


def _in_order(verbs: tuple[Verb, ...]) -> None:
    """Raises: Refused where something stands that is never reached."""
    for verb, behind in pairwise(verbs):
        if verb.name in ENDS or (verb.name == "Dial" and "action" in verb.attributes):
            raise Refused(f"<{behind.name}> behind <{verb.name}> is never reached")
