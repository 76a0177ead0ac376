"""The indexes that the lists of the API need, and one that nobody needed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_stations_identity", "stations", ["ocpp_id_folded"])
    op.create_index("ix_stations_group", "stations", ["group_name", "id"])
    _partial("ix_stations_status", "stations", ["status", "id"], "archived_at IS NULL")
    _partial("ix_stations_vendor", "stations", ["vendor", "model", "id"], "archived_at IS NULL")
    _partial("ix_stations_model", "stations", ["model", "id"], "archived_at IS NULL")
    _partial(
        "ix_stations_waiting",
        "stations",
        ["registration", "id"],
        "archived_at IS NULL AND registration <> 'accepted'",
    )
    _partial("ix_connectors_blocked", "connectors", ["station_id"], "blocked")
    op.create_index("ix_transactions_station", "transactions", ["station_id", "id"])
    op.create_index("ix_transactions_id_tag", "transactions", ["id_tag_folded", "id"])
    op.create_index("ix_transactions_start_time", "transactions", ["start_time", "id"])
    _partial("ix_transactions_not_completed", "transactions", ["status", "id"], "status <> 'completed'")
    _partial(
        "ix_transactions_not_completed_start",
        "transactions",
        ["status", "start_time", "id"],
        "status <> 'completed'",
    )
    op.create_index("ix_id_tags_group", "id_tags", ["group_name", "id"])
    # The primary key (timestamp, id) finds a span of time as well.
    op.drop_index("ix_ocpp_logs_timestamp", "ocpp_logs")


def _partial(name: str, table: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)
