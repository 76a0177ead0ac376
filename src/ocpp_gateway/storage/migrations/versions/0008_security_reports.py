"""Several keys may be offered to a station at once; what the security extension reports is kept."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("stations", sa.Column("offered_keys", types.JsonValue()))
    op.drop_column("stations", "next_key_hash")  # nothing has written it yet
    op.create_table(
        "security_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("tech_info", sa.Text()),
        sa.Column("critical", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_security_events_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_security_events"),
    )
    op.create_index("ix_security_events_station_id", "security_events", ["station_id", "id"])
    op.create_table(
        "progress_reports",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("request_id", sa.BigInteger()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("reported_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_progress_reports_station_id"),
        sa.PrimaryKeyConstraint("station_id", "kind", name="pk_progress_reports"),
    )
