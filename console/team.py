"""The team: who is a member, what each may do, and the one-time links by which they come in. Owners change it."""

from aiohttp import web

from console import accounts, sessions
from console.pages import BAD, back
from console.section import Section
from console.urls import address
from console.ways import Visit, Way, get, post
from infra.store.transaction import Transaction
from tenants import members
from tenants.errors import Code, SetupError
from tenants.members import Member, Role

TEAM = "/console/team"
ONE = TEAM + "/{member}"


class TeamPages(Section):
    """The ways to the team."""

    def ways(self) -> list[Way]:
        """Its ways."""
        return [
            get(TEAM, Role.MANAGER, self._show),
            post(TEAM, Role.OWNER, self._add),
            post(ONE + "/role", Role.OWNER, self._change),
            post(ONE + "/link", Role.OWNER, self._link),
            post(ONE + "/sign-out", Role.OWNER, self._sign_out),
            post(ONE + "/remove", Role.OWNER, self._remove),
        ]

    async def _show(
        self, visit: Visit, *, link: tuple[Member, str] | None = None, error: str | None = None
    ) -> web.Response:
        vault = self._rooms.vault

        async def work(tx: Transaction) -> dict[str, object]:
            found = await members.every(tx, vault, visit.tenant)
            return {"members": found, "have_password": await accounts.signing_in(tx, visit.tenant)}

        values = await self._rooms.store.read(work)
        values |= {"link": link, "error": error, "form": visit.form if error else None}
        return self._pages.show("team.html", visit, values, status=BAD if error else 200)

    async def _add(self, visit: Visit) -> web.Response:
        vault, form = self._rooms.vault, visit.form
        role = _role(form.text("role"))

        async def work(tx: Transaction) -> tuple[Member, str]:
            named = {"name": form.text("name"), "email": form.text("email")}
            member = await members.create(tx, vault, visit.tenant, **named, role=role, at=visit.now)
            return member, await accounts.make_link(tx, vault, visit.tenant, member.id, at=visit.now)

        try:
            member, path = await self._rooms.store.write(work)
        except SetupError as error:
            return await self._show(visit, error=str(error))
        return await self._show(visit, link=(member, self._whole(visit, path)))

    async def _change(self, visit: Visit) -> web.Response:
        vault, role = self._rooms.vault, _role(visit.form.text("role"))
        try:
            await self._rooms.store.write(
                lambda tx: members.revise(
                    *(tx, vault, visit.tenant, visit.of("member")), name=None, role=role, seen=None, at=visit.now
                )
            )
        except SetupError as error:
            return await self._refused(visit, error)
        return back(TEAM, "changed")

    async def _link(self, visit: Visit) -> web.Response:
        """A new link; it is shown this once."""
        vault = self._rooms.vault

        async def work(tx: Transaction) -> tuple[Member, str]:
            member = await members.find(tx, vault, visit.tenant, visit.of("member"))
            return member, await accounts.make_link(tx, vault, visit.tenant, member.id, at=visit.now)

        member, path = await self._rooms.store.write(work)
        return await self._show(visit, link=(member, self._whole(visit, path)))

    async def _sign_out(self, visit: Visit) -> web.Response:
        vault = self._rooms.vault

        async def work(tx: Transaction) -> None:
            member = await members.find(tx, vault, visit.tenant, visit.of("member"))
            await sessions.end_all(tx, visit.tenant, member.id)

        await self._rooms.store.write(work)
        return back(TEAM, "changed")

    async def _remove(self, visit: Visit) -> web.Response:
        """Sessions, password and drafts go with the member."""
        vault = self._rooms.vault
        try:
            await self._rooms.store.write(lambda tx: members.remove(tx, vault, visit.tenant, visit.of("member")))
        except SetupError as error:
            return await self._refused(visit, error)
        return back(TEAM, "removed")

    async def _refused(self, visit: Visit, error: SetupError) -> web.Response:
        if error.code is Code.NOT_FOUND:
            raise error
        return await self._show(visit, error=str(error))

    def _whole(self, visit: Visit, path: str) -> str:
        return address(visit.request, self._rooms.public_url) + path


def _role(text: str) -> Role:
    try:
        return Role(text)
    except ValueError:
        raise SetupError(Code.INVALID, "Choose a role.") from None
