"""Every named rule is provoked by what a station sends, answered, and counted for that station (ocpp.md section 4)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from websockets.datastructures import Headers
from websockets.http11 import Request

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.ocpp.exchange import Answered, CallArrived, LateAnswer, Refused, Rejected
from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.wire.handshake import HandshakeRules, Opening, read_request
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.test_conversation import Talk

pytestmark = pytest.mark.anyio

TIME = "2026-05-04T12:00:00Z"
BOOT = {"chargePointVendor": "Voltaic", "chargePointModel": "M1"}
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
START = {"connectorId": 1, "idTag": "TAG-1", "meterStart": 1000, "timestamp": TIME}
STOP = {"transactionId": 100, "meterStop": 2000, "timestamp": "2026-05-04T12:30:00Z"}
SAMPLE = {"value": "1500"}


def call(action: str, payload: Any, message_id: Any = "m") -> str:
    return json.dumps([2, message_id, action, payload])


def meter(*samples: Any, **more: Any) -> dict[str, Any]:
    value = {"timestamp": TIME, "sampledValue": list(samples)}
    return {"connectorId": 1, "meterValue": [value], **more}


@dataclass(frozen=True)
class Ask:
    """Something that the gateway asks before the next frame comes."""

    action: str
    seconds: float = 30.0


@dataclass(frozen=True)
class Handshake:
    """A handshake in place of a frame."""

    path: str = "/ocpp/CP-1"
    subprotocol: str | None = "ocpp1.6"


STARTED = call("StartTransaction", START, "start")
GET = Ask("GetConfiguration")
ANSWER = {"configurationKey": []}

CASES: dict[Rule, list[Any]] = {
    Rule.NO_SUBPROTOCOL: [Handshake(subprotocol=None)],
    Rule.SUBPROTOCOL_SPELLING: [Handshake(subprotocol="OCPP1.6J")],
    Rule.SLASHES: [Handshake("//ocpp///CP-1//")],
    Rule.OTHER_VERSION: [call("BootNotification", {"reason": "PowerUp", "chargingStation": {"model": "M"}})],
    Rule.BINARY_FRAME: [call("Heartbeat", {}).encode()],
    Rule.BOOT_REPEATED: [call("BootNotification", BOOT, 1), call("BootNotification", BOOT, 2)],
    Rule.EMPTY_NAME: [call("BootNotification", {**BOOT, "chargePointVendor": " "})],
    Rule.NULL_FIELD: [call("BootNotification", {**BOOT, "iccid": None})],
    Rule.LONG_TEXT: [call("BootNotification", {**BOOT, "chargePointSerialNumber": "x" * 26})],
    Rule.WORD_CASE: [call("StatusNotification", {**STATUS, "status": "available"})],
    Rule.UNKNOWN_WORD: [call("StatusNotification", {**STATUS, "status": "Occupied", "errorCode": "Error"})],
    Rule.CONNECTOR_NUMBER: [call("StatusNotification", {**STATUS, "connectorId": 255})],
    Rule.UNREADABLE_FRAME: ['{"not": "a frame"}'],
    Rule.SURROUNDINGS: [call("Heartbeat", {}) + "\0"],
    Rule.TRAILING_TEXT: [call("Heartbeat", {}) + "x"],
    Rule.EMPTY_VALUE: [call("StopTransaction", STOP).replace("100,", ",")],
    Rule.TRAILING_COMMA: ['[2,"m","Heartbeat",{},]'],
    Rule.NULL_PAYLOAD: ['[2,"m","Heartbeat",null]'],
    Rule.MISSING_PAYLOAD: ['[2,"m","Heartbeat"]'],
    Rule.EXTRA_ELEMENTS: ['[2,"m","Heartbeat",{},{}]'],
    Rule.UNREADABLE_ANSWER: [GET, '[3,"our-id",{"configurationKey":[{"key":'],
    Rule.ANSWER_CONTENT: [Ask("Reset"), '[3,"our-id",{}]'],
    Rule.MESSAGE_ID: [
        '[2,{"a":1},"Heartbeat",{}]',
        call("Heartbeat", {}, "x" * 37),
        call("Heartbeat", {}, 7),
    ],
    Rule.OTHER_ANSWER_ID: [GET, json.dumps([3, "another", ANSWER])],
    Rule.LATE_ANSWER: [Ask("GetConfiguration", 0.0), json.dumps([3, "our-id", ANSWER])],
    Rule.MESSAGE_TYPE: ['["2","m","Heartbeat",{}]'],
    Rule.ACTION_CASE: [call("heartbeat", {})],
    Rule.FIELD_CASE: [call("StatusNotification", {"ConnectorId": 1, **dict(list(STATUS.items())[1:])})],
    Rule.NUMBER_AS_TEXT: [call("StatusNotification", {**STATUS, "connectorId": "1"})],
    Rule.VALUE_AS_TEXT: [call("MeterValues", meter({"value": 1500}))],
    Rule.BOOLEAN: [GET, json.dumps([3, "our-id", {"configurationKey": [{"key": "a", "readonly": "true"}]}])],
    Rule.EXTRA_FIELD: [call("StatusNotification", {**STATUS, "vendorThing": 1})],
    Rule.CALLERROR_SHAPE: [GET, '[4,"our-id","NotSupported"]'],
    Rule.LONE_SURROGATE: [r'[2,"m","Authorize",{"idTag":"\ud800","x":1,}]'],
    Rule.NUL_CHARACTER: [r'[2,"m","Authorize",{"idTag":"a\u0000b"}]'],
    Rule.TIME_FORMAT: [call("StartTransaction", {**START, "timestamp": "2026-05-04 12:00:00"})],
    Rule.TIME_ZONE: [call("StartTransaction", {**START, "timestamp": "2026-05-04 14:00:00"})],
    Rule.TIME_UNREADABLE: [call("StartTransaction", {**START, "timestamp": "soon"})],
    Rule.IMPLAUSIBLE_TIME: [call("StartTransaction", {**START, "timestamp": "1970-01-01T00:00:07Z"})],
    Rule.LOCAL_TIME: [call("StartTransaction", {**START, "timestamp": "2026-05-04T14:00:00Z"})],
    Rule.CLOCK_SKEW: [call("StatusNotification", {**STATUS, "timestamp": "2026-05-04T14:00:00Z"})] * 3,
    Rule.STOP_BEFORE_START: [STARTED, call("StopTransaction", {**STOP, "timestamp": "2026-05-04T11:00:00Z"})],
    Rule.MINUS_ONE: [STARTED, call("StopTransaction", {**STOP, "transactionId": -1})],
    Rule.TRANSACTION_ID: [STARTED, call("StopTransaction", {**STOP, "transactionId": 0})],
    Rule.UNKNOWN_TRANSACTION: [call("MeterValues", meter(SAMPLE, transactionId=4711))],
    Rule.NO_TRANSACTION_ID: [STARTED, call("MeterValues", meter(SAMPLE))],
    Rule.ORPHAN_STOP: [call("StopTransaction", STOP)],
    Rule.LOST_STOP: [STARTED, call("StartTransaction", {**START, "timestamp": "2026-05-04T12:10:00Z"})],
    Rule.METER_READING: [call("StartTransaction", {**START, "meterStart": None})],
    Rule.METER_BACKWARDS: [STARTED, call("StopTransaction", {**STOP, "meterStop": 1})],
    Rule.FRACTION: [STARTED, call("StopTransaction", {**STOP, "meterStop": 1500.4})],
    Rule.RESERVATION_ZERO: [call("StartTransaction", {**START, "reservationId": 0})],
    Rule.EMPTY_ID_TAG: [call("StartTransaction", {**START, "idTag": ""})],
    Rule.LATE_START: [STARTED, call("StartTransaction", {**START, "timestamp": "2026-05-04T09:00:00Z"})],
    Rule.UNKNOWN_SAMPLE_WORD: [call("MeterValues", meter({"value": "50", "unit": "Hz"}))],
    Rule.ENTRY_DROPPED: [call("MeterValues", meter(SAMPLE, None))],
    Rule.UNREADABLE_VALUE: [call("MeterValues", meter({"value": "n/a"}))],
    Rule.ENERGY_UNIT: [call("MeterValues", meter({"value": "1.5", "unit": "Wh"}))],
    Rule.NO_SAMPLES: [call("MeterValues", meter())],
    Rule.VENDOR_ACCEPTED: [call("DataTransfer", {"vendorId": "Loops"})],
    Rule.SINGLE_ENTRY: [
        call("MeterValues", {"connectorId": 1, "meterValue": meter(SAMPLE)["meterValue"][0]})
    ],
    Rule.DEFAULTED: [call("StartTransaction", {**START, "connectorId": None})],
    Rule.FIELD_DROPPED: [call("StopTransaction", {**STOP, "reason": " "})],
}
QUIRKS: dict[Rule, dict[str, Any]] = {
    Rule.OTHER_ANSWER_ID: {"any_answer_id": True},
    Rule.TIME_ZONE: {"time_zone": "+02:00"},
    Rule.LOCAL_TIME: {"time_zone": "+02:00", "local_time_as_utc": True},
    Rule.ENERGY_UNIT: {"energy_unit": "kWh"},
    Rule.VENDOR_ACCEPTED: {"accept_vendors": ["loops"]},
}
ELSEWHERE = {
    Rule.MORE: "no departure of its own",
    Rule.FRACTION_STEPS: "limits of charging profiles, which only answers to commands carry",
}
"""Rules without a case here, and why."""


async def hear(talk: Talk, step: Any) -> None:
    """What the socket's side does with one message."""
    if isinstance(step, Handshake):
        talk.peer.departures = opening(step).departures
        await talk.conversation.opened(NOON)
        return
    if isinstance(step, Ask):
        talk.exchange.call("our-id", step.action, b"{}", 0.0, step.seconds)
        return
    received = talk.exchange.receive(step, 1.0)
    if isinstance(received, CallArrived):
        reply = await talk.conversation.answer(received.call, NOON + timedelta(seconds=1))
        assert reply.close is None
        assert reply.text is not None
    elif isinstance(received, Rejected):
        await talk.conversation.unreadable(step, received, NOON)
    else:
        assert isinstance(received, Answered | Refused | LateAnswer)
        await talk.conversation.answered(received, NOON)


