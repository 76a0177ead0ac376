"""Taking and forgetting samples of the fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, func, literal, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.fleet_history import COARSE_KEPT, FINE_KEPT, is_coarse, minute_of
from ocpp_gateway.storage.fleet_sample_table import fleet_samples
from ocpp_gateway.storage.tables import connectors, stations

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Select

    from ocpp_gateway.storage.engine import Database

_SAMPLE = fleet_samples.c


class StoredFleetSamples:
    """Writes the samples that `queries.fleet_history` reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(self, now: datetime) -> None:
        """Take the sample of this minute unless somebody has: every node may ask, as often as it likes."""
        minute = minute_of(now)
        taken = select(_SAMPLE.at).where(_SAMPLE.at == minute).limit(1)
        async with self._database.read() as connection:
            if (await connection.execute(taken)).first() is not None:
                return
        async with self._database.begin() as connection:
            insert = postgresql.insert if connection.dialect_name == "postgresql" else sqlite.insert
            sample = insert(fleet_samples).from_select(list(_SAMPLE.keys()), _present(minute))
            await connection.execute(sample.on_conflict_do_nothing())

    async def forget(self, now: datetime) -> int:
        """Remove what is too old, minute by minute: no long transaction. Returns the number of rows."""
        fine = and_(_SAMPLE.at < now - FINE_KEPT, _SAMPLE.coarse.is_(False))
        old = select(_SAMPLE.at).distinct().where(or_(_SAMPLE.at < now - COARSE_KEPT, fine))
        async with self._database.read() as connection:
            minutes = (await connection.execute(old)).scalars()
        removed = 0
        for minute in minutes:
            async with self._database.begin() as connection:
                gone = await connection.execute(delete(fleet_samples).where(_SAMPLE.at == minute))
            removed += gone.rowcount
        return removed


def _present(minute: datetime) -> Select[Any]:
    """One row for each group, with the columns of the table in their order."""
    online = stations.c.online
    group = func.coalesce(stations.c.group_name, "")

    def reporting(status: ConnectorStatus) -> ColumnElement[int]:
        return func.count().filter(online, connectors.c.status == status.value)

    station = func.distinct(stations.c.id)
    return (
        select(
            literal(minute, _SAMPLE.at.type),
            group,
            literal(is_coarse(minute), _SAMPLE.coarse.type),
            # What a station that is offline delivers, nobody knows.
            func.coalesce(func.sum(connectors.c.power_w).filter(online), 0),
            func.count(station),
            func.count(station).filter(online),
            func.count(connectors.c.id),
            reporting(ConnectorStatus.CHARGING),
            reporting(ConnectorStatus.FAULTED),
        )
        .select_from(stations)
        .outerjoin(
            connectors, and_(connectors.c.station_id == stations.c.id, connectors.c.connector_number > 0)
        )
        .where(stations.c.archived_at.is_(None))
        .group_by(group)
    )
