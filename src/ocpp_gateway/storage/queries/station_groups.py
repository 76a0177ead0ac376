"""The groups of stations: what a grant by group is held against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from ocpp_gateway.storage.engine import Database


class StoredStationGroups:
    """Looks groups up by the ids of stations, archived ones too."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, station_ids: Collection[UUID]) -> dict[UUID, str | None]:
        """The group of each station that exists."""
        query = select(stations.c.id, stations.c.group_name).where(stations.c.id.in_(sorted(station_ids)))
        async with self._database.read() as connection:
            return {row.id: row.group_name for row in await connection.execute(query)}
