"""Stations on the map, by the cells of a grid: two passes over those that lie in it, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, literal, not_, select

from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.queries import StationFilter
from ocpp_gateway.operations.station_map import Area, MapCluster, MapView, latitude_of, longitude_of
from ocpp_gateway.storage.queries.functions import whole_part
from ocpp_gateway.storage.queries.keyset import listing, seen_by
from ocpp_gateway.storage.queries.stations import conditions
from ocpp_gateway.storage.tables import connectors, stations

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Row, Select

    from ocpp_gateway.operations.queries import Visibility
    from ocpp_gateway.operations.station_map import Grid, MapWanted
    from ocpp_gateway.storage.engine import Database

_x, _y = stations.c.map_x, stations.c.map_y


async def find_clusters(database: Database, wanted: MapWanted, visible: Visibility, now: datetime) -> MapView:
    """What is shown of each cell that holds anything, all from one snapshot."""
    chosen = [
        stations.c.archived_at.is_(None),
        seen_by(visible),
        *conditions(StationFilter(group=wanted.group, shows=wanted.status)),
    ]
    within = [*chosen, _within(wanted.grid)]
    async with listing(database) as connection:
        cells = (await connection.execute(_cells(wanted.grid, within))).all()
        states = (await connection.execute(_states(wanted.grid, within))).all()
        count = (await connection.execute(_count(chosen))).one()
    of_cell: dict[int, dict[str, int]] = defaultdict(dict)
    for row in states:
        of_cell[row.cell][row.state] = row.connectors
    return MapView(
        as_of=now,
        grid=wanted.grid,
        clusters=tuple(_cluster(row, wanted.grid, of_cell.get(row.cell, {})) for row in cells),
        placed=count.placed,
        without_place=count.total - count.placed,
    )


def _within(grid: Grid) -> ColumnElement[bool]:
    # All of the map is read as the table stands: along the index the connectors of each station would be looked up in
    # an order of their own, which costs SQLite three times as much.
    if grid.left == grid.top == 0 and grid.right == grid.bottom == grid.size - 1:
        return _y.is_not(None)
    return and_(
        _x >= grid.left / grid.size,
        _x < (grid.right + 1) / grid.size,
        _y >= grid.top / grid.size,
        _y < (grid.bottom + 1) / grid.size,
    )


def _cell(grid: Grid) -> ColumnElement[int]:
    """The number of a cell, row by row: one number is grouped by at half the cost of two."""
    return whole_part(_y * grid.size) * grid.size + whole_part(_x * grid.size)


def _cells(grid: Grid, within: list[ColumnElement[bool]]) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [
        _cell(grid).label("cell"),
        func.count().label("stations"),
        func.count().filter(not_(stations.c.online)).label("offline"),
        func.avg(_x).label("middle_x"),
        func.avg(_y).label("middle_y"),
        func.min(_x).label("west"),
        func.max(_x).label("east"),
        func.min(_y).label("north"),
        func.max(_y).label("south"),
        func.min(stations.c.ocpp_id).label("first"),
    ]
    return select(*columns).where(*within).group_by("cell").order_by("cell")


def _states(grid: Grid, within: list[ColumnElement[bool]]) -> Select[Any]:
    # What a station that is offline shows, nobody knows.
    state = case((stations.c.online, connectors.c.status), else_=literal(ConnectorStatus.UNKNOWN.value))
    columns: list[ColumnElement[Any]] = [
        _cell(grid).label("cell"),
        state.label("state"),
        func.count().label("connectors"),
    ]
    return (
        select(*columns)
        .join(connectors, connectors.c.station_id == stations.c.id)
        .where(connectors.c.connector_number > 0, *within)
        .group_by("cell", "state")
    )


def _count(chosen: list[ColumnElement[bool]]) -> Select[Any]:
    columns: list[ColumnElement[Any]] = [func.count().label("total"), func.count(_x).label("placed")]
    return select(*columns).where(*chosen)


def _cluster(row: Row[Any], grid: Grid, states: dict[str, int]) -> MapCluster:
    y, x = divmod(row.cell, grid.size)
    return MapCluster(
        x=x,
        y=y,
        stations=row.stations,
        offline=row.offline,
        latitude=latitude_of(row.middle_y),
        longitude=longitude_of(row.middle_x),
        area=Area(
            west=longitude_of(row.west),
            south=latitude_of(row.south),
            east=longitude_of(row.east),
            north=latitude_of(row.north),
        ),
        station=row.first if row.stations == 1 else None,
        states=states,
    )
