"""The message log as it is shown. Every query is bounded in time (days are partitions), in rows and in octets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, select

from ocpp_gateway.operations.queries import LogFilter, LogView, Page, TimeKey, Visibility
from ocpp_gateway.storage.queries.functions import octets
from ocpp_gateway.storage.queries.keyset import before, contains, ids_of, listing, seen_by
from ocpp_gateway.storage.queries.sized import PAGE_OCTETS, cut, cut_page, size_of
from ocpp_gateway.storage.tables import ocpp_logs, stations

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select, Subquery

    from ocpp_gateway.storage.engine import Connection, Database

SEARCHED_ROWS = 100_000
"""How many rows one page of a filtered list looks at."""

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

    def __init__(
        self, database: Database, *, searched_rows: int = SEARCHED_ROWS, page_octets: int = PAGE_OCTETS
    ) -> None:
        self._database = database
        self._searched_rows = searched_rows
        self._page_octets = page_octets

    async def page(
        self, wanted: LogFilter, visible: Visibility, *, limit: int, after: TimeKey | None = None
    ) -> Page[LogView, TimeKey]:
        """One page, newest first."""
        bounds = _bounds(wanted, after)
        sifted = not visible.all_stations or any(
            value is not None
            for value in (
                wanted.action,
                wanted.message_type,
                wanted.direction,
                wanted.message_id,
                wanted.text,
            )
        )
        async with listing(self._database) as connection:
            if wanted.station is not None:
                bounds.append(ocpp_logs.c.station_id.in_(await ids_of(connection, wanted.station)))
            newest = select(ocpp_logs).where(*bounds).order_by(*_NEWEST_FIRST)
            looked_at = newest.limit(self._searched_rows if sifted else limit + 1).subquery("looked_at")
            rows = (await connection.execute(self._shown(looked_at, wanted, visible, limit))).all()
            found = cut_page(rows, limit, _view, _key)
            if found.next_key is None and sifted:
                return Page(found.items, await self._last_looked_at(connection, bounds))
            return found

    def _shown(self, looked_at: Subquery, wanted: LogFilter, visible: Visibility, limit: int) -> Select[Any]:
        """Sift the rows, and cut the page where it has become large."""
        log = looked_at.c
        found = (
            select(
                *(log[name] for name in _AS_THEY_ARE),
                log.connector_number,
                stations.c.ocpp_id,
            )
            .join_from(looked_at, stations, log.station_id == stations.c.id)
            .where(seen_by(visible), *_sieve(looked_at, wanted))
            .order_by(log.timestamp.desc(), log.id.desc())
            .limit(limit + 1)
        )
        size = size_of(log.payload, log.violations) + octets(log.raw)
        return cut(found, size, ("timestamp", "id"), self._page_octets)

    async def _last_looked_at(
        self, connection: Connection, bounds: list[ColumnElement[bool]]
    ) -> TimeKey | None:
        """Where to go on when all rows that a page may look at are used up."""
        last = select(ocpp_logs.c.timestamp, ocpp_logs.c.id).where(*bounds).order_by(*_NEWEST_FIRST)
        row = (await connection.execute(last.offset(self._searched_rows - 1).limit(1))).first()
        return (row.timestamp, row.id) if row is not None else None


def _bounds(wanted: LogFilter, after: TimeKey | None) -> list[ColumnElement[bool]]:
    """What an index finds: the span of time and where the page before has ended."""
    table = ocpp_logs.c
    bounds: list[ColumnElement[bool]] = [table.timestamp >= wanted.since, table.timestamp < wanted.until]
    if after is not None:
        bounds.append(before(table.timestamp, table.id, after))
    return bounds


def _sieve(looked_at: Subquery, wanted: LogFilter) -> list[ColumnElement[bool]]:
    """What no index finds: an index on each of them would cost every message of every station."""
    log = looked_at.c
    sieve: list[ColumnElement[bool]] = []
    for column, value in (
        (log.action, wanted.action),
        (log.message_type, wanted.message_type),
        (log.direction, wanted.direction),
        (log.message_id, wanted.message_id),
    ):
        if value is not None:
            sieve.append(column == value)
    if wanted.text is not None:
        sieve.append(contains(cast(log.payload, Text), wanted.text))
    return sieve


def _view(row: Row[Any]) -> LogView:
    return LogView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        station=row.ocpp_id,
        connector=row.connector_number,
    )


def _key(view: LogView) -> TimeKey:
    return view.timestamp, view.id
