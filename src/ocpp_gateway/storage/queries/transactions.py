"""Transactions as they are shown, and the readings taken meanwhile."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from ocpp_gateway.charging.tokens import fold
from ocpp_gateway.operations.queries import (
    MeterKey,
    MeterValueView,
    Page,
    TransactionFilter,
    TransactionKey,
    TransactionView,
    Visibility,
)
from ocpp_gateway.storage.queries.keyset import before, ids_of, listing, page, seen_by
from ocpp_gateway.storage.queries.sized import PAGE_OCTETS, cut, cut_page, size_of
from ocpp_gateway.storage.tables import connectors, meter_values, stations, transactions

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select

    from ocpp_gateway.storage.engine import Database

READINGS_BEFORE = timedelta(hours=1)
READINGS_AFTER = timedelta(days=7)
"""Readings are looked for among those received from shortly before the start until long after the end: stations repeat
what they could not deliver. Without bounds every day's partition would be asked."""

_AS_THEY_ARE = (
    "id",
    "transaction_id",
    "id_tag",
    "id_tag_status",
    "status",
    "start_time",
    "end_time",
    "start_meter",
    "end_meter",
    "stop_reason",
    "stop_id_tag",
    "reservation_id",
    "created_at",
    "updated_at",
)
_READING = (
    "sampled_at",
    "received_at",
    "content_hash",
    "origin",
    "context",
    "energy_wh",
    "power_w",
    "current_a",
    "voltage_v",
    "soc_percent",
    "samples",
)


class StoredTransactionQueries:
    """`TransactionQueries` on the tables."""

    def __init__(self, database: Database, *, page_octets: int = PAGE_OCTETS) -> None:
        self._database = database
        self._page_octets = page_octets

    async def page(
        self,
        wanted: TransactionFilter,
        visible: Visibility,
        *,
        limit: int,
        after: TransactionKey | None = None,
    ) -> Page[TransactionView, TransactionKey]:
        """One page: the one recorded last first; of a span of time the one that started last.

        A station may report long after the fact, so ids and start times have different orders. A span in the order
        of ids would have to look at everything that was recorded since.
        """
        newest_first = [transactions.c.start_time.desc()] if wanted.spans else []
        newest_first.append(transactions.c.id.desc())
        conditions = [*_conditions(wanted), *_beyond(after)]
        async with listing(self._database) as connection:
            if wanted.station is not None:
                conditions.append(transactions.c.station_id.in_(await ids_of(connection, wanted.station)))
            # The rows of the page first: what is shown beside them is looked up for these alone.
            chosen = select(transactions.c.id).where(*conditions)
            if not visible.all_stations:
                chosen = chosen.join(stations, transactions.c.station_id == stations.c.id).where(
                    seen_by(visible)
                )
            chosen = chosen.order_by(*newest_first).limit(limit + 1)
            query = (
                _seen(visible).where(transactions.c.id.in_(chosen.correlate(None))).order_by(*newest_first)
            )
            rows = await connection.execute(query)
        return page(rows.all(), limit, _view, _start_key if wanted.spans else _id_key)

    async def find(self, transaction: UUID, visible: Visibility) -> TransactionView | None:
        """One transaction by the id of its row."""
        async with self._database.read() as connection:
            row = (await connection.execute(_seen(visible).where(transactions.c.id == transaction))).first()
        return None if row is None else _view(row)

    async def meter_values(
        self, transaction: UUID, *, limit: int, after: MeterKey | None = None
    ) -> Page[MeterValueView, MeterKey]:
        """Readings, newest first by the station's time. A page ends with the one whose samples reach `page_octets`."""
        times = select(
            transactions.c.started_received_at, transactions.c.ended_received_at, transactions.c.created_at
        ).where(transactions.c.id == transaction)
        table = meter_values.c
        query = select(*(table[name] for name in _READING), table.connector_number).where(
            table.transaction_id == transaction
        )
        if after is not None:
            query = query.where(_readings_after(after))
        query = query.order_by(table.sampled_at.desc(), table.content_hash.desc(), table.received_at.desc())
        async with self._database.read() as connection:
            known = (await connection.execute(times)).first()
            if known is None:
                return Page([], None)
            begun = known.started_received_at or known.created_at
            query = query.where(table.received_at >= begun - READINGS_BEFORE)
            if known.ended_received_at is not None:
                query = query.where(table.received_at < known.ended_received_at + READINGS_AFTER)
            newest_first = ("sampled_at", "content_hash", "received_at")
            shown = cut(query.limit(limit + 1), size_of(table.samples), newest_first, self._page_octets)
            rows = await connection.execute(shown)
        return cut_page(
            rows.all(), limit, _reading, lambda view: (view.sampled_at, view.content_hash, view.received_at)
        )


