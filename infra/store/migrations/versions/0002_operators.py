"""What operators need: webhooks and their deliveries, phone lines, widget keys, members, tallies, retention.

Times are Unix seconds; lists and settings are JSON in text. A `revision` rises with every change of its row, so that
two people who edit at once cannot undo each other unseen.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Double, ForeignKey, Integer, LargeBinary, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TENANT: Final = "tenants.id"
AGENT: Final = "agents.id"


def upgrade() -> None:
    """Add columns and make the new tables."""
    _added_columns()
    _active_integrations()
    _webhooks()
    _ways_in()
    _kept_and_forgotten()


def _added_columns() -> None:
    op.add_column("agents", Column("revision", Integer, nullable=False, server_default="1"))
    op.add_column("integrations", Column("failures", Integer, nullable=False, server_default="0"))
    op.add_column("tenants", Column("retention", Text, nullable=False, server_default="{}"))
    op.add_column("outbox", Column("dispatched_at", Double))
    waiting = sa.text("dispatched_at IS NULL")
    op.create_index("outbox_waiting", "outbox", ["created_at"], sqlite_where=waiting, postgresql_where=waiting)


def _active_integrations() -> None:
    """One way to look orders up for a tenant; a telephone account stands beside it."""
    op.drop_index("one_active_integration", "integrations")
    looks_up = sa.text("replaced_at IS NULL AND kind <> 'twilio'")
    op.create_index(
        "one_active_connector",
        "integrations",
        ["tenant_id"],
        unique=True,
        sqlite_where=looks_up,
        postgresql_where=looks_up,
    )
    active = sa.text("replaced_at IS NULL")
    op.create_index(
        "one_active_integration_per_kind",
        "integrations",
        ["tenant_id", "kind"],
        unique=True,
        sqlite_where=active,
        postgresql_where=active,
    )


def _webhooks() -> None:
    op.create_table(
        "webhooks",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False, index=True),
        Column("url", Text, nullable=False),
        Column("events", Text, nullable=False),
        Column("include_words", Integer, nullable=False),
        Column("enabled", Integer, nullable=False),
        Column("sealed_secret", LargeBinary, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("updated_at", Double, nullable=False),
    )
    op.create_table(
        "deliveries",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("webhook_id", Text, ForeignKey("webhooks.id", ondelete="CASCADE"), nullable=False),
        Column("event_id", Text, nullable=False),
        Column("state", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", Double, nullable=False),
        Column("leased_until", Double, nullable=False),
        Column("last_status", Integer),
        Column("last_error", Text),
        Column("created_at", Double, nullable=False),
        Column("settled_at", Double),
        sa.UniqueConstraint("event_id", "webhook_id"),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index(
        "deliveries_due", "deliveries", ["webhook_id", "next_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index("deliveries_of_webhook", "deliveries", ["webhook_id", "created_at"])


def _ways_in() -> None:
    """Phone lines, widget keys, members: whom each belongs to, and what it may do."""
    op.create_table(
        "numbers",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("e164", Text, nullable=False),
        Column("agent_id", Text, ForeignKey(AGENT), nullable=False),
        Column("mode", Text, nullable=False),
        Column("voice", Text),
        Column("language", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("updated_at", Double, nullable=False),
        sa.UniqueConstraint("tenant_id", "e164"),
    )
    op.create_table(
        "publishable_keys",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False, index=True),
        Column("agent_id", Text, ForeignKey(AGENT), nullable=False),
        Column("token", Text, nullable=False, unique=True),
        Column("name", Text, nullable=False),
        Column("origins", Text, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("updated_at", Double, nullable=False),
        Column("revoked_at", Double),
    )
    op.create_table(
        "members",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("name", Text, nullable=False),
        Column("role", Text, nullable=False),
        Column("email_index", Text, nullable=False),
        Column("sealed_email", LargeBinary, nullable=False),
        Column("revision", Integer, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("updated_at", Double, nullable=False),
        sa.UniqueConstraint("tenant_id", "email_index"),
    )


def _kept_and_forgotten() -> None:
    """What is counted for merchants, and how what people said is found again to be shown or forgotten."""
    op.create_table(
        "tallies",
        Column("tenant_id", Integer, primary_key=True),
        Column("day", Integer, primary_key=True),
        Column("door", Text, primary_key=True),
        Column("what", Text, primary_key=True),
        Column("label", Text, primary_key=True),
        Column("number", Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "addresses",
        Column("tenant_id", Integer, primary_key=True),
        Column("email_index", Text, primary_key=True),
        Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("addresses_of_conversation", "addresses", ["conversation_id"])
    op.create_index("conversations_begun", "conversations", ["tenant_id", "created_at"])
    op.create_index("tickets_of_conversation", "tickets", ["conversation_id"])
    op.create_index("tickets_of_contact", "tickets", ["tenant_id", "contact_index"])
