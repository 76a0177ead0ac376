"""The station's messages of the security extension: events, certificate requests, progress of logs and firmware."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.v16.messages import (
    LogStatusNotificationRequest,
    LogStatusNotificationResponse,
    SecurityEventNotificationRequest,
    SecurityEventNotificationResponse,
    SignCertificateRequest,
    SignCertificateResponse,
    SignedFirmwareStatusNotificationRequest,
    SignedFirmwareStatusNotificationResponse,
)
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.operations.security import (
    refuse_certificate,
    report_log_status,
    report_security_event,
    report_signed_firmware_status,
)
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.masking import masked_value
from ocpp_gateway.translation.words import clean, clean_or_none, moment

LARGEST_INTEGER = 2**63 - 1


async def security_event_notification(
    station: Station, message: SecurityEventNotificationRequest, reads: Reads, now: datetime
) -> Handled:
    """Any type is accepted; its technical information is kept without credentials."""
    notes: list[Violation] = []
    told = moment(message.timestamp, now, notes, quirks=station.quirks)
    tech_info = None if message.tech_info is None else clean_or_none(masked_value(message.tech_info))
    decision = report_security_event(
        station, clean(message.type, 50), told.effective, tech_info, reads.new_id, now
    )
    return Handled(response=SecurityEventNotificationResponse(), decision=decision, violations=tuple(notes))


async def sign_certificate(
    station: Station, message: SignCertificateRequest, reads: Reads, now: datetime
) -> Handled:
    """The gateway signs nothing itself and has no authority to ask: never a promise that nobody keeps."""
    del message
    return Handled(
        response=SignCertificateResponse(status="Rejected"),
        decision=refuse_certificate(station, reads.new_id, now),
    )


async def log_status_notification(
    station: Station, message: LogStatusNotificationRequest, reads: Reads, now: datetime
) -> Handled:
    """The state of an upload that GetLog asked for."""
    del station, reads
    return Handled(
        response=LogStatusNotificationResponse(),
        decision=report_log_status(clean(message.status, 50), _number(message.request_id), now),
    )


async def signed_firmware_status_notification(
    station: Station, message: SignedFirmwareStatusNotificationRequest, reads: Reads, now: datetime
) -> Handled:
    """Any order is possible around the reboot, as with unsigned firmware."""
    del station, reads
    return Handled(
        response=SignedFirmwareStatusNotificationResponse(),
        decision=report_signed_firmware_status(clean(message.status, 50), _number(message.request_id), now),
    )


def _number(request_id: int | None) -> int | None:
    """A number that no column can hold was never one of ours."""
    return request_id if request_id is not None and abs(request_id) <= LARGEST_INTEGER else None
