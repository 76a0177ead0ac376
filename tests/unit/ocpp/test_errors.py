from __future__ import annotations

import pytest

from ocpp_gateway.ocpp.errors import ErrorCode, RpcError, read, spell
from ocpp_gateway.ocpp.versions import OcppVersion

V16, V201, V21 = OcppVersion.V16, OcppVersion.V201, OcppVersion.V21

# The table of OCPP-J: meaning, 1.6 spelling, 2.x spelling.
SPELLINGS = [
    (ErrorCode.NOT_IMPLEMENTED, "NotImplemented", "NotImplemented"),
    (ErrorCode.NOT_SUPPORTED, "NotSupported", "NotSupported"),
    (ErrorCode.INTERNAL_ERROR, "InternalError", "InternalError"),
    (ErrorCode.PROTOCOL_ERROR, "ProtocolError", "ProtocolError"),
    (ErrorCode.SECURITY_ERROR, "SecurityError", "SecurityError"),
    (ErrorCode.FORMATION_VIOLATION, "FormationViolation", "FormatViolation"),
    (ErrorCode.PROPERTY_CONSTRAINT, "PropertyConstraintViolation", "PropertyConstraintViolation"),
    (ErrorCode.OCCURRENCE_CONSTRAINT, "OccurenceConstraintViolation", "OccurrenceConstraintViolation"),
    (ErrorCode.TYPE_CONSTRAINT, "TypeConstraintViolation", "TypeConstraintViolation"),
    (ErrorCode.GENERIC_ERROR, "GenericError", "GenericError"),
]


@pytest.mark.parametrize(("code", "in_16", "in_2x"), SPELLINGS)
def test_codes_are_spelled_for_the_version_with_the_official_misspellings_of_16(
    code: ErrorCode, in_16: str, in_2x: str
) -> None:
    assert spell(code, V16) == in_16
    assert spell(code, V201) == spell(code, V21) == in_2x


@pytest.mark.parametrize(("code", "in_16", "in_2x"), SPELLINGS)
def test_both_spellings_are_read_whatever_the_version(code: ErrorCode, in_16: str, in_2x: str) -> None:
    assert read(in_16) is read(in_2x) is code


def test_the_table_has_every_code() -> None:
    assert {code for code, _, _ in SPELLINGS} == set(ErrorCode)


@pytest.mark.parametrize("text", ["", "formationviolation", "Nonsense"])
def test_an_unknown_code_is_none(text: str) -> None:
    assert read(text) is None


def test_a_description_is_cut_to_255_characters_and_details_default_to_an_object() -> None:
    error = RpcError(ErrorCode.INTERNAL_ERROR, "x" * 1000)
    assert error.description == "x" * 255
    assert error.details == {}
    assert str(RpcError(ErrorCode.NOT_SUPPORTED, "no")) == "NotSupported: no"
