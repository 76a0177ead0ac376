"""Answers to everything a central system can ask in OCPP 1.6: 26 actions, one function each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ocpp_gateway.ocpp.catalogue import Sender, resolve
from ocpp_gateway.ocpp.codec import decode_request, encode
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.simulator import (
    authorization,
    availability,
    certificates,
    firmware,
    remote_control,
    reservations,
    smart_charging,
)

if TYPE_CHECKING:
    from ocpp_gateway.ocpp.v16.messages import Message
    from ocpp_gateway.simulator.station import Station

Answer = Callable[["Station", Any, float], "Message"]
"""Takes the station, the typed request and the time; returns the typed response."""

ANSWERS: Final[Mapping[str, Answer]] = MappingProxyType(
    {
        "CancelReservation": reservations.cancel_reservation,
        "CertificateSigned": certificates.certificate_signed,
        "ChangeAvailability": availability.change_availability,
        "ChangeConfiguration": remote_control.change_configuration,
        "ClearCache": authorization.clear_cache,
        "ClearChargingProfile": smart_charging.clear_charging_profile,
        "DataTransfer": remote_control.data_transfer,
        "DeleteCertificate": certificates.delete_certificate,
        "ExtendedTriggerMessage": remote_control.extended_trigger_message,
        "GetCompositeSchedule": smart_charging.get_composite_schedule,
        "GetConfiguration": remote_control.get_configuration,
        "GetDiagnostics": firmware.get_diagnostics,
        "GetInstalledCertificateIds": certificates.get_installed_certificate_ids,
        "GetLocalListVersion": authorization.get_local_list_version,
        "GetLog": firmware.get_log,
        "InstallCertificate": certificates.install_certificate,
        "RemoteStartTransaction": remote_control.remote_start_transaction,
        "RemoteStopTransaction": remote_control.remote_stop_transaction,
        "ReserveNow": reservations.reserve_now,
        "Reset": remote_control.reset,
        "SendLocalList": authorization.send_local_list,
        "SetChargingProfile": smart_charging.set_charging_profile,
        "SignedUpdateFirmware": firmware.signed_update_firmware,
        "TriggerMessage": remote_control.trigger_message,
        "UnlockConnector": availability.unlock_connector,
        "UpdateFirmware": firmware.update_firmware,
    }
)


def respond(station: Station, name: str, payload: bytes, now: float) -> bytes:
    """The payload that answers a CALL of the central system.

    Raises `RpcError` for what has to be answered with a CALLERROR: an unknown action, an action of the wrong
    direction, a payload that cannot be read.
    """
    action = resolve(OcppVersion.V16, name, Sender.CENTRAL_SYSTEM, Validation.LENIENT)
    request = decode_request(OcppVersion.V16, action, payload, Validation.LENIENT).message
    return encode(ANSWERS[action.name](station, request, now))
