"""Leases: which connection of which node owns a station, and its hot state at the take-over.

A take-over raises the epoch and commits; only then the hot state is read. The journal locks the same row for its flush
(`FOR SHARE`), so whatever the old owner managed to commit is in what the new owner reads, and nothing else of it can
follow (journal.md, "Fencing").

Claims that arrive while one batch is being taken over become the next batch: a reconnect storm costs a few
statements, not two for each station.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, literal_column, select
from sqlalchemy.dialects import postgresql, sqlite

from ocpp_gateway.charging.commands import AwaitedEffect, CommandStatus, Expectation
from ocpp_gateway.charging.nonconformities import Nonconformity
from ocpp_gateway.charging.quirks import NO_OVERRIDES
from ocpp_gateway.charging.stations import (
    Connector,
    ConnectorStatus,
    OpenTransaction,
    Registration,
    Station,
)
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.shared_work import SharedWork
from ocpp_gateway.storage.tables import connectors, leases, nonconformities, stations, transactions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from uuid import UUID

    from sqlalchemy import Row

    from ocpp_gateway.operations.ports import Clock
    from ocpp_gateway.storage.engine import Connection, Database

BATCH = 256
"""Stations taken over by one pair of transactions."""
NOBODY = ""
"""Holder of a lease that was taken from a dead node, and of that of an archived station."""


class StoredLeases:
    """`Ownership` on the table."""

    def __init__(
        self,
        database: Database,
        *,
        node_id: str,
        clock: Clock,
        on_taken: Callable[[UUID, int], None] | None = None,
    ) -> None:
        """`on_taken(station_id, epoch)` hears of stations that another node had, once that is committed."""
        self._database = database
        self._node_id = node_id
        self._clock = clock
        self._on_taken = on_taken
        # Each alone: the second claim of a station is a take-over of its own.
        self._claims: SharedWork[UUID, Station | None] = SharedWork(
            self._take_over, most=BATCH, name="leases", each_alone=True
        )

    async def claim(self, station_id: UUID) -> Station | None:
        """Take the station over and return its hot state; `None` if it is archived or gone.

        Raises `StorageUnavailable`; the epoch may have been raised all the same, which only fences the old owner.
        """
        return await self._claims.ask(station_id)

    async def _take_over(self, station_ids: Sequence[UUID]) -> dict[UUID, Station | None]:
        owned: dict[UUID, Station | None] = dict.fromkeys(station_ids)
        async with self._database.begin() as connection:
            holders = await _holders(connection, station_ids)
            epochs = await self._raise_epochs(connection, sorted(holders))
        if self._on_taken is not None:
            for station_id, epoch in epochs.items():
                if holders[station_id] not in {None, NOBODY, self._node_id}:
                    self._on_taken(station_id, epoch)
        if epochs:
            async with self._database.read() as connection:
                owned.update(await load_stations(connection, epochs))
        return owned

    async def _raise_epochs(self, connection: Connection, chosen: Sequence[UUID]) -> dict[UUID, int]:
        """In the order of the ids: two nodes that claim the same stations must not wait for each other."""
        if not chosen:
            return {}
        now = self._clock()
        insert = postgresql.insert if connection.dialect_name == "postgresql" else sqlite.insert
        rows = [
            {"station_id": station_id, "epoch": 1, "node_id": self._node_id, "claimed_at": now}
            for station_id in chosen
        ]
        statement: Any = insert(leases).values(rows)
        statement = statement.on_conflict_do_update(
            index_elements=[leases.c.station_id],
            set_={
                "epoch": leases.c.epoch + 1,
                "node_id": statement.excluded.node_id,
                "claimed_at": statement.excluded.claimed_at,
            },
        ).returning(leases.c.station_id, leases.c.epoch)
        taken = await connection.execute(statement)
        return {row.station_id: row.epoch for row in taken}


async def _holders(connection: Connection, station_ids: Sequence[UUID]) -> dict[UUID, str | None]:
    """The living ones of these stations, with the node that has their lease."""
    held = (
        select(stations.c.id, leases.c.node_id)
        .outerjoin(leases, leases.c.station_id == stations.c.id)
        .where(stations.c.id.in_(station_ids), stations.c.archived_at.is_(None))
    )
    return {row.id: row.node_id for row in await connection.execute(held)}


async def load_stations(connection: Connection, epochs: Mapping[UUID, int]) -> dict[UUID, Station]:
    """The hot state of stations, from one snapshot: connectors, open transactions, last stop, awaited effects."""
    last_stop = (
        select(transactions.c.stop_key)
        .where(transactions.c.station_id == stations.c.id, transactions.c.stop_key.is_not(None))
        .order_by(transactions.c.ended_received_at.desc())
        .limit(1)
        .scalar_subquery()
        .label("last_stop_key")
    )
    found = await connection.execute(
        select(stations, last_stop).where(stations.c.id.in_(epochs), stations.c.archived_at.is_(None))
    )
    loaded = {row.id: _station(row, epochs[row.id]) for row in found}
    outlets = await connection.execute(
        select(connectors, *_OPEN)
        .select_from(
            connectors.outerjoin(
                transactions,
                and_(
                    transactions.c.id == connectors.c.transaction_id,
                    transactions.c.status == "active",
                ),
            )
        )
        .where(connectors.c.station_id.in_(loaded))
        .order_by(connectors.c.connector_number)
    )
    for row in outlets:
        loaded[row.station_id].connectors[row.connector_number] = _connector(row)
    counted = await connection.execute(
        select(nonconformities).where(nonconformities.c.station_id.in_(loaded))
    )
    for row in counted:
        loaded[row.station_id].nonconformities[row.rule] = _nonconformity(row)
    awaited = await connection.execute(
        select(commands)
        .where(commands.c.station_id.in_(loaded), commands.c.effect_state == literal_column("'waiting'"))
        .order_by(commands.c.id)
    )
    for row in awaited:
        loaded[row.station_id].awaited_effects[row.id] = AwaitedEffect(
            id=row.id,
            action=row.action,
            status=CommandStatus(row.status),
            expectation=Expectation.from_json(row.expectation),
            until=row.effect_until,
        )
    return loaded


_OPEN = [
    transactions.c[name].label(f"open_{name}")
    for name in (
        "id",
        "transaction_id",
        "id_tag",
        "id_tag_status",
        "start_time",
        "start_meter",
        "start_key",
        "estimated",
    )
]


def _station(row: Row[Any], epoch: int) -> Station:
    return Station(
        id=row.id,
        ocpp_id=row.ocpp_id,
        epoch=epoch,
        registration=Registration(row.registration),
        group=row.group_name,
        vendor=row.vendor,
        model=row.model,
        firmware_version=row.firmware_version,
        last_boot_at=row.last_boot_at,
        last_heartbeat=row.last_heartbeat,
        last_message_at=row.last_message_at,
        seen_stored_at=row.last_message_at,
        last_stop_key=row.last_stop_key,
        validation=row.validation,
        quirk_overrides=row.quirks or NO_OVERRIDES,
    )


def _nonconformity(row: Row[Any]) -> Nonconformity:
    columns = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it; `row.count` is a method of tuples
    return Nonconformity(
        rule=row.rule,
        count=columns["count"],
        first_at=row.first_at,
        last_at=row.last_at,
        last_log=row.last_log_id,
        last_excerpt=row.last_excerpt,
        stored_at=row.last_at,
    )


def _connector(row: Row[Any]) -> Connector:
    connector = Connector(
        id=row.id,
        number=row.connector_number,
        status=ConnectorStatus(row.status),
        error_code=row.error_code,
        info=row.info,
        vendor_error_code=row.vendor_error_code,
        last_status_change=row.last_status_change,
        meter_value=row.meter_value,
        power_w=row.power_w,
        soc_percent=row.soc_percent,
        last_sample_at=row.last_sample_at,
        last_start_at=row.last_start_at,
        blocked=row.blocked,
    )
    if row.open_id is not None:
        connector.transaction = OpenTransaction(
            id=row.open_id,
            transaction_id=row.open_transaction_id,
            connector_number=row.connector_number,
            id_tag=row.open_id_tag or "",
            start_time=row.open_start_time,
            start_meter=row.open_start_meter,
            start_key=row.open_start_key,
            id_tag_status=row.open_id_tag_status or "Invalid",
            estimated=tuple(row.open_estimated or ()),
        )
    return connector
