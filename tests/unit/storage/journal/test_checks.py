"""The cheap checks agree with the databases, and the rule of faithful JSON."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.storage.journal.checks import find_problem, is_faithful_json
from ocpp_gateway.storage.journal.rows import NUMBER
from ocpp_gateway.storage.journal.specification import CONNECTORS, METERS, SECTIONS, Section


def problem_of(section: Section, **values: Any) -> str | None:
    row = tuple(values.get(name) for name in section.fields)
    return find_problem([(NUMBER[section.name], row)])


@pytest.mark.parametrize(
    ("section", "field", "good", "bad"),
    [
        (CONNECTORS, "info", "ü\u2028\uffff", "\0"),
        (CONNECTORS, "info", "😀", "\udc00"),
        (CONNECTORS, "connector_number", 2**31 - 1, 2**31),
        (CONNECTORS, "connector_number", -(2**31), -(2**31) - 1),
        (CONNECTORS, "meter_value", 10**14 - 1, 10**14),
        (METERS, "content_hash", -(2**63), 2**63),
        (METERS, "energy_wh", -0.0, float("inf")),
        (METERS, "sampled_at", datetime(1970, 1, 1, tzinfo=UTC), datetime(2222, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_bounds_of_each_kind(section: Section, field: str, good: Any, bad: Any) -> None:
    assert problem_of(section, **{field: good}) is None
    found = problem_of(section, **{field: bad})
    assert found is not None
    assert found.startswith(f"{section.table.name}.{field}: ")


def test_a_missing_value_is_no_problem() -> None:
    for section in SECTIONS:
        assert problem_of(section) is None


@pytest.mark.parametrize(
    "payload",
    [
        b'{"a":"\\u0000"}',
        b'{"a":"\\ud800"}',
        b'{"a":"\xff"}',
        b'{"a":',
        b'{"a":1} x',
        b"\x00",
        b"",
        b"{'a':1}",
    ],
)
def test_what_json_cannot_hold_faithfully(payload: bytes) -> None:
    assert not is_faithful_json(payload)


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers()
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
        lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
        max_leaves=20,
    ),
    st.booleans(),
)
def test_ordinary_json_is_faithful(value: Any, escaped: bool) -> None:
    assert is_faithful_json(json.dumps(value, ensure_ascii=escaped).encode())


@given(st.binary(max_size=60))
def test_any_bytes_get_an_answer_and_faithful_ones_are_read_by_everybody(payload: bytes) -> None:
    if is_faithful_json(payload):
        msgspec.json.decode(payload, type=msgspec.Raw)
        json.loads(payload)
        assert b"\0" not in payload
