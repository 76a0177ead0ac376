"""Writes `src/ocpp_gateway/ocpp/v16/messages.py` from the official JSON schemas of the installed `ocpp` package.

    python scripts/generate_messages.py           write the module
    python scripts/generate_messages.py --check   fail if the committed module differs

One `msgspec.Struct` per request, response and nested object. The Structs accept what the schemas accept, so that one
pass of msgspec decodes and checks a payload; a property test holds the two against each other.
"""

# ruff: noqa: INP001 - a script, not a package
from __future__ import annotations

import argparse
import re
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ocpp_gateway.ocpp.schemas import Direction, official_schema
from ocpp_gateway.ocpp.v16.actions import ROWS, Sender
from ocpp_gateway.ocpp.versions import OcppVersion

TARGET = Path(__file__).resolve().parent.parent / "src" / "ocpp_gateway" / "ocpp" / "v16" / "messages.py"
WIDTH = 110

# Nested objects are named after the property that holds them, except where two properties hold the same object or
# where the property's name says "list" about one entry.
STRUCT_NAMES = {
    "csChargingProfiles": "ChargingProfile",
    "transactionData": "MeterValue",
    "localAuthorizationList": "AuthorizationData",
    "log": "LogParameters",
}

# Enumerations by (object, property); the names are those of the specification's chapter 7 where it has one.
WORD_NAMES = {
    ("IdTagInfo", "status"): "AuthorizationStatus",
    ("BootNotificationResponse", "status"): "RegistrationStatus",
    ("CancelReservationResponse", "status"): "CancelReservationStatus",
    ("CertificateSignedResponse", "status"): "CertificateSignedStatus",
    ("ClearCacheResponse", "status"): "ClearCacheStatus",
    ("GetCompositeScheduleResponse", "status"): "GetCompositeScheduleStatus",
    ("RemoteStartTransactionResponse", "status"): "RemoteStartStopStatus",
    ("RemoteStopTransactionResponse", "status"): "RemoteStartStopStatus",
    ("ResetResponse", "status"): "ResetStatus",
    ("SignCertificateResponse", "status"): "GenericStatus",
    ("ChangeAvailabilityRequest", "type"): "AvailabilityType",
    ("ChangeAvailabilityResponse", "status"): "AvailabilityStatus",
    ("ChangeConfigurationResponse", "status"): "ConfigurationStatus",
    ("ClearChargingProfileRequest", "chargingProfilePurpose"): "ChargingProfilePurpose",
    ("ChargingProfile", "chargingProfilePurpose"): "ChargingProfilePurpose",
    ("ClearChargingProfileResponse", "status"): "ClearChargingProfileStatus",
    ("DataTransferResponse", "status"): "DataTransferStatus",
    ("CertificateHashData", "hashAlgorithm"): "HashAlgorithm",
    ("DeleteCertificateResponse", "status"): "DeleteCertificateStatus",
    ("DiagnosticsStatusNotificationRequest", "status"): "DiagnosticsStatus",
    ("ExtendedTriggerMessageRequest", "requestedMessage"): "ExtendedMessageTrigger",
    ("ExtendedTriggerMessageResponse", "status"): "TriggerMessageStatus",
    ("TriggerMessageResponse", "status"): "TriggerMessageStatus",
    ("FirmwareStatusNotificationRequest", "status"): "FirmwareStatus",
    ("GetCompositeScheduleRequest", "chargingRateUnit"): "RequestedChargingRateUnit",
    ("ChargingSchedule", "chargingRateUnit"): "ChargingRateUnit",
    ("GetInstalledCertificateIdsRequest", "certificateType"): "CertificateUse",
    ("InstallCertificateRequest", "certificateType"): "CertificateUse",
    ("GetInstalledCertificateIdsResponse", "status"): "GetInstalledCertificateStatus",
    ("GetLogRequest", "logType"): "LogType",
    ("GetLogResponse", "status"): "LogStatus",
    ("InstallCertificateResponse", "status"): "InstallCertificateStatus",
    ("LogStatusNotificationRequest", "status"): "UploadLogStatus",
    ("SampledValue", "context"): "ReadingContext",
    ("SampledValue", "format"): "ValueFormat",
    ("SampledValue", "measurand"): "Measurand",
    ("SampledValue", "phase"): "Phase",
    ("SampledValue", "location"): "Location",
    ("SampledValue", "unit"): "UnitOfMeasure",
    ("ChargingProfile", "chargingProfileKind"): "ChargingProfileKind",
    ("ChargingProfile", "recurrencyKind"): "RecurrencyKind",
    ("ReserveNowResponse", "status"): "ReservationStatus",
    ("ResetRequest", "type"): "ResetType",
    ("SendLocalListRequest", "updateType"): "UpdateType",
    ("SendLocalListResponse", "status"): "UpdateStatus",
    ("SetChargingProfileResponse", "status"): "ChargingProfileStatus",
    ("SignedFirmwareStatusNotificationRequest", "status"): "SignedFirmwareStatus",
    ("SignedUpdateFirmwareResponse", "status"): "UpdateFirmwareStatus",
    ("StatusNotificationRequest", "errorCode"): "ChargePointErrorCode",
    ("StatusNotificationRequest", "status"): "ChargePointStatus",
    ("StopTransactionRequest", "reason"): "Reason",
    ("TriggerMessageRequest", "requestedMessage"): "MessageTrigger",
    ("UnlockConnectorResponse", "status"): "UnlockStatus",
}

