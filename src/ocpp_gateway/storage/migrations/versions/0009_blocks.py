"""Who blocked a connector, and the command that carries it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "connector_blocks",
        sa.Column("connector_id", sa.Uuid(), nullable=False),
        sa.Column("command_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", types.UtcDateTime(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_by_kind", sa.Text(), nullable=False),
        sa.Column("changed_by_id", sa.Uuid()),
        sa.Column("asked_status", sa.Text(), nullable=False),
        sa.Column("asks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("asks_since", types.UtcDateTime()),
        sa.ForeignKeyConstraint(["connector_id"], ["connectors.id"], name="fk_connector_blocks_connector_id"),
        sa.PrimaryKeyConstraint("connector_id", name="pk_connector_blocks"),
    )
