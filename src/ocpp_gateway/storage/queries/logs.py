"""The message log as it is shown. Every query is bounded in time: days are partitions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, select

from ocpp_gateway.operations.queries import LogFilter, LogView, Page, TimeKey, Visibility
from ocpp_gateway.storage.queries.keyset import before, contains, ids_of, page, seen_by
from ocpp_gateway.storage.tables import ocpp_logs, stations

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select

    from ocpp_gateway.storage.engine import Connection, Database

SEARCHED_ROWS = 100_000
"""How many rows one page of a text search looks at."""

_AS_THEY_ARE = [
    "id",
    "direction",
    "message_type",
    "action",
    "message_id",
    "payload",
    "raw",
    "timestamp",
    "violations",
]
_NEWEST_FIRST = (ocpp_logs.c.timestamp.desc(), ocpp_logs.c.id.desc())


class StoredLogQueries:
    """`LogQueries` on the table."""

    def __init__(self, database: Database, *, searched_rows: int = SEARCHED_ROWS) -> None:
        self._database = database
        self._searched_rows = searched_rows

    async def page(
        self, wanted: LogFilter, visible: Visibility, *, limit: int, after: TimeKey | None = None
    ) -> Page[LogView, TimeKey]:
        """One page, newest first."""
        bounds = _conditions(wanted, after)
        async with self._database.read() as connection:
            if wanted.station is not None:
                bounds.append(ocpp_logs.c.station_id.in_(await ids_of(connection, wanted.station)))
            query = _seen(visible).where(*bounds).order_by(*_NEWEST_FIRST)
            if wanted.text is not None:
                return await self._search(connection, query, wanted.text, limit)
            rows = await connection.execute(query.limit(limit + 1))
        return page(rows.all(), limit, _view, _key)

    async def _search(
        self, connection: Connection, query: Select[Any], text: str, limit: int
    ) -> Page[LogView, TimeKey]:
        """Look at a bounded number of rows; if they are used up, go on behind the last one that was looked at."""
        looked_at = query.limit(self._searched_rows).subquery("looked_at")
        found = (
            select(looked_at)
            .where(contains(cast(looked_at.c.payload, Text), text))
            .order_by(looked_at.c.timestamp.desc(), looked_at.c.id.desc())
            .limit(limit + 1)
        )
        matches = page((await connection.execute(found)).all(), limit, _view, _key)
        if matches.next_key is not None:
            return matches
        last = query.with_only_columns(ocpp_logs.c.timestamp, ocpp_logs.c.id, maintain_column_froms=True)
        row = (await connection.execute(last.offset(self._searched_rows - 1).limit(1))).first()
        return Page(matches.items, (row.timestamp, row.id) if row is not None else None)


def _seen(visible: Visibility) -> Select[Any]:
    return (
        select(
            *(ocpp_logs.c[name] for name in _AS_THEY_ARE), ocpp_logs.c.connector_number, stations.c.ocpp_id
        )
        .join(stations, ocpp_logs.c.station_id == stations.c.id)
        .where(seen_by(visible))
    )


def _conditions(wanted: LogFilter, after: TimeKey | None) -> list[ColumnElement[bool]]:
    table = ocpp_logs.c
    conditions: list[ColumnElement[bool]] = [table.timestamp >= wanted.since, table.timestamp < wanted.until]
    if after is not None:
        conditions.append(before(table.timestamp, table.id, after))
    for column, value in (
        (table.action, wanted.action),
        (table.message_type, wanted.message_type),
        (table.direction, wanted.direction),
    ):
        if value is not None:
            conditions.append(column == value)
    return conditions


def _view(row: Row[Any]) -> LogView:
    return LogView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        station=row.ocpp_id,
        connector=row.connector_number,
    )


def _key(view: LogView) -> TimeKey:
    return view.timestamp, view.id
