"""A section: pages that belong together. What all of them stand on is said here once."""

from abc import ABC, abstractmethod

from console.pages import Pages
from console.rooms import Rooms
from console.ways import Way


class Section(ABC):
    """Its ways, over the rooms; rendered by `pages`."""

    def __init__(self, rooms: Rooms, pages: Pages) -> None:
        self._rooms = rooms
        self._pages = pages

    @abstractmethod
    def ways(self) -> list[Way]:
        """The ways to it, in the order in which a path is looked for."""
