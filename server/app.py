"""The application: the house behind its doors."""

from collections.abc import AsyncIterator

from aiohttp import web

from channels.chat.sessions import SessionsDoor
from channels.completions.answering import Answering
from channels.completions.cors import Cors
from channels.completions.door import CompletionsDoor
from infra.signals.limits import Limits
from infra.store.transaction import StoreUnavailable
from infra.tasks import Tasks
from server.auth import Auth
from server.house import House
from server.middleware import errors, explain, on_prepare
from server.watching import Watching

MOST_BYTES = 1_000_000
HOUSE: web.AppKey[House] = web.AppKey("house", House)


def build_app(house: House) -> web.Application:
    """All doors of a house. The application closes the house when it stops."""
    auth = Auth(house.directory, Limits(house.settings.requests_per_minute), house.clock)
    sessions = SessionsDoor(
        auth, house.directory, house.journal, house.beginning, house.turns, house.tasks, explain, house.clock
    )
    completions = CompletionsDoor(
        auth,
        Answering(house.directory, house.beginning, house.naming, house.turns, house.clock),
        house.tasks,
        frozenset(house.settings.handoff_tools),
        Cors(frozenset(house.settings.cors_origins)),
        (StoreUnavailable,),
    )
    watching = Watching(house.store, house.measures, house.settings.metrics_token)
    app = web.Application(client_max_size=MOST_BYTES, middlewares=[errors(completions.render), completions.tidied])
    app[HOUSE] = house
    app.add_routes([*completions.routes(), *sessions.routes(), *watching.routes()])
    app.on_response_prepare.extend([on_prepare, completions.on_prepare])
    app.cleanup_ctx.append(_living)
    app.on_shutdown.append(_draining)
    return app


async def _draining(app: web.Application) -> None:
    """No connection is taken any more."""
    app[HOUSE].drain()


async def _living(app: web.Application) -> AsyncIterator[None]:
    """What runs beside the doors, and the end of the house."""
    house = app[HOUSE]
    sweeping = Tasks()
    sweeping.start(house.sweep.run())
    yield
    await sweeping.close()
    await house.close()
