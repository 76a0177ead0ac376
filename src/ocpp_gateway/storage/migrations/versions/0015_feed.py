"""The live feed: the generation of the event log and the tickets of browsers."""

from __future__ import annotations

import secrets

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    log = op.create_table(
        "event_log",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("pruned_through", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("id = 1", name="ck_event_log_single"),
        sa.PrimaryKeyConstraint("id", name="pk_event_log"),
    )
    # What was removed until now is not known any more: everything before the oldest event that is left.
    oldest = op.get_bind().execute(sa.text("SELECT min(position) FROM events")).scalar()
    op.bulk_insert(
        log,
        [{"id": 1, "generation": secrets.token_hex(4), "pruned_through": (oldest or 1) - 1}],
    )
    op.create_table(
        "feed_tickets",
        sa.Column("ticket_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("family", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("expires_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_feed_tickets_user_id"),
        sa.PrimaryKeyConstraint("ticket_hash", name="pk_feed_tickets"),
    )
