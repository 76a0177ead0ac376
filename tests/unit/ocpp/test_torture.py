"""Numbers, texts and lists at and beyond every bound, through frame and payload (fault families D36, D37, E45, E47)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.frames import Call, Unreadable, parse
from ocpp_gateway.ocpp.violations import Validation
from tests.unit.ocpp.payloads import read, text_of

LENIENT, STRICT = Validation.LENIENT, Validation.STRICT
TIME = "2024-01-01T10:00:00Z"
START = {"connectorId": 1, "idTag": "TAG", "meterStart": 100, "timestamp": TIME}
STOP = {"transactionId": 7, "meterStop": 900, "timestamp": TIME}
ENTRY = {"timestamp": TIME, "sampledValue": [{"value": "1"}]}


def received(payload: str, validation: Validation = LENIENT) -> Any:
    """A StartTransaction frame as it comes from the socket, read to the message."""
    frame = parse(f'[2,"a","StartTransaction",{payload}]', validation)
    if isinstance(frame, Unreadable):
        return frame
    assert isinstance(frame, Call)
    decoded = read("StartTransaction", "request", frame.payload, validation)
    if isinstance(decoded, RpcError):
        raise decoded
    return decoded.message


def start_with(member: str) -> str:
    return json.dumps(START)[:-1] + f",{member}}}"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "01", "1.", ".5", "+1", "0x10"])
def test_numbers_that_are_not_json_are_refused(number: str) -> None:
    frame = received(start_with(f'"reservationId":{number}'))
    assert isinstance(frame, Unreadable)
    assert (frame.error, frame.id_json) == (ErrorCode.FORMATION_VIOLATION, '"a"')


@pytest.mark.parametrize("number", ["1e999", "-1e400", "9" * 5000])
@pytest.mark.parametrize("name", ["reservationId", "meterStart", "unknown"])
def test_numbers_beyond_every_range_are_refused(number: str, name: str) -> None:
    for validation in Validation:
        with pytest.raises(RpcError) as refusal:
            received(start_with(f'"{name}":{number}'), validation)
        assert refusal.value.code is ErrorCode.FORMATION_VIOLATION


@pytest.mark.parametrize("number", [2**31 - 1, 2**31, 2**53 - 1, -(2**53) + 1, 0, -0, -1])
def test_whole_numbers_up_to_53_bits_are_exact(number: int) -> None:
    for validation in Validation:
        assert received(start_with(f'"meterStart":{number}'), validation).meter_start == number


@pytest.mark.parametrize("number", [2**53, -(2**53), 2**63, 2**64, 10**400])
def test_larger_whole_numbers_are_refused_strictly_and_unknown_leniently(number: int) -> None:
    with pytest.raises(RpcError) as refusal:
        received(start_with(f'"meterStart":{number}'), STRICT)
    assert refusal.value.code is ErrorCode.PROPERTY_CONSTRAINT
    assert received(start_with(f'"meterStart":{number}')).meter_start == -1
    assert received(start_with(f'"reservationId":{number}')).reservation_id is None


def test_of_duplicate_keys_the_last_one_counts() -> None:
    for validation in Validation:
        assert received(start_with('"meterStart":1,"meterStart":2'), validation).meter_start == 2


def test_a_raw_control_character_in_a_text_is_refused() -> None:
    assert isinstance(received(start_with('"idTag":"a\x01b"')), Unreadable)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        (r"a\ud800b", "a\ufffdb"),
        (r"a\u0000b", "a\ufffdb"),
        (r"\ud83d\ude00", "😀"),
        ("😀", "😀"),
        (r"\u202e", "\u202e"),
    ],
)
def test_odd_characters_come_out_as_text_that_can_be_stored(text: str, tag: str) -> None:
    message = received(start_with(f'"idTag":"{text}"'))
    assert message.id_tag == tag
    assert "\x00" not in message.id_tag
    message.id_tag.encode()


@pytest.mark.parametrize("name", ["meterValue", "transactionData"])
@pytest.mark.parametrize("count", [0, 1, 20_000])
def test_lists_of_any_length_are_read(name: str, count: int) -> None:
    """E47, G61: no limit on the number of members."""
    action, base = ("MeterValues", {"connectorId": 1}) if name == "meterValue" else ("StopTransaction", STOP)
    for validation in Validation:
        message = read(action, "request", text_of({**base, name: [ENTRY] * count}), validation).message
        values = message.meter_value if name == "meterValue" else message.transaction_data
        assert len(values) == count


def test_an_empty_sampled_value_is_valid() -> None:
    """The published schema has no minimum, the package's copy has (Vestel sends it)."""
    payload = {"connectorId": 1, "meterValue": [{"timestamp": TIME, "sampledValue": []}]}
    for validation in Validation:
        assert read("MeterValues", "request", text_of(payload), validation).violations == ()
