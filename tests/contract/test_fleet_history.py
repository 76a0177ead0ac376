"""Samples of the fleet and the curves that are made of them, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, insert, select

from ocpp_gateway.operations.fleet_history import (
    COARSE_KEPT,
    FINE_KEPT,
    HALF_HOUR,
    MINUTE,
    is_coarse,
    minute_of,
)
from ocpp_gateway.operations.queries import EVERYTHING, Visibility
from ocpp_gateway.storage.fleet_sample_table import fleet_samples
from ocpp_gateway.storage.fleet_samples import StoredFleetSamples
from ocpp_gateway.storage.queries.fleet_history import StoredFleetHistoryQueries
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.operations.fleet_history import FleetPoint
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

ONLY_A = Visibility(all_stations=False, groups=frozenset({"a"}))
ONE_BY_ONE = Visibility(all_stations=False, ocpp_ids=frozenset({"CP-1"}))


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


async def take(rows: Rows, at: datetime = START) -> None:
    await StoredFleetSamples(rows.database).take(at)


async def history(
    rows: Rows, begin: datetime, end: datetime, visible: Visibility = EVERYTHING
) -> tuple[FleetPoint, ...]:
    return await StoredFleetHistoryQueries(rows.database).history(visible, begin=begin, end=end)


async def stored(rows: Rows) -> int:
    async with rows.database.read() as connection:
        count = await connection.execute(select(func.count()).select_from(fleet_samples))
    return int(count.one()[0])


async def add(rows: Rows, at: datetime, *, group: str = "", power_w: float = 0.0, charging: int = 0) -> None:
    """A sample as it was taken then."""
    sample = {
        "at": at,
        "group_name": group,
        "coarse": is_coarse(at),
        "power_w": power_w,
        "stations": 1,
        "online": 1,
        "connectors": 2,
        "charging": charging,
        "faulted": 0,
    }
    async with rows.database.begin() as connection:
        await connection.execute(insert(fleet_samples), sample)


async def test_a_sample_is_the_fleet_of_that_minute(rows: Rows) -> None:
    one = await rows.station("CP-1", group_name="a", status="Faulted")
    await rows.connector(one, 1, status="Charging", power_w=7400.25)
    await rows.connector(one, 2, status="Faulted")
    two = await rows.station("CP-2")
    await rows.connector(two, 1, status="Charging", power_w=11_000.0)
    away = await rows.station("CP-3", online=False)
    await rows.connector(away, 1, status="Charging", power_w=50.0)
    await rows.station("CP-4", group_name="a")
    gone = await rows.station("CP-5", archived_at=START)
    await rows.connector(gone, 1, status="Charging", power_w=1.0)
    await take(rows)
    (point,) = await history(rows, START - MINUTE, START + MINUTE)
    assert point.at == minute_of(START)
    assert point.power_w == 18_400.25
    assert (point.stations, point.online) == (4, 3)
    assert (point.connectors, point.charging, point.faulted) == (4, 2, 1)


async def test_a_minute_is_sampled_once_whoever_asks(rows: Rows) -> None:
    station = await rows.station("CP-1")
    await take(rows)
    await rows.connector(station, 1, status="Charging", power_w=7400.0)
    await take(rows, START + timedelta(seconds=20))
    assert await stored(rows) == 1
    await take(rows, START + MINUTE)
    points = await history(rows, START - MINUTE, START + 2 * MINUTE)
    assert [point.power_w for point in points] == [0.0, 7400.0]


async def test_an_empty_fleet_leaves_no_sample(rows: Rows) -> None:
    await take(rows)
    assert await stored(rows) == 0
    assert await history(rows, START - MINUTE, START + MINUTE) == ()


async def test_who_sees_a_group_sees_its_curve_and_nothing_else(rows: Rows) -> None:
    at = minute_of(START)
    await add(rows, at, group="a", power_w=1000.0)
    await add(rows, at, group="b", power_w=2000.0)
    await add(rows, at, power_w=4000.0)
    span = (at, at + MINUTE)
    assert [point.power_w for point in await history(rows, *span)] == [7000.0]
    assert [point.power_w for point in await history(rows, *span, ONLY_A)] == [1000.0]
    assert await history(rows, *span, ONE_BY_ONE) == ()


async def test_a_long_curve_has_the_mean_power_and_the_last_counts_of_each_step(rows: Rows) -> None:
    begin = minute_of(START) - timedelta(days=7)
    for number in range(12):
        await add(rows, begin + number * 5 * MINUTE, power_w=1000.0 * number, charging=number)
    await add(rows, begin + 3 * MINUTE, power_w=999_999.0)  # fine: no part of a long curve
    points = await history(rows, begin, START)
    assert [point.at for point in points] == [begin, begin + HALF_HOUR]
    assert [point.power_w for point in points] == [2500.0, 8500.0]
    assert [point.charging for point in points] == [5, 11]


async def test_steps_follow_the_span_and_a_gap_stays_a_gap(rows: Rows) -> None:
    at = minute_of(START)
    for ago in (120, 119, 60, 0):
        await add(rows, at - ago * MINUTE)
    short = await history(rows, at - 2 * 60 * MINUTE, at + MINUTE)
    assert [point.at for point in short] == [at - ago * MINUTE for ago in (120, 119, 60, 0)]
    day = await history(rows, at - 24 * 60 * MINUTE, at + MINUTE)
    assert [point.at for point in day] == [at - ago * MINUTE for ago in (120, 60, 0)]


async def test_old_samples_go_the_fine_ones_first(rows: Rows) -> None:
    now = minute_of(START)
    day, all_kept = now - FINE_KEPT, now - COARSE_KEPT
    for at in (now, now - MINUTE, day, day - MINUTE, day - 5 * MINUTE, all_kept, all_kept - 5 * MINUTE):
        await add(rows, at)
    assert is_coarse(day), "the borders of this test are coarse"
    assert await StoredFleetSamples(rows.database).forget(now) == 2
    assert await stored(rows) == 5
    assert await StoredFleetSamples(rows.database).forget(now) == 0
