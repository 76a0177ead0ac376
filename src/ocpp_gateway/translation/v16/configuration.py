"""GetConfiguration: what the gateway itself asks after a boot."""

from __future__ import annotations

from typing import Any

import msgspec

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

_SECRET_KEYS = frozenset({"authorizationkey"})
MASK = "***"


def without_secrets(payload: bytes) -> bytes:
    """An answer as it may be kept: the value of a key that nobody may read is masked, the rest is as it was.

    Such keys are write-only, but stations exist that list every key they have, whatever was asked for.
    """
    if b"uthorization" not in payload.lower():
        return payload
    try:
        answer = msgspec.json.decode(payload)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return payload
    masked = False
    entries = _member(answer, "configurationkey")
    for entry in entries if isinstance(entries, list) else ():
        if str(_member(entry, "key")).strip().casefold() in _SECRET_KEYS and _member(entry, "value"):
            entry.update({name: MASK for name in entry if name.casefold() == "value"})
            masked = True
    return msgspec.json.encode(answer) if masked else payload


def _member(thing: Any, name: str) -> Any:
    """A member of a JSON object, however its name is cased; `None` if there is none, or no object."""
    found = thing.items() if isinstance(thing, dict) else ()
    return next((value for key, value in found if key.casefold() == name), None)


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
