"""Lists, page by page: an opaque cursor that only we can make, good for one list of one tenant."""

import base64
import binascii
import hmac
from collections.abc import Callable, Sequence
from typing import TypeVar

import orjson
from pydantic import BaseModel, ConfigDict, Field

from infra.store.page import BEGINNING, Place
from routes.bodies import ROOT, BadBody
from routes.operation import Call, Given

Row = TypeVar("Row")
Index = Callable[..., str]
"""The vault's keyed hash."""


class Page(BaseModel):
    """What every list takes in its query string."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(None, max_length=300, description="`nextCursor` of the page before")


class Cursors:
    """Makes and reads cursors. `index` is a keyed hash: a cursor that was changed or belongs elsewhere is refused."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def place(self, call: Call, page: Page) -> Place:
        """Where this page begins. Raises: BadBody."""
        if page.cursor is None:
            return BEGINNING
        packed, _, sign = page.cursor.partition(".")
        if not hmac.compare_digest(sign.encode(), self._sign(call, packed).encode()):
            raise BadBody("is not one that this list gave", "cursor")
        try:
            at, row_id = orjson.loads(base64.urlsafe_b64decode(packed))
        except (binascii.Error, ValueError):  # pragma: no cover - we signed it ourselves
            raise BadBody("is not one that this list gave", "cursor") from None
        return Place(float(at), str(row_id))

    def given(
        self,
        call: Call,
        page: Page,
        found: Sequence[Row],
        place: Callable[[Row], Place],
        view: Callable[[Row], BaseModel],
    ) -> Given:
        """A page of what was found; one row more than the limit was looked for, to know whether there is another."""
        shown = found[: page.limit]
        cursor = self._cursor(call, place(shown[-1])) if len(found) > page.limit else None
        return Given([view(each) for each in shown], limit=page.limit, cursor=cursor)

    def _cursor(self, call: Call, place: Place) -> str:
        packed = base64.urlsafe_b64encode(orjson.dumps(list(place))).decode()
        return f"{packed}.{self._sign(call, packed)}"

    def _sign(self, call: Call, packed: str) -> str:
        return self._index("cursor", str(call.tenant), call.request.path.removeprefix(ROOT), packed)
