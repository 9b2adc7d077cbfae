"""What the doors ask at every request: whose key this is, and what the tenant's published assistant is and may do.

Everything read is kept until the `generation` row moves; that one row is read each time, a few microseconds on SQLite,
so a change by the command line or in another process holds from the next request on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from conversation.terms import Terms
from infra.store.transaction import Store, Transaction
from infra.store.vault import Vault
from intents.meaning import Hints
from lookup.order import OrderSource
from tenants import generation, integrations, keys, publishing, reference_shapes, telephones, tenancy, widget_keys
from tenants.connector import Connection
from tenants.errors import NoPublishedVersion
from tenants.handoff import Handoff
from tenants.integrations import Integration
from tenants.plans import Plan
from tenants.principal import Principal
from tenants.publishing import Version
from tenants.telephones import Telephone
from tenants.widget_keys import WidgetKey

MOST_ORIGINS = 10_000


@dataclass(frozen=True, slots=True)
class PublishedAgent:
    """A version as it is served now: name and skills are the version's own, all else in `terms` is the newest.

    `handoff` is the newest too. `shop` and `integration_id` are None where the tenant has no active connector.
    """

    tenant_id: int
    agent_id: str
    name: str
    version: int
    published_at: float
    terms: Terms
    shop: OrderSource | None
    integration_id: str | None
    handoff: Handoff = field(default_factory=Handoff)


@dataclass(slots=True)
class _Setup:
    """A tenant as it stands. `newest` has an entry for each agent, also for those never published."""

    tenant_id: int
    plan: Plan
    integration: Integration | None
    shop: OrderSource | None
    hints: Hints
    newest: dict[str, Version | None]
    served: dict[tuple[str, int], PublishedAgent] = field(default_factory=dict)

    def serve(self, version: Version, newest: Version) -> PublishedAgent:
        agent = PublishedAgent(
            tenant_id=self.tenant_id,
            agent_id=version.agent_id,
            name=version.content.name,
            version=version.number,
            published_at=version.created_at,
            terms=self._terms(version, newest),
            shop=self.shop,
            integration_id=self.integration.id if self.integration else None,
            handoff=newest.content.handoff,
        )
        self.served[version.agent_id, version.number] = agent
        return agent

    def _terms(self, version: Version, newest: Version) -> Terms:
        policy, connector = newest.content.policy.policy(), self.integration
        switched_on = connector.kinds if connector else ()
        return Terms(
            policy=policy,
            guardrails=newest.content.guardrails.guardrails(),
            plan_allows=self.plan.allows_lookup,
            kinds=frozenset(skill.kind for skill in version.content.skills).intersection(switched_on),
            verifies=policy.endpoint_verifies or (connector is not None and connector.judges(newest.content.policy)),
            strict=policy.endpoint_verifies or (connector is not None and connector.strict),
            locates=connector is not None and connector.locates(newest.content.policy),
            sees_all=connector is None or connector.sees_all,
            hints=self.hints,
        )


@dataclass(slots=True)
class _Known:
    """What was read at one generation. Key holders stand by digest, with the time at which their key expires."""

    generation: int
    holders: dict[str, tuple[Principal, float | None]] = field(default_factory=dict)
    setups: dict[int, _Setup] = field(default_factory=dict)
    widget_keys: dict[str, WidgetKey] = field(default_factory=dict)
    origins: dict[str, bool] = field(default_factory=dict)
    telephones: dict[str, Telephone] = field(default_factory=dict)


class Directory:
    """One per process."""

    def __init__(
        self,
        store: Store,
        vault: Vault,
        connect: Callable[[Connection], OrderSource],
        clock: Callable[[], float],
    ) -> None:
        """Read nothing yet.

        `connect` makes the way to a shop. It is called once per connection, for the shop holds the tenant's limit of
        places. `clock` gives Unix seconds.
        """
        self._store = store
        self._vault = vault
        self._connect = connect
        self._clock = clock
        self._known = _Known(generation=-1)
        self._shops: dict[int, tuple[str, OrderSource]] = {}  # by tenant; outlives generations

    async def principal(self, token: str) -> Principal | None:
        """Whose key this is; None if it is unknown, revoked or expired. Raises: StoreUnavailable."""
        known = await self._newest()
        # Found by the digest of 256 random bits: what the time of a comparison tells of it leads to no token.
        digest = keys.digest(token)
        holder = known.holders.get(digest)
        if holder is None:
            key = await self._store.read(lambda t: keys.by_digest(t, digest))
            if key is None:  # not remembered: anybody could fill the memory with tokens
                return None
            holder = known.holders[digest] = Principal(key.tenant_id, key.id, key.scopes), key.expires_at
        principal, expires_at = holder
        return None if expires_at is not None and expires_at <= self._clock() else principal

    async def widget_key(self, token: str) -> WidgetKey | None:
        """The publishable key that stands in a page; None if it is unknown or revoked. Raises: StoreUnavailable."""
        known = await self._newest()
        key = known.widget_keys.get(token)
        if key is None:
            key = await self._store.read(lambda t: widget_keys.by_token(t, token))
            if key is None:
                return None
            known.widget_keys[token] = key
        return key

    async def names_origin(self, origin: str) -> bool:
        """Whether pages of this origin may use any publishable key at all. Raises: StoreUnavailable."""
        if not origin.isascii():  # browsers write other letters in ASCII; what they never send is looked up nowhere
            return False
        known = await self._newest()
        named = known.origins.get(origin)
        if named is None:
            named = await self._store.read(lambda t: widget_keys.is_named(t, origin))
            if len(known.origins) < MOST_ORIGINS:  # anybody may come from anywhere
                known.origins[origin] = named
        return named

    async def telephone(self, line_id: str) -> Telephone | None:
        """Whose line this is and who may call it, or None where there is no such line. Raises: StoreUnavailable."""
        known = await self._newest()
        if line_id in known.telephones:
            return known.telephones[line_id]
        found = await self._store.read(lambda t: telephones.load(t, self._vault, line_id))
        if found is not None:  # what is no line is not remembered: anybody could fill the memory with names
            known.telephones[line_id] = found
        return found

    async def agent(self, tenant_id: int, agent_id: str, version: int | None = None) -> PublishedAgent | None:
        """An assistant of this tenant, or None where it has no such agent or version.

        `version` is the one a conversation began with, by default the newest.

        Raises: NoPublishedVersion; SetupError (not_found) for an unknown tenant; StoreUnavailable; VaultError.
        """
        setup = await self._setup(tenant_id)
        if agent_id not in setup.newest:
            return None
        newest = setup.newest[agent_id]
        if newest is None:
            raise NoPublishedVersion(agent_id)
        number = newest.number if version is None else version
        if (served := setup.served.get((agent_id, number))) is not None:
            return served
        own = newest
        if number != newest.number:
            older = await self._store.read(lambda t: publishing.version(t, tenant_id, agent_id, number))
            if older is None:
                return None
            own = older
        return setup.serve(own, newest)

    async def published(self, tenant_id: int) -> list[PublishedAgent]:
        """All published assistants of this tenant, oldest first. Raises: as `agent`."""
        setup = await self._setup(tenant_id)
        newest = (version for version in setup.newest.values() if version is not None)
        return [setup.served.get((own.agent_id, own.number)) or setup.serve(own, own) for own in newest]

    async def _newest(self) -> _Known:
        number = await self._store.read(generation.current)
        if number != self._known.generation:
            # A new object, so that a read begun before can only fill the one that nobody asks any more.
            self._known = _Known(number)
        return self._known

    async def _setup(self, tenant_id: int) -> _Setup:
        known = await self._newest()
        if tenant_id not in known.setups:
            known.setups[tenant_id] = await self._store.read(lambda t: self._load(t, tenant_id))
        return known.setups[tenant_id]

    async def _load(self, t: Transaction, tenant_id: int) -> _Setup:
        tenant = await tenancy.find(t, tenant_id)
        integration = await integrations.active(t, tenant_id)
        newest = await publishing.newest(t, tenant_id)
        learnt = await reference_shapes.of(t, tenant_id, integration.id) if integration else []
        hints = reference_shapes.hints(integration.reference_prefixes if integration else (), learnt)
        return _Setup(tenant_id, tenant.plan, integration, self._shop(tenant_id, integration), hints, newest)

    def _shop(self, tenant_id: int, integration: Integration | None) -> OrderSource | None:
        """The way to the tenant's shop: the same object for as long as the same connection is active."""
        if integration is None:
            self._shops.pop(tenant_id, None)
            return None
        kept = self._shops.get(tenant_id)
        if kept is None or kept[0] != integration.id:
            connection = integrations.connection_of(integration, self._vault)
            kept = self._shops[tenant_id] = integration.id, self._connect(connection)
        return kept[1]
