"""Broken JSON and hostile shapes: what is repaired, what is refused, what is answered (Q25, D36, D37)."""

from __future__ import annotations

import json

import pytest

from ocpp_gateway.ocpp.errors import ErrorCode
from ocpp_gateway.ocpp.frames import Call, CallError, CallResult, Frame, Unreadable, Validation, parse
from ocpp_gateway.ocpp.rules import Rule

LENIENT, STRICT = Validation.LENIENT, Validation.STRICT
BOTH = pytest.mark.parametrize("validation", list(Validation))


def rules(frame: Frame) -> list[str]:
    return [violation.rule for violation in frame.violations]


def ignored(frame: Frame) -> bool:
    """Counted and dropped: no answer is due."""
    return isinstance(frame, Unreadable) and frame.error is None


def answered(frame: Frame, id_json: str) -> bool:
    """A CALLERROR is due, to this id."""
    expected = (ErrorCode.FORMATION_VIOLATION, id_json)
    return isinstance(frame, Unreadable) and (frame.error, frame.id_json) == expected


STATUS = '[2,"a","StatusNotification",{"connectorId":1}]'


@pytest.mark.parametrize(
    ("text", "payload", "rule"),
    [
        ("\ufeff" + STATUS, b'{"connectorId":1}', Rule.SURROUNDINGS),
        (STATUS + "\x00", b'{"connectorId":1}', Rule.SURROUNDINGS),
        ("\x00\x01" + STATUS + "\x00\x00\x7f\r\n", b'{"connectorId":1}', Rule.SURROUNDINGS),
        (STATUS + "garbage", b'{"connectorId":1}', Rule.TRAILING_TEXT),
        (STATUS + STATUS, b'{"connectorId":1}', Rule.TRAILING_TEXT),
        (STATUS + "]", b'{"connectorId":1}', Rule.TRAILING_TEXT),
        ('[2,"a","X",{"connectorId":1,}]', b'{"connectorId":1}', Rule.TRAILING_COMMA),
        ('[2,"a","X",{"connectorId":1},]', b'{"connectorId":1}', Rule.TRAILING_COMMA),
        ('[2,"a","X",{"b":[1 , ] }]', b'{"b":[1  ] }', Rule.TRAILING_COMMA),
        ('[2,"a","X",{"transactionId":,"b":2}]', b'{"transactionId":null,"b":2}', Rule.EMPTY_VALUE),
        ('[2,"a","X",{"b":2,"transactionId": }]', b'{"b":2,"transactionId":null }', Rule.EMPTY_VALUE),
        (r'[2,"a","X",{"b":"x\ud800y"}]', rb'{"b":"x\ufffdy"}', Rule.LONE_SURROGATE),
        (r'[2,"a","X",{"b":"\udc00\ud800"}]', rb'{"b":"\ufffd\ufffd"}', Rule.LONE_SURROGATE),
    ],
)
def test_broken_json_is_repaired_by_the_lenient_and_ignored_by_the_strict(
    text: str, payload: bytes, rule: Rule
) -> None:
    frame = parse(text, LENIENT)
    assert isinstance(frame, Call)
    assert frame.payload == payload
    assert rule in rules(frame)
    assert ignored(parse(text, STRICT))


@pytest.mark.parametrize(
    "inside", ['":,"', '",}"', '",]"', r'"\":,\""', r'"\\ud800"', r'"a\\"', r'"\ud83d\ude00"', '"]"']
)
def test_repairs_leave_strings_alone(inside: str) -> None:
    frame = parse(f'[2,"a","X",{{"b":{inside},"c":,}}]', LENIENT)
    assert isinstance(frame, Call)
    assert frame.payload.decode() == f'{{"b":{inside},"c":null}}'


def test_several_repairs_add_up() -> None:
    frame = parse('\ufeff["2",7,"Heartbeat",{"a":,}] \x00', LENIENT)
    assert isinstance(frame, Call)
    assert frame.payload == b'{"a":null}'
    assert rules(frame) == [
        Rule.SURROUNDINGS,
        Rule.EMPTY_VALUE,
        Rule.TRAILING_COMMA,
        Rule.MESSAGE_TYPE,
        Rule.MESSAGE_ID,
    ]


@pytest.mark.parametrize(
    "rest",
    [
        '{"connectorId":1',  # truncated
        '{"connectorId":1}',  # truncated by one
        "{'connectorId':1}]",
        '{"connectorId":1 /* one */}]',
        '{"connectorId":1 // one\n}]',
        '{"a":NaN}]',
        '{"a":Infinity}]',
        '{"a":-Infinity}]',
        '{"a":01}]',
        '{"a":1.}]',
        '{"a":+1}]',
        '{"a":"\n"}]',
        '{"a" 1}]',
        "{a:1}]",
        "{:}]",
    ],
)
def test_worse_json_is_refused_but_answered_if_the_id_is_readable(rest: str) -> None:
    text = '[2,"a","StopTransaction",' + rest
    frame = parse(text, LENIENT)
    assert answered(frame, '"a"')
    assert isinstance(frame, Unreadable)
    assert frame.action == "StopTransaction"
    assert ignored(parse(text, STRICT))


