"""What is counted and timed for operators. No label names a tenant, an agent, a key or an order."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 8.0, 15.0, 30.0)


class Measures:
    """One per process, with a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.turns = Counter("waybill_turns", "Turns by door and outcome", ("door", "outcome"), registry=self.registry)
        self.turn_seconds = Histogram(
            "waybill_turn_seconds", "From hearing to reply", ("door",), buckets=SECONDS, registry=self.registry
        )
        self.lookups = Counter("waybill_lookups", "Lookups by what came of them", ("result",), registry=self.registry)
        self.lookup_seconds = Histogram(
            "waybill_lookup_seconds", "How long shops take", buckets=SECONDS, registry=self.registry
        )
        self.tickets = Counter("waybill_tickets", "Tickets opened, by reason", ("reason",), registry=self.registry)
        self.sockets = Gauge("waybill_sockets", "Visitors' sockets that are open", registry=self.registry)
