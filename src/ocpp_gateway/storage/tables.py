"""The schema, once for both databases (INTERFACE.md section 8 and what stands beside it).

Conventions:

* ids are UUIDv7, so "newest first" is `ORDER BY id DESC` on the primary key;
* a column has one kind of writer: what the owner of a station's lease writes goes through `journal`, the rest
  (`registration`, `group_name`, `name`, credentials, `blocked`, tags, people) through `Database.begin()`;
* enumerations are text with a check; energy is in Wh, power in W, `total_kwh` in kWh, with three decimals.

How the tables come into being is written in `migrations/`; a test compares both on both databases.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from ocpp_gateway.storage import (  # noqa: F401 - their tables belong to the same metadata
    audit_table,
    block_table,
    claim_table,
    command_table,
    feed_tables,
    fleet_sample_table,
    job_table,
    people_tables,
)
from ocpp_gateway.storage.column_types import JsonText, JsonValue, Profiles, Thousandths, UtcDateTime
from ocpp_gateway.storage.list_indexes import index_lists
from ocpp_gateway.storage.schema import metadata as metadata  # noqa: PLC0414 - asked for here, where all tables are
from ocpp_gateway.storage.schema import one_of

if TYPE_CHECKING:
    from datetime import datetime

CONNECTOR_STATES = (
    "Available",
    "Preparing",
    "Charging",
    "SuspendedEV",
    "SuspendedEVSE",
    "Finishing",
    "Reserved",
    "Unavailable",
    "Faulted",
    "Unknown",
)
REGISTRATIONS = ("pending", "accepted", "rejected")
TRANSACTION_STATES = ("active", "completed", "interrupted", "unmatched")
MESSAGE_TYPES = ("Call", "CallResult", "CallError")
DIRECTIONS = ("in", "out")
TOKEN_STATES = ("Accepted", "Blocked", "Expired", "Invalid")

_UPDATED_OFTEN: dict[str, Any] = {"postgresql_with": {"fillfactor": "80"}}
"""Room in each page for the next version of a row: updates then touch no index."""


def _written() -> list[Column[datetime]]:
    return [Column(name, UtcDateTime, nullable=False) for name in ("created_at", "updated_at")]


stations = Table(
    "stations",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("ocpp_id", Text, nullable=False),
    Column("ocpp_id_folded", Text, nullable=False),
    Column("name", Text),
    Column("location", JsonValue),
    Column("map_x", Double),
    Column("map_y", Double),
    Column("status", Text, nullable=False, server_default="Unknown"),
    Column("registration", Text, nullable=False),
    Column("group_name", Text),
    Column("online", Boolean, nullable=False, server_default=text("false")),
    Column("ocpp_version", Text),
    Column("security_profile", Integer, nullable=False, server_default="1"),
    Column("vendor", Text),
    Column("model", Text),
    Column("serial_number", Text),
    Column("firmware_version", Text),
    Column("iccid", Text),
    Column("imsi", Text),
    Column("meter_type", Text),
    Column("meter_serial_number", Text),
    Column("firmware_status", Text),
    Column("firmware_status_at", UtcDateTime),
    Column("diagnostics_status", Text),
    Column("diagnostics_status_at", UtcDateTime),
    Column("remote_address", Text),
    Column("connected_at", UtcDateTime),
    Column("last_boot_at", UtcDateTime),
    Column("last_heartbeat", UtcDateTime),
    Column("last_message_at", UtcDateTime),
    Column("key_hash", Text),
    Column("presented_hash", Text),
    Column("unauthenticated_until", UtcDateTime),
    Column("certificate", JsonValue),
    Column("presented_certificate", JsonValue),
    Column("offered_keys", JsonValue),
    Column("raised_profile", Profiles),
    Column("validation", Text),
    Column("quirks", JsonValue, nullable=False, server_default="{}"),
    *_written(),
    Column("archived_at", UtcDateTime),
    Column("version", Integer, nullable=False, server_default="1"),
    one_of("status", CONNECTOR_STATES),
    one_of("registration", REGISTRATIONS),
    **_UPDATED_OFTEN,
)
"""`status` is that of connector 0. `version` counts what people edit (ETag); the journal leaves it alone.

