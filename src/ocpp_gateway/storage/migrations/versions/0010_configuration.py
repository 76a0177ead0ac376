"""What stations report of their configuration, and what people want of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "configuration",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("key_folded", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("readonly", sa.Boolean()),
        sa.Column("known", sa.Boolean()),
        sa.Column("reported_at", types.UtcDateTime()),
        sa.Column("wanted", sa.Text()),
        sa.Column("wanted_at", types.UtcDateTime()),
        sa.Column("wanted_by", sa.Text()),
        sa.Column("wanted_command", sa.Uuid()),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_configuration_station_id"),
        sa.PrimaryKeyConstraint("station_id", "key_folded", name="pk_configuration"),
    )
