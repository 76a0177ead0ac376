"""A snapshot: every row in sight once, in bounded pages, looking as in the lists of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from ocpp_gateway.api.feed_rows import show_connector, show_station
from ocpp_gateway.feeds import snapshot as snapshots
from ocpp_gateway.feeds.grants import PERMISSIONS, Grant
from ocpp_gateway.feeds.snapshot import Snapshots
from ocpp_gateway.operations.queries import EVERYTHING, Visibility
from ocpp_gateway.storage.queries.connectors import StoredConnectorQueries
from ocpp_gateway.storage.queries.stations import StoredStationQueries

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

ALL = frozenset(PERMISSIONS.values())


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "ROWS", 2)


async def fleet(api: Gateway) -> None:
    for number in range(5):
        station = await api.station(f"CP-{number}", group_name="even" if number % 2 == 0 else "odd")
        await api.connector(station, 1)


async def taken(
    api: Gateway, grant: Grant, wanted: frozenset[str] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    source = Snapshots(
        stations=StoredStationQueries(api.database),
        connectors=StoredConnectorQueries(api.database),
        show_station=show_station,
        show_connector=show_connector,
    )
    stations: list[dict[str, Any]] = []
    connectors: list[dict[str, Any]] = []
    async for rows in source.pages(lambda: grant, wanted):
        assert 0 < len(rows.stations) + len(rows.connectors) <= 2
        stations += [msgspec.json.decode(row) for row in rows.stations]
        connectors += [msgspec.json.decode(row) for row in rows.connectors]
    return stations, connectors


async def test_rows_are_those_of_the_lists(api: Gateway) -> None:
    await fleet(api)
    stations, connectors = await taken(api, Grant(ALL, EVERYTHING))
    assert connectors == (await api.get("/connectors")).json()["items"]
    listed = (await api.get("/stations")).json()["items"]
    assert stations == [{name: row[name] for name in stations[0]} for row in listed]
    assert len(stations) == 5


async def test_only_what_is_wanted_and_in_sight(api: Gateway) -> None:
    await fleet(api)
    even = Grant(ALL, Visibility(all_stations=False, groups=frozenset({"even"})))
    stations, connectors = await taken(api, even, frozenset({"cp-1", "cp-2"}))
    assert [row["ocpp_id"] for row in stations] == ["CP-2"]
    assert [row["station"] for row in connectors] == ["CP-2"]
    stations, connectors = await taken(api, Grant(ALL, EVERYTHING), frozenset({"cp-1", "none"}))
    assert [row["ocpp_id"] for row in stations] == ["CP-1"]
    assert [row["station"] for row in connectors] == ["CP-1"]
    assert await taken(api, Grant(frozenset({"logs:read"}), EVERYTHING)) == ([], [])
