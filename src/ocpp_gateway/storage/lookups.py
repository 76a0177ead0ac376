"""The rare reads of a decision: repeated, late and unknown transactions, repeated meter values; keyed by station."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from ocpp_gateway.operations.ports import StoredTransaction
from ocpp_gateway.storage.tables import meter_values, transactions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row

    from ocpp_gateway.storage.engine import Database

_COLUMNS = [
    transactions.c[name]
    for name in (
        "id",
        "transaction_id",
        "connector_id",
        "connector_number",
        "id_tag",
        "id_tag_status",
        "status",
        "start_time",
        "start_meter",
        "start_key",
        "end_time",
        "end_meter",
        "stop_key",
        "estimated",
    )
]


HASHES_AT_ONCE = 500
"""Content hashes in one statement."""


class StoredTransactionLookup:
    """`TransactionLookup` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def by_transaction_id(self, station_id: UUID, transaction_id: str) -> StoredTransaction | None:
        """The transaction that was given this id; one whose start was refused by the database only as a last resort."""
        matched = case((transactions.c.status == "unmatched", 1), else_=0)
        return await self._first(
            and_(
                transactions.c.station_id == station_id,
                transactions.c.transaction_id == transaction_id,
                or_(transactions.c.status != "unmatched", transactions.c.end_time.is_(None)),
            ),
            matched,
        )

    async def by_start_key(self, station_id: UUID, start_key: bytes) -> StoredTransaction | None:
        """The newest transaction with this start content."""
        return await self._first(
            and_(transactions.c.station_id == station_id, transactions.c.start_key == start_key)
        )

    async def by_stop_key(self, station_id: UUID, stop_key: bytes) -> StoredTransaction | None:
        """The transaction, matched or not, that was ended by a stop with this content."""
        return await self._first(
            and_(transactions.c.station_id == station_id, transactions.c.stop_key == stop_key)
        )

    async def last_energy(self, transaction: UUID) -> tuple[datetime, float] | None:
        """Time and register (Wh) of the newest stored reading; partitions older than its start are not read."""
        began = select(transactions.c.started_received_at).where(transactions.c.id == transaction)
        query = (
            select(meter_values.c.sampled_at, meter_values.c.energy_wh)
            .where(meter_values.c.transaction_id == transaction, meter_values.c.energy_wh.is_not(None))
            .order_by(meter_values.c.sampled_at.desc())
            .limit(1)
        )
        async with self._database.read() as connection:
            started: datetime | None = (await connection.execute(began)).scalar()
            if started is not None:
                query = query.where(meter_values.c.received_at >= started)
            row = (await connection.execute(query)).first()
        return None if row is None else (row.sampled_at, row.energy_wh)

    async def _first(self, condition: ColumnElement[bool], *order: Any) -> StoredTransaction | None:
        query = select(*_COLUMNS).where(condition).order_by(*order, transactions.c.id.desc()).limit(1)
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _transaction(row)


class StoredMeterLookup:
    """`MeterLookup` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def stored_hashes(
        self, station_id: UUID, connector_number: int, hashes: Sequence[int], since: datetime
    ) -> set[int]:
        """Which of these content hashes are stored since a receipt time; the partitions of other days are not read.

        One message can carry more of them than a statement can have parameters.
        """
        query = select(func.distinct(meter_values.c.content_hash)).where(
            meter_values.c.station_id == station_id,
            meter_values.c.connector_number == connector_number,
            meter_values.c.received_at >= since,
        )
        wanted = list(set(hashes))
        stored: set[int] = set()
        async with self._database.read() as connection:
            for first in range(0, len(wanted), HASHES_AT_ONCE):
                some = meter_values.c.content_hash.in_(wanted[first : first + HASHES_AT_ONCE])
                stored.update((await connection.execute(query.where(some))).scalars())
        return stored


def _transaction(row: Row[Any]) -> StoredTransaction:
    columns = dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public name for it
    columns["estimated"] = tuple(columns["estimated"] or ())
    return StoredTransaction(**columns)