HEADER = '''"""Typed messages of OCPP 1.6, written by `scripts/generate_messages.py` from the official schemas.

Attributes are the schema's properties in snake_case; an absent optional property is `None`. Times stay text
(`timestamps` reads them, stations bend them). Words that the central system sends are closed (`Literal`); words that
a station sends are `str` to the reader, because lenient decoding keeps a word that the specification does not know,
and closed only to the decoder. Lengths and ranges are checked while decoding, not when an object is built by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

from msgspec import Meta, Struct

MAX_INTEGER: Final = 9_007_199_254_740_991
"""Largest whole number in a message: the schemas give no range, JSON readers agree up to ±(2^53-1)."""

Integer: TypeAlias = Annotated[int, Meta(ge=-9_007_199_254_740_991, le=9_007_199_254_740_991)]
'''

BASE = '''

class Message(Struct, frozen=True, gc=False, forbid_unknown_fields=True, omit_defaults=True, rename="camel"):
    """What all payloads and their parts have in common: values that never change, absent means left out."""
'''


@dataclass(slots=True)
class Word:
    """One enumeration: its name, its words, and whether a station sends it."""

    name: str
    words: tuple[str, ...]
    from_station: bool


@dataclass(slots=True)
class Module:
    """What has been collected from the schemas so far."""

    structs: dict[str, str] = field(default_factory=dict)
    words: dict[str, Word] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)


def snake(name: str) -> str:
    """`chargePointVendor` → `charge_point_vendor`."""
    return re.sub(r"(?<=[a-z0-9])([A-Z])", lambda match: "_" + match[1].lower(), name)


def camel(name: str) -> str:
    """The way back, as msgspec's `rename="camel"` does it."""
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


def pascal(name: str) -> str:
    """`idTagInfo` → `IdTagInfo`."""
    return name[0].upper() + name[1:]


def collect(module: Module, name: str, schema: dict[str, Any], origin: str, *, from_station: bool) -> None:
    """Add the Struct of one object schema, its nested Structs and its enumerations to the module."""
    required = set(schema.get("required", ()))
    lines = []
    for key in sorted(schema.get("properties", {}), key=lambda key: key not in required):
        part = schema["properties"][key]
        if camel(snake(key)) != key:
            message = f"{name}.{key} does not survive the change to snake_case"
            raise ValueError(message)
        kind = annotation(module, name, key, part, origin, from_station=from_station)
        lines.append(f"{snake(key)}: {kind}" if key in required else f"{snake(key)}: {kind} | None = None")
    if schema.get("additionalProperties") is not False:
        message = f"{name} allows any property; the Structs do not"
        raise ValueError(message)
    docstring = f'    """{origin}."""'
    body = "\n".join(f"    {line}" for line in lines)
    text = f"class {name}(Message, frozen=True, kw_only=True):\n{docstring}\n" + (
        f"\n{body}\n" if lines else ""
    )
    if module.structs.setdefault(name, text) != text and _fields(module.structs[name]) != _fields(text):
        message = f"two different objects want the name {name}"
        raise ValueError(message)


