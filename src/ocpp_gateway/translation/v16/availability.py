"""Heartbeat and StatusNotification ↔ presence and status."""

from __future__ import annotations

from datetime import datetime
from typing import get_args, get_type_hints

from ocpp_gateway.charging.stations import ConnectorStatus, Station
from ocpp_gateway.ocpp.timestamps import format_timestamp
from ocpp_gateway.ocpp.v16.messages import (
    HeartbeatRequest,
    HeartbeatResponse,
    StatusNotificationRequest,
    StatusNotificationResponse,
)
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.operations.availability import StatusReport, report_status
from ocpp_gateway.operations.availability import heartbeat as beat
from ocpp_gateway.operations.decision import Priority
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.masking import masked_text
from ocpp_gateway.translation.words import clean, clean_or_none, moment, note_connector, watch_clock

_STATES = {status.value.casefold(): status for status in ConnectorStatus} | {
    "occupied": ConnectorStatus.PREPARING,
}
"""`Occupied` is OCPP 1.5's word (quirk Q21): something is plugged in, no more is known."""

_ERRORS = {
    word.casefold(): word for word in get_args(get_type_hints(StatusNotificationRequest)["error_code"])
}


async def heartbeat(station: Station, message: HeartbeatRequest, reads: Reads, now: datetime) -> Handled:
    """Our time is what stations set their clocks by."""
    del message, reads
    decision = beat(station, now)
    return Handled(
        response=HeartbeatResponse(current_time=format_timestamp(decision.answer)),
        decision=decision,
        priority=Priority.TELEMETRY,
    )


async def status_notification(
    station: Station, message: StatusNotificationRequest, reads: Reads, now: datetime
) -> Handled:
    """A state that no version of OCPP knows is `Unknown`, such an error `OtherError` with the word as vendor's code."""
    number = message.connector_id
    notes: list[Violation] = []
    error = clean(message.error_code, 50) or "NoError"
    report = StatusReport(
        connector_number=number,
        status=_STATES.get(message.status.casefold(), ConnectorStatus.UNKNOWN),
        error_code=_ERRORS.get(error.casefold(), "OtherError"),
        info=clean_or_none(masked_text(message.info or "")),
        vendor_error_code=clean_or_none(masked_text(message.vendor_error_code or ""))
        or (error if error.casefold() not in _ERRORS else None),
        at=moment(message.timestamp, now, notes, quirks=station.quirks),
    )
    note_connector(number, notes)
    watch_clock(station, report.at, now, notes)
    return Handled(
        response=StatusNotificationResponse(),
        decision=report_status(station, report, reads, now),
        connector=number,
        violations=tuple(notes),
    )
