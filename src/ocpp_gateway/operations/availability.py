"""Presence and status: connected, gone, heartbeat, StatusNotification (OCPP 1.6, 4.6 and 4.9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ocpp_gateway.charging.changes import Change, StationUpdate
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.stations import ConnectorStatus, Station
from ocpp_gateway.charging.times import StationTime
from ocpp_gateway.operations.announcements import announce, rfc3339
from ocpp_gateway.operations.connectors import is_possible, known_or_new, update
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.reads import Reads

STATION_STATES = frozenset(
    {ConnectorStatus.AVAILABLE, ConnectorStatus.UNAVAILABLE, ConnectorStatus.FAULTED, ConnectorStatus.UNKNOWN}
)
"""The states connector 0 can have; an occupied-like one only says that the station works."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """One StatusNotification in our words."""

    connector_number: int
    status: ConnectorStatus
    error_code: str
    info: str | None
    vendor_error_code: str | None
    at: StationTime


def connected(
    station: Station, *, remote_address: str, ocpp_version: str, reads: Reads, now: datetime
) -> Decision[None]:
    """A connection of this station is open and owns its lease."""
    change = StationUpdate(
        online=True,
        ocpp_version=ocpp_version,
        remote_address=remote_address,
        connected_at=now,
        last_message_at=now,
    )
    event = announce(
        EventType.STATION_CONNECTED,
        station,
        now,
        reads.new_id,
        online=True,
        ocpp_version=ocpp_version,
        connected_at=rfc3339(now),
        remote_address=remote_address,
    )
    return Decision(None, (change,), (event,))


def disconnected(station: Station, code: int, reason: str, reads: Reads, now: datetime) -> Decision[None]:
    """The connection is gone; the last signs of life, kept in memory until now, are stored with it."""
    change = StationUpdate(
        online=False,
        last_message_at=station.last_message_at,
        last_heartbeat=station.last_heartbeat,
    )
    event = announce(
        EventType.STATION_DISCONNECTED,
        station,
        now,
        reads.new_id,
        online=False,
        code=code,
        reason=reason[:123],
        last_message_at=rfc3339(station.last_message_at),
    )
    return Decision(None, (change,), (event,))


def heartbeat(station: Station, now: datetime) -> Decision[datetime]:
    """Our time is the answer. The sign of life is hot state; it is stored once a minute with other rows."""
    station.last_heartbeat = now
    return Decision(now)


def report_status(station: Station, report: StatusReport, reads: Reads, now: datetime) -> Decision[None]:
    """Keep what the station says; transitions are information, never refused (ocpp.md 2.11).

    A connector that is reported for the first time is created (quirk Q22). A number no station can mean is answered
    and stands in the message log only. The same report again changes nothing and is no event (quirk Q23).
    """
    number = report.connector_number
    if not is_possible(number):
        return Decision(None)
    connector = known_or_new(station, number, reads.new_id)
    status = report.status
    if number == 0 and status not in STATION_STATES:
        status = ConnectorStatus.AVAILABLE
    is_new = number not in station.connectors
    moved = is_new or status is not connector.status or report.error_code != connector.error_code
    if not moved and (report.info, report.vendor_error_code) == (connector.info, connector.vendor_error_code):
        return Decision(None)
    changes: list[Change] = [
        update(
            connector,
            status=status,
            error_code=report.error_code,
            info=report.info,
            vendor_error_code=report.vendor_error_code,
            last_status_change=report.at.effective if moved else connector.last_status_change,
        )
    ]
    if number == 0:
        changes.append(StationUpdate(status=status))
    if not moved:
        return Decision(None, tuple(changes))
    event = announce(
        EventType.CONNECTOR_STATUS_CHANGED,
        station,
        now,
        reads.new_id,
        connector=number,
        status=status.value,
        previous=None if is_new else connector.status.value,
        error_code=report.error_code,
        info=report.info,
        vendor_error_code=report.vendor_error_code,
        reported_at=rfc3339(report.at.effective),
    )
    return Decision(None, tuple(changes), (event,))
