"""TwiML: what Twilio is told to do, as elements that cannot hold what would break the document.

Source: https://www.twilio.com/docs/voice/twiml
"""

from collections.abc import Iterable

from aiohttp import web
from lxml import etree

from infra.wire.text import plain

MOST_BYTES = 65_536
MOST_SAID = 4096
XML = "text/xml"
Verb = etree._Element  # noqa: SLF001 - the name lxml gives to what its factories make


def verb(name: str, /, *within: Verb, text: str | None = None, **attributes: str | float | bool | None) -> Verb:
    """An element. Attributes that are None are left out; `true` and `false` are written as XML does.

    Args:
        name: such as "Say".
        within: its children.
        text: what it says or dials; control characters are removed, markup is text.
        attributes: in Twilio's spelling; a final underscore is dropped (`from_`).
    """
    made = etree.Element(name)
    for key, value in attributes.items():
        if value is not None:
            made.set(key.rstrip("_"), _written(value))
    if text is not None:
        made.text = printable(text)
    made.extend(within)
    return made


def document(*verbs: Verb) -> bytes:
    """A whole response. Raises: ValueError where it is larger than Twilio reads, which none of ours can be."""
    root = etree.Element("Response")
    root.extend(verbs)
    body = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    if len(body) > MOST_BYTES:
        raise ValueError(f"a document of {len(body)} bytes")
    return body


def response(body: bytes) -> web.Response:
    """A document as a reply that nobody keeps."""
    return web.Response(body=body, content_type=XML, charset="utf-8", headers={"Cache-Control": "no-store"})


def printable(text: str) -> str:
    """Text as it may stand in XML, as much of it as is spoken."""
    kept = "".join(char for char in plain(text) if char not in "\ufffe\uffff")
    return kept[:MOST_SAID]


def listed(values: Iterable[str]) -> str:
    """Hints, between commas: at most 500 of at most 100 characters."""
    return ",".join([value.replace(",", " ")[:100] for value in values][:500])


def _written(value: str | float | bool) -> str:  # noqa: FBT001 - an attribute's value
    if isinstance(value, bool):
        return "true" if value else "false"
    return printable(str(value))
