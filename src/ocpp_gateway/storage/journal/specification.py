"""The one specification of what a flush writes: which rows go into which table, and how.

From it come the PostgreSQL function and its row types (`flush_function`), the statements of SQLite (`statements`) and
the values they bind (`binding`). A row is a tuple with one value per field, in the order given here; the
fields' types are those of `tables`. A test compares what both databases make of the same rows.

Only columns that the owner of a lease writes stand here. `blocked`, `registration`, `group_name`, names and
credentials belong to the API and never appear.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from sqlalchemy import BigInteger, Boolean, Double, Integer, LargeBinary, Text, Uuid

from ocpp_gateway.storage import tables
from ocpp_gateway.storage.column_types import JsonText, JsonValue, Thousandths, UtcDateTime
from ocpp_gateway.storage.configuration_table import configuration

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

FUNCTION = "journal_flush_v1"
TYPE_PREFIX = "journal_v1_"
"""The version changes whenever a field does, so that two releases can share a schema (reliability F29)."""


class Mode(Enum):
    """How the rows of a section reach their table."""

    FENCE = "fence"
    """Not written: (station, epoch) pairs that must still hold."""
    APPEND = "append"
    """New rows."""
    START = "start"
    """New rows unless the same start is stored; one stored under another id refuses the flush (OG003)."""
    UPSERT = "upsert"
    """Insert, or overwrite every field that is not part of the key."""
    UPDATE = "update"
    """Overwrite every field of a row that must exist (OG004 if it does not)."""
    SPARSE = "sparse"
    """Overwrite the fields that are not NULL; an empty text clears its column."""
    EVENTS = "events"
    """New rows of the log, under its lock, positions returned. Always last."""


class Kind(Enum):
    """What a field holds, and the type that carries it to PostgreSQL's function."""

    UUID = "uuid"
    INTEGER = "integer"
    BIGINT = "bigint"
    TEXT = "text"
    JSON = "json"
    BYTES = "bytea"
    TIME = "timestamptz"
    DOUBLE = "double precision"
    BOOLEAN = "boolean"
    THOUSANDTHS = "thousandths"
    """A decimal carried as the whole number of its thousandths."""

    @property
    def carrier(self) -> str:
        """The PostgreSQL type in the row types."""
        return "bigint" if self is Kind.THOUSANDTHS else self.value


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one kind in a flush. `constants` are columns with the same SQL value in every row.

    A number of the key that may be unknown (`unknown_in_key`) is compared as -1: NULL would equal nothing.
    """

    name: str
    table: Table
    mode: Mode
    fields: tuple[str, ...]
    key: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = field(default=())
    unknown_in_key: frozenset[str] = frozenset()

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kind of each field."""
        return tuple(kind_of(self.table.c[name]) for name in self.fields)

    @property
    def nullable(self) -> tuple[bool, ...]:
        """Whether each field may be NULL in the table."""
        return tuple(bool(self.table.c[name].nullable) for name in self.fields)

    def compared(self, name: str, value: str) -> str:
        """Return the SQL by which a value of the key is compared."""
        return f"coalesce({value}, -1)" if name in self.unknown_in_key else value

    @property
    def changed(self) -> tuple[str, ...]:
        """The fields that an existing row takes over."""
        kept = {*self.key, "id"}
        return tuple(name for name in self.fields if name not in kept)


_KINDS: tuple[tuple[type, Kind], ...] = (
    (Uuid, Kind.UUID),
    (UtcDateTime, Kind.TIME),
    (Thousandths, Kind.THOUSANDTHS),
    (JsonText, Kind.JSON),
    (JsonValue, Kind.JSON),
    (BigInteger, Kind.BIGINT),
    (Integer, Kind.INTEGER),
    (Boolean, Kind.BOOLEAN),
    (Double, Kind.DOUBLE),
    (LargeBinary, Kind.BYTES),
    (Text, Kind.TEXT),
)


def kind_of(column: Column[object]) -> Kind:
    """Return the kind of a table's column."""
    for column_type, kind in _KINDS:
        if isinstance(column.type, column_type):
            return kind
    raise TypeError(f"the journal cannot carry {column.type!r} of {column}")


LEASES = Section("leases", tables.leases, Mode.FENCE, ("station_id", "epoch"), key=("station_id",))

CONNECTORS = Section(
    "connectors",
    tables.connectors,
    Mode.UPSERT,
    (
        "id",
        "station_id",
        "connector_number",
        "status",
        "error_code",
        "info",
        "vendor_error_code",
        "last_status_change",
        "meter_value",
        "power_w",
        "soc_percent",
        "last_sample_at",
        "last_start_at",
        "transaction_id",
    ),
    key=("station_id", "connector_number"),
)

STARTS = Section(
    "starts",
    tables.transactions,
    Mode.START,
    (
        "id",
        "station_id",
        "start_time",
        "connector_number",
        "start_meter",
        "id_tag_folded",
        "transaction_id",
        "connector_id",
        "id_tag",
        "id_tag_status",
        "start_time_raw",
        "start_key",
        "reservation_id",
        "estimated",
        "started_received_at",
    ),
    key=("station_id", "start_time", "connector_number", "start_meter", "id_tag_folded"),
    constants=(("status", "'active'"),),
    unknown_in_key=frozenset({"start_meter"}),
)

