"""Id tags that may charge twice at once, other names as they were entered, quirks of stations, non-conformities."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "id_tags", sa.Column("concurrent", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column("id_tag_aliases", sa.Column("alias", sa.Text()))
    op.add_column("stations", sa.Column("validation", sa.Text()))
    op.add_column("stations", sa.Column("quirks", types.JsonValue(), server_default="{}", nullable=False))
    op.create_table(
        "nonconformities",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("first_at", types.UtcDateTime(), nullable=False),
        sa.Column("last_at", types.UtcDateTime(), nullable=False),
        sa.Column("last_log_id", sa.Uuid()),
        sa.Column("last_excerpt", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_nonconformities_station_id"),
        sa.PrimaryKeyConstraint("station_id", "rule", name="pk_nonconformities"),
    )
