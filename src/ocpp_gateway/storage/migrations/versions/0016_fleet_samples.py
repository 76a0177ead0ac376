"""Samples of the fleet, for the curves of the overview."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fleet_samples",
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("coarse", sa.Boolean(), nullable=False),
        sa.Column("power_w", types.Thousandths(), nullable=False),
        sa.Column("stations", sa.Integer(), nullable=False),
        sa.Column("online", sa.Integer(), nullable=False),
        sa.Column("connectors", sa.Integer(), nullable=False),
        sa.Column("charging", sa.Integer(), nullable=False),
        sa.Column("faulted", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at", "group_name", name="pk_fleet_samples"),
    )
