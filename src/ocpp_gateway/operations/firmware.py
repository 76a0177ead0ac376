"""Status of firmware updates and diagnostics uploads, kept on the station (OCPP 1.6, 4.4 and 4.5)."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.changes import StationUpdate
from ocpp_gateway.operations.decision import Decision


def report_firmware_status(status: str, now: datetime) -> Decision[None]:
    """FirmwareStatusNotification: series may stop midway or come out of order, each report is simply kept."""
    return Decision(None, (StationUpdate(firmware_status=status, firmware_status_at=now),))


def report_diagnostics_status(status: str, now: datetime) -> Decision[None]:
    """DiagnosticsStatusNotification."""
    return Decision(None, (StationUpdate(diagnostics_status=status, diagnostics_status_at=now),))
