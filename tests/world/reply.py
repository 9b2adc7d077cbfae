"""What an HTTP door of ours gave: its data, or the whole problem it refused with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def data(self) -> Any:
        assert self.body.get("success"), self.body
        return self.body["data"]

    @property
    def refused(self) -> tuple[int, str]:
        """Status and code, of what must be a whole problem."""
        assert self.headers["Content-Type"] == "application/problem+json", self.body
        assert set(self.body) - {"field", "owner"} == {"type", "title", "status", "code", "detail"}
        assert self.body["status"] == self.status
        return self.status, self.body["code"]

    @property
    def cursor(self) -> str | None:
        cursor = self.body["pagination"]["nextCursor"]
        assert cursor is None or isinstance(cursor, str)
        return cursor
