"""Security events as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.security_queries import SecurityEventFilter, SecurityEventView
from ocpp_gateway.storage.queries.keyset import page, seen_by
from ocpp_gateway.storage.tables import security_events, stations

if TYPE_CHECKING:
    from sqlalchemy import Row

    from ocpp_gateway.operations.queries import IdKey, Page, Visibility
    from ocpp_gateway.storage.engine import Database

_SHOWN = ("id", "type", "at", "received_at", "tech_info", "critical", "origin")


class StoredSecurityEventQueries:
    """`SecurityEventQueries` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, wanted: SecurityEventFilter, visible: Visibility, *, limit: int, after: IdKey | None = None
    ) -> Page[SecurityEventView, IdKey]:
        """One page, newest first; archived stations keep theirs."""
        table = security_events.c
        query = (
            select(*(table[name] for name in _SHOWN), stations.c.ocpp_id.label("station"))
            .join(stations, stations.c.id == table.station_id)
            .where(seen_by(visible))
            .order_by(table.id.desc())
            .limit(limit + 1)
        )
        if wanted.station is not None:
            query = query.where(stations.c.ocpp_id_folded == fold_identity(wanted.station))
        if wanted.critical is not None:
            query = query.where(table.critical.is_(wanted.critical))
        if wanted.type is not None:
            query = query.where(table.type == wanted.type)
        if after is not None:
            query = query.where(table.id < after[0])
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return page(rows.all(), limit, _view, lambda view: (view.id,))


def _view(row: Row[Any]) -> SecurityEventView:
    return SecurityEventView(station=row.station, **{name: getattr(row, name) for name in _SHOWN})
