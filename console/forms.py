"""What a form of ours sends: text by name, within bounds, and nothing that no browser would send."""

from urllib.parse import parse_qsl

from aiohttp import web

MOST_FIELDS = 400
LONGEST_TEXT = 20_000
URLENCODED = "application/x-www-form-urlencoded"
NOT_A_FORM = "This is not a form of this page"


class Form:
    """The fields of a form. What is not there reads as empty: a box that is not ticked is not sent."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    def text(self, name: str) -> str:
        """The last value of this name, without the space around it."""
        return next((value.strip() for key, value in reversed(self._pairs) if key == name), "")

    def raw(self, name: str) -> str:
        """The same with its space: a password, or what somebody writes."""
        return next((value for key, value in reversed(self._pairs) if key == name), "")

    def every(self, name: str) -> tuple[str, ...]:
        """All values of this name, in their order, each once."""
        return tuple(dict.fromkeys(value.strip() for key, value in self._pairs if key == name and value.strip()))

    def ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.text(name))

    def lines(self, name: str) -> tuple[str, ...]:
        """The lines of a text that are not empty."""
        return tuple(line.strip() for line in self.raw(name).splitlines() if line.strip())

    def whole(self, name: str) -> int | None:
        """A whole number of at most nine digits, or None."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else None  # noqa: PLR2004


NO_FORM = Form([])


async def read_form(request: web.Request) -> Form:
    """The form of a POST. Raises: HTTPBadRequest, HTTPRequestEntityTooLarge."""
    if request.content_type != URLENCODED:
        raise web.HTTPBadRequest(reason=NOT_A_FORM)
    raw = await request.read()
    try:
        pairs = parse_qsl(
            raw.decode("ascii"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=MOST_FIELDS
        )
    except ValueError:  # UnicodeError too
        raise web.HTTPBadRequest(reason=NOT_A_FORM) from None
    if any("\0" in value or len(value) > LONGEST_TEXT for _, value in pairs):
        raise web.HTTPBadRequest(reason=NOT_A_FORM)
    return Form(pairs)
