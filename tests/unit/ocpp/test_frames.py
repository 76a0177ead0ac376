"""Frames by the book and as stations bend them: the reaction table of OCPP-J 1.6 and fault family D, in both modes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.ocpp.errors import ErrorCode
from ocpp_gateway.ocpp.frames import (
    Call,
    CallError,
    CallResult,
    Frame,
    Unreadable,
    Validation,
    encode_call,
    encode_error,
    encode_result,
    parse,
)
from ocpp_gateway.ocpp.rules import Rule
from tests.unit.ocpp.payloads import ANY_JSON

LENIENT, STRICT = Validation.LENIENT, Validation.STRICT
BOTH = pytest.mark.parametrize("validation", list(Validation))
FORMATION = ErrorCode.FORMATION_VIOLATION
HEARTBEAT = '[2,"a","Heartbeat",{"connectorId":1}]'


def rules(frame: Frame) -> list[str]:
    return [violation.rule for violation in frame.violations]


def ignored(frame: Frame) -> bool:
    """Counted and dropped: no answer is due."""
    return isinstance(frame, Unreadable) and frame.error is None


def answered(frame: Frame, id_json: str, code: ErrorCode = FORMATION) -> bool:
    """A CALLERROR is due, to this id."""
    return isinstance(frame, Unreadable) and (frame.error, frame.id_json) == (code, id_json)


# --- by the book -------------------------------------------------------------------------------------------


@BOTH
def test_the_three_frames_are_read(validation: Validation) -> None:
    assert parse('[2,"a","Heartbeat",{}]', validation) == Call("a", '"a"', "Heartbeat", b"{}")
    assert parse('[3,"a",{"status":"Accepted"}]', validation) == CallResult(
        "a", '"a"', b'{"status":"Accepted"}'
    )
    assert parse('[4,"a","NotSupported","no",{"x":1}]', validation) == CallError(
        "a", '"a"', "NotSupported", "no", b'{"x":1}'
    )


@BOTH
def test_the_payload_stays_raw_to_the_byte(validation: Validation) -> None:
    payload = '{ "value" : 1.50e+1 , "a":"\\u0041\\/ü" ,"a":2}'
    frame = parse(f'[2, "a" ,"MeterValues", {payload} ]', validation)
    assert isinstance(frame, Call)
    assert frame.payload == payload.encode()
    assert frame.violations == ()


@BOTH
@pytest.mark.parametrize(
    "id_json",
    [
        '""',
        '"0"',
        '"-1"',
        '"{}"',
        '"a b"',
        '"😀"',
        '"' + "x" * 36 + '"',
        '"\\u0041\\n\\""',
        '"\\ud83d\\ude00"',
    ],
)
def test_any_string_of_up_to_36_characters_is_an_id_and_echoed_to_the_byte(
    id_json: str, validation: Validation
) -> None:
    frame = parse(f'[2,{id_json},"Heartbeat",{{}}]', validation)
    assert isinstance(frame, Call)
    assert frame.id_json == id_json
    assert frame.message_id == json.loads(id_json)
    assert frame.violations == ()


# --- the reaction table ------------------------------------------------------------------------------------

NOT_JSON = ["", " ", "x", "{", "[2", "[2,", "null x", "'a'", "[2,'a','Heartbeat',{}]", "nan"]


@BOTH
@pytest.mark.parametrize("text", NOT_JSON)
def test_what_is_not_json_is_counted_and_ignored(text: str, validation: Validation) -> None:
    assert ignored(parse(text, validation))


@BOTH
@pytest.mark.parametrize(
    "data", [b"\xff", b'[2,"\xff","Heartbeat",{}]', b'[2,"\xed\xa0\x80","Heartbeat",{}]', b"\x80" * 9]
)
def test_what_is_not_utf8_is_counted_and_ignored(data: bytes, validation: Validation) -> None:
    assert ignored(parse(data, validation))


@BOTH
def test_a_text_with_half_a_surrogate_pair_in_memory_is_ignored(validation: Validation) -> None:
    assert ignored(parse('[2,"a\ud800","Heartbeat",{}]', validation))


@BOTH
@pytest.mark.parametrize("text", ["null", "{}", '""', "0", "true", '"[2]"', "[]", '{"2":"a"}'])
def test_json_that_is_no_array_or_an_empty_one_is_counted_and_ignored(
    text: str, validation: Validation
) -> None:
    assert ignored(parse(text, validation))


@BOTH
@pytest.mark.parametrize(
    "kind", ["-1", "0", "1", "5", "6", "99", "true", "null", "{}", "[]", "2.5", "1e400", '""', '"x"', '"22"']
)
def test_an_unknown_message_type_is_ignored(kind: str, validation: Validation) -> None:
    assert ignored(parse(f'[{kind},"a","Heartbeat",{{}}]', validation))


@pytest.mark.parametrize("kind", ['"2"', "2.0"])
def test_a_message_type_of_the_wrong_json_type_is_read_by_the_lenient_only(kind: str) -> None:
    text = f'[{kind},"a","Heartbeat",{{}}]'
    assert ignored(parse(text, STRICT))
    frame = parse(text, LENIENT)
    assert isinstance(frame, Call)
    assert rules(frame) == [Rule.MESSAGE_TYPE]


def test_a_call_without_payload() -> None:
    text = '[2,"a","Heartbeat"]'
    assert answered(parse(text, STRICT), '"a"')
    frame = parse(text, LENIENT)
    assert isinstance(frame, Call)
    assert frame.payload == b"{}"
    assert rules(frame) == [Rule.MISSING_PAYLOAD]


def test_a_call_with_extra_elements() -> None:
    text = '[2,"a","Heartbeat",{},{},7]'
    assert answered(parse(text, STRICT), '"a"')
    frame = parse(text, LENIENT)
    assert isinstance(frame, Call)
    assert frame.payload == b"{}"
    assert rules(frame) == [Rule.EXTRA_ELEMENTS]


@BOTH
@pytest.mark.parametrize("text", ["[2]", '[2,{},"Heartbeat",{}]', '[2,["a"],"Heartbeat",{}]'])
def test_a_call_without_an_id_that_can_be_echoed_is_ignored(text: str, validation: Validation) -> None:
    assert ignored(parse(text, validation))


@BOTH
@pytest.mark.parametrize("text", ['[2,"a"]', '[2,"a",null,{}]', '[2,"a",7,{}]', '[2,"a",{},{}]'])
def test_a_call_without_an_action_is_a_formation_violation(text: str, validation: Validation) -> None:
    assert answered(parse(text, validation), '"a"')


@BOTH
def test_an_action_beyond_any_length_is_a_formation_violation_and_not_carried_on(
    validation: Validation,
) -> None:
    frame = parse('[2,"a","' + "A" * 10_000 + '",{}]', validation)
    assert answered(frame, '"a"')
    assert len(str(frame)) < 400


@pytest.mark.parametrize("number", ["7", "-1", "0", "12345678901234567890", "1.5"])
def test_a_number_as_id_is_echoed_as_a_number(number: str) -> None:
    text = f'[2,{number},"Heartbeat",{{}}]'
    assert answered(parse(text, STRICT), number)
    frame = parse(text, LENIENT)
    assert isinstance(frame, Call)
    assert (frame.id_json, frame.message_id) == (number, number)
    assert rules(frame) == [Rule.MESSAGE_ID]


@BOTH
@pytest.mark.parametrize("scalar", ["null", "true", "false"])
def test_an_id_that_is_neither_text_nor_number_is_refused_and_echoed(
    scalar: str, validation: Validation
) -> None:
    assert answered(parse(f'[2,{scalar},"Heartbeat",{{}}]', validation), scalar)


@pytest.mark.parametrize("length", [37, 255])
def test_an_id_over_36_characters_is_refused_strictly_and_echoed_leniently(length: int) -> None:
    identity = json.dumps("x" * length)
    text = f'[2,{identity},"Heartbeat",{{}}]'
    assert answered(parse(text, STRICT), identity)
    frame = parse(text, LENIENT)
    assert isinstance(frame, Call)
    assert frame.id_json == identity
    assert rules(frame) == [Rule.MESSAGE_ID]


@BOTH
@pytest.mark.parametrize("identity", ['"' + "x" * 256 + '"', '"' + "x" * 10_000 + '"', "9" * 256])
def test_an_id_over_255_characters_is_not_echoed(identity: str, validation: Validation) -> None:
    assert ignored(parse(f'[2,{identity},"Heartbeat",{{}}]', validation))


@BOTH
def test_a_null_payload_is_an_empty_object(validation: Validation) -> None:
    call = parse('[2,"a","Heartbeat",null]', validation)
    result = parse('[3,"a",null]', validation)
    assert isinstance(call, Call)
    assert isinstance(result, CallResult)
    assert call.payload == result.payload == b"{}"
    assert rules(call) == rules(result) == [Rule.NULL_PAYLOAD]


@BOTH
@pytest.mark.parametrize("payload", ["[]", '""', "7", "true", '"{}"', "[{}]"])
def test_a_payload_that_is_no_object_is_a_formation_violation(payload: str, validation: Validation) -> None:
    assert answered(parse(f'[2,"a","Heartbeat",{payload}]', validation), '"a"')


def test_a_callresult_without_payload_is_empty_strictly_and_an_object_leniently() -> None:
    strict, lenient = parse('[3,"a"]', STRICT), parse('[3,"a"]', LENIENT)
    assert strict == CallResult("a", '"a"', b"")
    assert isinstance(lenient, CallResult)
    assert lenient.payload == b"{}"
    assert rules(lenient) == [Rule.MISSING_PAYLOAD]


@BOTH
def test_extra_elements_of_a_callresult_are_noted(validation: Validation) -> None:
    frame = parse('[3,"a",{},1]', validation)
    assert isinstance(frame, CallResult)
    assert rules(frame) == [Rule.EXTRA_ELEMENTS]


@BOTH
@pytest.mark.parametrize("text", ["[3]", "[4]", "[3,{},{}]", "[4,null]", '[3,"' + "x" * 300 + '",{}]'])
def test_an_answer_without_id_is_ignored_and_never_answered(text: str, validation: Validation) -> None:
    assert ignored(parse(text, validation))


def test_an_answer_to_a_number_is_matched_by_its_text_in_lenient_reading_only() -> None:
    assert ignored(parse("[3,12,{}]", STRICT))
    frame = parse("[3,12,{}]", LENIENT)
    assert isinstance(frame, CallResult)
    assert frame.message_id == "12"


# --- CALLERROR of any shape (D39) --------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "description", "details"),
    [
        ('[4,"a"]', "GenericError", "", b"{}"),
        ('[4,"a","NotSupported"]', "NotSupported", "", b"{}"),
        ('[4,"a","NotSupported","no"]', "NotSupported", "no", b"{}"),
        ('[4,"a","NotSupported","no",{},1]', "NotSupported", "no", b"{}"),
        ('[4,"a","NotSupported","no","text"]', "NotSupported", "no", b'"text"'),
        ('[4,"a","NotSupported","no",null]', "NotSupported", "no", b"null"),
        ('[4,"a","NotSupported",null,{}]', "NotSupported", "", b"{}"),
        ('[4,"a",404,"no",{}]', "GenericError", "no", b"{}"),
        ('[4,"a","","",{}]', "GenericError", "", b"{}"),
    ],
)
def test_a_callerror_of_any_shape_is_taken(
    text: str, code: str, description: str, details: bytes, validation: Validation
) -> None:
    frame = parse(text, validation)
    assert isinstance(frame, CallError)
    assert (frame.code, frame.description, frame.details) == (code, description, details)
    assert set(rules(frame)) <= {Rule.CALLERROR_SHAPE}


@BOTH
@pytest.mark.parametrize(
    "code", ["Unheard", "FormationViolation", "FormatViolation", "OccurenceConstraintViolation"]
)
def test_the_code_of_a_callerror_is_kept_as_received(code: str, validation: Validation) -> None:
    frame = parse(f'[4,"a","{code}","",{{}}]', validation)
    assert isinstance(frame, CallError)
    assert frame.code == code
    assert frame.violations == ()


@BOTH
def test_texts_of_a_callerror_are_bounded(validation: Validation) -> None:
    frame = parse(json.dumps([4, "a", "C" * 5000, "d" * 5000, {}]), validation)
    assert isinstance(frame, CallError)
    assert len(frame.code) <= 64
    assert len(frame.description) == 255


# --- properties --------------------------------------------------------------------------------------------


def check_sound(frame: Frame) -> None:
    """What every caller may rely on, whatever was read."""
    assert isinstance(frame, Call | CallResult | CallError | Unreadable)
    for violation in frame.violations:
        assert violation.rule in set(Rule)
        assert len(violation.detail) <= 80
        assert len(violation.where) <= 80
    if isinstance(frame, Unreadable):
        assert 0 < len(frame.reason) <= 255
        assert frame.error is None or frame.id_json is not None
    if frame.__class__ in {Call, CallResult, CallError} or getattr(frame, "id_json", None) is not None:
        assert frame.id_json is not None
        json.loads(frame.id_json)
        assert len(frame.id_json) <= 6 * 255 + 2
    if isinstance(frame, Call):
        assert isinstance(json.loads(frame.payload), dict)


@BOTH
@given(data=st.one_of(st.binary(), st.text()))
def test_no_bytes_and_no_text_make_the_parser_raise(data: str | bytes, validation: Validation) -> None:
    check_sound(parse(data, validation))


@BOTH
@given(
    value=st.one_of(ANY_JSON, st.lists(ANY_JSON, max_size=6)), head=st.sampled_from([None, 2, 3, 4, "2", 5])
)
def test_no_json_makes_the_parser_raise(value: Any, head: Any, validation: Validation) -> None:
    framed = [head, *value] if head is not None and isinstance(value, list) else value
    check_sound(parse(json.dumps(framed), validation))


@BOTH
@given(
    text=st.sampled_from([HEARTBEAT, '[3,"a",{"status":"Accepted"}]', '[4,"a","NotSupported","no",{}]']),
    cuts=st.lists(
        st.tuples(st.integers(0, 50), st.integers(0, 3), st.text(max_size=3)), min_size=1, max_size=3
    ),
)
def test_a_damaged_frame_never_makes_the_parser_raise(
    text: str, cuts: list[tuple[int, int, str]], validation: Validation
) -> None:
    for start, length, put in cuts:
        text = text[:start] + put + text[start + length :]
    check_sound(parse(text, validation))


identities = st.text(max_size=36)
objects = st.dictionaries(
    st.text(max_size=5), st.one_of(st.integers(), st.text(), st.lists(st.integers())), max_size=4
)


@BOTH
@given(identities, st.text(min_size=1, max_size=64), objects)
def test_an_encoded_call_reads_back(validation: Validation, identity: str, action: str, payload: Any) -> None:
    raw = json.dumps(payload, separators=(",", ":")).encode()
    text = encode_call(identity, action, raw)
    assert json.loads(text) == [2, identity, action, payload]
    frame = parse(text, STRICT)
    assert isinstance(frame, Call)
    assert (frame.message_id, frame.action, frame.payload) == (identity, action, raw)


@given(identities, objects, st.text(max_size=255))
def test_encoded_answers_read_back(identity: str, payload: Any, description: str) -> None:
    raw = json.dumps(payload).encode()
    id_json = json.dumps(identity)
    result = parse(encode_result(id_json, raw), STRICT)
    assert isinstance(result, CallResult)
    assert (result.message_id, result.id_json, result.payload) == (identity, id_json, raw)
    error = parse(encode_error(id_json, "NotSupported", description, raw), STRICT)
    assert isinstance(error, CallError)
    assert (error.message_id, error.description, error.details) == (identity, description, raw)


def test_frames_are_written_compact() -> None:
    assert encode_call("a", "Reset", b'{"type":"Soft"}') == '[2,"a","Reset",{"type":"Soft"}]'
    assert encode_result('"a"', b"{}") == '[3,"a",{}]'
    assert encode_result("7", b"{}") == "[3,7,{}]"
    assert encode_error('"a"', "NotSupported", "") == '[4,"a","NotSupported","",{}]'
    assert encode_error('"a"', "X", "d" * 999) == '[4,"a","X","' + "d" * 255 + '",{}]'
