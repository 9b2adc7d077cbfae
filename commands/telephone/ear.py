"""What one person hears in a call, in order and with times, without anybody having to wait for it."""

import asyncio
from dataclasses import replace

from commands.telephone.people import Kind, Person, Sound, spoken_for


class Ear:
    """Time passes as it would if every sound were waited for; a person who does not wait for them skips it."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._began = asyncio.get_running_loop().time()
        self._skipped = 0.0
        self.sounds: list[Sound] = []

    def now(self) -> float:
        """Seconds since it began to ring."""
        return asyncio.get_running_loop().time() - self._began + self._skipped

    async def hear(
        self, kind: Kind, text: str = "", seconds: float | None = None, *, stops: bool = False, turn: bool = False
    ) -> bool:
        """Have the person hear something; words take their time. Returns whether they cut in."""
        lasts = spoken_for(text) if seconds is None else seconds
        sound = Sound(kind, text, lasts, self.now(), stops, turn)
        at = len(self.sounds)
        self.sounds.append(sound)
        heard = await self._person.listens(sound)
        self._skipped += max(0.0, heard - (self.now() - sound.at))
        if heard < lasts:
            self.sounds[at] = replace(sound, seconds=heard, text=text[: round(len(text) * heard / lasts)])
        return heard < lasts

    def waited(self, seconds: float) -> None:
        """So long nothing was heard, while somebody else was at work."""
        if seconds > 0:
            self.sounds.append(Sound(Kind.WAITING, "", seconds, self.now() - seconds))

    def own_turn(self, text: str, seconds: float | None = None) -> None:
        """The person's own words or keys, or a time in which they did nothing."""
        lasts = spoken_for(text) if seconds is None else seconds
        if lasts:
            self.sounds.append(Sound(Kind.OWN, text, lasts, self.now()))
            self._skipped += lasts

    def cut_in(self, words: str) -> str:
        """Of what was heard last, only so much was heard as ends with these words. Returns it. Raises: ValueError."""
        for at in range(len(self.sounds) - 1, -1, -1):
            sound = self.sounds[at]
            if sound.kind is Kind.OWN:
                break
            before, found, _ = sound.text.partition(words)
            if found and sound.kind is Kind.SPEECH:
                return self._cut(at, before + found)
        raise ValueError(f"{words!r} was not heard")

    def _cut(self, at: int, text: str) -> str:
        unheard = self.sounds[at:]
        seconds = spoken_for(text)
        self._skipped -= sum(sound.seconds for sound in unheard) - seconds
        self.sounds[at:] = [replace(unheard[0], text=text, seconds=seconds)]
        return text

    def longest_silence(self) -> float:
        """Seconds at a stretch in which nobody was heard."""
        longest = stretch = 0.0
        for sound in self.sounds:
            stretch = stretch + sound.seconds if sound.quiet else 0.0
            longest = max(longest, stretch)
        return longest

    def heard_last(self) -> str:
        """The last words that were said to the person, as far as they heard them."""
        return next((sound.text for sound in reversed(self.sounds) if sound.kind is Kind.SPEECH), "")

    def since(self) -> list[Sound]:
        """What the person heard since they last acted."""
        acted = [at for at, sound in enumerate(self.sounds) if sound.kind is Kind.OWN]
        return self.sounds[acted[-1] + 1 :] if acted else self.sounds

    def words(self) -> str:
        """What was said to them since then."""
        return " ".join(sound.text for sound in self.since() if sound.kind is Kind.SPEECH)
