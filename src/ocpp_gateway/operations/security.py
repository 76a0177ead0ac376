"""What the security extension reports: kept where people find it, told to those who listen (ocpp.md 1.10)."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.changes import StationUpdate
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.security import CRITICAL, ProgressReport, SecurityEvent
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.operations.announcements import announce, rfc3339
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.ports import NewId

CERTIFICATE_WANTED = "CertificateWanted"
"""Our own word for a certificate request that nobody can sign."""

TAKE_OVERS_HELD = "TakeOversHeld"
"""Our own word for one identity on more connections than one station makes."""


def report_security_event(
    station: Station, kind: str, at: datetime, tech_info: str | None, new_id: NewId, now: datetime
) -> Decision[None]:
    """SecurityEventNotification: types that nobody knows are kept like the others, and are not critical."""
    record = SecurityEvent(
        id=new_id(), type=kind, at=at, received_at=now, tech_info=tech_info, critical=kind in CRITICAL
    )
    return _told(station, record, new_id)


def refuse_certificate(station: Station, new_id: NewId, now: datetime) -> Decision[None]:
    """SignCertificate without an authority to pass it to: the operators hear of it, the station hears Rejected."""
    record = SecurityEvent(
        id=new_id(),
        type=CERTIFICATE_WANTED,
        at=now,
        received_at=now,
        tech_info="no certificate authority is configured: the request was answered Rejected",
        critical=False,
        origin="gateway",
    )
    return _told(station, record, new_id)


def report_take_overs(station: Station, new_id: NewId, now: datetime) -> Decision[None]:
    """Two devices with one identity, or somebody who has its key (ocpp.md, decisions; reliability F16, S03)."""
    record = SecurityEvent(
        id=new_id(),
        type=TAKE_OVERS_HELD,
        at=now,
        received_at=now,
        tech_info="its connection was taken over too often: newcomers are refused for a minute",
        critical=True,
        origin="gateway",
    )
    return _told(station, record, new_id)


def report_log_status(status: str, request_id: int | None, now: datetime) -> Decision[None]:
    """LogStatusNotification: the upload that GetLog asked for is shown as diagnostics are, with its request."""
    report = ProgressReport(kind="log", request_id=request_id, status=status, reported_at=now)
    return Decision(None, (StationUpdate(diagnostics_status=status, diagnostics_status_at=now), report))


def report_signed_firmware_status(status: str, request_id: int | None, now: datetime) -> Decision[None]:
    """SignedFirmwareStatusNotification: shown as any firmware update is, with its request."""
    report = ProgressReport(kind="firmware", request_id=request_id, status=status, reported_at=now)
    return Decision(None, (StationUpdate(firmware_status=status, firmware_status_at=now), report))


def _told(station: Station, record: SecurityEvent, new_id: NewId) -> Decision[None]:
    event = announce(
        EventType.SECURITY_EVENT,
        station,
        record.received_at,
        new_id,
        type=record.type,
        timestamp=rfc3339(record.at),
        tech_info=record.tech_info,
        critical=record.critical,
        origin=record.origin,
    )
    return Decision(None, (record,), (event,))
