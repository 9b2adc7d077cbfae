"""Passwords: kept as argon2id makes them, and compared at the same cost whether there is one or not.

Source: RFC 9106; the cost is the second of the OWASP password storage cheat sheet, about 30 ms on a small machine.
"""

import asyncio
import secrets
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 256
MEMORY_KIB, PASSES, LANES = 19_456, 2, 1
AT_ONCE = 4
"""Comparisons under way in a process: a burst of them costs 80 MB and no more."""


class BadPassword(ValueError):  # noqa: N818 - it is what was given
    """The password cannot be taken; `str()` is one sentence."""


class Passwords:
    """Makes and compares digests beside the event loop."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._places = asyncio.Semaphore(AT_ONCE)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_hex(16))

    async def digest(self, password: str) -> str:
        """What is kept of a password. Raises: BadPassword unless it has 12 to 256 characters."""
        if not SHORTEST <= len(password) <= LONGEST:
            raise BadPassword(f"A password has at least {SHORTEST} characters, and at most {LONGEST}.")
        async with self._places:
            return await asyncio.to_thread(self._hasher.hash, password.encode(errors="surrogatepass"))

    async def right(self, digest: str | None, password: str) -> bool:
        """Whether this is the password; None, where nobody is known by the name, costs the same and is never right."""
        async with self._places:
            matches = await asyncio.to_thread(self._compared, digest, password[: LONGEST + 1])
        return matches and digest is not None

    def _compared(self, digest: str | None, password: str) -> bool:
        nobodys = self._nobodys  # made with the first comparison, whoever it is for
        return self._matches(digest or nobodys, password)

    def _matches(self, digest: str, password: str) -> bool:
        try:
            return self._hasher.verify(digest, password.encode(errors="surrogatepass"))
        except (VerificationError, InvalidHashError):
            return False
