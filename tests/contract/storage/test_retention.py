"""Partitions are there before they are needed and go when their time is over; the rest is pruned in bites."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, text
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.decision import Committed
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage import partitions, tables
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.retention import Retention
from tests.contract.storage.fleet import (
    add_stations,
    column,
    count,
    entry,
    frame,
    journal_on,
    meter_record,
    within,
)

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

TODAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
DAYS = timedelta(days=1)


def retention(database: Database, **given: Any) -> Retention:
    return Retention(database, **({"log_days": 30, "meter_days": 400, "event_days": 7} | given))


async def write_at(database: Database, *moments: datetime) -> None:
    """A frame and a reading received at each of these moments."""
    stations = await add_stations(database, len(moments), prefix=f"CP-{uuid7()}")
    journal = journal_on(database)
    for station, moment in zip(stations, moments, strict=True):
        made = entry(
            station, meter_record(station, received_at=moment), frames=(frame(str(moment), timestamp=moment),)
        )
        assert isinstance(await within(journal.write(made)), Committed)
    await journal.close()


async def days_of(database: Database, table: str) -> set[date]:
    async with database.read() as connection:
        return await partitions.partition_days(connection, table)


async def partition_of(database: Database) -> dict[str, str]:
    """By message id: the partition that holds it."""
    async with database.read() as connection:
        rows = await connection.execute(text("SELECT message_id, tableoid::regclass::text FROM ocpp_logs"))
    return dict(tuple(row) for row in rows)


async def test_partitions_are_made_for_today_and_three_days(postgres: Database) -> None:
    keeper = retention(postgres)
    made = await keeper.prepare(TODAY)
    expected = {TODAY.date() + timedelta(days=n) for n in range(4)}
    assert await days_of(postgres, "ocpp_logs") == expected
    assert await days_of(postgres, "meter_values") == expected
    assert len(made) == 8
    assert await keeper.prepare(TODAY) == []
    assert len(await keeper.prepare(TODAY + DAYS)) == 2


async def test_rows_find_the_partition_of_their_receipt(postgres: Database) -> None:
    await retention(postgres).prepare(TODAY)
    midnight = datetime(2026, 11, 24, tzinfo=UTC)
    before, after = midnight - timedelta(microseconds=1), midnight
    beyond = TODAY + 30 * DAYS
    await write_at(postgres, before, after, beyond)
    assert await partition_of(postgres) == {
        str(before): "ocpp_logs_20261123",
        str(after): "ocpp_logs_20261124",
        str(beyond): "ocpp_logs_default",
    }


async def test_rows_that_came_before_their_partition_move_into_it(postgres: Database) -> None:
    """Nobody made partitions for a while; nothing is lost, and the default partition is empty again."""
    await write_at(postgres, TODAY, TODAY - 5 * DAYS)
    await retention(postgres).prepare(TODAY)
    assert await partition_of(postgres) == {
        str(TODAY): "ocpp_logs_20261123",
        str(TODAY - 5 * DAYS): "ocpp_logs_default",
    }
    assert await count(postgres, tables.meter_values) == 2


async def test_a_journal_goes_on_while_partitions_are_attached(postgres: Database) -> None:
    stations = await add_stations(postgres, 20)
    journal = journal_on(postgres)
    done = asyncio.Event()

    async def write(station: Any) -> int:
        written = 0
        while not done.is_set():
            moment = TODAY + DAYS * (written % 4)
            made = entry(station, frames=(frame(station.next_message(), timestamp=moment),))
            assert isinstance(await journal.write(made), Committed)
            written += 1
        return written

    writing = [asyncio.create_task(write(station)) for station in stations]
    await within(retention(postgres).prepare(TODAY))
    done.set()
    written = sum(await within(asyncio.gather(*writing)))
    assert await count(postgres, tables.ocpp_logs) == written
    assert set((await partition_of(postgres)).values()) <= {f"ocpp_logs_{20261123 + n}" for n in range(4)}
    assert await count(postgres, tables.quarantine) == 0
    await journal.close()


async def test_old_partitions_are_dropped_and_others_stay(postgres: Database) -> None:
    keeper = retention(postgres, log_days=2, meter_days=4)
    for day in range(6):
        await partitions.make_ahead(postgres, (TODAY - day * DAYS).date(), days=0)
    await write_at(postgres, *(TODAY - day * DAYS for day in range(6)), TODAY - 40 * DAYS)
    pruned = await keeper.prune(TODAY)
    assert {name for name in pruned.partitions if name.startswith("ocpp")} == {
        "ocpp_logs_20261118",
        "ocpp_logs_20261119",
        "ocpp_logs_20261120",
    }
    assert {name for name in pruned.partitions if name.startswith("meter")} == {"meter_values_20261118"}
    assert await count(postgres, tables.ocpp_logs) == 3
    assert await count(postgres, tables.meter_values) == 5
    assert pruned.rows["ocpp_logs_default"] == pruned.rows["meter_values_default"] == 1


async def test_a_lock_that_is_not_had_is_given_up(postgres: Database) -> None:
    await retention(postgres).prepare(TODAY - 90 * DAYS)
    async with postgres.read() as reader:
        await reader.execute(select(tables.ocpp_logs))
        with pytest.raises(StorageUnavailable, match="lock timeout"):
            await within(retention(postgres).prune(TODAY))
    assert (await retention(postgres).prune(TODAY)).partitions


async def test_sqlite_deletes_old_rows_in_bites(sqlite: Database) -> None:
    await write_at(sqlite, *(TODAY - 31 * DAYS - timedelta(minutes=n) for n in range(7)), TODAY - 29 * DAYS)
    pruned = await retention(sqlite, meter_days=30, bite=3).prune(TODAY)
    assert (pruned.rows["ocpp_logs"], pruned.rows["meter_values"]) == (7, 7)
    assert await column(sqlite, tables.ocpp_logs.c.timestamp) == [TODAY - 29 * DAYS]
    assert pruned.partitions == []


async def test_old_events_flushes_and_quarantined_messages_go(database: Database) -> None:
    """A row with a time from the future does not keep older ones behind it alive."""
    await retention(database).prepare(TODAY)
    old, odd = TODAY - 8 * DAYS, TODAY + 400 * DAYS
    async with database.begin() as connection:
        for moment in (old, old, odd, old, old, TODAY, TODAY):
            facts = {"id": uuid7(), "type": "meter.values", "time": moment, "data": {}, "created_at": moment}
            await connection.execute(insert(tables.events), facts)
            await connection.execute(insert(tables.flushes), {"id": uuid7(), "at": moment})
            refused = {
                "id": uuid7(),
                "station_id": uuid7(),
                "raw": b"",
                "reason": "",
                "received_at": moment - 30 * DAYS,
            }
            await connection.execute(insert(tables.quarantine), refused)
    pruned = await retention(database, bite=2).prune(TODAY)
    assert (pruned.rows["events"], pruned.rows["flushes"], pruned.rows["quarantine"]) == (4, 4, 4)
    assert await count(database, tables.events) == 3


async def test_the_newest_event_stays_whatever_its_age(database: Database) -> None:
    """The head of the log must not fall back: cursors would point into the future."""
    old = TODAY - 100 * DAYS
    async with database.begin() as connection:
        for _ in range(4):
            facts = {"id": uuid7(), "type": "meter.values", "time": old, "data": {}, "created_at": old}
            await connection.execute(insert(tables.events), facts)
    log = StoredEventLog(database)
    head = await log.head()
    for bite in (2, 100):
        await retention(database, bite=bite).prune(TODAY)
    assert await log.head() == head
    assert len(await log.after(0, 10)) == 1
