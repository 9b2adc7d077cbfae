"""Ready replies: what managers write once, and colleagues put into what they write."""

from aiohttp import web

from console import ready_replies
from console.pages import BAD, back
from console.ready_replies import PLACEHOLDERS
from console.section import Section
from console.ways import Visit, Way, get, post
from tenants.errors import Code, SetupError
from tenants.members import Role

ALL = "/console/tickets/replies"


class ReplyPages(Section):
    """The ways to ready replies."""

    def ways(self) -> list[Way]:
        """Its ways."""
        return [
            get(ALL, Role.COLLEAGUE, self._list),
            post(ALL, Role.MANAGER, self._add),
            post(ALL + "/{reply}/remove", Role.MANAGER, self._remove),
        ]

    async def _list(self, visit: Visit, error: str | None = None) -> web.Response:
        found = await self._rooms.store.read(lambda tx: ready_replies.every(tx, visit.tenant))
        values = {"replies": found, "placeholders": PLACEHOLDERS, "form": visit.form, "error": error}
        return self._pages.show("replies.html", visit, values, status=BAD if error else 200)

    async def _add(self, visit: Visit) -> web.Response:
        form = visit.form
        try:
            await self._rooms.store.write(
                lambda tx: ready_replies.create(
                    tx, visit.tenant, name=form.text("name"), words=form.raw("words"), at=visit.now
                )
            )
        except SetupError as error:
            if error.code is Code.NOT_FOUND:
                raise
            return await self._list(visit, str(error))
        return back(ALL, "changed")

    async def _remove(self, visit: Visit) -> web.Response:
        await self._rooms.store.write(lambda tx: ready_replies.remove(tx, visit.tenant, visit.of("reply")))
        return back(ALL, "removed")
