"""A caller: `waybill call`'s own telephone, in the hand of a story."""

import re
from hashlib import sha256

from channels.voice import phrases
from commands.telephone.subscriber import Caller, Subscriber
from commands.telephone.telephone import Telephone

ATTESTED = "TN-Validation-Passed-A"
_SPELLED = re.compile(r"(?<![\w'])(?:(?:[A-Z0-9]|zero)(?:, | )){1,40}(?:[A-Z0-9]|zero)(?![\w'])")


class AtPhone:
    """Calls at the first word; the same user calls from the same number, which their carrier vouches for."""

    def __init__(self, subscriber: Subscriber, user: str) -> None:
        digits = str(int(sha256(user.encode()).hexdigest(), 16))[-7:]
        self.telephone = Telephone(subscriber, Caller(f"+1415{digits}", ATTESTED))
        self._dialled = False

    async def say(self, text: str) -> str:
        if not self._dialled:
            self._dialled = True
            await self.telephone.dial()
        return as_written(await self.telephone.say(text))

    async def leave(self) -> None:
        if self._dialled and not self.telephone.ended:
            await self.telephone.hang_up()
        await self.telephone.close()


def as_written(heard: str) -> str:
    """What was heard as another door would have written it: codes in one, without what only a telephone says."""
    for filler in phrases.LOOKING:
        heard = heard.replace(filler, "")
    whole = _SPELLED.sub(lambda found: re.sub("[ ,]", "", found[0].replace("zero", "0")), heard)
    return " ".join(re.sub(r"\b(ORD|PROJ)(?=[0-9])", r"\1-", whole).split())
