"""The figures of the overview, all from one snapshot. What needs attention stands in `attention`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, func, not_, or_, select

from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.figures import ConnectorFigures, Hour, OverviewView, StationFigures
from ocpp_gateway.storage.queries.attention import find_attention
from ocpp_gateway.storage.queries.connectors import UNUSABLE
from ocpp_gateway.storage.queries.facets import count_facets
from ocpp_gateway.storage.queries.functions import hour_of
from ocpp_gateway.storage.queries.keyset import seen_by
from ocpp_gateway.storage.queries.station_map import find_clusters
from ocpp_gateway.storage.tables import connectors, stations, transactions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Executable, Row, Select

    from ocpp_gateway.operations.figures import FacetsView
    from ocpp_gateway.operations.queries import StationFilter, Visibility
    from ocpp_gateway.operations.station_map import MapView, MapWanted
    from ocpp_gateway.storage.engine import Connection, Database
    from ocpp_gateway.storage.queries.station_names import StationNames

HOURS = 24
"""Length of the series, up to the present hour."""
_whole = connectors.alias("whole_station")


class StoredFigureQueries:
    """`FigureQueries` on the tables."""

    def __init__(self, database: Database, names: StationNames | None = None) -> None:
        """`names` finds a text without reading every station."""
        self._database = database
        self._names = names

    async def overview(self, visible: Visibility, *, now: datetime, day_start: datetime) -> OverviewView:
        """The fleet now."""
        first_hour = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=HOURS - 1)
        async with self._database.read() as connection:
            station_row = (await connection.execute(_stations(visible))).one()
            groups = (await connection.execute(_connectors(visible))).all()
            hours, started_today, energy_today = await _charges(connection, visible, first_hour, day_start)
            attention = await find_attention(connection, visible, now)
        figures = _station_figures(station_row)
        connector_figures = _connector_figures(groups)
        return OverviewView(
            as_of=now,
            day_start=day_start,
            power_w=round(sum(float(row.power or 0) for row in groups), 3),
            energy_today_kwh=energy_today,
            transactions_today=started_today,
            transactions_running=sum(row.running for row in groups),
            stations=figures,
            connectors=connector_figures,
            hours=hours,
            attention=attention.items,
            attention_counts={
                **attention.counts,
                "connector_faulted": connector_figures.faulted,
                "station_faulted": figures.faulted,
                "station_pending": figures.pending,
            },
        )

    async def facets(self, wanted: StationFilter, visible: Visibility, *, now: datetime) -> FacetsView:
        """Counts of stations by the values of each filter."""
        return await count_facets(self._database, wanted, visible, now, names=self._names)

    async def map(self, wanted: MapWanted, visible: Visibility, *, now: datetime) -> MapView:
        """The stations that have a place, by the cells of a grid."""
        return await find_clusters(self._database, wanted, visible, now)


def _stations(visible: Visibility) -> Executable:
    online = stations.c.online
    columns: list[ColumnElement[int]] = [
        func.count().label("total"),
        func.count().filter(online).label("online"),
        func.count().filter(online, stations.c.status == ConnectorStatus.FAULTED.value).label("faulted"),
        func.count().filter(stations.c.registration == Registration.PENDING.value).label("pending"),
    ]
    return select(*columns).where(stations.c.archived_at.is_(None), seen_by(visible))


def _connectors(visible: Visibility) -> Select[Any]:
    """One row for each status and whether the station is online."""
    blocked_whole = select(_whole.c.station_id).where(_whole.c.blocked, _whole.c.connector_number == 0)
    blocked = or_(connectors.c.blocked, connectors.c.station_id.in_(blocked_whole))
    available = and_(
        stations.c.online,
        connectors.c.status == ConnectorStatus.AVAILABLE.value,
        stations.c.registration == Registration.ACCEPTED.value,
        stations.c.status.not_in(UNUSABLE),
        not_(blocked),
    )
    return (
        select(
            connectors.c.status,
            stations.c.online,
            func.count().label("connectors"),
            func.count(connectors.c.transaction_id).label("running"),
            func.count().filter(available).label("available"),
            func.count().filter(blocked).label("blocked"),
            # What a station that is offline delivers, nobody knows.
            func.sum(connectors.c.power_w).filter(stations.c.online).label("power"),
        )
        .join(stations, connectors.c.station_id == stations.c.id)
        .where(connectors.c.connector_number > 0, stations.c.archived_at.is_(None), seen_by(visible))
        .group_by(connectors.c.status, stations.c.online)
    )


def _station_figures(row: Row[Any]) -> StationFigures:
    return StationFigures(
        total=row.total,
        online=row.online,
        offline=row.total - row.online,
        faulted=row.faulted,
        pending=row.pending,
    )


def _connector_figures(groups: list[Row[Any]]) -> ConnectorFigures:
    by_status = dict.fromkeys((status.value for status in ConnectorStatus), 0)
    for row in groups:
        by_status[row.status] += row.connectors

    def online(status: ConnectorStatus) -> int:
        return sum(row.connectors for row in groups if row.online and row.status == status.value)

    return ConnectorFigures(
        total=sum(by_status.values()),
        available=sum(row.available for row in groups),
        charging=online(ConnectorStatus.CHARGING),
        faulted=online(ConnectorStatus.FAULTED),
        blocked=sum(row.blocked for row in groups),
        by_status=by_status,
    )


async def _charges(
    connection: Connection, visible: Visibility, first_hour: datetime, day_start: datetime
) -> tuple[tuple[Hour, ...], int, float]:
    """The series of hours, and the charges since `day_start` with their energy in kWh: one pass over both spans.

    Of charges that run, it is the energy so far.
    """
    table = transactions.c
    today = (table.start_time >= day_start).label("today")
    hour = hour_of(table.start_time).label("hour")
    so_far = connectors.c.meter_value - table.start_meter
    runs = and_(connectors.c.id == table.connector_id, connectors.c.transaction_id == table.id)
    query = (
        select(
            hour,
            today,
            func.count().label("started"),
            func.sum(table.total_kwh).label("kwh"),
            func.sum(so_far).filter(so_far > 0, table.total_kwh.is_(None)).label("running_wh"),
        )
        .select_from(transactions)
        .outerjoin(connectors, and_(table.status == "active", runs))
        .where(table.start_time >= min(first_hour, day_start))
        .group_by(hour, today)
    )
    if not visible.all_stations:
        query = query.join(stations, table.station_id == stations.c.id).where(seen_by(visible))
    rows = (await connection.execute(query)).all()
    series = []
    for number in range(HOURS):
        begin = first_hour + timedelta(hours=number)
        of_it = [row for row in rows if row.hour == int(begin.timestamp())]
        energy = round(sum(map(_energy_kwh, of_it)), 3)
        series.append(Hour(begin=begin, started=sum(row.started for row in of_it), energy_kwh=energy))
    of_today = [row for row in rows if row.today]
    energy_today = round(sum(map(_energy_kwh, of_today)), 3)
    return tuple(series), sum(row.started for row in of_today), energy_today


def _energy_kwh(row: Row[Any]) -> float:
    return float(row.kwh or 0) + float(row.running_wh or 0) / 1000
