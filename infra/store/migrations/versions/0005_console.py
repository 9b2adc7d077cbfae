"""What the console needs: passwords of members, their sessions, one-time links, drafts and ready-made replies.

Of a session or a link only a digest is kept, of a password only what argon2id makes of it. All go with their member.
"""

from typing import Final

from alembic import op
from sqlalchemy import Column, Double, ForeignKey, Integer, LargeBinary, Text

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MEMBER: Final = "members.id"
TENANT: Final = "tenants.id"
GOES_WITH: Final = "CASCADE"


def upgrade() -> None:
    """Make the tables."""
    _who_comes_in()
    _what_they_write()


def _who_comes_in() -> None:
    op.create_table(
        "member_passwords",
        Column("member_id", Text, ForeignKey(MEMBER, ondelete=GOES_WITH), primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("sign_in_index", Text, nullable=False, index=True),
        Column("digest", Text, nullable=False),
        Column("changed_at", Double, nullable=False),
    )
    op.create_table(
        "member_sessions",
        Column("digest", Text, primary_key=True),
        Column("member_id", Text, ForeignKey(MEMBER, ondelete=GOES_WITH), nullable=False, index=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("created_at", Double, nullable=False),
        Column("seen_at", Double, nullable=False),
    )
    op.create_table(
        "member_links",
        Column("digest", Text, primary_key=True),
        Column("member_id", Text, ForeignKey(MEMBER, ondelete=GOES_WITH), nullable=False, index=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("expires_at", Double, nullable=False),
    )


def _what_they_write() -> None:
    op.create_table(
        "drafts",
        Column("ticket_id", Text, ForeignKey("tickets.id", ondelete=GOES_WITH), primary_key=True),
        Column("member_id", Text, ForeignKey(MEMBER, ondelete=GOES_WITH), primary_key=True),
        Column("kind", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False),
        Column("sealed_text", LargeBinary, nullable=False),
        Column("updated_at", Double, nullable=False),
    )
    op.create_table(
        "ready_replies",
        Column("id", Text, primary_key=True),
        Column("tenant_id", Integer, ForeignKey(TENANT), nullable=False, index=True),
        Column("name", Text, nullable=False),
        Column("words", Text, nullable=False),
        Column("created_at", Double, nullable=False),
    )
