"""What the console's pages stand on: handed over once by the server, which knows all rooms."""

from collections.abc import Callable
from dataclasses import dataclass

from infra.signals.counters import Counters
from infra.signals.presence import Presence
from infra.store.transaction import Store
from infra.store.vault import Vault
from journal.analytics import Analytics
from journal.reader import Reader
from tenants.sources import Roads
from turns.bell import Bell
from turns.dossier import Dossiers
from turns.people import People


@dataclass(frozen=True, slots=True)
class Rooms:
    """The parts. `clock` gives Unix seconds; `public_url` is how the world reaches us, where the operator said so.

    `proxies`: how many of the operator's own stand before us, see `routes.address`.
    """

    store: Store
    vault: Vault
    clock: Callable[[], float]
    roads: Roads
    counters: Counters
    presence: Presence
    people: People
    dossiers: Dossiers
    bell: Bell
    reader: Reader
    analytics: Analytics
    loopback_ports: frozenset[int]
    public_url: str | None
    proxies: int
