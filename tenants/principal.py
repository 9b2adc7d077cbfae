"""Who stands at a door: a tenant's key and what it may do; only the standard library is imported."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """One thing a key may do. `identity:assert`: what it claims for a customer counts as signed."""

    AGENTS_READ = "agents:read"
    AGENTS_WRITE = "agents:write"
    SKILLS_WRITE = "skills:write"
    INTEGRATIONS_READ = "integrations:read"
    INTEGRATIONS_WRITE = "integrations:write"
    CHAT_READ = "chat:read"
    CHAT_WRITE = "chat:write"
    IDENTITY_ASSERT = "identity:assert"
    TICKETS_READ = "tickets:read"
    TICKETS_WRITE = "tickets:write"
    KEYS_READ = "keys:read"
    KEYS_WRITE = "keys:write"
    NUMBERS_READ = "numbers:read"
    NUMBERS_WRITE = "numbers:write"
    MEMBERS_READ = "members:read"
    MEMBERS_WRITE = "members:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    CONVERSATIONS_READ = "conversations:read"
    ANALYTICS_READ = "analytics:read"
    PRIVACY_WRITE = "privacy:write"


@dataclass(frozen=True, slots=True)
class Principal:
    """The bearer of a valid key. Everything they see or change belongs to `tenant_id`."""

    tenant_id: int
    key_id: str
    scopes: frozenset[Scope]

    def may(self, scope: Scope) -> bool:
        """Whether the key was issued with this scope; none includes another."""
        return scope in self.scopes
