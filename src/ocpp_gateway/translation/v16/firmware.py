"""FirmwareStatusNotification and DiagnosticsStatusNotification ↔ status kept on the station."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.v16.messages import (
    DiagnosticsStatusNotificationRequest,
    DiagnosticsStatusNotificationResponse,
    FirmwareStatusNotificationRequest,
    FirmwareStatusNotificationResponse,
)
from ocpp_gateway.operations.firmware import report_diagnostics_status, report_firmware_status
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.words import clean


async def firmware_status_notification(
    station: Station, message: FirmwareStatusNotificationRequest, reads: Reads, now: datetime
) -> Handled:
    """Any order is possible; a reboot between Installing and Installed is normal."""
    del station, reads
    return Handled(
        response=FirmwareStatusNotificationResponse(),
        decision=report_firmware_status(clean(message.status, 50), now),
    )


async def diagnostics_status_notification(
    station: Station, message: DiagnosticsStatusNotificationRequest, reads: Reads, now: datetime
) -> Handled:
    """The state of an upload that GetDiagnostics asked for."""
    del station, reads
    return Handled(
        response=DiagnosticsStatusNotificationResponse(),
        decision=report_diagnostics_status(clean(message.status, 50), now),
    )
