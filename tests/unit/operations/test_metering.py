"""Meter values: each stored exactly once, attached to their charge, current values kept (ocpp.md 2.12, Q45, Q46)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.meter_values import Reading, normalise, reading, sample_kind
from ocpp_gateway.charging.times import StationTime
from ocpp_gateway.charging.tokens import Token, TokenStatus
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.metering import record
from tests.unit.operations.ledger import NOON, Ledger, station
from tests.unit.operations.test_transactions import a_start, a_stop, at, begin, end

pytestmark = pytest.mark.anyio


def values(
    minutes: float, wh: float, power: float = 7000, soc: float | None = None, when: StationTime | None = None
) -> Reading:
    samples = [
        _sample(wh, "Energy.Active.Import.Register", "Wh"),
        _sample(power, "Power.Active.Import", "W"),
    ]
    if soc is not None:
        samples.append(_sample(soc, "SoC", "Percent"))
    moment = when or at(minutes)
    return reading(moment, samples, hash((moment.raw, wh, power)))


def _sample(value: float, measurand: str, unit: str) -> Any:
    kind = sample_kind(
        measurand=measurand,
        unit=unit,
        phase=None,
        location=None,
        context=None,
        sample_format=None,
    )
    return normalise(str(value), kind)


async def test_readings_keep_the_connector_current() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, await record(cp, 1, None, [values(1, 1500, 11000, soc=55)], ledger.reads(), NOON))
    connector = cp.connectors[1]
    assert (connector.meter_value, connector.power_w, connector.soc_percent) == (1500, 11000, 55)
    (row,) = ledger.meter_rows
    assert row.energy_wh == 1500
    assert [s["raw_value"] for s in msgspec.json.decode(row.samples)] == ["1500", "11000", "55"]


async def test_readings_without_an_id_belong_to_the_connectors_open_charge() -> None:
    ledger, cp = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)]), station()
    transaction_id = await begin(ledger, cp, a_start(meter=1000))
    decision = await record(cp, 1, None, [values(5, 2500)], ledger.reads(), NOON)
    ledger.commit(cp, decision)
    (charge,) = ledger.transactions.values()
    assert ledger.meter_rows[0].transaction == charge.id
    assert decision.events[0].type is EventType.METER_VALUES
    assert decision.events[0].data["total_kwh"] == 1.5
    assert transaction_id == charge.transaction_id


async def test_a_running_charge_is_told_of_with_its_first_reading_and_then_once_in_five_minutes() -> None:
    ledger, cp = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)]), station()
    transaction_id = await begin(ledger, cp, a_start(meter=1000))
    told = []
    for second in range(0, 960, 60):
        sample = values(5 + second / 60, 2000 + second, 7000, soc=40)
        decision = await record(cp, 1, None, [sample], ledger.reads(), NOON + timedelta(seconds=second))
        ledger.commit(cp, decision)
        kinds = [event.type for event in decision.events]
        assert kinds[0] is EventType.METER_VALUES
        told += [(second, event) for event in decision.events[1:]]
    (charge,) = ledger.transactions.values()
    assert [(second, event.type) for second, event in told] == [
        (second, EventType.TRANSACTION_UPDATED) for second in (0, 300, 600, 900)
    ]
    assert told[1][1].data == {
        "station": cp.ocpp_id,
        "connector": 1,
        "transaction": str(charge.id),
        "transaction_id": transaction_id,
        "status": "active",
        "at": rfc3339(values(10, 0).at.effective),
        "meter_value": 2300,
        "power_w": 7000,
        "soc_percent": 40,
        "total_kwh": 1.3,
    }


async def test_a_charge_of_a_station_without_a_clock_is_told_of_as_rarely() -> None:
    ledger, cp = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)]), station()
    await begin(ledger, cp, a_start(meter=1000))
    told = 0
    for second in range(0, 600, 10):
        now = NOON + timedelta(seconds=second)
        lost = StationTime(now, f"1970-01-01T00:{second // 60:02}:{second % 60:02}Z", plausible=False)
        decision = await record(cp, 1, None, [values(0, 2000 + second, when=lost)], ledger.reads(), now)
        ledger.commit(cp, decision)
        told += len(decision.events) - 1
    assert told == 2


async def test_an_update_that_was_not_committed_is_told_with_the_next_reading() -> None:
    ledger, cp = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)]), station()
    await begin(ledger, cp, a_start(meter=1000))
    lost = await record(cp, 1, None, [values(5, 2000)], ledger.reads(), NOON)
    again = await record(cp, 1, None, [values(5.1, 2010)], ledger.reads(), NOON + timedelta(seconds=6))
    assert len(lost.events) == len(again.events) == 2


async def test_no_charge_is_told_of_by_old_readings_nor_after_its_end() -> None:
    ledger, cp = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)]), station()
    transaction_id = await begin(ledger, cp, a_start(meter=1000))
    ledger.commit(cp, await record(cp, 1, None, [values(9, 2500)], ledger.reads(), NOON))
    later = NOON + timedelta(minutes=9)
    old = await record(cp, 1, transaction_id, [values(4, 2000)], ledger.reads(), later)
    assert [event.type for event in old.events] == [EventType.METER_VALUES]
    await end(ledger, cp, a_stop(transaction_id))
    after = await record(cp, 1, transaction_id, [values(61, 7900)], ledger.reads(), later)
    assert [event.type for event in after.events] == [EventType.METER_VALUES]


async def test_readings_that_come_after_the_stop_are_attached_to_the_ended_charge() -> None:
    ledger, cp = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)]), station()
    transaction_id = await begin(ledger, cp, a_start())
    await end(ledger, cp, a_stop(transaction_id))
    ledger.commit(cp, await record(cp, 1, transaction_id, [values(59, 7900)], ledger.reads(), NOON))
    (charge,) = ledger.transactions.values()
    assert ledger.meter_rows[0].transaction == charge.id
    assert charge.status == "completed"


async def test_readings_of_an_unknown_charge_are_stored_unattached() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, await record(cp, 1, "99999", [values(1, 10)], ledger.reads(), NOON))
    assert ledger.meter_rows[0].transaction is None


async def test_a_repeated_message_stores_nothing_and_newer_ones_need_no_look_up() -> None:
    ledger, cp = Ledger(), station()
    for minute in range(5):
        ledger.commit(cp, await record(cp, 1, None, [values(minute, 100 * minute)], ledger.reads(), NOON))
    assert ledger.lookups == 0
    again = await record(ledger.reload(cp), 1, None, [values(3, 300)], ledger.reads(), NOON)
    assert (again.changes, again.events) == ((), ())
    assert ledger.lookups == 1


async def test_another_value_at_the_same_moment_is_not_a_repetition() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, await record(cp, 1, None, [values(1, 100)], ledger.reads(), NOON))
    ledger.commit(cp, await record(cp, 1, None, [values(1, 101)], ledger.reads(), NOON))
    assert len(ledger.meter_rows) == 2


async def test_a_station_without_a_clock_is_recognised_by_content() -> None:
    ledger, cp = Ledger(), station()
    lost = StationTime(NOON, "1970-01-01T00:01:00Z", plausible=False)
    ledger.commit(cp, await record(cp, 1, None, [values(0, 100, when=lost)], ledger.reads(), NOON))
    again = await record(cp, 1, None, [values(0, 100, when=lost)], ledger.reads(), NOON + timedelta(hours=1))
    assert again.changes == ()
    later = await record(cp, 1, None, [values(0, 100, when=lost)], ledger.reads(), NOON + timedelta(hours=49))
    assert later.changes != ()


async def test_late_readings_do_not_turn_the_current_values_back() -> None:
    ledger, cp = Ledger(), station()
    ledger.commit(cp, await record(cp, 1, None, [values(10, 900)], ledger.reads(), NOON))
    ledger.commit(cp, await record(cp, 1, None, [values(5, 500)], ledger.reads(), NOON))
    assert cp.connectors[1].meter_value == 900
    assert len(ledger.meter_rows) == 2


@pytest.mark.parametrize("number", [-1, 101])
async def test_an_impossible_connector_is_answered_and_changes_nothing(number: int) -> None:
    ledger, cp = Ledger(), station()
    decision = await record(cp, number, None, [values(1, 1)], ledger.reads(), NOON)
    assert decision.changes == ()


async def test_transaction_data_of_a_stop_is_stored_with_the_charge() -> None:
    ledger, cp = Ledger([Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED)]), station()
    transaction_id = await begin(ledger, cp, a_start(meter=1000))
    await end(ledger, cp, a_stop(transaction_id, 60, 8000, readings=(values(0, 1000), values(60, 8000))))
    assert [r.origin for r in ledger.meter_rows] == ["transaction_data", "transaction_data"]
    assert cp.connectors[1].meter_value == 8000
    assert cp.connectors[1].power_w is None
