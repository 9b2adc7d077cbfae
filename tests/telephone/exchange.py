"""A server of documents as a test wants them, that keeps what it was asked."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from commands.telephone.signing import SIGNATURE, sign
from commands.telephone.subscriber import Subscriber

PUBLIC = "https://shop.example/answers"
ACCOUNT, TOKEN = "AC" + "0" * 32, "12345"
WAV = b"RIFF" + bytes(16_000)
Answer = str | Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Asked:
    """One request, as it came."""

    path: str
    form: dict[str, str]
    headers: dict[str, str] = field(repr=False)


class Server:
    """Answers `/voice/line/incoming` and whatever else `on` names; a list is answered from its first to its last."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._answers: dict[str, list[Answer]] = {}

    def on(self, path: str, *answers: Answer) -> None:
        """Bare verbs are put into a response."""
        self._answers[path] = list(answers)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        return app

    def form(self, path: str, which: int = -1) -> dict[str, str]:
        return [each.form for each in self.asked if each.path == path][which]

    def times(self, path: str) -> int:
        return sum(each.path == path for each in self.asked)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix("/answers/")
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.append(Asked(path, form, dict(request.headers)))
        if path.endswith("/status"):
            return web.Response(status=204)
        if path.endswith(".wav"):
            return web.Response(body=WAV, content_type="audio/wav")
        if "Upgrade" not in request.headers:
            url = PUBLIC.removesuffix("/answers") + request.raw_path
            assert request.headers[SIGNATURE] == sign(url, form, TOKEN)
        answers = self._answers[path]
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if callable(answer):
            return await answer(request)
        body = answer if answer.startswith("<?xml") else f"<Response>{answer}</Response>"
        return web.Response(text=body.replace("{here}", PUBLIC), content_type="text/xml")


def subscriber(reach: str, **more: str) -> Subscriber:
    return Subscriber(
        reach=f"{reach}/answers",
        public=PUBLIC,
        line="line",
        account=ACCOUNT,
        token=TOKEN,
        number="+18005551212",
        **more,
    )