def opening(handshake: Handshake) -> Opening:
    headers = Headers()
    headers["Upgrade"], headers["Connection"] = "websocket", "Upgrade"
    headers["Sec-WebSocket-Version"] = "13"
    headers["Sec-WebSocket-Key"] = "AAAAAAAAAAAAAAAAAAAAAA=="
    if handshake.subprotocol is not None:
        headers["Sec-WebSocket-Protocol"] = handshake.subprotocol
    read = read_request(Request(handshake.path, headers), HandshakeRules())
    assert isinstance(read, Opening)
    return read


async def heard(steps: list[Any], quirks: dict[str, Any]) -> tuple[Talk, Station]:
    talk = Talk(cp := station())
    cp.quirk_overrides = quirks
    if not isinstance(steps[0], Handshake):
        await talk.conversation.opened(NOON)
    for step in steps:
        await hear(talk, step)
    return talk, cp


def test_every_rule_has_its_case() -> None:
    assert set(CASES) | set(ELSEWHERE) == set(Rule)


@pytest.mark.parametrize("rule", CASES)
async def test_it_is_tolerated_counted_and_announced_once(rule: Rule) -> None:
    talk, cp = await heard(CASES[rule], QUIRKS.get(rule, {}))
    counted = cp.nonconformities[rule]
    assert counted.count >= 1
    assert counted.last_excerpt
    events = [e for e in talk.ledger.events if e.type is EventType.STATION_NONCONFORMITY]
    (event,) = [e for e in events if e.data["rule"] == rule]
    assert event.data["meaning"] == rule.meaning
    if not isinstance(CASES[rule][0], Handshake):
        assert counted.last_log is not None
        frames = {frame.id: frame for entry in talk.journal.entries for frame in entry.frames}
        assert rule in {v["rule"] for v in json.loads(frames[counted.last_log].violations or b"[]")}


