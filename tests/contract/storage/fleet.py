"""Stations, their entries and what became of them: what the suites of the journal have in common."""

from __future__ import annotations

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import func, insert, select
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.changes import (
    Change,
    ConnectorUpdate,
    MeterRecord,
    StationUpdate,
    TransactionEnd,
    TransactionStart,
)
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.decision import Entry, LoggedFrame, Priority
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.journal import GroupCommitJournal, flusher_for

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from ocpp_gateway.storage.engine import Database

T = TypeVar("T")

START = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
DEADLINE = 60.0


def now() -> datetime:
    """The wall clock."""
    return datetime.now(UTC)


async def within(awaitable: Awaitable[T], seconds: float = DEADLINE) -> T:
    """Every wait in these suites ends."""
    async with asyncio.timeout(seconds):
        return await awaitable


@dataclass(slots=True)
class TestStation:
    """A station as its owner's worker would hold it, with one connector."""

    __test__ = False

    id: UUID
    ocpp_id: str
    connector: UUID
    epoch: int = 1
    number: int = 0
    messages: itertools.count[int] = field(default_factory=itertools.count)

    def next_message(self) -> str:
        """A message id that tells station and order."""
        return f"{self.ocpp_id}:{next(self.messages)}"


async def add_stations(
    database: Database, count: int, *, node: str = "node-1", prefix: str = "CP"
) -> list[TestStation]:
    """Store stations with one connector each and a lease of epoch 1."""
    stations = [TestStation(uuid7(), f"{prefix}-{number}", uuid7(), number=number) for number in range(count)]
    written = {"created_at": now(), "updated_at": now()}
    async with database.begin() as connection:
        await connection.execute(
            insert(tables.stations),
            [
                {
                    "id": s.id,
                    "ocpp_id": s.ocpp_id,
                    "ocpp_id_folded": s.ocpp_id.casefold(),
                    "registration": "accepted",
                }
                | written
                for s in stations
            ],
        )
        await connection.execute(
            insert(tables.connectors),
            [{"id": s.connector, "station_id": s.id, "connector_number": 1} | written for s in stations],
        )
        await connection.execute(
            insert(tables.leases),
            [{"station_id": s.id, "epoch": 1, "node_id": node, "claimed_at": now()} for s in stations],
        )
    return stations


def frame(
    message_id: str, *, action: str = "MeterValues", payload: bytes = b"{}", **given: Any
) -> LoggedFrame:
    """One row of the message log."""
    values: dict[str, Any] = {
        "id": uuid7(),
        "direction": "in",
        "message_type": "Call",
        "action": action,
        "message_id": message_id,
        "connector_id": None,
        "connector_number": 1,
        "payload": payload,
        "raw": None,
        "timestamp": now(),
    }
    return LoggedFrame(**(values | given))


def event(station: TestStation, kind: EventType = EventType.METER_VALUES, /, **data: Any) -> Event:
    """One event of a station."""
    return Event(
        id=uuid7(),
        type=kind,
        time=now(),
        station_id=station.id,
        station=station.ocpp_id,
        connector=1,
        data=data,
    )


def connector_update(station: TestStation, **given: Any) -> ConnectorUpdate:
    """The owner's part of the connector's row."""
    values: dict[str, Any] = {
        "id": station.connector,
        "number": 1,
        "status": ConnectorStatus.AVAILABLE,
        "error_code": "NoError",
        "info": None,
        "vendor_error_code": None,
        "last_status_change": now(),
        "meter_value": None,
        "power_w": None,
        "soc_percent": None,
        "last_sample_at": None,
        "last_start_at": None,
        "transaction": None,
    }
    return ConnectorUpdate(**(values | given))


def meter_record(station: TestStation, **given: Any) -> MeterRecord:
    """One MeterValue."""
    values: dict[str, Any] = {
        "connector_id": station.connector,
        "connector_number": 1,
        "transaction": None,
        "sampled_at": START,
        "received_at": now(),
        "origin": "meter_values",
        "context": "Sample.Periodic",
        "energy_wh": 12345.678,
        "power_w": 7400.0,
        "current_a": 32.0,
        "voltage_v": 230.5,
        "soc_percent": 61.0,
        "samples": b'[{"measurand":"Energy.Active.Import.Register","value":12345.678}]',
        "content_hash": -42,
    }
    return MeterRecord(**(values | given))


def start_of(station: TestStation, transaction_id: str, **given: Any) -> TransactionStart:
    """A StartTransaction; the same arguments mean the same content."""
    values: dict[str, Any] = {
        "id": uuid7(),
        "transaction_id": transaction_id,
        "connector_id": station.connector,
        "connector_number": 1,
        "id_tag": "TAG-1",
        "id_tag_folded": "tag-1",
        "id_tag_status": "Accepted",
        "start_time": START,
        "start_time_raw": "2026-11-20T08:00:00Z",
        "start_meter": 1000.0,
        "start_key": b"start-key",
        "received_at": now(),
    }
    return TransactionStart(**(values | given))


def end_of(transaction: UUID, **given: Any) -> TransactionEnd:
    """The end of a stored transaction."""
    values: dict[str, Any] = {
        "id": transaction,
        "end_time": START + timedelta(hours=1),
        "end_time_raw": "2026-11-20T09:00:00Z",
        "end_meter": 4702.0,
        "total_wh": 3702.0,
        "status": "completed",
        "stop_reason": "Local",
        "stop_id_tag": None,
        "stop_key": b"stop-key",
        "received_at": now(),
    }
    return TransactionEnd(**(values | given))


def entry(station: TestStation, *changes: Change, message_id: str | None = None, **given: Any) -> Entry:
    """An entry with one inbound frame and one event, unless told otherwise."""
    message_id = message_id or station.next_message()
    values: dict[str, Any] = {
        "station_id": station.id,
        "epoch": station.epoch,
        "priority": Priority.TELEMETRY,
        "changes": changes,
        "events": (event(station, message=message_id),),
        "frames": (frame(message_id),),
        "answer": "{}",
    }
    return Entry(**(values | given))


def full_entry(station: TestStation) -> Entry:
    """Rows of nearly every kind: two frames, a reading, the connector, the station, an event."""
    message_id = station.next_message()
    call = frame(message_id, payload=b'{"connectorId":1}', connector_id=station.connector)
    result = frame(message_id, direction="out", message_type="CallResult")
    return entry(
        station,
        meter_record(station),
        connector_update(station, meter_value=12345.678),
        StationUpdate(last_message_at=now()),
        message_id=message_id,
        frames=(call, result),
        events=(event(station, message=message_id),),
    )


def journal_on(database: Database, **given: Any) -> GroupCommitJournal:
    """A journal that has started."""
    flusher = given.pop("flusher", None) or flusher_for(database)
    journal = GroupCommitJournal(flusher, clock=now, new_id=uuid7, **given)
    journal.start()
    return journal


async def count(database: Database, table: Any, *conditions: Any) -> int:
    """Rows of a table."""
    async with database.read() as connection:
        rows = await connection.execute(select(func.count()).select_from(table).where(*conditions))
    return int(rows.scalar())


async def column(database: Database, what: Any, *conditions: Any) -> list[Any]:
    """One column of all rows, in no order."""
    async with database.read() as connection:
        return (await connection.execute(select(what).where(*conditions))).scalars()
