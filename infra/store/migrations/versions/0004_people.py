"""What people need who answer customers: whose a ticket is and until when, who is writing, what is to be mailed.

Times are Unix seconds. A mail holds neither address nor words: both are read from the ticket when it is sent.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Double, ForeignKey, Integer, Text

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns, and the table of mails."""
    for column in (Column("owner_name", Text), Column("lease_until", Double), Column("replied_at", Double)):
        op.add_column("tickets", column)
    op.add_column("tickets", Column("resolve_by", Double, nullable=False, server_default="0"))
    op.add_column("tickets", Column("waiting_since", Double, nullable=False, server_default="0"))
    op.add_column("tickets", Column("steps_taken", Integer, nullable=False, server_default="0"))
    op.add_column("tickets", Column("next_step_at", Double))
    op.execute("UPDATE tickets SET waiting_since = created_at, resolve_by = due_at + 86400")
    for name in ("actor", "actor_name"):
        op.add_column("ticket_events", Column(name, Text))
    for name in ("muted_by", "colleague"):
        op.add_column("conversations", Column(name, Text))
    op.add_column("conversations", Column("read_seq", Integer, nullable=False, server_default="0"))
    _mails()
    leased = sa.text("state = 'claimed' AND lease_until IS NOT NULL")
    op.create_index("tickets_leased", "tickets", ["lease_until"], sqlite_where=leased, postgresql_where=leased)
    waiting = sa.text("state = 'waiting'")
    op.create_index("tickets_stepping", "tickets", ["next_step_at"], sqlite_where=waiting, postgresql_where=waiting)


def _mails() -> None:
    op.create_table(
        "mails",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey("tenants.id"), nullable=False),
        Column("ticket_id", Text, ForeignKey("tickets.id", ondelete="CASCADE"), nullable=False),
        Column("kind", Text, nullable=False),
        Column("member_id", Text),
        Column("after_seq", Integer, nullable=False),
        Column("state", Text, nullable=False),
        Column("attempts", Integer, nullable=False),
        Column("next_at", Double, nullable=False),
        Column("leased_until", Double, nullable=False),
        Column("last_error", Text),
        Column("created_at", Double, nullable=False),
        Column("settled_at", Double),
    )
    waiting = sa.text("state = 'waiting'")
    op.create_index("mails_due", "mails", ["next_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("mails_of_ticket", "mails", ["ticket_id", "kind"])
