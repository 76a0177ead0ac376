"""Which commands change how a station proves itself, and what its answer means for that (ocpp.md 2.4 and 2.5)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from ocpp_gateway.ocpp.catalogue import find
from ocpp_gateway.ocpp.codec import decode_response
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.exchange import Answered, LateAnswer, Refused
from ocpp_gateway.ocpp.frames import CallError, Validation
from ocpp_gateway.ocpp.versions import OcppVersion

CHANGE_CONFIGURATION = "ChangeConfiguration"
_ACCEPTED = frozenset({"Accepted", "RebootRequired"})
_DECLINED = frozenset({"Rejected", "NotSupported"})
_UNSURE_ERRORS = frozenset({"genericerror", "internalerror"})
"""CALLERRORs that may come after the change was made; every other one says that the message was not taken."""


@dataclass(frozen=True, slots=True)
class AskedChange:
    """A new AuthorizationKey or SecurityProfile that a command brings; exactly one of the two is set."""

    key: str | None = field(default=None, repr=False)
    profile: int | None = None


def asked_change(action: str, payload: bytes) -> AskedChange | None:
    """What a command changes. A value that no station could take as a key or a profile changes nothing, but a forced
    command may spell its members and its key in its own way: a tolerant station obeys it all the same.
    """
    if action != CHANGE_CONFIGURATION:
        return None
    try:
        members = json.loads(payload)
    except ValueError:  # pragma: no cover - we have written it ourselves
        return None
    folded = {name.casefold(): value for name, value in members.items()}
    key, value = folded.get("key"), folded.get("value")
    if not isinstance(key, str) or not isinstance(value, str | int) or isinstance(value, bool):
        return None
    text = str(value)
    match key.strip().casefold():
        case "authorizationkey" if text:
            return AskedChange(key=text)
        case "securityprofile" if text.strip() in {"1", "2", "3"}:
            return AskedChange(profile=int(text))
    return None


def answer_to_change(result: Answered | Refused | LateAnswer) -> bool | None:
    """Whether the station took the change; `None`: its answer does not say."""
    said = result.frame if isinstance(result, LateAnswer) else result
    if isinstance(said, Refused | CallError):
        return None if said.code.casefold() in _UNSURE_ERRORS else False
    action = find(OcppVersion.V16, CHANGE_CONFIGURATION, Validation.STRICT)
    if action is None:  # pragma: no cover - it is in the catalogue
        return None
    try:
        message = decode_response(OcppVersion.V16, action, said.payload or b"{}", Validation.LENIENT).message
    except RpcError:
        return None
    status = getattr(message, "status", None)
    return True if status in _ACCEPTED else False if status in _DECLINED else None
