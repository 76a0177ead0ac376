"""GetConfiguration: what the gateway itself asks after a boot."""

from __future__ import annotations

from ocpp_gateway.ocpp.catalogue import find
from ocpp_gateway.ocpp.codec import decode_response, encode
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.frames import Validation
from ocpp_gateway.ocpp.v16.messages import GetConfigurationRequest, GetConfigurationResponse
from ocpp_gateway.ocpp.versions import OcppVersion

GET_CONFIGURATION = "GetConfiguration"
NUMBER_OF_CONNECTORS = "NumberOfConnectors"
ASK_NUMBER_OF_CONNECTORS = encode(GetConfigurationRequest(key=(NUMBER_OF_CONNECTORS,)))
"""By name: asking for everything crashes or restarts some stations (quirk Q58)."""


def number_of_connectors(payload: bytes) -> int | None:
    """The number in a station's answer, or `None` when it gives none that can be read."""
    action = find(OcppVersion.V16, GET_CONFIGURATION, Validation.STRICT)
    if action is None:  # pragma: no cover - the catalogue is complete by test
        return None
    try:
        response = decode_response(OcppVersion.V16, action, payload, Validation.LENIENT).message
    except RpcError:
        return None
    if not isinstance(response, GetConfigurationResponse):
        return None
    for entry in response.configuration_key or ():
        if entry.key.strip().casefold() == NUMBER_OF_CONNECTORS.casefold() and entry.value:
            text = entry.value.strip()
            return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
    return None
