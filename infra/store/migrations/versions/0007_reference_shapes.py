"""What the references of a connector look like, learnt from those its shop knew: first letters and how many digits."""

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reference_shapes",
        Column("integration_id", Text, ForeignKey("integrations.id"), primary_key=True),
        Column("prefix", Text, primary_key=True),
        Column("digits", Integer, primary_key=True),
        Column("tenant_id", Integer, ForeignKey("tenants.id"), nullable=False),
    )
