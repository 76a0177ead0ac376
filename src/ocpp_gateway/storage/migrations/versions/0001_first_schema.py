"""What stations bring: their tables, the event log, and on PostgreSQL the journal's function and default partitions.

What is written here stays as it is; later changes are revisions of their own (expand, backfill, contract one release
later: reliability F28).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import op

from ocpp_gateway.storage import column_types as types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CONNECTOR_STATES = (
    "status IN ('Available', 'Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing', 'Reserved',"
    " 'Unavailable', 'Faulted', 'Unknown')"
)
_UPDATED_OFTEN: dict[str, Any] = {"postgresql_with": {"fillfactor": "80"}}


def upgrade() -> None:
    for create in (
        _stations,
        _connectors,
        _transactions,
        _ocpp_logs,
        _meter_values,
        _events,
        _leases,
        _nodes,
        _flushes,
        _quarantine,
        _transaction_ids,
    ):
        create()
    if _is_postgresql():
        for table in ("ocpp_logs", "meter_values"):
            op.execute(f"CREATE TABLE {table}_default PARTITION OF {table} DEFAULT")
        for statement in Path(__file__).with_name("journal_flush_v1.sql").read_text().split("\n\n"):
            op.get_bind().exec_driver_sql(statement)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _where(condition: str) -> dict[str, Any]:
    """Make an index partial on both databases."""
    return {"postgresql_where": sa.text(condition), "sqlite_where": sa.text(condition)}


def _key_of_logs() -> tuple[str, ...]:
    """A partitioned table's key must contain what it is partitioned by."""
    return ("timestamp", "id") if _is_postgresql() else ("id",)


def _of_station(table: str) -> list[sa.ForeignKeyConstraint]:
    """Rows of the journal reference their station and connector; see `tables` for why PostgreSQL need not check it."""
    if _is_postgresql():
        return []
    return [
        sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
        for column, target in (("station_id", "stations"), ("connector_id", "connectors"))
    ]


