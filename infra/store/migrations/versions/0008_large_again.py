"""What is needed where there is a lot: tickets of an order or a contact, and what clients have named themselves.

Each begins with what its statement names first (tenant or key): without statistics SQLite takes any index for as good
as another that does.
"""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make three indices."""
    op.create_index("tickets_by_reference", "tickets", ["tenant_id", "reference_index"])
    op.create_index("tickets_by_contact", "tickets", ["tenant_id", "contact_index"])
    op.create_index("created_resources", "created", ["key_id", "resource_id"])
