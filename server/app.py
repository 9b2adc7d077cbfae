"""The application: the house behind its doors."""

from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from api.agents import Agents
from api.analytics import Reports
from api.conversations import Conversations
from api.deliveries import Deliveries
from api.documents import Documents
from api.identity_secrets import IdentitySecrets
from api.integrations import Integrations
from api.keys import Keys
from api.members import Members
from api.numbers import Numbers
from api.photos import Photos
from api.provisioning import Provisioning
from api.publishing import Publishing
from api.retention import Privacy
from api.tickets import Tickets
from api.webhooks import Webhooks
from api.widget_keys import WidgetKeys
from channels.chat.sessions import SessionsDoor
from channels.chat.widget.pages import Pages
from channels.completions.answering import Answering
from channels.completions.cors import Cors
from channels.completions.door import CompletionsDoor
from channels.voice.admitting import Gatekeeper
from channels.voice.door import VoiceDoor
from channels.voice.gather import Gather
from channels.voice.knocking import Switchboard
from channels.voice.relay import Relay
from channels.voice.relay_socket import RelaySockets
from channels.voice.transfer import Transferring
from console.rooms import Rooms
from console.site import Site
from infra.store.transaction import StoreUnavailable
from infra.tasks import Tasks
from journal.analytics import Analytics
from journal.reader import Reader
from routes.operation import Operation
from routes.paging import Cursors
from routes.serving import Serving
from server.auth import Auth
from server.house import House
from server.middleware import errors, explain, on_prepare
from server.reference import Reference
from server.watching import Watching
from server.widget import widget_door, widget_files

MOST_BYTES = 1_000_000
HOUSE: web.AppKey[House] = web.AppKey("house", House)


def build_app(house: House) -> web.Application:
    """All doors of a house. The application closes the house when it stops."""
    auth = Auth(house.directory, house.signals.limits, house.clock)
    completions = _completions(house, auth)
    operations = every_operation(house)
    watching = Watching(house.store, house.measures, house.settings.metrics_token, house.signals.healthy)
    site = _console(house)

    def render(request: web.Request, error: Exception) -> web.Response | None:
        return site.render(request, error) or completions.render(request, error)

    app = web.Application(client_max_size=MOST_BYTES, middlewares=[errors(render), completions.tidied])
    app[HOUSE] = house
    app.add_routes(completions.routes())
    _open_to_visitors(app, house)
    app.add_routes(Serving(auth, house.clock).routes(operations))
    app.add_routes(site.routes())
    app.add_routes((voice := _voice(house)).routes())
    app.on_shutdown.append(voice.drain)
    app.add_routes([*Reference(operations).routes(), *watching.routes()])
    app.on_response_prepare.extend([on_prepare, completions.on_prepare])
    app.cleanup_ctx.append(_living)
    app.on_shutdown.extend([_draining, lambda _: site.close()])
    return app


def every_operation(house: House) -> list[Operation[Any]]:
    """All that is served as JSON with an envelope."""
    store, cursors, reader = house.store, Cursors(house.vault.index), Reader(house.store, house.vault)
    sessions = SessionsDoor(
        house.directory, house.journal, house.beginning, house.turns, house.tasks, explain, house.clock
    )
    rooms = (
        Integrations(store, house.vault, cursors, house.roads, house.settings.dev_loopback_ports),
        Agents(store, cursors),
        Documents(store),
        Provisioning(store),
        Publishing(store, cursors),
        Keys(store, cursors),
        WidgetKeys(store, cursors),
        IdentitySecrets(store, house.vault, cursors),
        Numbers(store, cursors, house.settings.public_url),
        Members(store, house.vault, cursors),
        Webhooks(store, house.vault, cursors, house.settings.dev_loopback_ports),
        Deliveries(store, cursors),
        Conversations(reader, cursors),
        Photos(store, house.vault, reader),
        Reports(Analytics(store, house.clock)),
        Tickets(store, house.vault, cursors, house.people, house.dossiers),
        Privacy(store, house.vault),
        sessions,
    )
    return [operation for room in rooms for operation in room.operations()]


def _completions(house: House, auth: Auth) -> CompletionsDoor:
    return CompletionsDoor(
        auth,
        Answering(house.directory, house.beginning, house.naming, house.turns, house.clock),
        house.tasks,
        frozenset(house.settings.handoff_tools),
        Cors(frozenset(house.settings.cors_origins)),
        (StoreUnavailable,),
    )


def _console(house: House) -> Site:
    return Site(
        Rooms(
            store=house.store,
            vault=house.vault,
            clock=house.clock,
            roads=house.roads,
            counters=house.signals.counters,
            presence=house.signals.presence,
            people=house.people,
            dossiers=house.dossiers,
            bell=house.bell,
            reader=Reader(house.store, house.vault),
            analytics=Analytics(house.store, house.clock),
            loopback_ports=house.settings.dev_loopback_ports,
            public_url=house.settings.public_url,
            proxies=house.settings.proxies,
        )
    )


def _open_to_visitors(app: web.Application, house: House) -> None:
    """The widget's door, whose sockets are looked after as long as the application runs and told when it stops."""
    door = widget_door(house)
    files, promised = widget_files(house)

    async def living(_app: web.Application) -> AsyncIterator[None]:
        await promised.keep(files.built.promised)
        beside = Tasks()
        beside.start(door.sockets.run())
        yield
        await beside.close()

    async def stopping(_app: web.Application) -> None:
        await door.sockets.close()

    app.add_routes([*door.routes(), *files.routes(), *Pages(house.directory).routes()])
    app.on_response_prepare.append(door.cors.on_prepare)
    app.cleanup_ctx.append(living)
    app.on_shutdown.append(stopping)


def _voice(house: House) -> VoiceDoor:
    public_url = house.settings.public_url
    board = Switchboard(house.directory, house.calls, house.clock, public_url or "")
    transferring = Transferring(house.call_turns, house.transfers)
    gather = Gather(board, house.call_turns, transferring, house.tasks)
    gatekeeper = Gatekeeper(house.directory, public_url, StoreUnavailable)
    relay = Relay(board, gather, transferring, house.passes)
    sockets = RelaySockets(
        gatekeeper, board, turns=house.call_turns, passes=house.passes, house=house.tasks, clock=house.clock
    )
    return VoiceDoor(gatekeeper, board, gather, transferring, relay=relay, sockets=sockets)


async def _draining(app: web.Application) -> None:
    """No connection is taken any more."""
    app[HOUSE].drain()


async def _living(app: web.Application) -> AsyncIterator[None]:
    """What runs beside the doors, and the end of the house."""
    house = app[HOUSE]
    beside = Tasks()
    beside.start(house.be_present("web"))
    if house.settings.worker == "inside":
        beside.start(house.work())
    yield
    await beside.close()
    await house.close()
