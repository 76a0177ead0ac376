"""BootNotification ↔ registration."""

from __future__ import annotations

from datetime import datetime

from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.timestamps import format_timestamp
from ocpp_gateway.ocpp.v16.messages import (
    BootNotificationRequest,
    BootNotificationResponse,
    RegistrationStatus,
)
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.operations.boot import REPEATED_BOOT, Nameplate, register
from ocpp_gateway.operations.reads import Reads
from ocpp_gateway.translation.handled import Handled
from ocpp_gateway.translation.words import clean

_STATUS: dict[Registration, RegistrationStatus] = {
    Registration.ACCEPTED: "Accepted",
    Registration.PENDING: "Pending",
    Registration.REJECTED: "Rejected",
}


async def boot_notification(
    station: Station, message: BootNotificationRequest, reads: Reads, now: datetime
) -> Handled:
    """The charge box serial number is deprecated and only stands in for a missing charge point serial number."""
    nameplate = Nameplate(
        vendor=clean(message.charge_point_vendor),
        model=clean(message.charge_point_model),
        serial_number=clean(message.charge_point_serial_number or message.charge_box_serial_number),
        firmware_version=clean(message.firmware_version),
        iccid=clean(message.iccid),
        imsi=clean(message.imsi),
        meter_type=clean(message.meter_type),
        meter_serial_number=clean(message.meter_serial_number),
    )
    notes: list[Violation] = []
    for name, text in (("chargePointVendor", nameplate.vendor), ("chargePointModel", nameplate.model)):
        if not text.strip():
            notes.append(Violation(Rule.EMPTY_NAME, f"$.{name}", "empty"))
    if station.last_boot_at is not None and now - station.last_boot_at < REPEATED_BOOT:
        accepted = station.registration is Registration.ACCEPTED
        if accepted:  # one that waits is told to come again within seconds
            seconds = round((now - station.last_boot_at).total_seconds())
            notes.append(Violation(Rule.BOOT_REPEATED, "$", f"{seconds} s after the last one"))
    decision = register(station, nameplate, reads, now)
    registered = decision.answer
    return Handled(
        response=BootNotificationResponse(
            status=_STATUS[registered.registration],
            current_time=format_timestamp(registered.now),
            interval=registered.interval,
        ),
        decision=decision,
        connector=0,
        violations=tuple(notes),
        boot_accepted=registered.registration is Registration.ACCEPTED,
    )
