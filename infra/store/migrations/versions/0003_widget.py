"""What the widget needs: identity secrets, photos, ratings, and the files that pages were promised for a year.

Times are Unix seconds.
"""

from typing import Final

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column, Double, ForeignKey, Integer, LargeBinary, Text

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TENANT: Final = "tenants.id"


def upgrade() -> None:
    """Add a column and make the new tables."""
    op.add_column("conversations", Column("helpful", Integer))
    op.create_table(
        "identity_secrets",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("agent_id", Text, ForeignKey("agents.id"), nullable=False, index=True),
        Column("sealed_secret", LargeBinary, nullable=False),
        Column("created_at", Double, nullable=False),
        Column("revoked_at", Double),
    )
    op.create_table(
        "photos",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("conversation_id", Text, index=True),
        Column("ticket_id", Text, ForeignKey("tickets.id"), index=True),
        Column("client_key", Text, nullable=False),
        Column("client_digest", Text, nullable=False),
        Column("sealed_picture", LargeBinary, nullable=False),
        Column("created_at", Double, nullable=False),
    )
    op.create_index("one_photo_per_client_key", "photos", ["conversation_id", "client_key"], unique=True)
    alone = sa.text("ticket_id IS NULL")
    op.create_index("photos_alone", "photos", ["created_at"], sqlite_where=alone, postgresql_where=alone)
    op.create_table(
        "widget_files",
        Column("name", Text, primary_key=True),
        Column("body", LargeBinary, nullable=False),
        Column("served_at", Double, nullable=False),
    )