def _seen(visible: Visibility) -> Select[Any]:
    return (
        select(
            *(transactions.c[name] for name in _AS_THEY_ARE),
            transactions.c.connector_number,
            transactions.c.total_kwh,
            transactions.c.estimated,
            stations.c.ocpp_id,
            connectors.c.transaction_id.label("open_transaction"),
            connectors.c.meter_value,
        )
        .join(stations, transactions.c.station_id == stations.c.id)
        .outerjoin(connectors, transactions.c.connector_id == connectors.c.id)
        .where(seen_by(visible))
    )


def _conditions(wanted: TransactionFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.connector is not None:
        conditions.append(transactions.c.connector_number == wanted.connector)
    if wanted.status is not None:
        conditions.append(transactions.c.status == wanted.status)
    if wanted.id_tag is not None:
        conditions.append(transactions.c.id_tag_folded == fold(wanted.id_tag))
    if wanted.transaction_id is not None:
        conditions.append(transactions.c.transaction_id == wanted.transaction_id)
        if wanted.station is None:
            # The index begins with the station: one look for each of them, however many charges there have been.
            conditions.append(transactions.c.station_id.in_(select(stations.c.id)))
    if wanted.since is not None:
        conditions.append(transactions.c.start_time >= wanted.since)
    if wanted.until is not None:
        conditions.append(transactions.c.start_time < wanted.until)
    return conditions


def _beyond(after: TransactionKey | None) -> list[ColumnElement[bool]]:
    if after is None:
        return []
    if len(after) == 1:
        return [transactions.c.id < after[0]]
    return [before(transactions.c.start_time, transactions.c.id, after)]


def _id_key(view: TransactionView) -> TransactionKey:
    return (view.id,)


def _start_key(view: TransactionView) -> TransactionKey:
    if view.start_time is None:
        raise LookupError("a transaction without start time lies in no span of time")
    return view.start_time, view.id


def _readings_after(key: MeterKey) -> ColumnElement[bool]:
    sampled_at, content_hash, received_at = key
    table = meter_values.c
    same_hash = and_(table.content_hash == content_hash, table.received_at < received_at)
    return and_(
        table.sampled_at <= sampled_at,
        or_(table.sampled_at < sampled_at, table.content_hash < content_hash, same_hash),
    )


def _view(row: Row[Any]) -> TransactionView:
    return TransactionView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        station=row.ocpp_id,
        connector=row.connector_number,
        total_kwh=_total_kwh(row),
        estimated=tuple(row.estimated),
    )


def _total_kwh(row: Row[Any]) -> float | None:
    """The stored total, or the energy so far as long as the connector still names this transaction; never negative."""
    if row.total_kwh is not None:
        return float(row.total_kwh)
    if row.open_transaction != row.id or row.meter_value is None or row.start_meter is None:
        return 0.0 if row.status == "active" else None
    return round(max(0.0, float(row.meter_value) - float(row.start_meter)) / 1000, 3)


def _reading(row: Row[Any]) -> MeterValueView:
    return MeterValueView(**{name: getattr(row, name) for name in _READING}, connector=row.connector_number)