def _fields(text: str) -> str:
    return text.split('"""', 2)[2]


def annotation(
    module: Module, owner: str, key: str, part: dict[str, Any], origin: str, *, from_station: bool
) -> str:
    """The Python type of one property."""
    match part.get("type"):
        case "object":
            name = STRUCT_NAMES.get(key, pascal(key))
            collect(module, name, part, f"The `{key}` of {_of(origin)}", from_station=from_station)
            return name
        case "array":
            item = annotation(module, owner, key, part["items"], origin, from_station=from_station)
            least = part.get("minItems")
            return (
                f"tuple[{item}, ...]"
                if least is None
                else f"Annotated[tuple[{item}, ...], Meta(min_length={least})]"
            )
        case "string" if "enum" in part:
            return word(module, owner, key, tuple(part["enum"]), from_station=from_station)
        case "string" if "maxLength" in part:
            module.lengths.add(part["maxLength"])
            return f"Text{part['maxLength']}"
        case "string":
            return "str"
        case "integer":
            return "Integer"
        case "number":
            return "float"
        case "boolean":
            return "bool"
        case other:
            message = f"{owner}.{key} has the type {other}, which the generator does not know"
            raise ValueError(message)


def _of(origin: str) -> str:
    return origin.removeprefix("The ").replace("payload of a ", "a ", 1)


def word(module: Module, owner: str, key: str, words: tuple[str, ...], *, from_station: bool) -> str:
    """The name of one enumeration; the same name may serve several properties with the same words."""
    name = WORD_NAMES[owner, key]
    known = module.words.setdefault(name, Word(name, words, from_station))
    if known.words != words:
        message = f"two different enumerations want the name {name}"
        raise ValueError(message)
    known.from_station = known.from_station or from_station
    return name


def literal(entry: Word, indent: str) -> str:
    """One enumeration as a `Literal`, wrapped."""
    inside = ", ".join(f'"{each}"' for each in entry.words)
    line = f"{indent}{entry.name}: TypeAlias = Literal[{inside}]"
    if len(line) <= WIDTH:
        return line
    rows = "".join(f'{indent}    "{each}",\n' for each in entry.words)
    return f"{indent}{entry.name}: TypeAlias = Literal[\n{rows}{indent}]"


def render() -> str:
    """The whole module as text."""
    module = Module()
    for row in ROWS:
        for direction in Direction:
            sent_by_station = row.sender is Sender.BOTH or (
                (row.sender is Sender.STATION) == (direction is Direction.REQUEST)
            )
            name = f"{row.name}{pascal(direction.value)}"
            origin = f"The payload of a {row.name} {direction.value}"
            schema = official_schema(OcppVersion.V16, row.name, direction)
            collect(module, name, schema, origin, from_station=sent_by_station)
    parts = [HEADER]
    parts += [
        f"Text{length}: TypeAlias = Annotated[str, Meta(max_length={length})]\n"
        for length in sorted(module.lengths)
    ]
    ours = [entry for entry in module.words.values() if not entry.from_station]
    theirs = [entry for entry in module.words.values() if entry.from_station]
    parts += ["\n"] + [literal(entry, "") + "\n" for entry in ours]
    parts.append("\nif TYPE_CHECKING:\n")
    parts += [f"    {entry.name}: TypeAlias = str\n" for entry in theirs]
    parts.append("else:\n")
    parts += [literal(entry, "    ") + "\n" for entry in theirs]
    parts.append(BASE)
    parts += ["\n\n" + text for text in module.structs.values()]
    for direction in Direction:
        title = f"{direction.value.upper()}S"
        rows = "".join(f'        "{row.name}": {row.name}{pascal(direction.value)},\n' for row in ROWS)
        parts.append(
            f"\n\n{title}: Final[Mapping[str, type[Message]]] = MappingProxyType(\n    {{\n{rows}    }}\n)\n"
        )
    return "".join(parts)


def main() -> int:
    """Write the module, or compare it with what is committed."""
    parser = argparse.ArgumentParser(description=textwrap.dedent(__doc__ or ""))
    parser.add_argument("--check", action="store_true", help="fail if the committed module differs")
    arguments = parser.parse_args()
    text = render()
    if not arguments.check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write(f"{TARGET.name} is not what the schemas give; run scripts/generate_messages.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
