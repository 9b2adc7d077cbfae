"""A picture comes in: bounded as it is read, drawn anew, refused in words that the page can show."""

import re
from dataclasses import dataclass, field
from hashlib import blake2b

from aiohttp import web
from pydantic import BaseModel

from channels.chat.widget.guests import Guest
from channels.chat.widget.pace import Pace
from channels.chat.widget.refusals import Refused
from infra.once import Delivery
from infra.pictures.apart import Busy
from infra.pictures.verdict import MOST_BYTES, NoPicture, Verdict
from journal.conversation import Conversation
from routes.admission import TooMany
from routes.bodies import BadBody
from turns.pictures import Full, Pictures
from turns.refusals import Ended

_CID = re.compile(r"[A-Za-z0-9_-]{8,64}")
CHUNK = 64 * 1024
REFUSED = {
    Verdict.KIND: (415, "photo_kind", "This is no JPEG, PNG or WebP."),
    Verdict.NO_DECODER: (415, "photo_heic", "HEIC cannot be read here; save it as JPEG."),
    Verdict.TOO_LARGE: (413, "photo_too_large", "A photo has at most 5 MB and 40 megapixels."),
    Verdict.BROKEN: (422, "photo_broken", "This file cannot be read as a picture."),
}


class Kept(BaseModel):
    """The picture is on disk; `left`: so many more may follow."""

    cid: str
    left: int


@dataclass(frozen=True, slots=True)
class PhotoDoor:
    """Takes pictures. Those that are refused cost as much as others, so they are counted too."""

    pictures: Pictures
    pace: Pace = field(default_factory=lambda: Pace(burst=10, seconds=6.0))

    async def take(self, request: web.Request, guest: Guest, conversation: Conversation, now: float) -> Kept:
        """Keep a picture under the client's own name for it. Raises: Refused; BadBody; TooMany; Ended; KeyReused."""
        cid = request.headers.get("Idempotency-Key", "")
        if not _CID.fullmatch(cid):
            raise BadBody("must be 8 to 64 letters, digits, _ or -", "Idempotency-Key")
        if conversation.ended_at is not None:
            raise Ended
        if wait := self.pace.ask(guest.conversation_id, now):
            raise TooMany(wait)
        file = await _read(request)
        delivery = Delivery(cid, blake2b(file, digest_size=16).hexdigest())
        try:
            left = await self.pictures.add(conversation, file, delivery)
        except NoPicture as none:
            raise Refused(*REFUSED[none.verdict]) from None
        except Full:
            raise Refused(409, "photo_too_many", "A conversation takes at most 5 photos.") from None
        except Busy:
            raise Refused(503, "photo_later", "Too many photos are being read; try again in a moment.") from None
        return Kept(cid=cid, left=left)


async def _read(request: web.Request) -> bytes:
    """The body, but never more of it than a photo may have. Raises: Refused."""
    too_large = Refused(*REFUSED[Verdict.TOO_LARGE])
    if (request.content_length or 0) > MOST_BYTES:
        raise too_large
    parts, size = [], 0
    async for part in request.content.iter_chunked(CHUNK):
        parts.append(part)
        size += len(part)
        if size > MOST_BYTES:
            raise too_large
    return b"".join(parts)
