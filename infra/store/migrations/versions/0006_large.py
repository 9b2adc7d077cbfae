"""What is needed where there is a lot: the tickets of a conversation, the talks of one door, claims.

An index on the conversation alone was passed over: without statistics SQLite takes one index for as good as another
that names the tenant, and went through all of a tenant's tickets for every conversation.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make one index anew, and two more."""
    op.drop_index("tickets_of_conversation", "tickets")
    op.create_index("tickets_of_conversation", "tickets", ["conversation_id", "tenant_id", "number"])
    claimed = sa.text("state = 'claimed'")
    op.create_index("tickets_claimed", "tickets", ["owner"], sqlite_where=claimed, postgresql_where=claimed)
    op.create_index("conversations_by_door", "conversations", ["tenant_id", "door", "created_at", "id"])
