"""The overview and the counts beside filters, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import insert

from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.figures import FacetValue
from ocpp_gateway.operations.queries import EVERYTHING, StationFilter, Visibility
from ocpp_gateway.storage.block_table import connector_blocks
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.queries.facets import count_facets
from ocpp_gateway.storage.queries.overview import HOURS, StoredFigureQueries
from ocpp_gateway.storage.tables import connectors, nonconformities, quarantine
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.operations.figures import FacetsView, OverviewView
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

HOUR = timedelta(hours=1)
MIDNIGHT = START.replace(hour=0, minute=0, second=0, microsecond=0)
ONLY_A = Visibility(all_stations=False, groups=frozenset({"a"}))


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


async def overview(rows: Rows, visible: Visibility = EVERYTHING) -> OverviewView:
    return await StoredFigureQueries(rows.database).overview(visible, now=START, day_start=MIDNIGHT)


async def charge(
    rows: Rows, station: UUID, number: int, power_w: float, begun: Any, so_far_wh: float
) -> UUID:
    """A connector with a running transaction."""
    connector = await rows.connector(
        station, number, status="Charging", power_w=power_w, meter_value=1000.0 + so_far_wh
    )
    transaction = await rows.transaction(
        station, connector_id=connector, status="active", start_time=begun, start_meter=1000.0
    )
    await rows.change(connectors, connector, transaction_id=transaction)
    return transaction


async def test_an_empty_fleet_is_shown_as_zeros(rows: Rows) -> None:
    view = await overview(rows)
    assert (view.power_w, view.energy_today_kwh, view.transactions_today) == (0.0, 0.0, 0)
    assert view.stations.total == view.connectors.total == 0
    assert set(view.connectors.by_status) == {status.value for status in ConnectorStatus}
    assert view.attention == ()
    assert set(view.attention_counts.values()) == {0}
    assert len(view.hours) == HOURS
    assert view.hours[-1].begin == START.replace(minute=0, second=0, microsecond=0)


async def test_stations_and_connectors_are_counted_as_they_are_shown(rows: Rows) -> None:
    one = await rows.station("CP-1", status="Available", group_name="a")
    await rows.connector(one, 1, status="Available")
    await rows.connector(one, 2, status="Faulted")
    await charge(rows, one, 3, 7400.5, START - HOUR, 3702.0)
    blocked = await rows.station("CP-2")
    await rows.connector(blocked, 1, status="Available")
    await rows.block_whole_station(blocked)
    away = await rows.station("CP-3", online=False, status="Faulted")
    await charge(rows, away, 1, 11_000.0, START - 30 * HOUR, 50.0)
    await rows.station("CP-4", registration="pending", online=False)
    await rows.station("CP-5", status="Faulted")
    gone = await rows.station("CP-6", archived_at=START)
    await rows.connector(gone, 1, status="Charging", power_w=1.0)

    view = await overview(rows)
    shown = view.stations
    assert (shown.total, shown.online, shown.offline, shown.faulted, shown.pending) == (5, 3, 2, 1, 1)
    counts = view.connectors
    assert (counts.total, counts.available, counts.charging, counts.faulted, counts.blocked) == (
        5,
        1,
        1,
        1,
        1,
    )
    assert {name: count for name, count in counts.by_status.items() if count} == {
        "Available": 2,
        "Faulted": 1,
        "Charging": 2,
    }
    assert view.power_w == 7400.5
    assert view.transactions_running == 2
    mine = await overview(rows, ONLY_A)
    assert (mine.stations.total, mine.connectors.total, mine.transactions_running) == (1, 3, 1)
    assert mine.transactions_today == 1


async def test_today_are_the_charges_that_started_today_and_the_hours_are_a_series(rows: Rows) -> None:
    station = await rows.station("CP-1")
    for begun, kwh in ((MIDNIGHT - HOUR, 10.0), (MIDNIGHT, 1.25), (START - timedelta(minutes=1), 2.5)):
        await rows.transaction(station, start_time=begun, total_kwh=kwh)
    await charge(rows, station, 1, 1000.0, START - HOUR, 3702.0)
    await charge(rows, station, 2, 1000.0, START - 26 * HOUR, 9.0)
    view = await overview(rows)
    assert view.transactions_today == 3
    assert view.energy_today_kwh == pytest.approx(1.25 + 2.5 + 3.702)
    series = {hour.begin.hour: (hour.started, hour.energy_kwh) for hour in view.hours if hour.started}
    assert series == {23: (1, 10.0), 0: (1, 1.25), 7: (2, pytest.approx(6.202))}
    assert sum(hour.started for hour in view.hours) == 4  # the one of 26 hours ago is in no hour


async def blocked_in_vain(rows: Rows, station: UUID) -> None:
    """Blocked connectors; the station has declined to block the second one."""
    for number, status in ((1, "accepted"), (2, "rejected"), (4, "queued")):
        connector = await rows.connector(station, number, status="Available", blocked=True)
        command = rows.new_id()
        async with rows.database.begin() as connection:
            await connection.execute(
                insert(commands),
                {
                    "id": command,
                    "station_id": station,
                    "action": "ChangeAvailability",
                    "payload": "{}",
                    "status": status,
                    "priority": 1,
                    "when_offline": "queue",
                    "force": False,
                    "timeout_seconds": 30.0,
                    "requested_at": START,
                    "effect_state": "none",
                },
            )
            await connection.execute(
                insert(connector_blocks),
                {
                    "connector_id": connector,
                    "command_id": command,
                    "changed_at": START - HOUR,
                    "changed_by": "ann@example.org",
                    "changed_by_kind": "user",
                    "asked_status": "Available",
                },
            )


async def test_what_hurts_most_comes_first(rows: Rows) -> None:
    fine = await rows.station("FINE", status="Available")
    await rows.connector(fine, 3, status="Charging")
    pending = await rows.station("PENDING", registration="pending", remote_address="192.0.2.7", online=False)
    await rows.station("AWAY-1", online=False, last_message_at=START - HOUR)
    await rows.station("AWAY-2", online=False, last_message_at=START - 2 * HOUR)
    left = await rows.station("LEFT", online=False, last_message_at=START - 3 * HOUR)
    await charge(rows, left, 1, 1.0, START - 4 * HOUR, 1.0)
    broken = await rows.station("BROKEN", group_name="a")
    await rows.connector(
        broken,
        2,
        status="Faulted",
        error_code="GroundFailure",
        info="relay",
        last_status_change=START - HOUR,
    )
    await rows.station("DEAD", status="Faulted")
    await blocked_in_vain(rows, fine)
    async with rows.database.begin() as connection:
        for at, reason in ((START - HOUR, "nul"), (START - 30 * HOUR, "old")):
            await connection.execute(
                insert(quarantine),
                {"id": rows.new_id(), "station_id": fine, "raw": b"x", "reason": reason, "received_at": at},
            )
        for rule, last in (("Q38-no-zone", START - HOUR), ("Q26-null-payload", START - 30 * HOUR)):
            await connection.execute(
                insert(nonconformities),
                {
                    "station_id": broken,
                    "rule": rule,
                    "count": 7,
                    "first_at": last,
                    "last_at": last,
                    "last_excerpt": "{}",
                },
            )
    view = await overview(rows)
    assert [
        (item.kind, item.station, item.connector, item.count, item.detail) for item in view.attention
    ] == [
        ("offline_while_charging", "LEFT", None, 1, None),
        ("connector_faulted", "BROKEN", 2, 1, "GroundFailure, relay"),
        ("station_faulted", "DEAD", None, 1, "NoError"),
        ("block_rejected", "FINE", 2, 1, "ann@example.org"),
        ("station_offline", "AWAY-1", None, 0, None),
        ("station_offline", "AWAY-2", None, 0, None),
        ("messages_quarantined", "FINE", None, 1, "nul"),
        ("station_pending", "PENDING", None, 1, "192.0.2.7"),
        ("rules_departed", "BROKEN", None, 7, "Q38-no-zone"),
    ]
    assert view.attention[1].since == START - HOUR
    assert view.attention[7].station_id == pending
    assert view.attention_counts == {
        "offline_while_charging": 1,
        "connector_faulted": 1,
        "station_faulted": 1,
        "block_rejected": 1,
        "station_offline": 2,
        "messages_quarantined": 1,
        "station_pending": 1,
        "rules_departed": 1,
    }
    assert {item.station for item in (await overview(rows, ONLY_A)).attention} == {"BROKEN"}


async def test_a_kind_has_at_most_twenty_items_and_its_count_says_how_many_there_are(rows: Rows) -> None:
    for number in range(25):
        await rows.station(f"CP-{number}", online=False, last_message_at=START - number * HOUR)
    view = await overview(rows)
    assert [item.station for item in view.attention] == [f"CP-{number}" for number in range(20)]
    assert view.attention_counts["station_offline"] == 25


def counted(values: tuple[FacetValue, ...]) -> dict[Any, int]:
    return {value.value: value.count for value in values}


async def facets(rows: Rows, visible: Visibility = EVERYTHING, **wanted: Any) -> FacetsView:
    return await StoredFigureQueries(rows.database).facets(StationFilter(**wanted), visible, now=START)


async def test_each_filter_is_counted_under_all_the_others_but_not_under_itself(rows: Rows) -> None:
    await rows.station("CP-1", status="Available", vendor="ACME", model="M1", group_name="a")
    await rows.station("CP-2", status="Faulted", vendor="ACME", model="M2", online=False)
    await rows.station("CP-3", status="Available", vendor="Other", model="M1", registration="pending")
    await rows.station("CP-4", status="Available", archived_at=START)

    all_of_them = await facets(rows)
    assert (all_of_them.total, all_of_them.counted_all, all_of_them.as_of) == (3, True, START)
    assert counted(all_of_them.status) == {"Available": 2, "Faulted": 1}
    assert counted(all_of_them.online) == {True: 2, False: 1}
    assert counted(all_of_them.group) == {"a": 1, None: 2}
    assert counted(all_of_them.registration) == {"accepted": 2, "pending": 1}
    assert [value.value for value in all_of_them.vendor] == ["ACME", "Other"]

    faulted = await facets(rows, status=ConnectorStatus.FAULTED)
    assert faulted.total == 1
    assert counted(faulted.status) == {"Available": 2, "Faulted": 1}
    assert counted(faulted.vendor) == {"ACME": 1}
    both = await facets(rows, vendor="ACME", model="M1")
    assert (both.total, counted(both.vendor), counted(both.model)) == (
        1,
        {"ACME": 1, "Other": 1},
        {"M1": 1, "M2": 1},
    )
    assert (await facets(rows, text="cp-3")).total == 1
    assert (await facets(rows, ONLY_A)).total == 1
    assert (await facets(rows, text="nobody")).status == ()


async def test_the_cost_of_counting_is_bounded(rows: Rows) -> None:
    for number in range(4):
        await rows.station(f"CP-{number}")
    view = await count_facets(rows.database, StationFilter(), EVERYTHING, START, most=3)
    assert (view.total, view.counted_all) == (3, False)