`map_x` and `map_y` say where `location` lies on the map, 0 to 1 (`operations/station_map.py`); written with it.
`validation` is `strict`, `lenient` or NULL (as the listener is); `quirks` is what overrides the profile of its model.
"""
Index(
    "uq_stations_living",
    stations.c.ocpp_id_folded,
    unique=True,
    postgresql_where=stations.c.archived_at.is_(None),
    sqlite_where=stations.c.archived_at.is_(None),
)

connectors = Table(
    "connectors",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("station_id", Uuid, ForeignKey("stations.id"), nullable=False),
    Column("connector_number", Integer, nullable=False),
    Column("status", Text, nullable=False, server_default="Unknown"),
    Column("error_code", Text, nullable=False, server_default="NoError"),
    Column("info", Text),
    Column("vendor_error_code", Text),
    Column("blocked", Boolean, nullable=False, server_default=text("false")),
    Column("last_status_change", UtcDateTime),
    Column("meter_value", Thousandths),
    Column("power_w", Thousandths),
    Column("soc_percent", Thousandths),
    Column("last_sample_at", UtcDateTime),
    Column("last_start_at", UtcDateTime),
    Column("transaction_id", Uuid),
    *_written(),
    UniqueConstraint("station_id", "connector_number"),
    one_of("status", CONNECTOR_STATES),
    **_UPDATED_OFTEN,
)
"""`transaction_id` is the open transaction's row (no constraint: both rows are written by the same flush)."""

transactions = Table(
    "transactions",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("transaction_id", Text, nullable=False),
    Column("station_id", Uuid, ForeignKey("stations.id"), nullable=False),
    Column("connector_id", Uuid, ForeignKey("connectors.id")),
    Column("connector_number", Integer),
    Column("id_tag", Text),
    Column("id_tag_folded", Text),
    Column("id_tag_status", Text),
    Column("start_time", UtcDateTime),
    Column("start_time_raw", Text),
    Column("end_time", UtcDateTime),
    Column("end_time_raw", Text),
    Column("start_meter", Thousandths),
    Column("end_meter", Thousandths),
    Column("total_kwh", Thousandths),
    Column("status", Text, nullable=False),
    Column("stop_reason", Text),
    Column("stop_id_tag", Text),
    Column("reservation_id", Integer),
    Column("start_key", LargeBinary),
    Column("stop_key", LargeBinary),
    Column("estimated", JsonValue, nullable=False, server_default="[]"),
    Column("started_received_at", UtcDateTime),
    Column("ended_received_at", UtcDateTime),
    *_written(),
    one_of("status", TRANSACTION_STATES),
)
"""`total_kwh` of a running transaction is NULL: it is (connectors.meter_value - start_meter) while the connector
still names the transaction."""
_MATCHED = text("status <> 'unmatched'")
_ENDED_BY_CONTENT = text("stop_key IS NOT NULL")
_ACTIVE = text("status = 'active'")
Index(
    "uq_transactions_start",
    transactions.c.station_id,
    transactions.c.start_time,
    transactions.c.connector_number,
    text("coalesce(start_meter, -1)"),  # NULL, for a meter that nobody knows, would equal nothing
    transactions.c.id_tag_folded,
    unique=True,
    postgresql_where=_MATCHED,
    sqlite_where=_MATCHED,
)
Index("ix_transactions_transaction_id", transactions.c.station_id, transactions.c.transaction_id)
Index("ix_transactions_start_key", transactions.c.station_id, transactions.c.start_key)
Index(
    "ix_transactions_stop_key",
    transactions.c.station_id,
    transactions.c.stop_key,
    postgresql_where=_ENDED_BY_CONTENT,
    sqlite_where=_ENDED_BY_CONTENT,
)
Index(
    "ix_transactions_last_stop",
    transactions.c.station_id,
    transactions.c.ended_received_at,
    postgresql_where=_ENDED_BY_CONTENT,
    sqlite_where=_ENDED_BY_CONTENT,
)
Index(
    "ix_transactions_active_tag",
    transactions.c.id_tag_folded,
    postgresql_where=_ACTIVE,
    sqlite_where=_ACTIVE,
)

