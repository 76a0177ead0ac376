"""Typed decoding and the official schema agree: both accept the same payloads, for all 78 schemas."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import Direction, check, encode
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.timestamps import parse_timestamp
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation
from tests.unit.ocpp.payloads import (
    BOUND,
    HALVES,
    mutated_payloads,
    raw_schema,
    read,
    resolved,
    text_of,
    valid_payloads,
)

V16 = OcppVersion.V16
LENIENT, STRICT = Validation.LENIENT, Validation.STRICT
# One test per schema and rule, 390 in all: a share of the profile's examples each.
MANY = settings(max_examples=settings().max_examples // 3)
SOME = settings(max_examples=settings().max_examples // 10)


def official_verdict(action: str, half: str, value: Any) -> bool:
    """The schema file itself, plus our two own rules: times by our reader, whole numbers within ±(2^53-1)."""
    schema = raw_schema(action, half)
    draft = (
        jsonschema_rs.Draft4Validator if "draft-04" in schema["$schema"] else jsonschema_rs.Draft6Validator
    )
    if not draft(schema, validate_formats=False).is_valid(value):
        return False
    return all(own_rule(part, leaf) for part, leaf in leaves(schema, schema, value))


def leaves(part: dict[str, Any], root: dict[str, Any], value: Any) -> list[tuple[dict[str, Any], Any]]:
    part = resolved(part, root)
    if part["type"] == "object":
        members = part.get("properties", {})
        return [leaf for name, inner in value.items() for leaf in leaves(members[name], root, inner)]
    if part["type"] == "array":
        return [leaf for inner in value for leaf in leaves(part["items"], root, inner)]
    return [(part, value)]


def own_rule(part: dict[str, Any], leaf: Any) -> bool:
    if part.get("format") == "date-time":
        return parse_timestamp(leaf)[1] is None
    return bool(part["type"] != "integer" or abs(leaf) <= BOUND)


def accepts(action: str, half: str, payload: bytes) -> bool:
    return not isinstance(read(action, half, payload, STRICT), RpcError)


@pytest.mark.parametrize(("action", "half"), HALVES)
@given(data=st.data())
@MANY
def test_strict_decoding_accepts_exactly_what_the_schema_accepts(
    action: str, half: str, data: st.DataObject
) -> None:
    value = data.draw(mutated_payloads(action, half))
    payload = text_of(value)
    verdict = official_verdict(action, half, value)
    assert accepts(action, half, payload) == verdict
    assert (check(V16, ACTIONS_16[action], Direction(half), payload) == []) == verdict


@pytest.mark.parametrize(("action", "half"), HALVES)
@given(data=st.data())
@SOME
def test_the_typed_decoder_alone_agrees_with_the_schema(action: str, half: str, data: st.DataObject) -> None:
    """Without the schema beside it: the structs know all but nulls, times, 0.1 steps and draft-06's whole floats."""
    value = data.draw(mutated_payloads(action, half))
    verdict = official_verdict(action, half, value)
    try:
        msgspec.json.decode(text_of(value), type=ACTIONS_16[action].message(Direction(half)))
    except msgspec.ValidationError:
        draft_06 = "draft-06" in raw_schema(action, half)["$schema"]
        assert not verdict or (draft_06 and has_float(value))
    else:
        assert verdict or has_null(value) or check_keywords(action, half, value) <= {"format", "multipleOf"}


def check_keywords(action: str, half: str, value: Any) -> set[str]:
    return {problem.keyword for problem in check(V16, ACTIONS_16[action], Direction(half), text_of(value))}


def has_null(value: Any) -> bool:
    return "null" in json.dumps(value)


def has_float(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(has_float, value.values()))
    return any(map(has_float, value)) if isinstance(value, list) else isinstance(value, float)


@pytest.mark.parametrize(("action", "half"), HALVES)
@given(data=st.data())
@SOME
def test_a_valid_payload_is_read_alike_in_both_modes_and_survives_the_round_trip(
    action: str, half: str, data: st.DataObject
) -> None:
    payload = text_of(data.draw(valid_payloads(action, half)))
    strict = read(action, half, payload, STRICT)
    lenient = read(action, half, payload, LENIENT)
    assert strict.message == lenient.message
    assert type(strict.message) is type(lenient.message)
    assert strict.violations == lenient.violations == ()
    assert read(action, half, encode(strict.message), STRICT).message == strict.message


@pytest.mark.parametrize(("action", "half"), HALVES)
@given(data=st.data())
@SOME
def test_what_strict_reading_accepts_lenient_reading_takes_without_a_note(
    action: str, half: str, data: st.DataObject
) -> None:
    payload = text_of(data.draw(mutated_payloads(action, half)))
    if accepts(action, half, payload):
        assert read(action, half, payload, LENIENT) == read(action, half, payload, STRICT)


@pytest.mark.parametrize(("action", "half"), HALVES)
@given(data=st.data())
@SOME
def test_what_lenient_reading_repairs_is_in_the_schemas_shape_and_noted(
    action: str, half: str, data: st.DataObject
) -> None:
    """After a repair only words, lengths, times and steps may be out of bounds, and each repair left a violation."""
    value = data.draw(mutated_payloads(action, half))
    payload = text_of(value)
    decoded = read(action, half, payload, LENIENT)
    if isinstance(decoded, RpcError):
        assert not accepts(action, half, payload)
        assert len(decoded.description) <= 255
        return
    repaired = json.loads(encode(decoded.message))
    assert check_keywords(action, half, repaired) <= {"enum", "maxLength", "format", "multipleOf"}
    if not decoded.violations:
        assert check_keywords(action, half, value) <= {"format"}
