"""The journal's promises that need no fault: what is written, in which order, once (journal.md)."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.changes import StationUpdate, UnmatchedTransaction
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.decision import Committed, Entry, Quarantined, StaleEpoch, Unavailable
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.journal.queue import WaitingEntries
from tests.contract.storage.fleet import (
    START,
    add_stations,
    column,
    connector_update,
    count,
    end_of,
    entry,
    event,
    frame,
    full_entry,
    journal_on,
    meter_record,
    now,
    start_of,
    within,
)

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


async def test_an_entry_is_stored_whole(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    hints: list[int] = []
    journal = journal_on(database, on_committed=hints.append)
    outcome = await within(journal.write(full_entry(station)))
    assert isinstance(outcome, Committed)
    async with database.read() as connection:
        logs = (await connection.execute(select(tables.ocpp_logs).order_by(tables.ocpp_logs.c.id))).mappings()
        (meter,) = (await connection.execute(select(tables.meter_values))).mappings()
        (connector,) = (await connection.execute(select(tables.connectors))).mappings()
        (row,) = (await connection.execute(select(tables.stations))).mappings()
    stored = await StoredEventLog(database).after(0, 10)
    assert [(log["direction"], log["message_type"], log["payload"]) for log in logs] == [
        ("in", "Call", '{"connectorId":1}'),
        ("out", "CallResult", "{}"),
    ]
    assert logs[0]["connector_id"] == station.connector
    assert (meter["energy_wh"], meter["sampled_at"], meter["content_hash"]) == (12345.678, START, -42)
    assert json.loads(meter["samples"])[0]["value"] == 12345.678
    assert connector["meter_value"] == 12345.678
    assert connector["blocked"] is False
    assert row["last_message_at"] is not None
    assert [s.event for s in stored] == list(outcome.entry.events)
    assert outcome.position == stored[-1].position == await StoredEventLog(database).head()
    assert hints == [outcome.position]
    await journal.close()


async def test_a_large_batch_is_stored_like_small_ones(database: Database) -> None:
    """512 messages in a flush (COPY on PostgreSQL) and one by one give the same rows."""
    stations = await add_stations(database, 300)
    journal = journal_on(database)
    outcomes = await within(asyncio.gather(*(journal.write(full_entry(s)) for s in stations)))
    assert all(isinstance(outcome, Committed) for outcome in outcomes)
    assert journal.measurements.flushes < 10
    assert await count(database, tables.ocpp_logs) == 600
    assert await count(database, tables.meter_values) == 300
    log = StoredEventLog(database)
    stored = await log.after(0, 1000)
    assert {s.event.id: s.position for s in stored} == {
        o.entry.events[-1].id: o.position for o in outcomes if isinstance(o, Committed)
    }
    async with database.read() as connection:
        rows = (
            await connection.execute(select(tables.ocpp_logs).where(tables.ocpp_logs.c.direction == "in"))
        ).mappings()
    assert {row["payload"] for row in rows} == {'{"connectorId":1}'}
    assert {row["connector_id"] for row in rows} == {s.connector for s in stations}
    await journal.close()


async def test_entries_of_one_station_are_stored_in_the_order_of_writing(database: Database) -> None:
    """Also when a caller does not wait for the outcome of the one before."""
    stations = await add_stations(database, 40)
    journal = journal_on(database)
    entries = [(s, entry(s)) for _ in range(12) for s in stations]
    await within(asyncio.gather(*(journal.write(e) for _, e in entries)))
    stored = await StoredEventLog(database).after(0, 1000)
    for station in stations:
        told = [s.event.data["message"] for s in stored if s.event.station_id == station.id]
        assert told == [f"{station.ocpp_id}:{number}" for number in range(12)]
    assert journal.load == 0.0
    await journal.close()


async def test_the_last_of_several_updates_of_one_row_counts(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    outcome = await within(
        journal.write(
            entry(
                station,
                connector_update(station, status=ConnectorStatus.PREPARING, info="first"),
                StationUpdate(vendor="ACME", model="One"),
                connector_update(station, status=ConnectorStatus.CHARGING, meter_value=5.0),
                StationUpdate(model="Two", status=ConnectorStatus.AVAILABLE),
            )
        )
    )
    assert isinstance(outcome, Committed)
    async with database.read() as connection:
        connector = (await connection.execute(select(tables.connectors))).mappings()[0]
        row = (await connection.execute(select(tables.stations))).mappings()[0]
    assert (connector["status"], connector["info"], connector["meter_value"]) == ("Charging", None, 5.0)
    assert (row["vendor"], row["model"], row["status"]) == ("ACME", "Two", "Available")
    await journal.close()


async def test_a_sparse_update_leaves_alone_what_it_does_not_name(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    moment = now()
    await within(
        journal.write(
            entry(station, StationUpdate(vendor="ACME", model="One", last_boot_at=moment, online=True))
        )
    )
    await within(journal.write(entry(station, StationUpdate(vendor="", firmware_version="1.2"))))
    async with database.read() as connection:
        row = (await connection.execute(select(tables.stations))).mappings()[0]
    assert (row["vendor"], row["model"], row["firmware_version"]) == (None, "One", "1.2")
    assert (row["last_boot_at"], row["online"], row["registration"]) == (moment, True, "accepted")
    await journal.close()


async def test_what_the_api_writes_is_never_touched(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    async with database.begin() as connection:
        await connection.execute(update(tables.connectors).values(blocked=True))
        await connection.execute(update(tables.stations).values(name="Garage", version=7))
    await within(journal.write(full_entry(station)))
    assert await column(database, tables.connectors.c.blocked) == [True]
    assert await column(database, tables.stations.c.name) == ["Garage"]
    assert await column(database, tables.stations.c.version) == [7]
    await journal.close()


async def test_a_new_connector_and_its_first_start_travel_together(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    new = uuid7()
    start = start_of(
        station, "4711", connector_id=new, connector_number=2, estimated=("start_time",), reservation_id=3
    )
    outcome = await within(
        journal.write(
            entry(station, start, connector_update(station, id=new, number=2, transaction=start.id))
        )
    )
    assert isinstance(outcome, Committed)
    async with database.read() as connection:
        row = (await connection.execute(select(tables.transactions))).mappings()[0]
    assert (row["id"], row["transaction_id"], row["status"], row["start_meter"]) == (
        start.id,
        "4711",
        "active",
        1000.0,
    )
    assert (row["estimated"], row["reservation_id"], row["total_kwh"]) == (["start_time"], 3, None)
    assert sorted(await column(database, tables.connectors.c.connector_number)) == [1, 2]
    await journal.close()


async def test_the_end_of_a_transaction_updates_its_row(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    start = start_of(station, "4711")
    await within(journal.write(entry(station, start)))
    await within(
        journal.write(entry(station, end_of(start.id, total_wh=3702.4567, estimated=("end_meter",))))
    )
    async with database.read() as connection:
        row = (await connection.execute(select(tables.transactions))).mappings()[0]
    assert (row["status"], row["total_kwh"], row["end_meter"]) == ("completed", 3.702, 4702.0)
    assert (row["start_time"], row["end_time"]) == (START, START + timedelta(hours=1))
    assert (row["stop_key"], row["estimated"]) == (b"stop-key", ["end_meter"])
    await journal.close()


async def test_an_end_without_its_row_is_quarantined_and_spoils_nobody(database: Database) -> None:
    one, other = await add_stations(database, 2)
    journal = journal_on(database)
    lost, kept = await within(
        asyncio.gather(journal.write(entry(one, end_of(uuid7()))), journal.write(full_entry(other)))
    )
    assert isinstance(lost, Quarantined)
    assert isinstance(kept, Committed)
    assert await column(database, tables.quarantine.c.station_id) == [one.id]
    await journal.close()


async def test_an_unmatched_transaction_is_a_record_of_its_own(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    for _ in range(2):
        unmatched = UnmatchedTransaction(
            id=uuid7(),
            transaction_id="99",
            connector_id=None,
            connector_number=None,
            id_tag="Tag-9 ",
            start_time=None,
            start_meter=None,
            end_time=START,
            end_meter=17.5,
            stop_reason="Local",
            stop_key=b"same",
            received_at=now(),
        )
        assert isinstance(await within(journal.write(entry(station, unmatched))), Committed)
    async with database.read() as connection:
        rows = (await connection.execute(select(tables.transactions))).mappings()
    assert {(r["status"], r["end_meter"], r["id_tag_folded"]) for r in rows} == {("unmatched", 17.5, "tag-9")}
    assert len(rows) == 2
    await journal.close()


async def test_stale_epochs_are_dropped_and_the_rest_commits(database: Database) -> None:
    stations = await add_stations(database, 60)
    stale = stations[::7]
    async with database.begin() as connection:
        await connection.execute(
            update(tables.leases).where(tables.leases.c.station_id.in_([s.id for s in stale])).values(epoch=2)
        )
    journal = journal_on(database)
    outcomes = await within(asyncio.gather(*(journal.write(full_entry(s)) for s in stations)))
    for station, outcome in zip(stations, outcomes, strict=True):
        assert isinstance(outcome, StaleEpoch if station in stale else Committed)
    stored = set(await column(database, tables.ocpp_logs.c.station_id))
    assert stored == {s.id for s in stations if s not in stale}
    assert journal.measurements.stale == len(stale)
    await journal.close()


async def test_a_station_without_a_lease_is_stale(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    async with database.begin() as connection:
        await connection.execute(tables.leases.delete())
    journal = journal_on(database)
    assert isinstance(await within(journal.write(full_entry(station))), StaleEpoch)
    await journal.close()


async def test_the_same_start_gets_the_stored_id(database: Database) -> None:
    """OG003: the answer, the log and the row agree on the id that was stored first."""
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    first, second = start_of(station, "1"), start_of(station, "2")
    assert isinstance(await within(journal.write(entry(station, first))), Committed)

    def restated(transaction_id: str) -> Entry:
        return entry(
            station, frames=(frame("again", payload=b'{"transactionId":%s}' % transaction_id.encode()),)
        )

    outcome = await within(journal.write(entry(station, second, restated=restated)))
    assert isinstance(outcome, Committed)
    assert outcome.entry.frames[0].payload == b'{"transactionId":1}'
    assert await column(database, tables.transactions.c.id) == [first.id]
    assert await count(database, tables.ocpp_logs, tables.ocpp_logs.c.message_id == "again") == 1
    assert journal.measurements.restated == 1
    await journal.close()


async def test_a_restated_entry_keeps_the_stored_rows_id(database: Database) -> None:
    """A restated entry that still carries its start is bound to the row that exists."""
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    first, second = start_of(station, "1"), start_of(station, "2")
    await within(journal.write(entry(station, first)))

    def restated(transaction_id: str) -> Entry:
        again = start_of(station, transaction_id)
        reading = meter_record(station, transaction=again.id)
        return entry(station, again, reading, connector_update(station, transaction=again.id))

    outcome = await within(journal.write(entry(station, second, restated=restated)))
    assert isinstance(outcome, Committed)
    assert outcome.entry.changes[0].id == first.id  # type: ignore[union-attr]
    assert await column(database, tables.connectors.c.transaction_id) == [first.id]
    assert await column(database, tables.meter_values.c.transaction_id) == [first.id]
    await journal.close()


async def test_a_frame_that_json_cannot_hold_keeps_its_bytes(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    bad = [b'{"a":"\\u0000"}', b'{"a":"\\ud800"}', b'{"a":"\xff"}', b'{"a":', b"\x00"]
    good = [b'{"a": 1e400}', b'{"a":"\\\\u"}', '{"a":"ü"}'.encode(), b'{"b":1, "b":2}']
    outcome = await within(
        journal.write(
            entry(station, frames=tuple(frame(str(n), payload=p) for n, p in enumerate([*bad, *good])))
        )
    )
    assert isinstance(outcome, Committed)
    async with database.read() as connection:
        rows = (await connection.execute(select(tables.ocpp_logs))).mappings()
    by_id = {int(row["message_id"]): row for row in rows}
    for number, payload in enumerate(bad):
        assert (by_id[number]["payload"], by_id[number]["raw"]) == (None, payload)
    for number, payload in enumerate(good, start=len(bad)):
        assert (by_id[number]["payload"], by_id[number]["raw"]) == (payload.decode(), None)
    await journal.close()


async def test_a_full_queue_says_so_at_once(database: Database) -> None:
    stations = await add_stations(database, 12)
    journal = journal_on(database, waiting=WaitingEntries(messages=10))
    outcomes = await within(asyncio.gather(*(journal.write(full_entry(s)) for s in stations)))
    assert [isinstance(o, Unavailable) for o in outcomes] == [False] * 10 + [True] * 2
    assert isinstance(await within(journal.write(full_entry(stations[0]))), Committed)
    await journal.close()


async def test_drain_waits_for_everything_and_close_answers_the_rest(database: Database) -> None:
    stations = await add_stations(database, 30)
    journal = journal_on(database)
    writing = [asyncio.create_task(journal.write(full_entry(s))) for s in stations]
    await asyncio.sleep(0)
    await within(journal.drain())
    assert await count(database, tables.ocpp_logs) == 60
    assert all(isinstance(o, Committed) for o in await within(asyncio.gather(*writing)))
    await journal.close()
    assert isinstance(await within(journal.write(full_entry(stations[0]))), Unavailable)


async def test_an_entry_without_events_has_no_position(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    hints: list[int] = []
    journal = journal_on(database, on_committed=hints.append)
    outcome = await within(journal.write(entry(station, events=())))
    assert outcome == Committed(outcome.entry, None) if isinstance(outcome, Committed) else False
    assert hints == []
    await journal.close()


async def test_a_broken_hint_does_not_undo_a_commit(database: Database) -> None:
    (station,) = await add_stations(database, 1)

    def broken(position: int) -> None:
        raise RuntimeError(f"the bus is gone at {position}")

    journal = journal_on(database, on_committed=broken)
    assert isinstance(await within(journal.write(full_entry(station))), Committed)
    assert isinstance(await within(journal.write(full_entry(station))), Committed)
    await journal.close()


async def test_several_events_of_an_entry_keep_their_order(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    kinds = [EventType.TRANSACTION_ENDED, EventType.CONNECTOR_STATUS_CHANGED, EventType.TRANSACTION_STARTED]
    outcome = await within(
        journal.write(entry(station, events=tuple(event(station, kind) for kind in kinds)))
    )
    stored = await StoredEventLog(database).after(0, 10)
    assert [s.event.type for s in stored] == kinds
    assert isinstance(outcome, Committed)
    assert outcome.position == stored[-1].position
    await journal.close()
