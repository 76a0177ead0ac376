"""BootNotification: a station says what it is and asks whether it may take part (OCPP 1.6, 4.2; ocpp.md 2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ocpp_gateway.charging.changes import Change, StationUpdate
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import ConnectorStatus, Registration, Station
from ocpp_gateway.operations.announcements import announce, rfc3339
from ocpp_gateway.operations.connectors import known_or_new, update
from ocpp_gateway.operations.decision import Decision
from ocpp_gateway.operations.reads import Reads

REPEATED_BOOT = timedelta(seconds=60)
"""Some stations boot every few seconds (quirk Q18): they are answered, but connectors are not reset again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nameplate:
    """What a station says about itself; an empty text is an absent one (quirk Q19)."""

    vendor: str = ""
    model: str = ""
    serial_number: str = ""
    firmware_version: str = ""
    iccid: str = ""
    imsi: str = ""
    meter_type: str = ""
    meter_serial_number: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """The answer: registration, our time, and the heartbeat interval or the shortest wait (seconds)."""

    registration: Registration
    now: datetime
    interval: int


def register(station: Station, nameplate: Nameplate, reads: Reads, now: datetime) -> Decision[Registered]:
    """Store the nameplate; an accepted station's connectors are `Unknown` from here until their next report.

    A boot ends no transaction: stations resume, or send the stop later (quirk Q16).
    """
    accepted = station.registration is Registration.ACCEPTED
    policy = reads.policy
    answer = Registered(
        station.registration, now, policy.heartbeat_interval if accepted else policy.pending_interval
    )
    changes: list[Change] = [
        StationUpdate(
            vendor=nameplate.vendor,
            model=nameplate.model,
            serial_number=nameplate.serial_number,
            firmware_version=nameplate.firmware_version,
            iccid=nameplate.iccid,
            imsi=nameplate.imsi,
            meter_type=nameplate.meter_type,
            meter_serial_number=nameplate.meter_serial_number,
            last_boot_at=now,
            last_heartbeat=now,
            last_message_at=now,
            status=ConnectorStatus.UNKNOWN if _resets(station, now) else None,
        )
    ]
    events = [
        announce(
            EventType.STATION_BOOTED,
            station,
            now,
            reads.new_id,
            registration=station.registration.value,
            vendor=nameplate.vendor or None,
            model=nameplate.model or None,
            firmware_version=nameplate.firmware_version or None,
            status=ConnectorStatus.UNKNOWN.value if _resets(station, now) else None,
            last_boot_at=rfc3339(now),
        )
    ]
    if _resets(station, now):
        unknown, changed = _all_unknown(station, reads, now)
        changes += unknown
        events += changed
    return Decision(answer, tuple(changes), tuple(events))


def _resets(station: Station, now: datetime) -> bool:
    """A real boot, not one of a series: connector 0 must exist, and the last boot must be a while ago."""
    return (
        0 not in station.connectors
        or station.last_boot_at is None
        or now - station.last_boot_at >= REPEATED_BOOT
    )


def _all_unknown(station: Station, reads: Reads, now: datetime) -> tuple[list[Change], list[Event]]:
    changes: list[Change] = []
    events: list[Event] = []
    for number in sorted({0, *station.connectors}):
        connector = known_or_new(station, number, reads.new_id)
        if number in station.connectors and connector.status is ConnectorStatus.UNKNOWN:
            continue
        changes.append(
            update(
                connector,
                status=ConnectorStatus.UNKNOWN,
                error_code="NoError",
                info=None,
                vendor_error_code=None,
                last_status_change=now,
                power_w=None,
            )
        )
        if number in station.connectors and number > 0:
            events.append(
                announce(
                    EventType.CONNECTOR_STATUS_CHANGED,
                    station,
                    now,
                    reads.new_id,
                    connector=number,
                    status=ConnectorStatus.UNKNOWN.value,
                    previous=connector.status.value,
                    error_code="NoError",
                    info=None,
                    vendor_error_code=None,
                    reported_at=rfc3339(now),
                )
            )
    return changes, events
