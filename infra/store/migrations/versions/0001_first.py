"""The first schema: tenants and what they set up, what people said, tickets, outbox, counters.

Times are Unix seconds. Tables that every turn writes to have no row ids and as few indices as will do: each of them is
one more page in the log. A column called sealed_… holds a value of `infra.store.vault`; an …_index a keyed hash.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy import BigInteger, Column, Double, ForeignKey, Integer, LargeBinary, Text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TENANT: Final = "tenants.id"


def upgrade() -> None:
    """Make every table."""
    _tenants()
    _conversations()
    _tickets()
    _signals()


def _tenants() -> None:
    op.create_table(
        "tenants",
        Column("id", Integer, primary_key=True),
        Column("name", Text, nullable=False),
        Column("plan", Text, nullable=False),
        Column("next_ticket", Integer, nullable=False, server_default="1"),
        Column("created_at", Double, nullable=False),
    )
    op.create_table(
        "keys",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False, index=True),
        Column("name", Text, nullable=False),
        Column("digest", Text, nullable=False, unique=True),
        Column("last4", Text, nullable=False),
        Column("scopes", Text, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("expires_at", Double),
        Column("revoked_at", Double),
    )
    op.create_table(
        "integrations",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("kind", Text, nullable=False),
        Column("settings", Text, nullable=False),
        Column("sealed_credentials", LargeBinary, nullable=False),
        Column("last_success_at", Double),
        Column("last_failure", Text),
        Column("created_at", Double, nullable=False),
        Column("replaced_at", Double),
    )
    op.create_index(
        "one_active_integration",
        "integrations",
        ["tenant_id"],
        unique=True,
        sqlite_where=sa.text("replaced_at IS NULL"),
        postgresql_where=sa.text("replaced_at IS NULL"),
    )
    op.create_table(
        "agents",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False, index=True),
        Column("draft", Text, nullable=False),
        Column("published", Integer),
        Column("created_at", Double, nullable=False),
        Column("updated_at", Double, nullable=False),
    )
    op.create_table(
        "versions",
        Column("agent_id", Text, ForeignKey("agents.id"), primary_key=True),
        Column("number", Integer, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("content", Text, nullable=False),
        Column("note", Text),
        Column("created_at", Double, nullable=False),
    )
    generation = op.create_table(
        "generation",
        Column("id", Integer, primary_key=True),
        Column("number", BigInteger, nullable=False),
    )
    op.bulk_insert(generation, [{"id": 1, "number": 1}])


def _conversations() -> None:
    op.create_table(
        "conversations",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("agent_id", Text, nullable=False),
        Column("agent_version", Integer, nullable=False),
        Column("key_id", Text, nullable=False),
        Column("door", Text, nullable=False),
        Column("caller_index", Text),
        Column("sealed_said", LargeBinary, nullable=False),
        Column("version", Integer, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("updated_at", Double, nullable=False),
        Column("ended_at", Double),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "utterances",
        Column("conversation_id", Text, ForeignKey("conversations.id"), primary_key=True),
        Column("seq", Integer, primary_key=True),
        Column("tenant_id", Integer, nullable=False),
        Column("party", Text, nullable=False),
        Column("sealed_words", LargeBinary, nullable=False),
        Column("disclosed", Integer, nullable=False),
        Column("meta", Text, nullable=False),
        Column("client_key", Text),
        Column("client_digest", Text),
        Column("answered_by", Integer),
        Column("at", Double, nullable=False),
        sqlite_with_rowid=False,
    )
    named = sa.text("client_key IS NOT NULL")
    op.create_index(
        "one_utterance_per_client_key",
        "utterances",
        ["conversation_id", "client_key"],
        unique=True,
        sqlite_where=named,
        postgresql_where=named,
    )
    waiting = sa.text("party = 'customer' AND answered_by IS NULL")
    op.create_index("utterances_waiting", "utterances", ["at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "created",
        Column("key_id", Text, primary_key=True),
        Column("client_key", Text, primary_key=True),
        Column("client_digest", Text, nullable=False),
        Column("resource_id", Text, nullable=False),
        Column("at", Double, nullable=False),
        sqlite_with_rowid=False,
    )


def _tickets() -> None:
    op.create_table(
        "tickets",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("number", Integer, nullable=False),
        Column("kind", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("owner", Text),
        Column("version", Integer, nullable=False),
        Column("priority", Integer, nullable=False),
        Column("due_at", Double, nullable=False),
        Column("door", Text, nullable=False),
        Column("conversation_id", Text),
        Column("agent_id", Text, nullable=False),
        Column("identity_index", Text, nullable=False),
        Column("reference_index", Text),
        Column("contact_index", Text),
        Column("sealed_case", LargeBinary, nullable=False),
        Column("proof", Text, nullable=False),
        Column("outcome", Text),
        Column("handed_to_client", Integer, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("updated_at", Double, nullable=False),
        Column("resolved_at", Double),
    )
    op.create_index("ticket_number", "tickets", ["tenant_id", "number"], unique=True)
    unresolved = sa.text("state <> 'resolved'")
    op.create_index(
        "one_ticket_per_cause",
        "tickets",
        ["tenant_id", "identity_index"],
        unique=True,
        sqlite_where=unresolved,
        postgresql_where=unresolved,
    )
    op.create_index("queue", "tickets", ["tenant_id", "state", "priority", "due_at"])
    op.create_table(
        "ticket_events",
        Column("ticket_id", Text, ForeignKey("tickets.id"), primary_key=True),
        Column("seq", Integer, primary_key=True),
        Column("tenant_id", Integer, nullable=False),
        Column("event", Text, nullable=False),
        Column("cause", Text, unique=True),
        Column("sealed_words", LargeBinary),
        Column("at", Double, nullable=False),
    )
    op.create_table(
        "outbox",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, nullable=False),
        Column("event", Text, nullable=False),
        Column("payload", Text, nullable=False),
        Column("created_at", Double, nullable=False),
    )


def _signals() -> None:
    op.create_table(
        "counters",
        Column("key", Text, primary_key=True),
        Column("used", Integer, nullable=False),
        Column("expires_at", Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "vault",
        Column("id", Integer, primary_key=True),
        Column("sealed_check", LargeBinary, nullable=False),
    )
