"""Heartbeat and StatusNotification ↔ presence and status."""

from __future__ import annotations

from datetime import datetime

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
from ocpp_gateway.translation.words import clean, clean_or_none, moment

_STATES = {status.value.casefold(): status for status in ConnectorStatus} | {
    "occupied": ConnectorStatus.PREPARING,
}
"""`Occupied` is OCPP 1.5's word (quirk Q21): something is plugged in, no more is known."""


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
    """A state that no version of OCPP knows is `Unknown`; the log keeps the word."""
    number = message.connector_id
    notes: list[Violation] = []
    report = StatusReport(
        connector_number=number,
        status=_STATES.get(message.status.casefold(), ConnectorStatus.UNKNOWN),
        error_code=clean(message.error_code, 50) or "NoError",
        info=clean_or_none(message.info),
        vendor_error_code=clean_or_none(message.vendor_error_code),
        at=moment(message.timestamp, now, notes),
    )
    return Handled(
        response=StatusNotificationResponse(),
        decision=report_status(station, report, reads, now),
        connector=number,
        violations=tuple(notes),
    )
