"""Every action a 1.6 station may send, and who handles it. One row each; nothing is handled elsewhere."""

from __future__ import annotations

from typing import Any

from ocpp_gateway.ocpp.catalogue import case_violation, find
from ocpp_gateway.ocpp.codec import Decoded, decode_request
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Violation
from ocpp_gateway.translation.handled import Handler, Translate
from ocpp_gateway.translation.v16.authorization import authorize
from ocpp_gateway.translation.v16.availability import heartbeat, status_notification
from ocpp_gateway.translation.v16.boot import boot_notification
from ocpp_gateway.translation.v16.data_transfer import data_transfer
from ocpp_gateway.translation.v16.firmware import (
    diagnostics_status_notification,
    firmware_status_notification,
)
from ocpp_gateway.translation.v16.meter_values import meter_values
from ocpp_gateway.translation.v16.security import (
    log_status_notification,
    security_event_notification,
    sign_certificate,
    signed_firmware_status_notification,
)
from ocpp_gateway.translation.v16.transactions import start_transaction, stop_transaction


def _handler(name: str, run: Translate, *, before_acceptance: bool = False) -> Handler:
    action = find(OcppVersion.V16, name, Validation.STRICT)
    if action is None:  # pragma: no cover - a misspelt row of the table below
        message = f"no such action: {name}"
        raise LookupError(message)

    def decode(payload: bytes, validation: Validation) -> Decoded[Any]:
        return decode_request(OcppVersion.V16, action, payload, validation)

    return Handler(name, decode, run, before_acceptance)


HANDLERS = {
    handler.action: handler
    for handler in (
        _handler("Authorize", authorize),
        _handler("BootNotification", boot_notification, before_acceptance=True),
        _handler("DataTransfer", data_transfer),
        _handler("DiagnosticsStatusNotification", diagnostics_status_notification),
        _handler("FirmwareStatusNotification", firmware_status_notification),
        _handler("Heartbeat", heartbeat),
        _handler("LogStatusNotification", log_status_notification),
        _handler("MeterValues", meter_values),
        _handler("SecurityEventNotification", security_event_notification),
        _handler("SignCertificate", sign_certificate),
        _handler("SignedFirmwareStatusNotification", signed_firmware_status_notification),
        _handler("StartTransaction", start_transaction),
        _handler("StatusNotification", status_notification),
        _handler("StopTransaction", stop_transaction),
    )
}


def action_name(text: str, validation: Validation) -> str:
    """The official spelling of an action (lenient: whatever its case), or the text as it came."""
    if text in HANDLERS:
        return text
    action = find(OcppVersion.V16, text, validation)
    return text if action is None else action.name


def spelling(text: str, name: str) -> tuple[Violation, ...]:
    """What to record when a station spells an action in its own way (quirk Q32)."""
    action = None if text == name else find(OcppVersion.V16, name, Validation.STRICT)
    bent = None if action is None else case_violation(action, text)
    return () if bent is None else (bent,)


def no_handler(text: str, validation: Validation) -> RpcError:
    """An unknown action is not implemented; a known one that is not for us is not supported (ocpp.md 2.9)."""
    if find(OcppVersion.V16, text, validation) is None:
        return RpcError(ErrorCode.NOT_IMPLEMENTED, "no such action in OCPP 1.6")
    return RpcError(ErrorCode.NOT_SUPPORTED, "the central system does not accept this action")
