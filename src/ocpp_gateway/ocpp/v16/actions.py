"""The 39 actions of OCPP 1.6 (28 base, 11 security extension): who sends them and which feature profile has them.

The profile table of edition 2 has its last three column titles exchanged; this follows the errata.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Sender(StrEnum):
    """Who sends the CALL of an action."""

    STATION = "station"
    CENTRAL_SYSTEM = "central_system"
    BOTH = "both"


class Profile(StrEnum):
    """Feature profiles as `SupportedFeatureProfiles` spells them; the security extension has no name there."""

    CORE = "Core"
    FIRMWARE_MANAGEMENT = "FirmwareManagement"
    LOCAL_AUTH_LIST_MANAGEMENT = "LocalAuthListManagement"
    RESERVATION = "Reservation"
    SMART_CHARGING = "SmartCharging"
    REMOTE_TRIGGER = "RemoteTrigger"
    SECURITY = "Security"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    sender: Sender
    profile: Profile


_TABLE: Final = {
    Profile.CORE: {
        Sender.STATION: (
            "Authorize BootNotification Heartbeat MeterValues StartTransaction StatusNotification StopTransaction"
        ),
        Sender.BOTH: "DataTransfer",
        Sender.CENTRAL_SYSTEM: (
            "ChangeAvailability ChangeConfiguration ClearCache GetConfiguration RemoteStartTransaction "
            "RemoteStopTransaction Reset UnlockConnector"
        ),
    },
    Profile.FIRMWARE_MANAGEMENT: {
        Sender.STATION: "DiagnosticsStatusNotification FirmwareStatusNotification",
        Sender.CENTRAL_SYSTEM: "GetDiagnostics UpdateFirmware",
    },
    Profile.LOCAL_AUTH_LIST_MANAGEMENT: {Sender.CENTRAL_SYSTEM: "GetLocalListVersion SendLocalList"},
    Profile.RESERVATION: {Sender.CENTRAL_SYSTEM: "ReserveNow CancelReservation"},
    Profile.SMART_CHARGING: {
        Sender.CENTRAL_SYSTEM: "SetChargingProfile ClearChargingProfile GetCompositeSchedule"
    },
    Profile.REMOTE_TRIGGER: {Sender.CENTRAL_SYSTEM: "TriggerMessage"},
    Profile.SECURITY: {
        Sender.STATION: (
            "SecurityEventNotification SignCertificate LogStatusNotification SignedFirmwareStatusNotification"
        ),
        Sender.CENTRAL_SYSTEM: (
            "CertificateSigned InstallCertificate GetInstalledCertificateIds DeleteCertificate "
            "ExtendedTriggerMessage GetLog SignedUpdateFirmware"
        ),
    },
}

ROWS: Final = tuple(
    Row(name, sender, profile)
    for profile, senders in _TABLE.items()
    for sender, names in senders.items()
    for name in names.split()
)
