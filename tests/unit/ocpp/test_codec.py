"""Payloads by the reaction table of OCPP-J 1.6, each row strictly and leniently, and what else the codec promises."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import MAX_THOROUGH, Direction, check, decode_request, decode_response, encode
from ocpp_gateway.ocpp.errors import ErrorCode, RpcError
from ocpp_gateway.ocpp.problems import MAX_PROBLEMS
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.v16 import messages
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import Validation
from tests.unit.ocpp.payloads import ANY_JSON, HALVES, read, text_of

V16 = OcppVersion.V16
LENIENT, STRICT = Validation.LENIENT, Validation.STRICT
TIME = "2024-01-01T10:00:00Z"

STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": TIME}
START = {"connectorId": 1, "idTag": "TAG", "meterStart": 100, "timestamp": TIME}
STOP = {"transactionId": 7, "meterStop": 900, "timestamp": TIME}
BOOT = {"chargePointVendor": "V", "chargePointModel": "M"}
METER: dict[str, Any] = {
    "connectorId": 1,
    "meterValue": [{"timestamp": TIME, "sampledValue": [{"value": "1"}]}],
}


def request(action: str, payload: Any, validation: Validation) -> Any:
    text = payload if isinstance(payload, bytes) else text_of(payload)
    return decode_request(V16, ACTIONS_16[action], text, validation)


def response(action: str, payload: Any, validation: Validation) -> Any:
    text = payload if isinstance(payload, bytes) else text_of(payload)
    return decode_response(V16, ACTIONS_16[action], text, validation)


def code_of(action: str, payload: Any, validation: Validation) -> ErrorCode:
    with pytest.raises(RpcError) as refusal:
        request(action, payload, validation)
    return refusal.value.code


def rules(decoded: Any) -> list[str]:
    return [violation.rule for violation in decoded.violations]


def without(payload: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key != name}


# --- the reaction table, a row each ------------------------------------------------------------------------


@pytest.mark.parametrize("validation", list(Validation))
def test_a_right_payload_becomes_a_typed_message(validation: Validation) -> None:
    decoded = request("StatusNotification", STATUS, validation)
    assert decoded.message == messages.StatusNotificationRequest(
        connector_id=1, error_code="NoError", status="Available", timestamp=TIME
    )
    assert decoded.violations == ()


@pytest.mark.parametrize("validation", list(Validation))
@pytest.mark.parametrize(
    "payload", [b"", b"[]", b"null", b'"x"', b"7", b"{", b'{"a":NaN}', b'{"a":1e999}', b"\xff"]
)
def test_a_payload_that_is_no_readable_object_is_a_violation(payload: bytes, validation: Validation) -> None:
    expected = {ErrorCode.FORMATION_VIOLATION}
    if validation is STRICT:
        expected.add(ErrorCode.TYPE_CONSTRAINT)
    assert code_of("Heartbeat", payload, validation) in expected


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("StatusNotification", without(STATUS, "status")),
        ("Authorize", {}),
        ("StartTransaction", {}),
        ("Authorize", {"x": 1}),
    ],
)
def test_a_missing_field_is_a_protocol_error(action: str, payload: dict[str, Any]) -> None:
    assert code_of(action, payload, STRICT) is ErrorCode.PROTOCOL_ERROR
    assert code_of(action, payload, LENIENT) is ErrorCode.PROTOCOL_ERROR


@pytest.mark.parametrize(
    ("action", "payload", "attribute", "default"),
    [
        ("StatusNotification", without(STATUS, "errorCode"), "error_code", "NoError"),
        ("StatusNotification", without(STATUS, "connectorId"), "connector_id", 0),
        ("BootNotification", without(BOOT, "chargePointVendor"), "charge_point_vendor", ""),
        ("BootNotification", without(BOOT, "chargePointModel"), "charge_point_model", ""),
        ("DataTransfer", {"data": "x"}, "vendor_id", ""),
        ("SecurityEventNotification", {"type": "StartupOfTheDevice"}, "timestamp", ""),
        ("StartTransaction", without(START, "connectorId"), "connector_id", 0),
        ("StartTransaction", without(START, "idTag"), "id_tag", ""),
        ("StartTransaction", without(START, "meterStart"), "meter_start", -1),
        ("StartTransaction", without(START, "timestamp"), "timestamp", ""),
        ("StopTransaction", without(STOP, "transactionId"), "transaction_id", 0),
        ("StopTransaction", without(STOP, "meterStop"), "meter_stop", -1),
        ("StopTransaction", without(STOP, "timestamp"), "timestamp", ""),
        ("MeterValues", without(METER, "connectorId"), "connector_id", 0),
        ("MeterValues", without(METER, "meterValue"), "meter_value", ()),
    ],
)
def test_a_missing_field_that_does_no_harm_is_defaulted_leniently(
    action: str, payload: dict[str, Any], attribute: str, default: Any
) -> None:
    assert code_of(action, payload, STRICT) is ErrorCode.PROTOCOL_ERROR
    decoded = request(action, payload, LENIENT)
    assert getattr(decoded.message, attribute) == default
    assert len(decoded.violations) == 1
    assert decoded.violations[0].rule in {Rule.DEFAULTED, Rule.TRANSACTION_ID, Rule.METER_READING}


@pytest.mark.parametrize("name", ["errorCode", "connectorId"])
def test_a_null_in_a_required_field_is_treated_as_missing(name: str) -> None:
    assert code_of("StatusNotification", {**STATUS, name: None}, STRICT) is ErrorCode.TYPE_CONSTRAINT
    assert rules(request("StatusNotification", {**STATUS, name: None}, LENIENT)) == [Rule.DEFAULTED]


def test_an_extra_field_is_ignored_leniently() -> None:
    payload = {**STATUS, "vendorSpecific": {"a": 1}, "other": None}
    assert code_of("StatusNotification", payload, STRICT) is ErrorCode.FORMATION_VIOLATION
    decoded = request("StatusNotification", payload, LENIENT)
    assert decoded.message == request("StatusNotification", STATUS, LENIENT).message
    assert rules(decoded) == [Rule.EXTRA_FIELD, Rule.EXTRA_FIELD]
    assert [violation.where for violation in decoded.violations] == ["$.vendorSpecific", "$.other"]


@pytest.mark.parametrize(
    ("action", "payload", "attribute", "value", "rule"),
    [
        ("StatusNotification", {**STATUS, "connectorId": "1"}, "connector_id", 1, Rule.NUMBER_AS_TEXT),
        ("StatusNotification", {**STATUS, "connectorId": " 1 "}, "connector_id", 1, Rule.NUMBER_AS_TEXT),
        ("StatusNotification", {**STATUS, "connectorId": 1.0}, "connector_id", 1, Rule.FRACTION),
        (
            "StatusNotification",
            {**STATUS, "vendorErrorCode": 17},
            "vendor_error_code",
            "17",
            Rule.VALUE_AS_TEXT,
        ),
        ("StatusNotification", {**STATUS, "info": True}, "info", "true", Rule.VALUE_AS_TEXT),
        (
            "BootNotification",
            {**BOOT, "meterSerialNumber": 0.50},
            "meter_serial_number",
            "0.5",
            Rule.VALUE_AS_TEXT,
        ),
        ("StartTransaction", {**START, "idTag": 12345678}, "id_tag", "12345678", Rule.VALUE_AS_TEXT),
        ("StopTransaction", {**STOP, "meterStop": 900.6}, "meter_stop", 901, Rule.FRACTION),
        ("StopTransaction", {**STOP, "meterStop": "900.4"}, "meter_stop", 900, Rule.NUMBER_AS_TEXT),
        ("StopTransaction", {**STOP, "meterStop": "900,4"}, "meter_stop", 900, Rule.NUMBER_AS_TEXT),
        (
            "DataTransfer",
            {"vendorId": "V", "data": {"a": [1, "ü"]}},
            "data",
            '{"a":[1,"ü"]}',
            Rule.VALUE_AS_TEXT,
        ),
    ],
)
def test_a_wrong_type_is_coerced_leniently(
    action: str, payload: dict[str, Any], attribute: str, value: Any, rule: Rule
) -> None:
    assert code_of(action, payload, STRICT) is ErrorCode.TYPE_CONSTRAINT
    decoded = request(action, payload, LENIENT)
    assert getattr(decoded.message, attribute) == value
    assert rules(decoded) == [rule]


def test_a_number_with_a_fraction_keeps_its_digits_as_text() -> None:
    decoded = request(
        "MeterValues",
        b'{"connectorId":1,"meterValue":[{"timestamp":"2024-01-01T10:00:00Z","sampledValue":['
        b'{"value":12.50},{"value":1e3},{"value":123456789.123456789},{"value":7}]}]}',
        LENIENT,
    )
    values = [sample.value for sample in decoded.message.meter_value[0].sampled_value]
    assert values == ["12.50", "1e3", "123456789.123456789", "7"]


@pytest.mark.parametrize(
    ("given_value", "read"), [("true", True), ("FALSE", False), ("1", True), (0, False), (1, True)]
)
def test_a_truth_value_is_coerced_leniently(given_value: Any, read: bool) -> None:
    payload = {"configurationKey": [{"key": "K", "readonly": given_value}]}
    with pytest.raises(RpcError) as refusal:
        response("GetConfiguration", payload, STRICT)
    assert refusal.value.code is ErrorCode.TYPE_CONSTRAINT
    decoded = response("GetConfiguration", payload, LENIENT)
    assert decoded.message.configuration_key[0].readonly is read
    assert rules(decoded) == [Rule.BOOLEAN]


@pytest.mark.parametrize(
    ("action", "payload", "attribute", "rule"),
    [
        ("StatusNotification", {**STATUS, "errorCode": "Error"}, "error_code", Rule.UNKNOWN_WORD),
        ("StatusNotification", {**STATUS, "status": "Occupied"}, "status", Rule.UNKNOWN_WORD),
        ("StopTransaction", {**STOP, "reason": "UserRequest"}, "reason", Rule.UNKNOWN_WORD),
        ("StartTransaction", {**START, "idTag": "x" * 21}, "id_tag", Rule.LONG_TEXT),
        (
            "BootNotification",
            {**BOOT, "chargePointSerialNumber": "s" * 60},
            "charge_point_serial_number",
            Rule.LONG_TEXT,
        ),
        ("StatusNotification", {**STATUS, "info": "i" * 51}, "info", Rule.LONG_TEXT),
    ],
)
def test_an_unknown_word_or_a_long_text_is_kept_whole_leniently(
    action: str, payload: dict[str, Any], attribute: str, rule: Rule
) -> None:
    assert code_of(action, payload, STRICT) is ErrorCode.PROPERTY_CONSTRAINT
    decoded = request(action, payload, LENIENT)
    assert getattr(decoded.message, attribute) in payload.values()
    assert rules(decoded) == [rule]


@pytest.mark.parametrize(
    ("action", "payload", "attribute", "word"),
    [
        ("StatusNotification", {**STATUS, "status": "available"}, "status", "Available"),
        ("StatusNotification", {**STATUS, "status": "SUSPENDEDEVSE"}, "status", "SuspendedEVSE"),
        ("StatusNotification", {**STATUS, "errorCode": " noerror "}, "error_code", "NoError"),
        ("StopTransaction", {**STOP, "reason": "evdisconnected"}, "reason", "EVDisconnected"),
    ],
)
def test_a_word_in_the_wrong_case_is_understood_leniently(
    action: str, payload: dict[str, Any], attribute: str, word: str
) -> None:
    assert code_of(action, payload, STRICT) is ErrorCode.PROPERTY_CONSTRAINT
    decoded = request(action, payload, LENIENT)
    assert getattr(decoded.message, attribute) == word
    assert rules(decoded) == [Rule.WORD_CASE]


def test_fields_in_the_wrong_case_are_understood_leniently() -> None:
    payload = {"ConnectorID": 1, "errorcode": "NoError", "STATUS": "Available"}
    assert code_of("StatusNotification", payload, STRICT) is ErrorCode.PROTOCOL_ERROR
    decoded = request("StatusNotification", payload, LENIENT)
    assert (decoded.message.connector_id, decoded.message.status) == (1, "Available")
    assert rules(decoded) == [Rule.FIELD_CASE] * 3


def test_the_properly_written_field_wins_over_its_double() -> None:
    decoded = request("StatusNotification", {**STATUS, "ConnectorId": 9}, LENIENT)
    assert decoded.message.connector_id == 1
    assert rules(decoded) == [Rule.EXTRA_FIELD]


def test_null_in_an_optional_field_is_absent_leniently() -> None:
    payload = {**STATUS, "info": None, "timestamp": None}
    assert code_of("StatusNotification", payload, STRICT) is ErrorCode.TYPE_CONSTRAINT
    decoded = request("StatusNotification", payload, LENIENT)
    assert decoded.message.info is decoded.message.timestamp is None
    assert rules(decoded) == [Rule.NULL_FIELD, Rule.NULL_FIELD]


def test_the_word_null_inside_a_text_is_only_a_word() -> None:
    decoded = request("StatusNotification", {**STATUS, "info": "null"}, LENIENT)
    assert decoded.message.info == "null"
    assert decoded.violations == ()


@pytest.mark.parametrize(
    "text", ["2024-01-01T10:00:00", "2024-01-01 10:00:00", "yesterday", "", "0000-01-01T00:00:00Z"]
)
def test_a_bad_time_is_refused_strictly_and_kept_as_it_is_leniently(text: str) -> None:
    payload = {**START, "timestamp": text}
    assert code_of("StartTransaction", payload, STRICT) is ErrorCode.PROPERTY_CONSTRAINT
    assert request("StartTransaction", payload, LENIENT).message.timestamp == text


def test_an_optional_field_that_cannot_be_read_is_dropped_leniently() -> None:
    payload = {**START, "reservationId": "soon"}
    assert code_of("StartTransaction", payload, STRICT) is ErrorCode.TYPE_CONSTRAINT
    decoded = request("StartTransaction", payload, LENIENT)
    assert decoded.message.reservation_id is None
    assert rules(decoded) == [Rule.FIELD_DROPPED]


# --- responses ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("validation", list(Validation))
@pytest.mark.parametrize(
    "payload", [b"", b"{}", b"[]", b'{"status":null}', b'{"status":7e}', b'{"stat":"Accepted"}']
)
def test_an_unusable_response_says_so(payload: bytes, validation: Validation) -> None:
    """D40, Q27: the command is answered, its content is invalid."""
    with pytest.raises(RpcError) as refusal:
        response("Reset", payload, validation)
    assert refusal.value.description


def test_an_unknown_status_in_a_response_is_kept_leniently() -> None:
    decoded = response("Reset", {"status": "Postponed", "extra": 1}, LENIENT)
    assert decoded.message == messages.ResetResponse(status="Postponed")
    assert rules(decoded) == [Rule.EXTRA_FIELD, Rule.UNKNOWN_WORD]


def test_null_lists_of_a_configuration_are_absent_leniently() -> None:
    decoded = response("GetConfiguration", {"configurationKey": None, "unknownKey": ["X"]}, LENIENT)
    assert decoded.message == messages.GetConfigurationResponse(unknown_key=("X",))


def test_one_unreadable_key_does_not_cost_the_others() -> None:
    keys = [
        {"key": "A", "readonly": False, "value": "1"},
        {"readonly": True},
        None,
        {"key": "B", "readonly": 1},
    ]
    decoded = response("GetConfiguration", {"configurationKey": keys}, LENIENT)
    assert [entry.key for entry in decoded.message.configuration_key] == ["A", "B"]
    assert rules(decoded).count(Rule.ENTRY_DROPPED) == 2


def test_a_list_that_must_have_entries_is_refused_without_them_even_leniently() -> None:
    refusal = read(
        "GetInstalledCertificateIds", "response", b'{"status":"NotFound","certificateHashData":[]}', LENIENT
    )
    assert rules(refusal) == [Rule.FIELD_DROPPED]
    assert refusal.message.certificate_hash_data is None


@pytest.mark.parametrize("validation", list(Validation))
def test_draft_06_calls_1_0_a_whole_number_and_draft_04_does_not(validation: Validation) -> None:
    decoded = request("LogStatusNotification", b'{"status":"Idle","requestId":1.0}', validation)
    assert decoded == type(decoded)(messages.LogStatusNotificationRequest(status="Idle", request_id=1))
    stop = read("StopTransaction", "request", text_of({**STOP, "meterStop": 1.0}), validation)
    assert isinstance(stop, RpcError) if validation is STRICT else rules(stop) == [Rule.FRACTION]


@pytest.mark.parametrize(
    ("limit", "read_as"),
    [
        ("6.5", 6.5),
        ("6,5", 6.5),
        ("1e300", 1e300),
        (True, None),
        ("much", None),
        ("1e999", None),
        (10**400, None),
    ],
)
def test_a_limit_is_coerced_leniently_or_costs_the_schedule(limit: Any, read_as: float | None) -> None:
    schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]}
    decoded = response("GetCompositeSchedule", {"status": "Accepted", "chargingSchedule": schedule}, LENIENT)
    if read_as is None:
        assert decoded.message.charging_schedule is None
        assert rules(decoded) == [Rule.FIELD_DROPPED]
    else:
        assert decoded.message.charging_schedule.charging_schedule_period[0].limit == read_as
        assert rules(decoded) == [Rule.NUMBER_AS_TEXT]


def test_a_truth_value_that_says_nothing_is_defaulted_in_a_configuration() -> None:
    keys = [{"key": "A", "readonly": "maybe"}, {"key": "B", "readonly": []}]
    decoded = response("GetConfiguration", {"configurationKey": keys}, LENIENT)
    assert [entry.readonly for entry in decoded.message.configuration_key] == [False, False]
    assert rules(decoded) == [Rule.DEFAULTED, Rule.DEFAULTED]


def test_steps_of_a_limit_are_counted_in_decimals() -> None:
    """Binary floats fail spuriously on 0.1 steps; 0.05 is a real departure (E78)."""
    for limit, steps in (
        (0.3, True),
        (6.1, True),
        (4.35, False),
        (16, True),
        (123456.7, True),
        (0.05, False),
    ):
        schedule = {"chargingRateUnit": "A", "chargingSchedulePeriod": [{"startPeriod": 0, "limit": limit}]}
        payload = {"status": "Accepted", "chargingSchedule": schedule}
        problems = check(V16, ACTIONS_16["GetCompositeSchedule"], Direction.RESPONSE, text_of(payload))
        assert [problem.keyword for problem in problems] == ([] if steps else ["multipleOf"])
        decoded = response("GetCompositeSchedule", payload, LENIENT)
        assert decoded.message.charging_schedule.charging_schedule_period[0].limit == limit
        assert rules(decoded) == ([] if steps else [Rule.FRACTION_STEPS])


# --- what a central system sends is not half understood ----------------------------------------------------


@pytest.mark.parametrize(
    "payload",
    [
        {"idTag": "T", "chargingProfile": {"chargingProfileId": 1}},
        {"idTag": "T", "chargingProfile": "none"},
        {"idTag": "T", "connectorId": "first"},
    ],
)
def test_an_unreadable_option_of_a_command_is_refused_even_leniently(payload: dict[str, Any]) -> None:
    assert isinstance(code_of("RemoteStartTransaction", payload, LENIENT), ErrorCode)


def test_an_unknown_word_of_a_command_is_refused_even_leniently() -> None:
    assert code_of("Reset", {"type": "Medium"}, LENIENT) is ErrorCode.PROPERTY_CONSTRAINT
    assert request("Reset", {"type": "hard"}, LENIENT).message.type == "Hard"


# --- strict reading: which code, which words ---------------------------------------------------------------


def test_of_several_problems_the_most_telling_decides() -> None:
    payload = {"connectorId": "1", "status": "x", "extra": 1}
    assert code_of("StatusNotification", payload, STRICT) is ErrorCode.PROTOCOL_ERROR
    assert (
        code_of("StatusNotification", {**STATUS, "connectorId": "1", "x": 1}, STRICT)
        is ErrorCode.FORMATION_VIOLATION
    )
    assert (
        code_of("StatusNotification", {**STATUS, "connectorId": "1", "status": "x"}, STRICT)
        is ErrorCode.TYPE_CONSTRAINT
    )


def test_too_few_entries_are_an_occurrence_violation() -> None:
    with pytest.raises(RpcError) as refusal:
        response("GetInstalledCertificateIds", {"status": "Accepted", "certificateHashData": []}, STRICT)
    assert refusal.value.code is ErrorCode.OCCURRENCE_CONSTRAINT


def test_a_refusal_names_the_place_and_is_itself_json() -> None:
    with pytest.raises(RpcError) as refusal:
        request("MeterValues", {"connectorId": 1, "meterValue": [{"timestamp": TIME}]}, STRICT)
    assert refusal.value.description == "$.meterValue[0]: sampledValue is missing"
    json.dumps(refusal.value.details)


def test_a_list_of_problems_is_bounded() -> None:
    payload = text_of({"connectorId": 1, "meterValue": [{}] * 100})
    assert len(check(V16, ACTIONS_16["MeterValues"], Direction.REQUEST, payload)) == MAX_PROBLEMS
    large = text_of({"connectorId": 1, "meterValue": [{}] * MAX_THOROUGH})
    assert len(check(V16, ACTIONS_16["MeterValues"], Direction.REQUEST, large)) == 1


@pytest.mark.parametrize(
    "payload", [b"", b"{", b'{"a":NaN}', b"\xff", b"[" * 100_000, b'{"a":' * 20 + b"1" + b"}" * 20]
)
def test_check_of_what_is_no_json_is_one_problem(payload: bytes) -> None:
    assert [
        problem.keyword for problem in check(V16, ACTIONS_16["Heartbeat"], Direction.REQUEST, payload)
    ] == ["json"]


# --- properties --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("validation", list(Validation))
@given(half=st.sampled_from(HALVES), payload=st.one_of(st.binary(max_size=40), ANY_JSON.map(text_of)))
def test_nothing_but_an_rpc_error_ever_comes_out(
    validation: Validation, half: tuple[str, str], payload: bytes
) -> None:
    decoded = read(*half, payload, validation)
    if isinstance(decoded, RpcError):
        assert len(decoded.description) <= 255
    else:
        assert isinstance(decoded.message, ACTIONS_16[half[0]].message(Direction(half[1])))


TRANSACTION_MESSAGES = {
    "StartTransaction": ["connectorId", "idTag", "meterStart", "timestamp", "reservationId"],
    "StopTransaction": ["idTag", "meterStop", "timestamp", "transactionId", "reason", "transactionData"],
    "MeterValues": ["connectorId", "transactionId", "meterValue"],
}


@pytest.mark.parametrize(("action", "names"), TRANSACTION_MESSAGES.items())
@given(data=st.data())
def test_a_transaction_message_is_never_refused_while_a_record_can_be_stored(
    action: str, names: list[str], data: st.DataObject
) -> None:
    """Whatever stands in the fields: one of them that says something is enough."""
    payload = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, ANY_JSON)))
    said = data.draw(st.sampled_from(names))
    payload[said] = data.draw(ANY_JSON.filter(lambda value: value is not None))
    decoded = request(action, payload, LENIENT)
    assert encode(decoded.message).startswith(b"{")
