"""One number that fits no column must not cost the record it stands in (quirks Q50, Q51, Q55)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ocpp_gateway.charging.changes import ConnectorUpdate, MeterRecord, TransactionEnd, TransactionStart
from ocpp_gateway.ocpp.exchange import Rejected
from ocpp_gateway.ocpp.violations import MAX_RECORDED
from ocpp_gateway.storage.journal.checks import find_problem
from ocpp_gateway.storage.journal.rows import rows_of
from ocpp_gateway.translation.v16 import meter_values
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.test_conversation import START, Talk, answer_of

pytestmark = pytest.mark.anyio

HUGE = 2**53 - 1


def change(talk: Talk, kind: type[Any]) -> Any:
    return next(c for e in talk.journal.entries for c in e.changes if isinstance(c, kind))


def rules(talk: Talk, entry: int = -1) -> list[str]:
    return [v["rule"] for v in json.loads(talk.journal.entries[entry].frames[0].violations or b"[]")]


def storable(talk: Talk) -> bool:
    return all(find_problem(rows_of(entry)) is None for entry in talk.journal.entries)


@pytest.mark.parametrize(
    ("given", "kept"), [(0, None), (5, 5), (-1, -1), (2**31 - 1, 2**31 - 1), (HUGE, None)]
)
async def test_a_start_is_stored_whatever_its_reservation_says(given: int, kept: int | None) -> None:
    talk = Talk(station())
    await talk.say("StartTransaction", {**START, "reservationId": given})
    assert change(talk, TransactionStart).reservation_id == kept
    assert ("Q51-impossible-reservation" in rules(talk)) is (given == HUGE)
    assert storable(talk)


async def test_an_impossible_start_meter_is_an_unknown_one() -> None:
    talk = Talk(station())
    await talk.say("StartTransaction", {**START, "meterStart": HUGE})
    row = change(talk, TransactionStart)
    assert (row.start_meter, row.estimated, rules(talk)) == (
        None,
        ("start_meter",),
        ["Q50-impossible-reading"],
    )
    assert storable(talk)


@pytest.mark.parametrize("meter_stop", [HUGE, -HUGE])
async def test_an_impossible_stop_meter_ends_the_transaction_with_its_newest_reading(meter_stop: int) -> None:
    talk = Talk(station())
    transaction = answer_of(await talk.say("StartTransaction", START))[2]["transactionId"]
    data = [{"timestamp": "2026-05-04T12:30:00Z", "sampledValue": [{"value": "4000"}]}]
    stop = {"transactionId": transaction, "timestamp": "2026-05-04T13:00:00Z", "transactionData": data}
    await talk.say("StopTransaction", {**stop, "meterStop": meter_stop}, "m2")
    row = change(talk, TransactionEnd)
    assert (row.end_meter, row.total_wh, row.status) == (4000, 3000, "completed")
    assert storable(talk)


@pytest.mark.parametrize(("value", "unit"), [("1e12", "kWh"), ("-1e11", "Wh"), ("1e300", None)])
async def test_an_impossible_sample_is_kept_raw_and_spoils_nothing(value: str, unit: str | None) -> None:
    talk = Talk(station())
    bad = {"value": value} | ({"unit": unit} if unit else {})
    good = {"value": "7400", "measurand": "Power.Active.Import", "unit": "W"}
    moment = {"timestamp": "2026-05-04T12:00:00Z", "sampledValue": [bad, good]}
    await talk.say("MeterValues", {"connectorId": 1, "meterValue": [moment]})
    row = change(talk, MeterRecord)
    assert (row.energy_wh, row.power_w) == (None, 7400)
    assert json.loads(row.samples)[0]["raw_value"] == value
    assert change(talk, ConnectorUpdate).meter_value is None
    assert storable(talk)


async def test_three_phases_at_the_limit_still_fit_the_column() -> None:
    talk = Talk(station())
    phases = [{"value": "3e10", "phase": phase} for phase in ("L1", "L2", "L3")]
    moment = {"timestamp": "2026-05-04T12:00:00Z", "sampledValue": phases}
    await talk.say("MeterValues", {"connectorId": 1, "meterValue": [moment]})
    assert change(talk, ConnectorUpdate).meter_value == 9e10
    assert storable(talk)


@pytest.mark.parametrize("message_id", ["1e999", "-1E400", "123456789012345678901234567890", '"a\\u0000b"'])
async def test_the_log_takes_any_id_that_an_error_was_answered_with(message_id: str) -> None:
    """An id is echoed as it came; nobody has to be able to read it as a number."""
    talk = Talk(station())
    text = f'[2,{message_id},"Heartbeat",[]]'
    rejected = talk.exchange.receive(text, 0.0)
    assert isinstance(rejected, Rejected)
    reply = await talk.conversation.unreadable(text, rejected, NOON)
    assert reply.text is not None
    assert reply.text.startswith(f"[4,{message_id},")
    _, answered = talk.journal.entries[0].frames
    assert answered.message_id == ("a\ufffdb" if message_id.startswith('"') else message_id)


async def test_a_stop_with_a_thousand_bent_times_notes_a_bounded_number_of_them() -> None:
    talk = Talk(station())
    data = [{"timestamp": "soon", "sampledValue": [{"value": "1"}]}] * 1000
    stop = {"transactionId": 1, "meterStop": 1, "timestamp": "2026-05-04T13:00:00Z", "transactionData": data}
    await talk.say("StopTransaction", stop)
    assert len(rules(talk)) <= MAX_RECORDED + 1


async def test_words_that_are_remembered_are_short_ones() -> None:
    """The kinds of samples are cached: 4096 texts of a megabyte each would be the end of the process."""
    meter_values._kind.cache_clear()
    talk = Talk(station())
    moment = {
        "timestamp": "2026-05-04T12:00:00Z",
        "sampledValue": [{"value": "1", "measurand": "x" * 100_000}],
    }
    await talk.say("MeterValues", {"connectorId": 1, "meterValue": [moment]})
    row = change(talk, MeterRecord)
    assert json.loads(row.samples)[0]["measurand"] == "x" * 255
    hits = meter_values._kind.cache_info().hits
    meter_values._kind("x" * 255, None, None, None, None, None)
    assert meter_values._kind.cache_info().hits == hits + 1
