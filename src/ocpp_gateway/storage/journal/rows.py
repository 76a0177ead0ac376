"""From an entry to rows: one function per kind of change, in the order of the specification's fields.

Within an entry the last word counts: two updates of one connector become one row (the same key twice in an upsert is
an error for the whole batch), sparse updates of the station are laid over each other field by field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from ocpp_gateway.charging.changes import (
    ConnectorUpdate,
    MeterRecord,
    NonconformityCount,
    StationUpdate,
    TransactionEnd,
    TransactionStart,
    UnmatchedTransaction,
)
from ocpp_gateway.charging.tokens import fold
from ocpp_gateway.storage.column_types import to_thousandths
from ocpp_gateway.storage.journal.checks import Row, is_faithful_json
from ocpp_gateway.storage.journal.command_rows import BUILDERS as COMMAND_BUILDERS
from ocpp_gateway.storage.journal.configuration_rows import BUILDERS as CONFIGURATION_BUILDERS
from ocpp_gateway.storage.journal.security_rows import BUILDERS as SECURITY_BUILDERS
from ocpp_gateway.storage.journal.specification import (
    ALL_SECTIONS,
    CONNECTORS,
    EVENTS,
    LEASES,
    LOGS,
    METERS,
    NONCONFORMITIES,
    QUARANTINE,
    STARTS,
    STATIONS,
    STOPS,
    UNMATCHED,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.decision import Entry, LoggedFrame

NUMBER = {section.name: number for number, section in enumerate(ALL_SECTIONS)}
_LEASES, _CONNECTORS, _STARTS, _LOGS, _METERS, _STOPS, _UNMATCHED, _STATIONS, _QUARANTINE, _EVENTS = (
    NUMBER[section.name]
    for section in (LEASES, CONNECTORS, STARTS, LOGS, METERS, STOPS, UNMATCHED, STATIONS, QUARANTINE, EVENTS)
)

_NONCONFORMITIES = NUMBER[NONCONFORMITIES.name]

_encode = msgspec.json.Encoder().encode
_NOTHING_ESTIMATED = b"[]"
_STATION_FIELDS = STATIONS.fields[1:]

Numbered = tuple[int, Row]


def rows_of(entry: Entry) -> list[Numbered]:
    """Return the entry's rows with the number of their section.

    Raises `ValueError`, `OverflowError`, `TypeError` or `UnicodeError` for a value that no column can hold.
    """
    station_id = entry.station_id
    rows: list[Numbered] = [(_LEASES, (station_id, entry.epoch))]
    rows.extend((_LOGS, _log(station_id, frame)) for frame in entry.frames)
    connectors: dict[int, Row] = {}
    sparse: list[StationUpdate] = []
    for change in entry.changes:
        if type(change) is ConnectorUpdate:
            connectors[change.number] = _connector(station_id, change)
        elif type(change) is StationUpdate:
            sparse.append(change)
        elif type(change) is NonconformityCount and not change.due:
            continue  # hot state counts on; its row follows within the minute
        else:
            rows.append(_BUILDERS[type(change)](station_id, change))
    rows.extend((_CONNECTORS, connectors[number]) for number in sorted(connectors))
    if sparse:
        rows.append((_STATIONS, _station(station_id, sparse)))
    rows.extend((_EVENTS, _event(event)) for event in entry.events)
    return rows


def quarantine_rows(
    entry: Entry, row_id: UUID, reason: str, sqlstate: str | None, now: datetime
) -> list[Numbered]:
    """Return what is stored of an entry that the database refuses: the raw frame and the reason, under the same fence.

    The texts are cleaned of whatever a database could refuse; the frame is kept as bytes.
    """
    frame = next((f for f in entry.frames if f.direction == "in"), entry.frames[0] if entry.frames else None)
    if frame is None:
        raw = repr((*entry.changes, *entry.events)).encode("utf-8", "backslashreplace")
    else:
        raw = (frame.raw if frame.payload is None else frame.payload) or b""
    row = (
        row_id,
        entry.station_id,
        None if frame is None else _harmless(frame.action),
        None if frame is None else _harmless(frame.message_id),
        raw,
        _harmless(reason),
        sqlstate,
        now if frame is None else frame.timestamp,
    )
    return [(_LEASES, (entry.station_id, entry.epoch)), (_QUARANTINE, row)]


def _harmless(text: str) -> str:
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


def _thousandths(value: float | None) -> int | None:
    return None if value is None else to_thousandths(value)


def _estimated(fields: tuple[str, ...]) -> bytes:
    return _encode(fields) if fields else _NOTHING_ESTIMATED


def _log(station_id: UUID, frame: LoggedFrame) -> Row:
    payload, raw = frame.payload, frame.raw
    if payload is not None and not is_faithful_json(payload):
        payload, raw = None, payload
    return (
        frame.id,
        station_id,
        frame.timestamp,
        frame.connector_id,
        frame.connector_number,
        frame.direction,
        frame.message_type,
        frame.action,
        frame.message_id,
        payload,
        raw,
        frame.violations,
    )


def _connector(station_id: UUID, change: ConnectorUpdate) -> Row:
    return (
        change.id,
        station_id,
        change.number,
        change.status,  # a text already; `.value` is a slow property
        change.error_code,
        change.info,
        change.vendor_error_code,
        change.last_status_change,
        _thousandths(change.meter_value),
        _thousandths(change.power_w),
        _thousandths(change.soc_percent),
        change.last_sample_at,
        change.last_start_at,
        change.transaction,
    )


def _meter(station_id: UUID, change: MeterRecord) -> Numbered:
    return _METERS, (
        station_id,
        change.connector_id,
        change.connector_number,
        change.sampled_at,
        change.received_at,
        change.content_hash,
        change.transaction,
        change.energy_wh,
        change.power_w,
        change.current_a,
        change.voltage_v,
        change.soc_percent,
        change.origin,
        change.context,
        change.samples,
    )


def _start(station_id: UUID, change: TransactionStart) -> Numbered:
    return _STARTS, (
        change.id,
        station_id,
        change.start_time,
        change.connector_number,
        _thousandths(change.start_meter),
        change.id_tag_folded,
        change.transaction_id,
        change.connector_id,
        change.id_tag,
        change.id_tag_status,
        change.start_time_raw,
        change.start_key,
        change.reservation_id,
        _estimated(change.estimated),
        change.received_at,
    )


def _stop(station_id: UUID, change: TransactionEnd) -> Numbered:
    return _STOPS, (
        change.id,
        station_id,
        change.end_time,
        change.end_time_raw,
        to_thousandths(change.end_meter),
        to_thousandths(change.total_wh / 1000),
        change.status,
        change.stop_reason,
        change.stop_id_tag,
        change.stop_key,
        _estimated(change.estimated),
        change.received_at,
    )


def _unmatched(station_id: UUID, change: UnmatchedTransaction) -> Numbered:
    """The receipt time belongs to the end if there is one, else to the start."""
    ended = change.stop_key is not None or change.end_time is not None
    return _UNMATCHED, (
        change.id,
        station_id,
        change.transaction_id,
        change.connector_id,
        change.connector_number,
        change.id_tag,
        None if change.id_tag is None else fold(change.id_tag),
        change.start_time,
        _thousandths(change.start_meter),
        change.end_time,
        _thousandths(change.end_meter),
        change.stop_reason,
        change.stop_key,
        _estimated(change.estimated),
        None if ended else change.received_at,
        change.received_at if ended else None,
    )


def _nonconformity(station_id: UUID, change: NonconformityCount) -> Numbered:
    return _NONCONFORMITIES, (
        station_id,
        change.rule,
        change.count,
        change.first_at,
        change.last_at,
        change.last_log,
        change.last_excerpt,
    )


def _station(station_id: UUID, changes: list[StationUpdate]) -> Row:
    values: list[Any] = [station_id]
    for name in _STATION_FIELDS:
        value = None
        for change in changes:
            newer = getattr(change, name)
            if newer is not None:
                value = newer
        values.append(value)
    return tuple(values)


def _event(event: Event) -> Row:
    return (
        event.id,
        event.type,
        event.station_id,
        event.station,
        event.connector,
        event.time,
        _encode(event.data),
    )


_BUILDERS: dict[type, Callable[[UUID, Any], Numbered]] = {
    MeterRecord: _meter,
    NonconformityCount: _nonconformity,
    TransactionStart: _start,
    TransactionEnd: _stop,
    UnmatchedTransaction: _unmatched,
    **COMMAND_BUILDERS,
    **SECURITY_BUILDERS,
    **CONFIGURATION_BUILDERS,
}
