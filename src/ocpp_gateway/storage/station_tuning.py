"""How one station is to be treated, as somebody decided: for the node that holds its connection."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from ocpp_gateway.storage.engine import Database


@dataclass(frozen=True, slots=True)
class Tuning:
    """`validation` is `strict`, `lenient` or `None` (as the listener is); `quirks` are the overrides."""

    validation: str | None
    quirks: Mapping[str, Any]


class StoredStationTuning:
    """Reads it from the station's row."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def one(self, station_id: UUID) -> Tuning | None:
        """What holds now; `None` if the station is gone."""
        query = select(stations.c.validation, stations.c.quirks).where(
            stations.c.id == station_id, stations.c.archived_at.is_(None)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else Tuning(row.validation, row.quirks or {})
