"""Rows as the journal of a station's owner would have left them, for tests of what reads and administers them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import insert, update

from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.tables import connectors, meter_values, ocpp_logs, stations, transactions

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

START = datetime(2026, 11, 23, 8, 0, 0, 250_000, tzinfo=UTC)


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, span: timedelta) -> None:
        self.now += span


class Ids:
    """Time-ordered ids."""

    def __init__(self) -> None:
        self.last = 0x0190_0000_0000_7000_8000_0000_0000_0000

    def __call__(self) -> UUID:
        self.last += 0x1_0000_0001
        return UUID(int=self.last)


@dataclass
class Rows:
    """Writes rows with sensible columns; whatever a test is about is given by name."""

    database: Database
    clock: Clock
    new_id: Ids

    async def station(self, ocpp_id: str, **columns: Any) -> UUID:
        """A station as the owner's journal would have left it."""
        station = self.new_id()
        values = {
            "id": station,
            "ocpp_id": ocpp_id,
            "ocpp_id_folded": fold_identity(ocpp_id),
            "registration": "accepted",
            "online": True,
            "created_at": self.clock.now,
            "updated_at": self.clock.now,
            **columns,
        }
        async with self.database.begin() as connection:
            await connection.execute(insert(stations), values)
        await self.connector(station, 0, status=values.get("status", "Unknown"))
        return station

    async def connector(self, station: UUID, number: int, **columns: Any) -> UUID:
        connector = self.new_id()
        values = {
            "id": connector,
            "station_id": station,
            "connector_number": number,
            "created_at": self.clock.now,
            "updated_at": self.clock.now,
            **columns,
        }
        async with self.database.begin() as connection:
            await connection.execute(insert(connectors), values)
        return connector

    async def transaction(self, station: UUID, **columns: Any) -> UUID:
        transaction = self.new_id()
        values = {
            "id": transaction,
            "transaction_id": "4711",
            "station_id": station,
            "status": "completed",
            "created_at": self.clock.now,
            "updated_at": self.clock.now,
            "started_received_at": self.clock.now,
            **columns,
        }
        async with self.database.begin() as connection:
            await connection.execute(insert(transactions), values)
        return transaction

    async def log(self, station: UUID, **columns: Any) -> UUID:
        row = self.new_id()
        values = {
            "id": row,
            "station_id": station,
            "direction": "in",
            "message_type": "Call",
            "action": "Heartbeat",
            "message_id": "1",
            "payload": "{}",
            "timestamp": self.clock.now,
            **columns,
        }
        async with self.database.begin() as connection:
            await connection.execute(insert(ocpp_logs), values)
        return row

    async def reading(self, station: UUID, connector: UUID, transaction: UUID, **columns: Any) -> None:
        sample = {"measurand": "Energy.Active.Import.Register", "value": 1000.0, "raw_value": "1.000"}
        values = {
            "station_id": station,
            "connector_id": connector,
            "connector_number": 1,
            "transaction_id": transaction,
            "sampled_at": self.clock.now,
            "received_at": self.clock.now,
            "origin": "meter_values",
            "context": "Sample.Periodic",
            "samples": json.dumps([sample]),
            "content_hash": 1,
            **columns,
        }
        async with self.database.begin() as connection:
            await connection.execute(insert(meter_values), values)

    async def command(self, station: UUID, **columns: Any) -> UUID:
        row = self.new_id()
        values = {
            "id": row,
            "station_id": station,
            "action": "Reset",
            "payload": "{}",
            "status": "accepted",
            "priority": 1,
            "when_offline": "fail",
            "force": False,
            "timeout_seconds": 30.0,
            "requested_at": self.clock.now,
            "effect_state": "none",
            **columns,
        }
        async with self.database.begin() as connection:
            await connection.execute(insert(commands), values)
        return row

    async def block_whole_station(self, station: UUID) -> None:
        of_it = (connectors.c.station_id == station, connectors.c.connector_number == 0)
        async with self.database.begin() as connection:
            await connection.execute(update(connectors).where(*of_it).values(blocked=True))

    async def change(self, table: Any, row: UUID, **columns: Any) -> None:
        async with self.database.begin() as connection:
            await connection.execute(update(table).where(table.c.id == row).values(**columns))
