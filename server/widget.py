"""The widget's door, wired."""

from channels.chat.widget.arriving import Arriving
from channels.chat.widget.cors import Cors
from channels.chat.widget.counting import Counting
from channels.chat.widget.door import WidgetDoor
from channels.chat.widget.feed import Feed
from channels.chat.widget.files import Files, ours
from channels.chat.widget.guests import Guests
from channels.chat.widget.hearing import Hearing
from channels.chat.widget.photos import PhotoDoor
from channels.chat.widget.socket import SocketDoor
from channels.chat.widget.sockets import Sockets
from channels.chat.widget.twins import Twins
from infra.pictures.apart import Drawing
from infra.store.promised import Promised
from infra.store.transaction import StoreUnavailable
from server.house import House
from tenants.identity import Identities
from tenants.passes import Passes
from turns.pictures import Pictures
from turns.showing import Showing


def widget_door(house: House) -> WidgetDoor:
    """The door to a house's visitors."""
    settings, clock = house.settings, house.clock
    passes = Passes(house.vault)
    guests = Guests(house.directory, passes, clock, public_url=settings.public_url, proxies=settings.proxies)
    counting = Counting(house.signals.limits, house.signals.counters, passes)
    arriving = Arriving(
        guests,
        house.directory,
        passes,
        Identities(house.store, house.vault),
        house.journal,
        house.beginning,
        house.news,
        counting,
        clock,
    )
    pictures = Pictures(house.store, house.vault, house.journal, house.news, Drawing(), clock=clock)
    feed = Feed(Showing(house.journal, house.replies, house.directory, clock), pictures.left)
    away = (StoreUnavailable,)
    hearing = Hearing(guests, house.journal, house.turns, clock, away)
    sockets = Sockets(house.tasks, house.measures, clock)
    return WidgetDoor(
        Cors(house.directory, guests),
        guests,
        counting,
        arriving,
        SocketDoor(guests, feed, hearing, house.news, sockets, house.tasks, away),
        Twins(feed, hearing, house.news, sockets, house.tasks),
        PhotoDoor(pictures),
        sockets,
        house.journal,
        house.news,
        clock,
    )


def widget_files(house: House) -> tuple[Files, Promised]:
    """The files of the widget, and where they are kept for a year."""
    promised = Promised(house.store, house.clock)
    return Files(ours(), promised.find), promised
