"""Departures are counted at once and stored seldom: no row for every bent message."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ocpp_gateway.charging.changes import NonconformityCount
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.operations.nonconformities import Departure, count, unstored
from ocpp_gateway.storage.journal.rows import NUMBER, rows_of
from tests.unit.operations.ledger import NOON, station

if TYPE_CHECKING:
    from ocpp_gateway.charging.stations import Station
    from ocpp_gateway.operations.decision import Decision

ONE = Departure("Q21-word-case", 1, "A meaning.", "StatusNotification $.status: available")
LOG = UUID(int=9)


def bend(cp: Station, now: datetime, *departures: Departure) -> Decision[Any]:
    decision = count(cp, departures or (ONE,), LOG, lambda: UUID(int=1), now)
    for change in decision.changes:
        cp.apply(change)
    return decision


def stored(decision: Decision[Any]) -> list[NonconformityCount]:
    return [change for change in decision.changes if isinstance(change, NonconformityCount) and change.due]


def test_the_first_time_is_stored_and_announced() -> None:
    cp = station()
    first = bend(cp, NOON)
    (row,) = stored(first)
    assert (row.count, row.first_at, row.last_at, row.last_log) == (1, NOON, NOON, LOG)
    (event,) = first.events
    assert event.type is EventType.STATION_NONCONFORMITY
    assert event.data == {
        "station": "CP-1",
        "rule": "Q21-word-case",
        "meaning": "A meaning.",
        "excerpt": ONE.excerpt,
        "log": str(LOG),
    }
    assert bend(cp, NOON + timedelta(seconds=1)).events == ()


def test_a_station_that_bends_every_message_costs_one_row_a_minute_and_rule() -> None:
    cp = station()
    rows = [row for second in range(600) for row in stored(bend(cp, NOON + timedelta(seconds=second)))]
    assert [row.count for row in rows] == [1, *range(61, 600, 60)]
    assert cp.nonconformities[ONE.rule].count == 600


def test_a_count_that_is_not_due_is_no_row_of_the_flush() -> None:
    from ocpp_gateway.operations.decision import Entry, Priority

    cp = station()
    bend(cp, NOON)
    later = count(cp, (ONE,), LOG, lambda: UUID(int=1), NOON + timedelta(seconds=5))
    entry = Entry(station_id=cp.id, epoch=1, priority=Priority.STATUS, changes=later.changes)
    assert NUMBER["nonconformities"] not in {number for number, _ in rows_of(entry)}


def test_what_was_only_counted_is_stored_after_its_minute_or_at_the_end() -> None:
    cp = station()
    bend(cp, NOON)
    for second in (1, 2):
        bend(cp, NOON + timedelta(seconds=second))
    assert unstored(cp, NOON + timedelta(seconds=30)) == ()
    (row,) = unstored(cp, NOON + timedelta(seconds=30), everything=True)
    assert (row.count, row.added, row.due) == (3, 0, True)
    (later,) = unstored(cp, NOON + timedelta(seconds=60))
    assert later.count == 3
    cp.apply(later)
    assert unstored(cp, NOON + timedelta(seconds=200), everything=True) == ()


def test_a_message_counts_every_place_and_keeps_the_last() -> None:
    cp = station()
    bend(cp, NOON, Departure("Q33-value-as-text", 7, "M.", "last place"), ONE)
    assert cp.nonconformities["Q33-value-as-text"].count == 7
    assert cp.nonconformities["Q33-value-as-text"].last_excerpt == "last place"
    assert cp.nonconformities[ONE.rule].count == 1


def test_a_station_taken_over_counts_on_from_what_is_stored() -> None:
    from ocpp_gateway.charging.nonconformities import Nonconformity

    cp = station()
    cp.nonconformities[ONE.rule] = Nonconformity(
        rule=ONE.rule,
        count=41,
        first_at=NOON,
        last_at=NOON,
        last_log=None,
        last_excerpt="",
        stored_at=NOON,
    )
    decision = bend(cp, NOON + timedelta(hours=1))
    (row,) = stored(decision)
    assert (row.count, row.first_at) == (42, NOON)
    assert decision.events == ()
