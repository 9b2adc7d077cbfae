"""A story: what the customer says, what they hear, and what it meant at the shop and in the queue."""

from typing import Any

from escalation import queue
from tenants.lines import Mode
from tests.world.doors import AtTheCore, Visitor
from tests.world.town import Setup, Town


class Story:
    """Written like a conversation. It opens at its first word, so that `set_up` can come before."""

    def __init__(self, town: Town, door: str) -> None:
        self.town = town
        self.door = door
        self.shop = town.shop
        self.clock = town.clock
        self.heard = ""
        self._setup = Setup(**self._phone())
        self._open = False
        self._customer: Visitor | None = None

    def set_up(self, **how: object) -> None:
        self._setup = Setup(**self._phone(), **how)  # type: ignore[arg-type]  # the dataclass checks its names

    def _phone(self) -> dict[str, Any]:
        """The line, where the customer calls one."""
        if not self.door.startswith("phone"):
            return {}
        return {"telephone": True, "mode": Mode.RELAY if self.door == "phone-relay" else Mode.GATHER}

    async def opened(self) -> None:
        if not self._open:
            if self.door == "phone-relay":
                self._setup.mode = Mode.RELAY
            await self.town.open(self._setup)
            self._open = True

    async def begins_anew(self, user: str = "ada") -> None:
        """A fresh conversation, of the same caller or of another."""
        await self.opened()
        self._customer = await self.town.visitor(self.door, user)

    async def customer(self, text: str) -> None:
        if self._customer is None:
            await self.begins_anew()
        assert self._customer is not None
        self.heard = await self._customer.say(text)

    def assistant(self, *words: str) -> None:
        for part in words:
            assert part in self.heard, f"{part!r} is not in {self.heard!r}"

    def never(self, *words: str) -> None:
        for part in words:
            assert part not in self.heard, f"{part!r} is in {self.heard!r}"

    def shop_was_asked(self, times: int, **last: object) -> None:
        assert len(self.shop.calls) == times, self.shop.calls
        for name, value in last.items():
            assert self.shop.calls[-1][name] == value

    async def tickets(self) -> list[str]:
        """The kinds of the tickets that wait, in the order of their numbers."""
        if isinstance(self._customer, AtTheCore):
            return [reason.value for reason in self._customer.tickets]
        found = await self.town.house.store.read(lambda tx: queue.waiting(tx, self.town.tenant))
        return [ticket.kind for ticket in sorted(found, key=lambda each: each.number)]
