"""Every route of the phone asks for Twilio's signature; the one sound that callers hear asks for nothing."""

import aiohttp

from commands.telephone.signing import SIGNATURE
from tests.world.town import Setup, Town

SOUND = "/voice/hold.wav"


async def test_no_route_believes_who_cannot_sign(town: Town) -> None:
    await town.open(Setup(telephone=True))
    routes = {
        (route.method, route.resource.canonical)
        for route in town._runners[-1].app.router.routes()
        if route.resource and route.resource.canonical.startswith("/voice/") and route.method != "HEAD"
    }
    assert len(routes) >= 12
    async with aiohttp.ClientSession(town.url) as http:
        for method, path in sorted(routes - {("GET", SOUND)}):
            for line, status in ((town.line, 403), ("lin_0", 404)):
                for headers in ({}, {SIGNATURE: "x" * 28}):
                    form = {"CallSid": "CA" + "0" * 32} if method == "POST" else None
                    async with http.request(method, path.format(line=line), data=form, headers=headers) as reply:
                        assert (reply.status, await reply.text()) == (status, ""), (method, path)
        async with http.get(SOUND) as reply:
            assert reply.status == 200
