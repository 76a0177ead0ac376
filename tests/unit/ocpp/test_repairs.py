"""Quirks of meter values and transactions in detail, and what violations may say (Q33 to Q57)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import decode_request, decode_response
from ocpp_gateway.ocpp.errors import RpcError
from ocpp_gateway.ocpp.repairs import UNKNOWN_READING, UNKNOWN_TRANSACTION
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.ocpp.versions import OcppVersion
from ocpp_gateway.ocpp.violations import MAX_RECORDED, Validation
from tests.unit.ocpp.payloads import HALVES, mutated_payloads, read, text_of

V16 = OcppVersion.V16
TIME = "2024-01-01T10:00:00Z"


def lenient(action: str, payload: dict[str, Any], *, answer: bool = False) -> Any:
    decode = decode_response if answer else decode_request
    return decode(V16, ACTIONS_16[action], text_of(payload), Validation.LENIENT)


def rules(decoded: Any) -> list[str]:
    return [violation.rule for violation in decoded.violations]


def samples(*values: Any) -> dict[str, Any]:
    return {"connectorId": 1, "meterValue": [{"timestamp": TIME, "sampledValue": list(values)}]}


GOOD = {"value": "1", "measurand": "Voltage", "unit": "V"}


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("unit", "Hertz"),
        ("unit", "Hz"),
        ("measurand", "Energy.Total"),
        ("context", "Sample.Manual"),
        ("phase", "L4"),
        ("location", "Roof"),
        ("format", "OCMF"),
    ],
)
def test_an_unknown_word_in_one_sample_keeps_that_sample_raw_and_the_others_untouched(
    name: str, word: str
) -> None:
    decoded = lenient("MeterValues", samples(GOOD, {**GOOD, name: word}))
    first, second = decoded.message.meter_value[0].sampled_value
    assert first.measurand == "Voltage"
    assert getattr(second, name) == word
    assert second.value == "1"
    assert rules(decoded) == [Rule.UNKNOWN_SAMPLE_WORD]
    assert decoded.violations[0].where == f"$.meterValue[0].sampledValue[1].{name}"


@pytest.mark.parametrize(
    ("name", "word", "meant"),
    [("measurand", "SOC", "SoC"), ("unit", "KWH", "kWh"), ("unit", "wh", "Wh"), ("phase", "l1-n", "L1-N")],
)
def test_a_sample_word_in_the_wrong_case_is_understood(name: str, word: str, meant: str) -> None:
    decoded = lenient("MeterValues", samples({"value": "1", name: word}))
    assert getattr(decoded.message.meter_value[0].sampled_value[0], name) == meant
    assert rules(decoded) == [Rule.WORD_CASE]


@pytest.mark.parametrize("unit", ["Celsius", "Celcius"])
def test_both_spellings_of_the_temperature_unit_are_right(unit: str) -> None:
    for validation in Validation:
        payload = text_of(samples({"value": "20", "measurand": "Temperature", "unit": unit}))
        assert decode_request(V16, ACTIONS_16["MeterValues"], payload, validation).violations == ()


@pytest.mark.parametrize(
    "broken", [{}, {"unit": "V"}, None, 7, "1", [], {"value": None}, {"value": [1, {"value": None}], "x": 1}]
)
def test_a_sample_without_value_is_dropped_and_the_others_are_kept(broken: Any) -> None:
    decoded = lenient("MeterValues", samples(GOOD, broken, GOOD))
    kept = decoded.message.meter_value[0].sampled_value
    if isinstance(broken, dict) and broken.get("value"):
        assert len(kept) == 3  # a list as value is kept as its JSON text
    else:
        assert len(kept) == 2
        assert Rule.ENTRY_DROPPED in rules(decoded)


def test_a_signed_reading_sent_as_an_object_is_kept_as_its_text() -> None:
    decoded = lenient("MeterValues", samples({"value": {"signedMeterData": "AB=="}, "format": "SignedData"}))
    assert decoded.message.meter_value[0].sampled_value[0].value == '{"signedMeterData":"AB=="}'


def test_one_sample_instead_of_a_list_is_a_list_of_one() -> None:
    payload = {"connectorId": 1, "meterValue": {"timestamp": TIME, "sampledValue": GOOD}}
    decoded = lenient("MeterValues", payload)
    assert decoded.message.meter_value[0].sampled_value[0].value == "1"
    assert rules(decoded) == [Rule.SINGLE_ENTRY, Rule.SINGLE_ENTRY]


@pytest.mark.parametrize("given_id", [None, "", "abc", {}, [], True, 2**60, 1.5])
def test_a_transaction_id_that_says_nothing_is_0_in_a_stop_and_absent_in_meter_values(given_id: Any) -> None:
    """Q44: the gateway never gives out 0."""
    stop = lenient("StopTransaction", {"transactionId": given_id, "meterStop": 1, "timestamp": TIME})
    assert stop.message.transaction_id == UNKNOWN_TRANSACTION == 0
    assert rules(stop) == [Rule.TRANSACTION_ID]
    meter = lenient("MeterValues", {**samples(GOOD), "transactionId": given_id})
    assert meter.message.transaction_id is None
    assert rules(meter) in ([Rule.FIELD_DROPPED], [Rule.NULL_FIELD])


@pytest.mark.parametrize("reading", [None, "", "n/a", {}, True, 1e300])
def test_a_reading_that_says_nothing_is_minus_one(reading: Any) -> None:
    """Q50: as the stations send it that have none."""
    start = lenient(
        "StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": reading, "timestamp": TIME}
    )
    stop = lenient("StopTransaction", {"transactionId": 1, "meterStop": reading, "timestamp": TIME})
    assert start.message.meter_start == stop.message.meter_stop == UNKNOWN_READING == -1
    assert rules(start) == rules(stop) == [Rule.METER_READING]


@pytest.mark.parametrize(
    ("reading", "read"), [(12.4, 12), (12.6, 13), ("12.6", 13), (-1, -1), ("1e3", 1000), (0.0, 0)]
)
def test_a_fractional_reading_is_rounded(reading: Any, read: int) -> None:
    stop = lenient("StopTransaction", {"transactionId": 1, "meterStop": reading, "timestamp": TIME})
    assert stop.message.meter_stop == read


@pytest.mark.parametrize("name", ["connectorId", "transactionId"])
def test_an_id_is_never_rounded(name: str) -> None:
    decoded = lenient("MeterValues", {**samples(GOOD), name: 1.5})
    assert decoded.message.connector_id == (0 if name == "connectorId" else 1)
    assert decoded.message.transaction_id is None


def test_an_empty_word_in_an_optional_field_is_absent() -> None:
    decoded = lenient(
        "StopTransaction", {"transactionId": 1, "meterStop": 1, "timestamp": TIME, "reason": " "}
    )
    assert decoded.message.reason is None
    assert rules(decoded) == [Rule.FIELD_DROPPED]


def test_transaction_data_is_repaired_like_meter_values() -> None:
    data = [{"timestamp": TIME, "sampledValue": [{"value": 5}]}, "x", {"sampledValue": [GOOD]}]
    payload = {"transactionId": 1, "meterStop": 1, "timestamp": TIME, "transactionData": data}
    kept = lenient("StopTransaction", payload).message.transaction_data
    assert [(entry.timestamp, entry.sampled_value[0].value) for entry in kept] == [(TIME, "5"), ("", "1")]


def test_an_epoch_number_as_time_is_kept_as_its_text() -> None:
    decoded = lenient(
        "StatusNotification",
        {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": 1704103200},
    )
    assert decoded.message.timestamp == "1704103200"
    assert rules(decoded) == [Rule.VALUE_AS_TEXT]


# --- what violations may say -------------------------------------------------------------------------------

CANARY = "hunter2-Canary"


@pytest.mark.parametrize(
    ("action", "answer", "payload"),
    [
        ("Authorize", False, {"idTag": CANARY * 3}),
        ("Authorize", False, {"idTag": [CANARY]}),
        ("StartTransaction", False, {"connectorId": CANARY, "idTag": {"x": CANARY}, "extra": CANARY}),
        ("ChangeConfiguration", False, {"key": "AuthorizationKey", "value": CANARY * 50}),
        ("ChangeConfiguration", False, {"key": "AuthorizationKey", "value": {"x": CANARY}}),
        (
            "GetConfiguration",
            True,
            {"configurationKey": [{"key": "AuthorizationKey", "readonly": 1, "value": {"x": CANARY}}]},
        ),
        ("DataTransfer", False, {"vendorId": "V", "data": {"password": CANARY}}),
        ("SignCertificate", False, {"csr": CANARY * 500}),
        ("CertificateSigned", False, {"certificateChain": CANARY * 1000}),
        ("InstallCertificate", False, {"certificateType": "x", "certificate": {"x": CANARY}}),
        ("GetDiagnostics", False, {"location": {"ftp": CANARY}}),
        ("UpdateFirmware", False, {"location": {"x": CANARY}, "retrieveDate": CANARY}),
        ("GetLog", False, {"logType": "x", "requestId": 1, "log": {"remoteLocation": CANARY * 60}}),
        (
            "SendLocalList",
            False,
            {"listVersion": 1, "updateType": "Full", "localAuthorizationList": [{"idTag": CANARY * 9}]},
        ),
    ],
)
def test_neither_violations_nor_refusals_repeat_a_secret(
    action: str, answer: bool, payload: dict[str, Any]
) -> None:
    for validation in Validation:
        decoded = read(action, "response" if answer else "request", text_of(payload), validation)
        if isinstance(decoded, RpcError):
            assert CANARY not in f"{decoded} {decoded.details} {decoded.__cause__} {decoded.__context__}"
        else:
            assert CANARY not in repr(decoded.violations)
            assert decoded.violations


def test_values_of_secret_numbers_are_not_repeated_either() -> None:
    decoded = lenient("Authorize", {"idTag": 471147114711})
    assert decoded.message.id_tag == "471147114711"
    assert "4711" not in repr(decoded.violations)


@given(half=st.sampled_from(HALVES), data=st.data())
def test_violations_are_short_and_few(half: tuple[str, str], data: st.DataObject) -> None:
    decoded = read(*half, text_of(data.draw(mutated_payloads(*half))), Validation.LENIENT)
    if isinstance(decoded, RpcError):
        assert len(decoded.description) <= 255
        return
    assert len(decoded.violations) <= MAX_RECORDED + 1
    for violation in decoded.violations:
        assert violation.rule in set(Rule)
        assert violation.where.startswith("$")
        assert len(violation.where) <= 200
        assert len(violation.detail) <= 80


def test_more_violations_than_are_recorded_are_counted() -> None:
    decoded = lenient("MeterValues", samples(*[{"value": 1}] * 100))
    assert len(decoded.violations) == MAX_RECORDED + 1
    assert decoded.violations[-1].rule == Rule.MORE
    assert decoded.violations[-1].detail == f"{100 - MAX_RECORDED} more violations"