# Rows of the next two tables come from the journal only. It locks the lease row of the station, which references the
# station, so on PostgreSQL a foreign key on every row would prove again what is already known: they are declared on
# SQLite alone. Partitioned by day of the gateway's receipt time, because station clocks say 1970 (journal.md).
ocpp_logs = Table(
    "ocpp_logs",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("station_id", Uuid, nullable=False),
    Column("connector_id", Uuid),
    Column("connector_number", Integer),
    Column("direction", Text, nullable=False),
    Column("message_type", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("payload", JsonText),
    Column("raw", LargeBinary),
    Column("violations", JsonText),
    Column("timestamp", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("timestamp", "id"),
    one_of("direction", DIRECTIONS),
    one_of("message_type", MESSAGE_TYPES),
    postgresql_partition_by="RANGE (timestamp)",
)
"""A frame that JSON cannot hold faithfully has `payload` NULL and its bytes in `raw`. In this order the key is also the
index of every list of frames, newest first; nobody looks a frame up by its id alone."""
Index("ix_ocpp_logs_station", ocpp_logs.c.station_id, ocpp_logs.c.timestamp)

meter_values = Table(
    "meter_values",
    metadata,
    Column("station_id", Uuid, nullable=False),
    Column("connector_id", Uuid, nullable=False),
    Column("connector_number", Integer, nullable=False),
    Column("transaction_id", Uuid),
    Column("sampled_at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("origin", Text, nullable=False),
    Column("context", Text, nullable=False),
    Column("energy_wh", Double),
    Column("power_w", Double),
    Column("current_a", Double),
    Column("voltage_v", Double),
    Column("soc_percent", Double),
    Column("samples", JsonText, nullable=False),
    Column("content_hash", BigInteger, nullable=False),
    postgresql_partition_by="RANGE (received_at)",
)
"""One row per MeterValue. The quantities are doubles rounded to three decimals: readings, not money."""
Index(
    "ix_meter_values_connector",
    *(meter_values.c[name] for name in ("station_id", "connector_number", "received_at", "content_hash")),
)
Index(
    "ix_meter_values_transaction",
    meter_values.c.transaction_id,
    meter_values.c.sampled_at,
    postgresql_where=meter_values.c.transaction_id.is_not(None),
    sqlite_where=meter_values.c.transaction_id.is_not(None),
)
Index("ix_meter_values_received", meter_values.c.received_at, postgresql_using="brin")

events = Table(
    "events",
    metadata,
    Column(
        "position",
        BigInteger().with_variant(Integer(), "sqlite"),
        Identity(always=True),
        primary_key=True,
        autoincrement=True,
    ),
    Column("id", Uuid, nullable=False),
    Column("type", Text, nullable=False),
    Column("station_id", Uuid),
    Column("station", Text),
    Column("connector", Integer),
    Column("time", UtcDateTime, nullable=False),
    Column("data", JsonValue, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)
"""Positions are in commit order, because every writer takes the log's lock first: use `events.append`, nothing else."""

leases = Table(
    "leases",
    metadata,
    Column("station_id", Uuid, ForeignKey("stations.id"), primary_key=True),
    Column("epoch", BigInteger, nullable=False),
    Column("node_id", Text, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
    **_UPDATED_OFTEN,
)
Index("ix_leases_node", leases.c.node_id)

nodes = Table(
    "nodes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("renewed_at", UtcDateTime, nullable=False),
    Column("stopped_at", UtcDateTime),
)

flushes = Table(
    "flushes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
)
"""The ids of committed flushes: what tells a repetition from a first attempt when an outcome is unknown."""

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("station_id", Uuid, nullable=False),
    Column("action", Text),
    Column("message_id", Text),
    Column("raw", LargeBinary, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sqlstate", Text),
    Column("received_at", UtcDateTime, nullable=False),
)
"""Messages that the database refused. No constraint but the key: what comes here must find a place."""

refused_handshakes = Table(
    "refused_handshakes",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    Column("remote_address", Text, nullable=False),
    Column("identity", Text),
    Column("identity_folded", Text),
    Column("status", Integer, nullable=False),
    Column("reason", Text, nullable=False),
    Column("detail", Text),
    Column("times", Integer, nullable=False),
)
"""Who was not let in, and the real reason. Equal refusals of one moment are one row that counts them (`times`)."""
Index("ix_refused_handshakes_identity_folded", refused_handshakes.c.identity_folded, refused_handshakes.c.id)

transaction_ids = Table(
    "transaction_ids",
    metadata,
    Column("name", Text, primary_key=True),
    Column("next", BigInteger, nullable=False),
)
"""The next free number of a series; nodes take them in blocks. One row: `ocpp1.6`."""

id_tags = Table(
    "id_tags",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("id_tag", Text, nullable=False),
    Column("id_tag_folded", Text, nullable=False, unique=True),
    Column("status", Text, nullable=False),
    Column("expiry", UtcDateTime),
    Column("parent", Text),
    Column("group_name", Text),
    Column("note", Text),
    Column("concurrent", Boolean, nullable=False, server_default=text("false")),
    *_written(),
    Column("version", Integer, nullable=False, server_default="1"),
    one_of("status", TOKEN_STATES),
)
"""`concurrent`: the tag may have more than one running transaction."""

id_tag_aliases = Table(
    "id_tag_aliases",
    metadata,
    Column("alias_folded", Text, primary_key=True),
    Column("alias", Text),
    Column("id_tag_id", Uuid, ForeignKey("id_tags.id", ondelete="CASCADE"), nullable=False, index=True),
)
"""Other names of a tag: OCPP 1.6 carries 20 characters, OCPP 2 and roaming 36. `alias` is the name as entered."""

nonconformities = Table(
    "nonconformities",
    metadata,
    Column("station_id", Uuid, ForeignKey("stations.id"), nullable=False),
    Column("rule", Text, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("last_log_id", Uuid),
    Column("last_excerpt", Text, nullable=False),
    PrimaryKeyConstraint("station_id", "rule"),
)
"""How often each station departed from which rule. Written by its owner, at most once a minute for each rule.

`last_log_id` is a row of `ocpp_logs` that retention may have removed since: no constraint.
"""

security_events = Table(
    "security_events",
    metadata,
    Column("id", Uuid, nullable=False),
    Column("station_id", Uuid, ForeignKey("stations.id"), nullable=False),
    Column("type", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("tech_info", Text),
    Column("critical", Boolean, nullable=False),
    Column("origin", Text, nullable=False),
    PrimaryKeyConstraint("id"),
)
"""What stations report with SecurityEventNotification, and what the gateway noticed about them (`origin`).

Kept as long as meter values: the event log is too short for an investigation. `id` grows with time.
"""
Index("ix_security_events_station_id", security_events.c.station_id, security_events.c.id)

progress_reports = Table(
    "progress_reports",
    metadata,
    Column("station_id", Uuid, ForeignKey("stations.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("request_id", BigInteger),
    Column("status", Text, nullable=False),
    Column("reported_at", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("station_id", "kind"),
)
"""The newest report on a job that a command with a request id began: kind `log` or `firmware`."""

index_lists(stations, connectors, transactions, id_tags)