def test_a_broken_answer_fails_the_command_that_it_is_for() -> None:
    result = parse('[3,"a",{"status":"Acc', LENIENT)
    assert isinstance(result, CallResult)
    assert (result.message_id, result.payload, rules(result)) == ("a", b"", [Rule.UNREADABLE_ANSWER])
    error = parse('[4,"a","NotSupported","oh', LENIENT)
    assert isinstance(error, CallError)
    assert (error.message_id, error.code, rules(error)) == ("a", "NotSupported", [Rule.UNREADABLE_ANSWER])
    assert ignored(parse('[3,"a",{"status":"Acc', STRICT))


def test_nul_inside_a_result_is_replaced_too() -> None:
    frame = parse(r'[3,"a",{"data":"\u0000"}]', LENIENT)
    assert frame == CallResult("a", '"a"', rb'{"data":"\ufffd"}', frame.violations)
    assert rules(frame) == [Rule.NUL_CHARACTER]


@pytest.mark.parametrize(
    "head", [r'[2,"\ud800","X",{', "[2,007,1,{", '[2,"a\nb","X",{', "\x00{", "[5,1,2", '[2,"\\x","X",{']
)
def test_broken_frames_without_a_readable_id_are_ignored(head: str) -> None:
    assert ignored(parse(head, LENIENT))


def test_the_number_of_a_broken_call_is_echoed_as_it_stands() -> None:
    assert answered(parse('[2, -0,"X",{', LENIENT), "-0")
    assert answered(parse('["2",7', LENIENT), "7")


@pytest.mark.parametrize("text", ['\x00{"a":1}', '\ufeff"x"', "\x007\x00"])
def test_json_that_is_no_array_stays_none_when_it_is_trimmed(text: str) -> None:
    assert ignored(parse(text, LENIENT))


@pytest.mark.parametrize(
    ("inside", "replaced"),
    [(r'"a\u0000b"', r'"a\ufffdb"'), (r'"\\u0000"', r'"\\u0000"'), (r'"\\\u0000"', r'"\\\ufffd"')],
)
def test_nul_inside_a_text_is_replaced_leniently_and_kept_strictly(inside: str, replaced: str) -> None:
    text = f'[2,"a","DataTransfer",{{"vendorId":{inside}}}]'
    lenient, strict = parse(text, LENIENT), parse(text, STRICT)
    assert isinstance(lenient, Call)
    assert isinstance(strict, Call)
    assert lenient.payload.decode() == f'{{"vendorId":{replaced}}}'
    assert rules(lenient) == ([Rule.NUL_CHARACTER] if inside != replaced else [])
    assert strict.payload.decode() == f'{{"vendorId":{inside}}}'


def test_a_binary_message_with_json_is_read_leniently_and_ignored_strictly() -> None:
    frame = parse(STATUS.encode(), LENIENT)
    assert isinstance(frame, Call)
    assert rules(frame) == [Rule.BINARY_FRAME]
    assert ignored(parse(STATUS.encode(), STRICT))


# --- torture (D36) -----------------------------------------------------------------------------------------


@BOTH
@pytest.mark.parametrize("levels", [15, 16, 900, 10_000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [('{"a":', "}"), ("[", "]")])
def test_nesting_over_16_levels_is_a_formation_violation(
    levels: int, opening: str, closing: str, validation: Validation
) -> None:
    text = '[2,"a","DataTransfer",{"data":' + opening * (levels - 1) + "1" + closing * (levels - 1) + "}]"
    frame = parse(text, validation)
    if levels <= 15:
        assert isinstance(frame, Call)
    else:
        assert answered(frame, '"a"')


@BOTH
def test_a_callresult_nested_too_deeply_fails_its_command(validation: Validation) -> None:
    frame = parse('[3,"a",{"x":' + "[" * 5000 + "]" * 5000 + "}]", validation)
    assert isinstance(frame, CallResult)
    assert frame.payload == b""


@BOTH
def test_breadth_is_not_limited_here(validation: Validation) -> None:
    payload = json.dumps({f"k{number}": number for number in range(100_000)})
    frame = parse(f'[2,"a","Heartbeat",{payload}]', validation)
    assert isinstance(frame, Call)
    assert frame.payload == payload.encode()
