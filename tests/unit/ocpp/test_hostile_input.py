"""A frame of the largest size, made to be slow, is still dealt with in time that grows only with its length.

The bound is generous (a second or two where milliseconds are normal): anything quadratic would take minutes.
"""

from __future__ import annotations

import time

import pytest

from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.frame_repairs import MAX_MENDED
from ocpp_gateway.ocpp.frames import Call, Unreadable, Validation, parse
from ocpp_gateway.ocpp.violations import MAX_RECORDED
from tests.unit.ocpp.payloads import read

MIB = 1 << 20
HEAD = '[2,"a","X",{"d":'
BENT = '{"value":12.5,"unit":"Xh","context":"bla"}'

FRAMES = {
    "quotes": '[2,"a",' + '"' * MIB,
    "escaped quotes": HEAD + '"' + '\\"' * (MIB // 2),
    "backslashes": '[2,"' + "\\" * MIB,
    "opening brackets": "[" * MIB,
    "opening objects": HEAD + '{"a":' * (MIB // 5),
    "empty values": (HEAD + '"":,' * MAX_MENDED)[: MAX_MENDED - 2] + "}]",
    "colons and blanks": "[" + ":" + " " * (MAX_MENDED - 2),
    "commas and blanks": ("[," + " " * 100) * (MAX_MENDED // 102),
    "blanks": " " * MIB + "x",
    "nul": "\0" * MIB,
    "lone surrogates": HEAD + '"' + "\\ud800" * (MAX_MENDED // 6 - 20) + '"}]',
    "escaped nul": HEAD + '"' + "\\u0000" * (MIB // 6 - 20) + '"}]',
    "long id": '[2,"' + "a" * MIB + '","X",{}]',
    "long escaped id": '[2,"' + "\\u0041" * (MIB // 6) + '","X",{}]',
    "long number": HEAD + "9" * MIB + "}]",
    "brackets in strings": HEAD + "[" + '"\\"{",' * (MIB // 7) + "1]}]",
    "second frames": '[2,"a","X",{}]' * (MAX_MENDED // 14),
    "members": '[2,"a","X",{' + '"a":1,' * (MIB // 6) + '"b":1}]',
}

PAYLOADS = {
    "bent samples": (
        "MeterValues",
        '{"connectorId":"1","meterValue":[{"timestamp":"x","sampledValue":['
        + ",".join([BENT] * (MIB // len(BENT)))
        + "]}]}",
    ),
    "bent entries": (
        "MeterValues",
        '{"connectorId":1,"meterValue":[' + ",".join(['{"timestamp":1}'] * (MIB // 16)) + "]}",
    ),
    "nulls": ("MeterValues", '{"connectorId":1,"meterValue":[' + ",".join(["null"] * (MIB // 5)) + "]}"),
    "unknown members": ("Heartbeat", "{" + ",".join(f'"k{number}":1' for number in range(MIB // 12)) + "}"),
    "long number as text": ("StartTransaction", '{"connectorId":"' + "9" * MIB + '","idTag":"a"}'),
    "long tag": ("StartTransaction", '{"connectorId":1,"idTag":"' + "a" * MIB + '"}'),
}


@pytest.mark.parametrize("validation", list(Validation))
@pytest.mark.parametrize("text", FRAMES.values(), ids=FRAMES.keys())
def test_no_frame_takes_more_than_linear_time(text: str, validation: Validation) -> None:
    started = time.process_time()
    frame = parse(text, validation)
    assert time.process_time() - started < 2
    assert isinstance(frame, Call | Unreadable)


@pytest.mark.parametrize("validation", list(Validation))
@pytest.mark.parametrize(("action", "payload"), PAYLOADS.values(), ids=PAYLOADS.keys())
def test_no_payload_takes_more_than_linear_time_or_leaves_more_than_a_few_notes(
    action: str, payload: str, validation: Validation
) -> None:
    started = time.process_time()
    decoded = read(action, "request", payload.encode(), validation)
    if isinstance(decoded, RpcError):
        assert len(str(decoded)) < 300
        assert len(str(decoded.details)) < 5000
    else:
        assert len(decoded.violations) <= MAX_RECORDED + 1
        assert all(len(violation.detail) <= 80 for violation in decoded.violations)
    assert time.process_time() - started < 2
