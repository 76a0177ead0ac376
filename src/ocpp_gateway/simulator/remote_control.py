"""Remote start and stop, Reset, triggers, DataTransfer, configuration (OCPP 1.6, chapter 5)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from ocpp_gateway.ocpp.v16.messages import (
    ChangeConfigurationRequest,
    ChangeConfigurationResponse,
    DataTransferRequest,
    DataTransferResponse,
    ExtendedTriggerMessageRequest,
    ExtendedTriggerMessageResponse,
    GetConfigurationRequest,
    GetConfigurationResponse,
    RemoteStartTransactionRequest,
    RemoteStartTransactionResponse,
    RemoteStopTransactionRequest,
    RemoteStopTransactionResponse,
    ResetRequest,
    ResetResponse,
    SignCertificateRequest,
    TriggerMessageRequest,
    TriggerMessageResponse,
)
from ocpp_gateway.simulator import availability, transactions, visits
from ocpp_gateway.simulator.connector import Step
from ocpp_gateway.simulator.registration import send_heartbeat
from ocpp_gateway.simulator.restart import begin_reconnect, begin_restart

if TYPE_CHECKING:
    from ocpp_gateway.simulator.connector import Connector
    from ocpp_gateway.simulator.station import Station


def remote_start_transaction(
    station: Station, request: RemoteStartTransactionRequest, now: float
) -> RemoteStartTransactionResponse:
    """RemoteStartTransaction: Accepted means "will try"; a driver with a vehicle comes within seconds."""
    connector = _for_remote_start(station, request)
    profile = request.charging_profile
    if profile is not None and (
        profile.charging_profile_purpose != "TxProfile" or profile.transaction_id is not None
    ):
        connector = None
    if connector is None or not station.registration.accepted:
        return RemoteStartTransactionResponse(status="Rejected")
    visit = connector.visit or visits.arrive(station, connector, request.id_tag, now)
    visit.id_tag, visit.remote, visit.profile = request.id_tag, True, profile
    return RemoteStartTransactionResponse(status="Accepted")


def _for_remote_start(station: Station, request: RemoteStartTransactionRequest) -> Connector | None:
    """The connector named, or the first that is free for this tag."""
    if request.connector_id is not None:
        named = station.connectors.get(request.connector_id)
        return named if named is not None and _can_start(station, named, request.id_tag) else None
    return next((c for c in station.connectors.values() if _can_start(station, c, request.id_tag)), None)


def _can_start(station: Station, connector: Connector, id_tag: str) -> bool:
    if connector.transaction is not None or not connector.operative or not station.operative:
        return False
    if connector.error_code != "NoError" or station.restart is not None:
        return False
    reserved = station.reservations.on(connector.number)
    if reserved is not None and not reserved.admits(id_tag, None):
        return False
    return connector.visit is None or connector.visit.step is Step.PLUGGED


def remote_stop_transaction(
    station: Station, request: RemoteStopTransactionRequest, now: float
) -> RemoteStopTransactionResponse:
    """RemoteStopTransaction: Rejected when no such transaction runs here."""
    for connector in station.connectors.values():
        transaction = connector.transaction
        if transaction is not None and transaction.transaction_id == request.transaction_id:
            station.agenda.at(now, partial(transactions.stop, station, connector, reason="Remote"))
            return RemoteStopTransactionResponse(status="Accepted")
    return RemoteStopTransactionResponse(status="Rejected")


def reset(station: Station, request: ResetRequest, now: float) -> ResetResponse:
    """Reset: soft ends transactions in good order first, hard goes at once; both boot again."""
    station.agenda.at(now, lambda when: begin_restart(station, when, hard=request.type == "Hard"))
    return ResetResponse(status="Accepted")


def get_configuration(
    station: Station, request: GetConfigurationRequest, _now: float
) -> GetConfigurationResponse:
    """GetConfiguration."""
    known, unknown = station.configuration.read(request.key)
    return GetConfigurationResponse(configuration_key=known, unknown_key=unknown)


def change_configuration(
    station: Station, request: ChangeConfigurationRequest, now: float
) -> ChangeConfigurationResponse:
    """ChangeConfiguration; a new interval counts from now."""
    status = station.configuration.change(request.key, request.value)
    if status == "Accepted":
        match request.key.casefold():
            case "heartbeatinterval" if station.registration.accepted:
                station.registration.heartbeat_at = now + int(request.value)
            case "metervaluesampleinterval":
                for connector in station.connectors.values():
                    if connector.transaction is not None:
                        connector.sample_at = transactions.next_sample(station, now)
            case "clockaligneddatainterval":
                transactions.schedule_aligned(station, now)
            case "authorizationkey":
                begin_reconnect(station, now)
            case _:
                pass
    return ChangeConfigurationResponse(status=status)


def data_transfer(station: Station, request: DataTransferRequest, _now: float) -> DataTransferResponse:
    """DataTransfer: the maker's own vendor id is known, with one message in it."""
    if request.vendor_id.casefold() != station.model.vendor.casefold():
        return DataTransferResponse(status="UnknownVendorId")
    if request.message_id != "Echo":
        return DataTransferResponse(status="UnknownMessageId")
    return DataTransferResponse(status="Accepted", data=request.data)


def trigger_message(station: Station, request: TriggerMessageRequest, now: float) -> TriggerMessageResponse:
    """TriggerMessage: the message follows the answer as an ordinary CALL."""
    return TriggerMessageResponse(
        status=_trigger(station, request.requested_message, request.connector_id, now, extended=False)
    )


def extended_trigger_message(
    station: Station, request: ExtendedTriggerMessageRequest, now: float
) -> ExtendedTriggerMessageResponse:
    """ExtendedTriggerMessage (security extension)."""
    return ExtendedTriggerMessageResponse(
        status=_trigger(station, request.requested_message, request.connector_id, now, extended=True)
    )


def _trigger(
    station: Station, message: str, number: int | None, now: float, *, extended: bool
) -> Literal["Accepted", "Rejected", "NotImplemented"]:
    if number is not None and number not in station.connectors:
        return "Rejected"
    match message:
        case "BootNotification":
            if station.registration.accepted:
                return "Rejected"  # errata 3.40: not again until the station restarts
            station.registration.boot_at = now
        case "Heartbeat":
            send_heartbeat(station, now, triggered=True)
        case "StatusNotification":
            availability.notify_on_demand(station, number, now)
        case "MeterValues":
            for connector in station.connectors.values():
                if number in {None, connector.number}:
                    transactions.send_sample(
                        station, connector, now, "Trigger", connector.transaction, triggered=True
                    )
        case "SignChargePointCertificate" if number is None:
            organization = station.configuration.text("CpoName")
            request = SignCertificateRequest(
                csr=station.certificates.new_request(station.identity, organization)
            )
            station.say("SignCertificate", lambda: request, now, triggered=True)
        case _:
            return _trigger_maintenance(station, message, now, extended=extended)
    return "Accepted"


def _trigger_maintenance(
    station: Station, message: str, now: float, *, extended: bool
) -> Literal["Accepted", "Rejected"]:
    match message:
        case "DiagnosticsStatusNotification":
            station.maintenance.tell_diagnostics(station, now)
        case "FirmwareStatusNotification":
            station.maintenance.tell_firmware(station, now, signed=extended)
        case "LogStatusNotification":
            station.maintenance.tell_log(station, now)
        case _:
            return "Rejected"  # a certificate is signed for the whole station, never for a connector
    return "Accepted"