LOGS = Section(
    "logs",
    tables.ocpp_logs,
    Mode.APPEND,
    (
        "id",
        "station_id",
        "timestamp",
        "connector_id",
        "connector_number",
        "direction",
        "message_type",
        "action",
        "message_id",
        "payload",
        "raw",
        "violations",
    ),
)

METERS = Section(
    "meters",
    tables.meter_values,
    Mode.APPEND,
    (
        "station_id",
        "connector_id",
        "connector_number",
        "sampled_at",
        "received_at",
        "content_hash",
        "transaction_id",
        "energy_wh",
        "power_w",
        "current_a",
        "voltage_v",
        "soc_percent",
        "origin",
        "context",
        "samples",
    ),
)

STOPS = Section(
    "stops",
    tables.transactions,
    Mode.UPDATE,
    (
        "id",
        "station_id",
        "end_time",
        "end_time_raw",
        "end_meter",
        "total_kwh",
        "status",
        "stop_reason",
        "stop_id_tag",
        "stop_key",
        "estimated",
        "ended_received_at",
    ),
    key=("id", "station_id"),
)

UNMATCHED = Section(
    "unmatched",
    tables.transactions,
    Mode.APPEND,
    (
        "id",
        "station_id",
        "transaction_id",
        "connector_id",
        "connector_number",
        "id_tag",
        "id_tag_folded",
        "start_time",
        "start_meter",
        "end_time",
        "end_meter",
        "stop_reason",
        "stop_key",
        "estimated",
        "started_received_at",
        "ended_received_at",
    ),
    constants=(("status", "'unmatched'"),),
)

STATIONS = Section(
    "stations",
    tables.stations,
    Mode.SPARSE,
    (
        "id",
        "vendor",
        "model",
        "serial_number",
        "firmware_version",
        "iccid",
        "imsi",
        "meter_type",
        "meter_serial_number",
        "status",
        "online",
        "ocpp_version",
        "remote_address",
        "connected_at",
        "last_boot_at",
        "last_heartbeat",
        "last_message_at",
        "firmware_status",
        "firmware_status_at",
        "diagnostics_status",
        "diagnostics_status_at",
    ),
    key=("id",),
)

QUARANTINE = Section(
    "quarantine",
    tables.quarantine,
    Mode.APPEND,
    ("id", "station_id", "action", "message_id", "raw", "reason", "sqlstate", "received_at"),
)

EVENTS = Section(
    "events",
    tables.events,
    Mode.EVENTS,
    ("id", "type", "station_id", "station", "connector", "time", "data"),
)

NONCONFORMITIES = Section(
    "nonconformities",
    tables.nonconformities,
    Mode.UPSERT,
    ("station_id", "rule", "count", "first_at", "last_at", "last_log_id", "last_excerpt"),
    key=("station_id", "rule"),
)

SECURITY_EVENTS = Section(
    "security_events",
    tables.security_events,
    Mode.APPEND,
    ("id", "station_id", "type", "at", "received_at", "tech_info", "critical", "origin"),
)

PROGRESS_REPORTS = Section(
    "progress_reports",
    tables.progress_reports,
    Mode.UPSERT,
    ("station_id", "kind", "request_id", "status", "reported_at"),
    key=("station_id", "kind"),
)

CONFIGURATION = Section(
    "configuration",
    configuration,
    Mode.UPSERT,
    ("station_id", "key_folded", "key", "value", "readonly", "known", "reported_at"),
    key=("station_id", "key_folded"),
)

SECTIONS = (LEASES, CONNECTORS, STARTS, LOGS, METERS, STOPS, UNMATCHED, STATIONS, QUARANTINE, EVENTS)
"""In the order in which a flush writes them: refusals first, the log of events last (journal.md, point 4).

Connectors come before starts because a start references its connector, which may be new in the same message. Every
flush takes its row locks in this order and, inside a section, in the order of the keys, so two flushes cannot
deadlock.
"""

RARE_SECTIONS: tuple[Section, ...] = (
    NONCONFORMITIES,
    SECURITY_EVENTS,
    PROGRESS_REPORTS,
    CONFIGURATION,
)
"""Tables that few flushes write. Their rows are statements of their own in the flush's transaction, before all others,
so that a new one changes neither PostgreSQL's function nor what an ordinary flush costs. `APPEND` and `UPSERT` only."""

ALL_SECTIONS = (*SECTIONS, *RARE_SECTIONS)
"""What a row's section number counts in."""


def stamped(section: Section, *, inserting: bool) -> tuple[str, ...]:
    """Return the columns of the section that get the moment of the flush."""
    wanted = ("created_at", "updated_at") if inserting else ("updated_at",)
    return tuple(name for name in wanted if name in section.table.c)
