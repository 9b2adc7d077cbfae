"""Keys of a call over a socket, where nobody but us puts them together; pure."""

from dataclasses import dataclass, field

from channels.voice.request import LONGEST_DIGITS

FINISHES = "#"


@dataclass(slots=True)
class Keypad:
    """The keys since a question was asked. `number`: how many its answer has, where that is known."""

    number: int | None = None
    pressed: str = field(default="", repr=False)

    def press(self, key: str) -> str | None:
        """One more key. Returns all of them once they are complete; what is too much is not kept."""
        if key == FINISHES:
            return self.take() or None
        if len(self.pressed) < LONGEST_DIGITS:
            self.pressed += key
        return self.take() if self.number is not None and len(self.pressed) >= self.number else None

    def take(self) -> str:
        """What was pressed so far; from now on it is gone."""
        taken, self.pressed = self.pressed, ""
        return taken
