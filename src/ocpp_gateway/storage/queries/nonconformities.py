"""Non-conformities of one station as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from ocpp_gateway.operations.queries import NonconformityView
from ocpp_gateway.storage.tables import nonconformities

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.storage.engine import Database


class StoredNonconformityQueries:
    """`NonconformityQueries` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_station(self, station_id: UUID) -> list[NonconformityView]:
        """All rules that a station has broken, the latest first; there are no more of them than rules."""
        query = (
            select(nonconformities)
            .where(nonconformities.c.station_id == station_id)
            .order_by(nonconformities.c.last_at.desc(), nonconformities.c.rule)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings()
        return [
            NonconformityView(
                rule=row["rule"],
                count=row["count"],
                first_at=row["first_at"],
                last_at=row["last_at"],
                last_log_id=row["last_log_id"],
                last_excerpt=row["last_excerpt"],
            )
            for row in rows
        ]
