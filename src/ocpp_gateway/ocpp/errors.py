"""The error codes of CALLERROR: their meanings, and their spelling in each version (OCPP-J 1.6 section 4.2.3)."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from ocpp_gateway.ocpp.versions import OcppVersion

MAX_DESCRIPTION = 255
"""Longest `errorDescription` in characters (OCPP 2.x part 4; 1.6 gives no number)."""


class ErrorCode(StrEnum):
    """What went wrong with a CALL, independent of the version's spelling; the value is the 2.x spelling."""

    NOT_IMPLEMENTED = "NotImplemented"
    NOT_SUPPORTED = "NotSupported"
    INTERNAL_ERROR = "InternalError"
    PROTOCOL_ERROR = "ProtocolError"
    SECURITY_ERROR = "SecurityError"
    FORMATION_VIOLATION = "FormatViolation"
    PROPERTY_CONSTRAINT = "PropertyConstraintViolation"
    OCCURRENCE_CONSTRAINT = "OccurrenceConstraintViolation"
    TYPE_CONSTRAINT = "TypeConstraintViolation"
    GENERIC_ERROR = "GenericError"


# The Open Charge Alliance lists both 1.6 spellings as known and not to be fixed; stations have looped on the corrected
# ones, so they are sent exactly as printed.
_SPELLING_16 = {
    ErrorCode.FORMATION_VIOLATION: "FormationViolation",
    ErrorCode.OCCURRENCE_CONSTRAINT: "OccurenceConstraintViolation",
}

_READ = {code.value: code for code in ErrorCode} | {text: code for code, text in _SPELLING_16.items()}


def spell(code: ErrorCode, version: OcppVersion) -> str:
    """The text that goes on the wire for a meaning in the given version."""
    if version is OcppVersion.V16:
        return _SPELLING_16.get(code, code.value)
    return code.value


def read(text: str) -> ErrorCode | None:
    """The meaning of a received code, either spelling of the two misspelt ones; `None` if the text is no known code."""
    return _READ.get(text)


class RpcError(Exception):
    """A CALL that cannot be answered with a result; becomes a CALLERROR.

    `description` is cut to 255 characters; `details` is a JSON object. Neither may hold secrets or stack traces.
    """

    def __init__(self, code: ErrorCode, description: str = "", details: dict[str, Any] | None = None) -> None:
        """Name the meaning, say it in a sentence, and add machine-readable details if there are any."""
        super().__init__(code, description)
        self.code = code
        self.description = description[:MAX_DESCRIPTION]
        self.details: dict[str, Any] = {} if details is None else details

    def __str__(self) -> str:
        """The code's meaning and the description, for logs."""
        return f"{self.code}: {self.description}"