def _stations() -> None:
    op.create_table(
        "stations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ocpp_id", sa.Text(), nullable=False),
        sa.Column("ocpp_id_folded", sa.Text(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("location", types.JsonValue()),
        sa.Column("status", sa.Text(), server_default="Unknown", nullable=False),
        sa.Column("registration", sa.Text(), nullable=False),
        sa.Column("group_name", sa.Text()),
        sa.Column("online", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("ocpp_version", sa.Text()),
        sa.Column("security_profile", sa.Integer(), server_default="1", nullable=False),
        sa.Column("vendor", sa.Text()),
        sa.Column("model", sa.Text()),
        sa.Column("serial_number", sa.Text()),
        sa.Column("firmware_version", sa.Text()),
        sa.Column("iccid", sa.Text()),
        sa.Column("imsi", sa.Text()),
        sa.Column("meter_type", sa.Text()),
        sa.Column("meter_serial_number", sa.Text()),
        sa.Column("firmware_status", sa.Text()),
        sa.Column("firmware_status_at", types.UtcDateTime()),
        sa.Column("diagnostics_status", sa.Text()),
        sa.Column("diagnostics_status_at", types.UtcDateTime()),
        sa.Column("remote_address", sa.Text()),
        sa.Column("connected_at", types.UtcDateTime()),
        sa.Column("last_boot_at", types.UtcDateTime()),
        sa.Column("last_heartbeat", types.UtcDateTime()),
        sa.Column("last_message_at", types.UtcDateTime()),
        sa.Column("key_hash", sa.Text()),
        sa.Column("presented_hash", sa.Text()),
        sa.Column("unauthenticated_until", types.UtcDateTime()),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.Column("archived_at", types.UtcDateTime()),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "registration IN ('pending', 'accepted', 'rejected')", name="ck_stations_registration"
        ),
        sa.CheckConstraint(_CONNECTOR_STATES, name="ck_stations_status"),
        sa.PrimaryKeyConstraint("id", name="pk_stations"),
        **_UPDATED_OFTEN,
    )
    op.create_index(
        "uq_stations_living", "stations", ["ocpp_id_folded"], unique=True, **_where("archived_at IS NULL")
    )


def _connectors() -> None:
    op.create_table(
        "connectors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("connector_number", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), server_default="Unknown", nullable=False),
        sa.Column("error_code", sa.Text(), server_default="NoError", nullable=False),
        sa.Column("info", sa.Text()),
        sa.Column("vendor_error_code", sa.Text()),
        sa.Column("blocked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("last_status_change", types.UtcDateTime()),
        sa.Column("meter_value", types.Thousandths()),
        sa.Column("power_w", types.Thousandths()),
        sa.Column("soc_percent", types.Thousandths()),
        sa.Column("last_sample_at", types.UtcDateTime()),
        sa.Column("last_start_at", types.UtcDateTime()),
        sa.Column("transaction_id", sa.Uuid()),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint(_CONNECTOR_STATES, name="ck_connectors_status"),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_connectors_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_connectors"),
        sa.UniqueConstraint(
            "station_id", "connector_number", name="uq_connectors_station_id_connector_number"
        ),
        **_UPDATED_OFTEN,
    )


def _transactions() -> None:
    op.create_table(
        "transactions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transaction_id", sa.Text(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("connector_id", sa.Uuid()),
        sa.Column("connector_number", sa.Integer()),
        sa.Column("id_tag", sa.Text()),
        sa.Column("id_tag_folded", sa.Text()),
        sa.Column("id_tag_status", sa.Text()),
        sa.Column("start_time", types.UtcDateTime()),
        sa.Column("start_time_raw", sa.Text()),
        sa.Column("end_time", types.UtcDateTime()),
        sa.Column("end_time_raw", sa.Text()),
        sa.Column("start_meter", types.Thousandths()),
        sa.Column("end_meter", types.Thousandths()),
        sa.Column("total_kwh", types.Thousandths()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("stop_reason", sa.Text()),
        sa.Column("stop_id_tag", sa.Text()),
        sa.Column("reservation_id", sa.Integer()),
        sa.Column("start_key", sa.LargeBinary()),
        sa.Column("stop_key", sa.LargeBinary()),
        sa.Column("estimated", types.JsonValue(), server_default="[]", nullable=False),
        sa.Column("started_received_at", types.UtcDateTime()),
        sa.Column("ended_received_at", types.UtcDateTime()),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.Column("updated_at", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'completed', 'interrupted', 'unmatched')", name="ck_transactions_status"
        ),
        sa.ForeignKeyConstraint(["connector_id"], ["connectors.id"], name="fk_transactions_connector_id"),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_transactions_station_id"),
        sa.PrimaryKeyConstraint("id", name="pk_transactions"),
    )
    op.create_index(
        "ix_transactions_active_tag", "transactions", ["id_tag_folded"], **_where("status = 'active'")
    )
    op.create_index(
        "ix_transactions_last_stop",
        "transactions",
        ["station_id", "ended_received_at"],
        **_where("stop_key IS NOT NULL"),
    )
    op.create_index("ix_transactions_start_key", "transactions", ["station_id", "start_key"])
    op.create_index(
        "ix_transactions_stop_key",
        "transactions",
        ["station_id", "stop_key"],
        **_where("stop_key IS NOT NULL"),
    )
    op.create_index("ix_transactions_transaction_id", "transactions", ["station_id", "transaction_id"])
    op.create_index(
        "uq_transactions_start",
        "transactions",
        [
            "station_id",
            "start_time",
            "connector_number",
            sa.text("coalesce(start_meter, -1)"),
            "id_tag_folded",
        ],
        unique=True,
        **_where("status <> 'unmatched'"),
    )


def _ocpp_logs() -> None:
    op.create_table(
        "ocpp_logs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("connector_id", sa.Uuid()),
        sa.Column("connector_number", sa.Integer()),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("message_type", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("payload", types.JsonText()),
        sa.Column("raw", sa.LargeBinary()),
        sa.Column("violations", types.JsonText()),
        sa.Column("timestamp", types.UtcDateTime(), nullable=False),
        sa.CheckConstraint("direction IN ('in', 'out')", name="ck_ocpp_logs_direction"),
        sa.CheckConstraint(
            "message_type IN ('Call', 'CallResult', 'CallError')", name="ck_ocpp_logs_message_type"
        ),
        *_of_station("ocpp_logs"),
        sa.PrimaryKeyConstraint(*_key_of_logs(), name="pk_ocpp_logs"),
        postgresql_partition_by="RANGE (timestamp)",
    )
    op.create_index("ix_ocpp_logs_station", "ocpp_logs", ["station_id", "timestamp"])
    op.create_index("ix_ocpp_logs_timestamp", "ocpp_logs", ["timestamp"], postgresql_using="brin")


def _meter_values() -> None:
    op.create_table(
        "meter_values",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("connector_id", sa.Uuid(), nullable=False),
        sa.Column("connector_number", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.Uuid()),
        sa.Column("sampled_at", types.UtcDateTime(), nullable=False),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("context", sa.Text(), nullable=False),
        sa.Column("energy_wh", sa.Double()),
        sa.Column("power_w", sa.Double()),
        sa.Column("current_a", sa.Double()),
        sa.Column("voltage_v", sa.Double()),
        sa.Column("soc_percent", sa.Double()),
        sa.Column("samples", types.JsonText(), nullable=False),
        sa.Column("content_hash", sa.BigInteger(), nullable=False),
        *_of_station("meter_values"),
        postgresql_partition_by="RANGE (received_at)",
    )
    op.create_index(
        "ix_meter_values_connector",
        "meter_values",
        ["station_id", "connector_number", "received_at", "content_hash"],
    )
    op.create_index("ix_meter_values_received", "meter_values", ["received_at"], postgresql_using="brin")
    op.create_index(
        "ix_meter_values_transaction",
        "meter_values",
        ["transaction_id", "sampled_at"],
        **_where("transaction_id IS NOT NULL"),
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column(
            "position",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=True),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("station_id", sa.Uuid()),
        sa.Column("station", sa.Text()),
        sa.Column("connector", sa.Integer()),
        sa.Column("time", types.UtcDateTime(), nullable=False),
        sa.Column("data", types.JsonValue(), nullable=False),
        sa.Column("created_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_events"),
        sqlite_autoincrement=True,
    )


def _leases() -> None:
    op.create_table(
        "leases",
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("node_id", sa.Text(), nullable=False),
        sa.Column("claimed_at", types.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["station_id"], ["stations.id"], name="fk_leases_station_id"),
        sa.PrimaryKeyConstraint("station_id", name="pk_leases"),
        **_UPDATED_OFTEN,
    )
    op.create_index("ix_leases_node", "leases", ["node_id"])


def _nodes() -> None:
    op.create_table(
        "nodes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("started_at", types.UtcDateTime(), nullable=False),
        sa.Column("renewed_at", types.UtcDateTime(), nullable=False),
        sa.Column("stopped_at", types.UtcDateTime()),
        sa.PrimaryKeyConstraint("id", name="pk_nodes"),
    )


def _flushes() -> None:
    op.create_table(
        "flushes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_flushes"),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("station_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text()),
        sa.Column("message_id", sa.Text()),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sqlstate", sa.Text()),
        sa.Column("received_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
    )


def _transaction_ids() -> None:
    op.create_table(
        "transaction_ids",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_transaction_ids"),
    )
