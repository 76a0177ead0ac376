"""Starts and stops: always answered, stored once, energy never negative (ocpp.md 2.11, quirks Q42-Q53)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.meter_values import normalise, reading, sample_kind
from ocpp_gateway.charging.stations import Station
from ocpp_gateway.charging.times import StationTime, station_time
from ocpp_gateway.charging.tokens import Token, TokenStatus
from ocpp_gateway.operations import metering
from ocpp_gateway.operations.transactions import Start, Stop, start, stop
from tests.unit.operations.ledger import NOON, Ledger, station

pytestmark = pytest.mark.anyio

TAG = Token(id_tag="Tag-1", status=TokenStatus.ACCEPTED, parent="FAMILY")


def at(minutes: float) -> StationTime:
    moment = NOON + timedelta(minutes=minutes)
    return station_time(moment, moment.isoformat(), NOON + timedelta(days=1))


def a_start(
    minutes: float = 0, meter: float = 1000, connector: int = 1, tag: str = "TAG-1", **more: Any
) -> Start:
    return Start(connector_number=connector, id_tag=tag, meter_start=meter, at=at(minutes), **more)


def a_stop(transaction_id: str | None, minutes: float = 60, meter: float = 8000, **more: Any) -> Stop:
    given_fields: dict[str, Any] = {"id_tag": None, "reason": "Local", **more}
    return Stop(transaction_id=transaction_id, meter_stop=meter, at=at(minutes), **given_fields)


async def begin(ledger: Ledger, cp: Station, request: Start) -> str:
    answer = ledger.commit(cp, await start(cp, request, ledger.reads(), NOON))
    return str(answer.transaction_id)


async def end(ledger: Ledger, cp: Station, request: Stop) -> Any:
    return ledger.commit(cp, await stop(cp, request, ledger.reads(), NOON))


def register_reading(minutes: float, energy_wh: float) -> Any:
    kind = sample_kind(measurand=None, unit="Wh", phase=None, location=None, context=None, sample_format=None)
    return reading(at(minutes), [normalise(str(energy_wh), kind)], hash((minutes, energy_wh)))


async def test_a_charge_is_stored_with_its_energy() -> None:
    ledger, cp = Ledger([TAG]), station()
    decision = await start(cp, a_start(), ledger.reads(), NOON)
    answer = ledger.commit(cp, decision)
    assert answer.authorization.status is TokenStatus.ACCEPTED
    assert answer.authorization.parent == "FAMILY"
    await end(ledger, cp, a_stop(answer.transaction_id, meter=8250))
    (row,) = ledger.transactions.values()
    assert (row.status, ledger.totals[row.id]) == ("completed", 7250)
    assert cp.connectors[1].transaction is None
    assert [e.type for e in ledger.events] == [EventType.TRANSACTION_STARTED, EventType.TRANSACTION_ENDED]
    assert ledger.events[1].data["total_kwh"] == 7.25


async def test_an_unknown_tag_is_invalid_and_the_transaction_is_stored_all_the_same() -> None:
    ledger, cp = Ledger(), station()
    answer = ledger.commit(cp, await start(cp, a_start(), ledger.reads(), NOON))
    assert answer.authorization.status is TokenStatus.INVALID
    assert int(answer.transaction_id) > 0
    assert len(ledger.transactions) == 1


async def test_unknown_tags_are_accepted_where_the_operator_says_so() -> None:
    ledger, cp = Ledger(), station()
    decision = await start(cp, a_start(), ledger.reads(accept_unknown_tags=True), NOON)
    assert decision.answer.authorization.status is TokenStatus.ACCEPTED


async def test_a_repeated_start_gets_the_same_id_and_no_second_row() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start())
    again = await begin(ledger, cp, a_start(tag="tag-1 "))
    assert again == first
    assert len(ledger.transactions) == 1
    assert len(ledger.events) == 1


async def test_a_start_repeated_after_its_stop_is_recognised_from_the_database() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start())
    await end(ledger, cp, a_stop(first))
    assert await begin(ledger, cp, a_start()) == first
    assert len(ledger.transactions) == 1


async def test_a_newer_start_needs_no_look_up() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start(0))
    await end(ledger, cp, a_stop(first, 10, 2000))
    await begin(ledger, cp, a_start(20, meter=2000))
    assert ledger.lookups == 0


async def test_a_station_stuck_in_1970_starts_two_different_charges_with_the_same_content() -> None:
    ledger, cp = Ledger([TAG]), station()
    lost_clock = StationTime(NOON, "1970-01-01T00:00:10Z", plausible=False)
    request = replace(a_start(), at=lost_clock)
    first = await begin(ledger, cp, request)
    assert await begin(ledger, cp, request) == first
    await end(ledger, cp, a_stop(first))
    assert await begin(ledger, cp, request) != first
    assert "start_time" in next(iter(ledger.transactions.values())).estimated


async def test_a_start_on_a_busy_connector_ends_the_old_charge_as_estimated() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start(0, meter=1000))
    ledger.commit(cp, await metering.record(cp, 1, first, [register_reading(5, 4000)], ledger.reads(), NOON))
    second = await begin(ledger, cp, a_start(30, meter=5000))
    old, new = ledger.transactions.values()
    assert (old.status, ledger.totals[old.id]) == ("interrupted", 3000)
    assert set(old.estimated) >= {"end_time", "end_meter", "total_kwh"}
    assert cp.connectors[1].transaction is not None
    assert cp.connectors[1].transaction.transaction_id == second == new.transaction_id


async def test_the_late_stop_of_a_superseded_charge_corrects_it() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start(0, meter=1000))
    second = await begin(ledger, cp, a_start(30, meter=5000))
    await end(ledger, cp, a_stop(first, 29, 4500))
    old = next(t for t in ledger.transactions.values() if t.transaction_id == first)
    assert (old.status, ledger.totals[old.id], old.estimated) == ("completed", 3500, ())
    assert cp.connectors[1].transaction is not None
    assert cp.connectors[1].transaction.transaction_id == second


async def test_an_older_start_that_arrives_late_leaves_the_running_charge_alone() -> None:
    ledger, cp = Ledger([TAG]), station()
    running = await begin(ledger, cp, a_start(60, meter=9000))
    late = await begin(ledger, cp, a_start(0, meter=1000))
    assert cp.connectors[1].transaction is not None
    assert cp.connectors[1].transaction.transaction_id == running
    await end(ledger, cp, a_stop(late, 30, 4000))
    assert cp.connectors[1].transaction.transaction_id == running
    assert sorted(t.status for t in ledger.transactions.values()) == ["active", "completed"]


async def test_the_first_stop_wins() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start())
    await end(ledger, cp, a_stop(first, 60, 8000))
    await end(ledger, cp, a_stop(first, 61, 9999))
    (row,) = ledger.transactions.values()
    assert (row.end_meter, ledger.totals[row.id]) == (8000, 7000)


async def test_a_stop_for_an_unknown_id_is_kept_once_as_unmatched() -> None:
    ledger, cp = Ledger([TAG]), station()
    await end(ledger, cp, a_stop("4711"))
    await end(ledger, ledger.reload(cp), a_stop("4711"))
    (row,) = ledger.transactions.values()
    assert (row.status, row.transaction_id, row.end_meter) == ("unmatched", "4711", 8000)


@pytest.mark.parametrize("sent", ["-1", "0", None])
async def test_a_stop_without_a_usable_id_ends_the_open_charge(sent: str | None) -> None:
    ledger, cp = Ledger([TAG]), station()
    await begin(ledger, cp, a_start())
    await end(ledger, cp, a_stop(sent, id_tag="tag-1"))
    (row,) = ledger.transactions.values()
    assert (row.status, ledger.totals[row.id]) == ("completed", 7000)


async def test_a_repeated_stop_without_id_does_not_end_the_next_charge() -> None:
    ledger, cp = Ledger([TAG]), station()
    await begin(ledger, cp, a_start(0))
    await end(ledger, cp, a_stop("-1", 10, 2000))
    await begin(ledger, cp, a_start(20, 2000))
    await end(ledger, ledger.reload(cp), a_stop("-1", 10, 2000))
    assert sorted(t.status for t in ledger.transactions.values()) == ["active", "completed"]


async def test_of_two_open_charges_the_one_with_the_same_tag_is_ended() -> None:
    other = Token(id_tag="OTHER", status=TokenStatus.ACCEPTED)
    ledger, cp = Ledger([TAG, other]), station()
    await begin(ledger, cp, a_start(0, connector=1, tag="TAG-1"))
    await begin(ledger, cp, a_start(5, connector=2, tag="OTHER"))
    await end(ledger, cp, a_stop("-1", 60, 8000, id_tag="TAG-1"))
    ended = next(t for t in ledger.transactions.values() if t.status == "completed")
    assert ended.id_tag == "TAG-1"


@pytest.mark.parametrize("meter_stop", [-1.0, 0.0, 999.0])
async def test_a_stop_meter_below_the_start_gives_way_to_the_last_reading(meter_stop: float) -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start(meter=1000))
    ledger.commit(cp, await metering.record(cp, 1, first, [register_reading(5, 3500)], ledger.reads(), NOON))
    await end(ledger, cp, a_stop(first, 60, meter_stop))
    (row,) = ledger.transactions.values()
    assert ledger.totals[row.id] == 2500
    assert "end_meter" in row.estimated


async def test_a_stop_before_its_start_has_no_negative_duration() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, a_start(30))
    await end(ledger, cp, a_stop(first, 10))
    (row,) = ledger.transactions.values()
    assert row.end_time == row.start_time
    assert "end_time" in row.estimated


@pytest.mark.parametrize("number", [-1, 101, 255])
async def test_a_start_on_an_impossible_connector_is_kept_on_the_station(number: int) -> None:
    ledger, cp = Ledger([TAG]), station()
    await begin(ledger, cp, a_start(connector=number))
    (row,) = ledger.transactions.values()
    assert row.connector_number == 0
    assert "connector" in row.estimated


async def test_a_start_creates_a_connector_that_nobody_reported() -> None:
    ledger, cp = Ledger([TAG]), station(connectors=0)
    await begin(ledger, cp, a_start(connector=3))
    assert 3 in ledger.connectors


async def test_an_unknown_start_meter_is_taken_from_the_last_reading() -> None:
    ledger, cp = Ledger([TAG]), station()
    ledger.commit(cp, await metering.record(cp, 1, None, [register_reading(-5, 4000)], ledger.reads(), NOON))
    first = await begin(ledger, cp, replace(a_start(), meter_start=None))
    await end(ledger, cp, a_stop(first, meter=6000))
    (row,) = ledger.transactions.values()
    assert (row.start_meter, ledger.totals[row.id], row.estimated) == (4000, 2000, ("start_meter",))


async def test_without_any_start_meter_no_energy_is_claimed() -> None:
    ledger, cp = Ledger([TAG]), station()
    first = await begin(ledger, cp, replace(a_start(), meter_start=None))
    await end(ledger, cp, a_stop(first, meter=6000))
    (row,) = ledger.transactions.values()
    assert (row.start_meter, row.end_meter, ledger.totals[row.id]) == (None, 6000, 0)
    assert set(row.estimated) == {"start_meter", "total_kwh"}


async def test_reservation_zero_means_none() -> None:
    ledger, cp = Ledger([TAG]), station()
    decision = await start(cp, a_start(reservation_id=0), ledger.reads(), NOON)
    assert next(c for c in decision.changes if hasattr(c, "reservation_id")).reservation_id is None


async def test_a_start_that_is_stored_under_another_id_is_answered_with_that_id_and_writes_nothing() -> None:
    ledger, cp = Ledger([TAG]), station()
    decision = await start(cp, a_start(), ledger.reads(), NOON)
    assert decision.restated is not None
    again = decision.restated("4242")
    assert again.answer.transaction_id == "4242"
    assert (again.changes, again.events) == ((), ())


steps = st.lists(
    st.tuples(
        st.sampled_from(["start", "stop", "repeat", "reload"]),
        st.integers(1, 2),
        st.integers(0, 3),
        st.booleans(),
    ),
    max_size=30,
)


@given(steps)
@settings(max_examples=150, deadline=None)
async def test_whatever_is_repeated_each_charge_is_counted_once(
    script: list[tuple[str, int, int, bool]],
) -> None:
    """A model station charges and repeats any earlier message any time; energy and rows must match what it did."""
    ledger, cp = Ledger([TAG]), station()
    clock, meter = 0.0, {1: 1000.0, 2: 5000.0}
    open_ids: dict[int, tuple[str, float]] = {}
    sent: list[tuple[str, Any]] = []
    charged = 0.0
    for step, connector, pick, named in script:
        clock += 1
        if step == "start" and connector not in open_ids:
            request = a_start(clock, meter[connector], connector)
            sent.append(("start", request))
            open_ids[connector] = (await begin(ledger, cp, request), meter[connector])
        elif step == "stop" and connector in open_ids:
            transaction_id, began = open_ids.pop(connector)
            meter[connector] += 100 + pick
            alone = not open_ids
            request_id = transaction_id if named or not alone else "-1"
            end_request = a_stop(request_id, clock, meter[connector])
            sent.append(("stop", end_request))
            await end(ledger, cp, end_request)
            charged += meter[connector] - began
        elif step == "repeat" and sent:
            kind, message = sent[-1 - pick % len(sent)]
            await (begin if kind == "start" else end)(ledger, cp, message)
        elif step == "reload":
            cp = ledger.reload(cp)
    starts = sum(kind == "start" for kind, _ in sent)
    assert len(ledger.transactions) == starts
    assert sum(ledger.totals.values()) == pytest.approx(charged)
    assert sum(t.status == "active" for t in ledger.transactions.values()) == len(open_ids)
