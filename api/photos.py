"""Photos that customers added, for colleagues: listed by conversation, given as files to save, never as a page."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web
from pydantic import BaseModel

from escalation import photos
from escalation.photos import Photo
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from journal.reader import Reader
from routes.operation import Call, Given, Nothing, Operation
from routes.shapes import GIVEN
from routes.times import iso
from tenants.errors import not_found
from tenants.principal import Scope

ALL = "/conversations/{id}/photos"
ONE = ALL + "/{photoId}"


class PhotoGiven(BaseModel):
    """A picture's place; `ticketId` is null until a ticket has taken it, for a day at most."""

    model_config = GIVEN
    id: str
    ticket_id: str | None
    created_at: str


@dataclass(frozen=True, slots=True)
class Photos:
    """The operations on photos."""

    store: Store
    vault: Vault
    reader: Reader

    def operations(self) -> list[Operation[Any]]:
        """What may be asked here."""
        read = Scope.CONVERSATIONS_READ
        return [
            Operation("GET", ALL, read, "A conversation's photos", Nothing, PhotoGiven, self.every, listed=True),
            Operation("GET", ONE, read, "A photo, as a JPEG to save", Nothing, None, self.show, file="image/jpeg"),
        ]

    async def every(self, call: Call, _wanted: Nothing) -> Given:
        """All of them: there are five at most."""
        await self._conversation(call)
        found = await self.store.read(lambda tx: photos.of_conversation(tx, call.tenant, call.id))
        return Given([_given(each) for each in found], limit=photos.MOST_PER_CONVERSATION)

    async def show(self, call: Call, _wanted: Nothing) -> web.Response:
        """The picture itself."""
        await self._conversation(call)
        photo_id = call.path["photoId"]

        async def work(tx: Transaction) -> bytes | None:
            found = await photos.of_conversation(tx, call.tenant, call.id)
            if photo_id not in {each.id for each in found}:
                return None
            return await photos.jpeg(tx, self.vault, call.tenant, photo_id)

        jpeg = await self.store.read(work)
        if jpeg is None:
            raise not_found("This photo")
        headers = {
            "Content-Disposition": f'attachment; filename="{photo_id}.jpg"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        }
        return web.Response(body=jpeg, headers=headers, content_type="image/jpeg")

    async def _conversation(self, call: Call) -> None:
        if await self.reader.find(call.tenant, call.id) is None:
            raise not_found("This conversation")


def _given(photo: Photo) -> PhotoGiven:
    return PhotoGiven(id=photo.id, ticket_id=photo.ticket_id, created_at=iso(photo.at))