async def test_a_station_by_the_book_departs_from_nothing() -> None:
    steps = [
        Handshake(),
        call("BootNotification", BOOT),
        call("StatusNotification", {**STATUS, "timestamp": TIME}),
        call("Authorize", {"idTag": "TAG-1"}),
        STARTED,
        call("MeterValues", meter(SAMPLE, transactionId=100)),
        call("StopTransaction", {**STOP, "idTag": "TAG-1", "reason": "Local"}),
        call("Heartbeat", {}),
    ]
    _, cp = await heard(steps, {})
    assert cp.nonconformities == {}


@pytest.mark.parametrize("rule", sorted(QUIRKS))
async def test_without_the_quirk_the_same_is_treated_by_the_rule(rule: Rule) -> None:
    talk = Talk(cp := station())
    await talk.conversation.opened(NOON)
    for step in CASES[rule]:
        if isinstance(step, str) and '"another"' in step:
            talk.exchange.receive(step, 1.0)  # a stray: dropped
        else:
            await hear(talk, step)
    assert rule not in cp.nonconformities


def test_every_meaning_is_a_sentence() -> None:
    for rule in Rule:
        assert rule.meaning.endswith(".")
        assert 20 < len(rule.meaning) < 160
        assert Rule(rule.value) is rule  # type: ignore[call-arg]
