"""Finding out how many connectors a station has: each exists as `Unknown` before its first report."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.changes import Change
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.stations import MAX_CONNECTORS, ConnectorStatus, Station
from ocpp_gateway.operations.announcements import announce
from ocpp_gateway.operations.connectors import known_or_new, update
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.reads import Reads


def connectors_counted(station: Station, count: int | None, reads: Reads, now: datetime) -> Decision[None]:
    """Create the missing connectors 1…count. A refusal (`None`) or a silly number changes nothing."""
    if count is None or not 1 <= count <= MAX_CONNECTORS:
        return Decision(None)
    missing = [n for n in range(1, count + 1) if n not in station.connectors]
    changes: tuple[Change, ...] = tuple(
        update(known_or_new(station, number, reads.new_id), last_status_change=now) for number in missing
    )
    events = tuple(
        announce(
            EventType.CONNECTOR_STATUS_CHANGED,
            station,
            now,
            reads.new_id,
            connector=number,
            status=ConnectorStatus.UNKNOWN.value,
            previous=None,
            error_code="NoError",
        )
        for number in missing
    )
    return Decision(None, changes, events)
