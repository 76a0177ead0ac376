"""GetConfiguration and ChangeConfiguration: what the gateway itself asks after a boot, and what answers tell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from ocpp_gateway.charging.configuration import ConfigurationReport
from ocpp_gateway.ocpp.catalogue import find
from ocpp_gateway.ocpp.codec import decode_response, encode
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused
from ocpp_gateway.ocpp.frames import CallError, Validation
from ocpp_gateway.ocpp.v16.messages import (
    ChangeConfigurationResponse,
    GetConfigurationRequest,
    GetConfigurationResponse,
)
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.translation.masking import is_secret, masked_value
from ocpp_gateway.translation.words import clean

GET_CONFIGURATION, CHANGE_CONFIGURATION = "GetConfiguration", "ChangeConfiguration"
NUMBER_OF_CONNECTORS = "NumberOfConnectors"
ASK_NUMBER_OF_CONNECTORS = encode(GetConfigurationRequest(key=(NUMBER_OF_CONNECTORS,)))
"""By name: asking for everything crashes or restarts some stations (quirk Q58)."""


LONGEST_KEY, LONGEST_VALUE, MOST_KEYS = 255, 5000, 2000
"""Values longer than the 500 characters of the specification occur (Q58); an answer with more keys is cut."""


def reports(result: Answered | Refused | LateAnswer, now: datetime) -> tuple[ConfigurationReport, ...]:
    """What an answer tells of the station's configuration, whoever had asked; nothing if it tells none."""
    said = result.frame if isinstance(result, LateAnswer) else result
    if isinstance(said, Refused | CallError):
        return ()
    if result.outstanding.action == GET_CONFIGURATION:
        response = _decoded(GET_CONFIGURATION, said.payload)
        return _listed(response, now) if isinstance(response, GetConfigurationResponse) else ()
    if result.outstanding.action == CHANGE_CONFIGURATION:
        response = _decoded(CHANGE_CONFIGURATION, said.payload)
        accepted = isinstance(response, ChangeConfigurationResponse) and response.status == "Accepted"
        return _changed(result.outstanding.payload, now) if accepted else ()
    return ()


def _listed(response: GetConfigurationResponse, now: datetime) -> tuple[ConfigurationReport, ...]:
    found = {}
    for entry in (response.configuration_key or ())[:MOST_KEYS]:
        report = _report(entry.key, entry.value, now, readonly=bool(entry.readonly))
        found[report.key_folded] = report
    for key in (response.unknown_key or ())[:MOST_KEYS]:
        report = _report(key, None, now, known=False)
        found.setdefault(report.key_folded, report)
    found.pop("", None)
    return tuple(found[folded] for folded in sorted(found))


def _changed(asked: bytes, now: datetime) -> tuple[ConfigurationReport, ...]:
    """An accepted change is in force: RebootRequired is not yet."""
    try:
        payload = msgspec.json.decode(asked)
    except msgspec.MsgspecError:  # pragma: no cover - we have written it ourselves
        return ()
    key, value = payload.get("key"), payload.get("value")
    if not isinstance(key, str) or not isinstance(value, str) or not key.strip():
        return ()  # forced, and wrong on purpose
    return (_report(key, value, now),)


def _report(
    key: str, value: str | None, now: datetime, *, readonly: bool = False, known: bool = True
) -> ConfigurationReport:
    name = clean(key.strip(), LONGEST_KEY)
    secret = value is None or is_secret(name)
    return ConfigurationReport(
        key=name,
        key_folded=name.casefold(),
        value=None if secret else clean(masked_value(value), LONGEST_VALUE),
        readonly=readonly,
        known=known,
        reported_at=now,
    )


def _decoded(name: str, payload: bytes) -> Any:
    action = find(OcppVersion.V16, name, Validation.STRICT)
    if action is None:  # pragma: no cover - the catalogue is complete by test
        return None
    try:
        return decode_response(OcppVersion.V16, action, payload or b"{}", Validation.LENIENT).message
    except RpcError:
        return None


def number_of_connectors(payload: bytes) -> int | None:
    """The number in a station's answer, or `None` when it gives none that can be read."""
    response = _decoded(GET_CONFIGURATION, payload)
    if not isinstance(response, GetConfigurationResponse):
        return None
    for entry in response.configuration_key or ():
        if entry.key.strip().casefold() == NUMBER_OF_CONNECTORS.casefold() and entry.value:
            text = entry.value.strip()
            return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
    return None
