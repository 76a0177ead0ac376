"""Lenient reading of payloads: one walk along the official schema that repairs what can be repaired, and says so.

A payload comes here only after the typed decoder has refused it. What remains unreadable in a place where it does no
harm becomes a default or is left out; a transaction message is never refused while a record can be stored from it,
because a refused station repeats it for ever or drops it (reaction table of OCPP-J error codes, Q19 to Q57).
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

from ocpp_gateway.ocpp.coercions import to_boolean, to_number, to_text, to_whole
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.schemas import JsonSchema
from ocpp_gateway.ocpp.violations import MAX_RECORDED, Violation, clip

LONGEST_WORD: Final = 255
"""Characters kept of a word that no enumeration has; the longest official one has 31. The frame keeps all of it."""
UNKNOWN_TRANSACTION: Final = 0
"""transactionId of a StopTransaction that names none: the gateway never gives out 0 (Q44)."""
UNKNOWN_READING: Final = -1
"""meterStart or meterStop of a message that has none; stations without a reading send it themselves (Q50)."""

# What takes the place of a required property that is absent or unreadable, by the object that holds it.
_DEFAULTS: Final[Mapping[tuple[str, str], tuple[Any, Rule]]] = {
    ("BootNotification", "chargePointVendor"): ("", Rule.DEFAULTED),
    ("BootNotification", "chargePointModel"): ("", Rule.DEFAULTED),
    ("DataTransfer", "vendorId"): ("", Rule.DEFAULTED),
    ("StatusNotification", "connectorId"): (0, Rule.DEFAULTED),
    ("StatusNotification", "errorCode"): ("NoError", Rule.DEFAULTED),
    ("SecurityEventNotification", "timestamp"): ("", Rule.DEFAULTED),
    ("StartTransaction", "connectorId"): (0, Rule.DEFAULTED),
    ("StartTransaction", "idTag"): ("", Rule.DEFAULTED),
    ("StartTransaction", "meterStart"): (UNKNOWN_READING, Rule.METER_READING),
    ("StartTransaction", "timestamp"): ("", Rule.DEFAULTED),
    ("StopTransaction", "transactionId"): (UNKNOWN_TRANSACTION, Rule.TRANSACTION_ID),
    ("StopTransaction", "meterStop"): (UNKNOWN_READING, Rule.METER_READING),
    ("StopTransaction", "timestamp"): ("", Rule.DEFAULTED),
    ("MeterValues", "connectorId"): (0, Rule.DEFAULTED),
    ("MeterValues", "meterValue"): ((), Rule.DEFAULTED),
    ("meterValue", "timestamp"): ("", Rule.DEFAULTED),
    ("meterValue", "sampledValue"): ((), Rule.DEFAULTED),
    ("transactionData", "timestamp"): ("", Rule.DEFAULTED),
    ("transactionData", "sampledValue"): ((), Rule.DEFAULTED),
    ("configurationKey", "readonly"): (False, Rule.DEFAULTED),
}

# Lists whose unreadable entries are dropped so that the others are kept (Q55).
_DROP_ENTRIES: Final = {"meterValue", "sampledValue", "transactionData", "configurationKey", "unknownKey"}
_METER_READINGS: Final = {"meterStart", "meterStop"}
# Texts that stations fill with a JSON object instead of its text: signed readings, vendor data.
_JSON_TEXTS: Final = {"value", "data"}
# Values that a violation never repeats: credentials, keys, certificates, addresses with passwords, tags, vendor data.
_SECRET: Final = {
    "certificate",
    "certificateChain",
    "csr",
    "data",
    "idTag",
    "location",
    "parentIdTag",
    "remoteLocation",
    "signature",
    "signingCertificate",
    "value",
}
_NOT_SECRET: Final = {("sampledValue", "location"), ("sampledValue", "value")}


class _UnrepairableError(Exception):
    """Nothing sensible can be made of this place; caught where a default, an omission or a refusal is decided."""

    def __init__(self, code: ErrorCode, where: str, detail: str) -> None:
        super().__init__(code, where, detail)
        self.code = code
        self.where = where
        self.detail = detail


def repair(
    schema: JsonSchema, action: str, payload: Mapping[str, Any], *, from_station: bool
) -> tuple[dict[str, Any], tuple[Violation, ...]]:
    """Repair a payload of `action`, decoded with `coercions.Lexical` floats, along its official schema.

    What a station sends (`from_station`) is read as generously as can be; of what a central system sends, unknown
    words and unreadable options are refused: a charging profile must not be half understood. Returns the payload in
    the schema's shape, in which only words, lengths and steps may still be out of bounds, and what was repaired.
    Raises `RpcError` if nothing sensible can be made of it.
    """
    walk = _Walk(schema, from_station=from_station)
    try:
        repaired = walk.read_object(schema, action, payload, "$")
    except _UnrepairableError as unrepairable:
        description = f"{unrepairable.where}: {unrepairable.detail}"
        raise RpcError(unrepairable.code, description, {"path": unrepairable.where}) from None
    return repaired, walk.recorded()


class _Walk:
    """One walk along a schema and what was noted on the way."""

    __slots__ = ("_from_station", "_skipped", "_violations", "_whole_fractions")

    def __init__(self, schema: JsonSchema, *, from_station: bool) -> None:
        self._from_station = from_station
        # Draft-06 (security extension) calls 1.0 a whole number, draft-04 does not.
        self._whole_fractions = "draft-04" not in schema["$schema"]
        self._violations: list[Violation] = []
        self._skipped = 0

    def note(self, rule: Rule, where: str, detail: str) -> None:
        """Record a violation, up to the bound."""
        if len(self._violations) < MAX_RECORDED:
            self._violations.append(Violation(rule, where, clip(detail)))
        else:
            self._skipped += 1

    def recorded(self) -> tuple[Violation, ...]:
        """All violations; the last one counts those that were too many."""
        if self._skipped:
            return (*self._violations, Violation(Rule.MORE, "$", f"{self._skipped} more violations"))
        return tuple(self._violations)

    def read_object(
        self, schema: JsonSchema, owner: str, given: Mapping[str, Any], where: str
    ) -> dict[str, Any]:
        """The object with the schema's properties only; `owner` is its name, the action for the payload itself."""
        properties = schema.get("properties", {})
        required = schema.get("required", ())
        found = self._known_fields(properties, given, where)
        if where == "$" and required and not any(value is not None for value in found.values()):
            # Defaults alone are no record: an empty transaction message says nothing that could be stored.
            raise _UnrepairableError(ErrorCode.PROTOCOL_ERROR, where, f"{required[0]} is missing")
        result = {}
        for name, part in properties.items():
            place = f"{where}.{name}"
            value = found.get(name)
            if value is None:
                if name in required:
                    missing = _UnrepairableError(ErrorCode.PROTOCOL_ERROR, place, f"{name} is missing")
                    result[name] = self._default(owner, name, place, missing)
                elif name in found:
                    self.note(Rule.NULL_FIELD, place, "null")
                continue
            try:
                result[name] = self._read(part, owner, name, value, place)
            except _UnrepairableError as unrepairable:
                if name in required:
                    result[name] = self._default(owner, name, place, unrepairable)
                elif self._from_station:
                    self.note(Rule.FIELD_DROPPED, unrepairable.where, unrepairable.detail)
                else:
                    raise
        return result

    def _known_fields(self, properties: JsonSchema, given: Mapping[str, Any], where: str) -> dict[str, Any]:
        """The members that the schema knows, by their proper names; others are noted and ignored (Q32, Q34)."""
        found: dict[str, Any] = {}
        folded: dict[str, str] | None = None
        for key, value in given.items():
            if key in properties:
                found[key] = value
                continue
            folded = folded or {name.casefold(): name for name in properties}
            name = folded.get(key.casefold())
            if name is None or name in given:
                self.note(Rule.EXTRA_FIELD, f"{where}.{clip(key)}", "ignored")
            else:
                self.note(Rule.FIELD_CASE, f"{where}.{name}", f"written {key}")
                found[name] = value
        return found

    def _default(self, owner: str, name: str, where: str, unrepairable: _UnrepairableError) -> Any:
        if (owner, name) not in _DEFAULTS:
            raise unrepairable
        value, rule = _DEFAULTS[owner, name]
        self.note(rule, where, unrepairable.detail)
        return value

    def _read(self, part: JsonSchema, owner: str, name: str, value: Any, where: str) -> Any:
        """One value of any type."""
        match part["type"]:
            case "object":
                if not isinstance(value, dict):
                    raise _UnrepairableError(ErrorCode.TYPE_CONSTRAINT, where, "not of type object")
                return self.read_object(part, name, value, where)
            case "array":
                return self._read_list(part, name, value, where)
            case "string":
                return self._read_text(part, owner, name, value, where)
            case kind:
                return self._read_plain(kind, part, name, value, where)

    def _read_list(self, part: JsonSchema, name: str, value: Any, where: str) -> list[Any]:
        if isinstance(value, dict) and self._from_station:
            self.note(Rule.SINGLE_ENTRY, where, "an object instead of a list")
            value = [value]
        if not isinstance(value, list):
            raise _UnrepairableError(ErrorCode.TYPE_CONSTRAINT, where, "not of type array")
        entries = []
        for place, entry in enumerate(value):
            if entry is None and name in _DROP_ENTRIES:
                self.note(Rule.ENTRY_DROPPED, where, "null")
                continue
            try:
                entries.append(self._read(part["items"], name, name, entry, f"{where}[{place}]"))
            except _UnrepairableError as unrepairable:
                if name not in _DROP_ENTRIES:
                    raise
                self.note(Rule.ENTRY_DROPPED, unrepairable.where, unrepairable.detail)
        if len(entries) < part.get("minItems", 0):
            raise _UnrepairableError(ErrorCode.OCCURRENCE_CONSTRAINT, where, "too few entries")
        return entries

    def _read_text(self, part: JsonSchema, owner: str, name: str, value: Any, where: str) -> str:
        coerced = to_text(value, json_allowed=name in _JSON_TEXTS)
        if coerced is None:
            raise _UnrepairableError(ErrorCode.TYPE_CONSTRAINT, where, "not of type string")
        text, rule = coerced
        if rule is not None:
            self.note(rule, where, _shown(owner, name, text))
        if "enum" in part:
            return self._read_word(part["enum"], owner, text, where)
        if len(text) > part.get("maxLength", len(text)):
            self.note(Rule.LONG_TEXT, where, f"{len(text)} instead of at most {part['maxLength']} characters")
        return text

    def _read_word(self, words: list[str], owner: str, text: str, where: str) -> str:
        if text in words:
            return text
        folded = text.strip().casefold()
        for word in words:
            if word.casefold() == folded:
                self.note(Rule.WORD_CASE, where, f"{text} for {word}")
                return word
        if not folded or not self._from_station:
            raise _UnrepairableError(ErrorCode.PROPERTY_CONSTRAINT, where, "not one of the allowed words")
        self.note(Rule.UNKNOWN_SAMPLE_WORD if owner == "sampledValue" else Rule.UNKNOWN_WORD, where, text)
        return text[:LONGEST_WORD]

    def _read_plain(self, kind: str, part: JsonSchema, name: str, value: Any, where: str) -> float | bool:
        """A whole number, a number or a truth value."""
        coerced: tuple[float | bool, Rule | None] | None
        match kind:
            case "integer":
                coerced = to_whole(value, rounded=name in _METER_READINGS)
            case "number":
                coerced = to_number(value)
            case _:
                coerced = to_boolean(value)
        if coerced is None:
            in_type = kind == "integer" and isinstance(value, int) and not isinstance(value, bool)
            code = ErrorCode.PROPERTY_CONSTRAINT if in_type else ErrorCode.TYPE_CONSTRAINT
            raise _UnrepairableError(code, where, "beyond 2^53-1" if in_type else f"not of type {kind}")
        plain, rule = coerced
        if rule is not None and not (rule is Rule.FRACTION and self._whole_fractions and value == plain):
            self.note(rule, where, f"read as {plain}")
        step = part.get("multipleOf")
        if step is not None and Fraction(repr(plain)) % Fraction(repr(step)):
            self.note(Rule.FRACTION_STEPS, where, f"not a multiple of {step}")
        return plain


def _shown(owner: str, name: str, text: str) -> str:
    """A value for a violation; of a secret only its length."""
    if name in _SECRET and (owner, name) not in _NOT_SECRET:
        return f"{len(text)} characters"
    return text
