"""An outcome that nobody knows becomes known: each entry is stored exactly once (journal.md, proofs 1 and 2)."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.decision import Committed, Unavailable
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.events import LOG_LOCK, StoredEventLog
from ocpp_gateway.storage.journal.postgres import PostgresFlusher
from ocpp_gateway.storage.opening import open_database
from tests.contract.storage.fleet import (
    START,
    TestStation,
    add_stations,
    column,
    connector_update,
    count,
    entry,
    frame,
    journal_on,
    meter_record,
    start_of,
    within,
)
from tests.contract.storage.proxy import Cut, CuttingProxy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ocpp_gateway.operations.decision import Entry
    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.journal import GroupCommitJournal
    from ocpp_gateway.storage.journal.flushing import FlushRows

pytestmark = pytest.mark.anyio

MARKER = b"vendor-marker"
"""Stands in every entry of these tests, so that the proxy knows a flush from everything else."""


class ForgetfulFlusher(PostgresFlusher):
    """The planted bug: every attempt has an id of its own."""

    async def flush(self, rows: FlushRows) -> Sequence[int]:
        return await super().flush(replace(rows, id=uuid7()))


@pytest.fixture
async def proxy(migrated_postgres_url: str) -> AsyncIterator[CuttingProxy]:
    async with CuttingProxy(migrated_postgres_url, MARKER) as proxy:
        yield proxy


@pytest.fixture
async def direct(proxy: CuttingProxy, migrated_postgres_url: str) -> AsyncIterator[Database]:
    """The same database past the proxy."""
    database = await open_database(migrated_postgres_url)
    yield database
    await database.close()


@pytest.fixture
async def proxied(proxy: CuttingProxy) -> AsyncIterator[Database]:
    database = await open_database(proxy.url, statement_seconds=20)
    yield database
    await database.close()


def marked(station: TestStation, number: int) -> Entry:
    """A start, a reading, a frame and an event; the number makes its content unique."""
    start = start_of(station, str(number), start_time=START + timedelta(seconds=number))
    message_id = station.next_message()
    return entry(
        station,
        connector_update(station, transaction=start.id),
        start,
        meter_record(station, content_hash=number),
        message_id=message_id,
        frames=(frame(message_id, action=MARKER.decode()),),
    )


async def write_under_cuts(
    proxy: CuttingProxy, journal: GroupCommitJournal, stations: list[TestStation], cuts: Sequence[Cut]
) -> list[str]:
    """Write one batch after the other, each cut once; return the message ids that were acknowledged."""
    acknowledged = []
    for number, cut in enumerate(cuts):
        proxy.arm(cut)
        entries = [marked(station, number) for station in stations]
        outcomes = await within(asyncio.gather(*(journal.write(e) for e in entries)))
        assert {type(outcome) for outcome in outcomes} == {Committed}
        acknowledged += [e.frames[0].message_id for e in entries]
    assert proxy.cuts == len(cuts)
    return acknowledged


async def stored_times(database: Database) -> Counter[str]:
    """How often each message is stored, counted in every table that got a row for it."""
    logs = Counter(await column(database, tables.ocpp_logs.c.message_id))
    told = Counter([e.event.data["message"] for e in await StoredEventLog(database).after(0, 100_000)])
    assert logs == told
    return logs


async def test_every_entry_is_stored_once_whenever_the_connection_is_cut(
    proxy: CuttingProxy, proxied: Database, direct: Database
) -> None:
    stations = await add_stations(direct, 5)
    journal = journal_on(proxied)
    cuts: list[Cut] = ["before", "during", "after"] * 6
    random.Random(7).shuffle(cuts)
    acknowledged = await write_under_cuts(proxy, journal, stations, cuts)
    stored = await stored_times(direct)
    assert stored == Counter(acknowledged)
    assert set(stored.values()) == {1}
    assert await count(direct, tables.transactions) == len(acknowledged)
    assert await count(direct, tables.meter_values) == len(acknowledged)
    assert journal.measurements.committed_already >= cuts.count("after")
    await journal.close()


async def test_without_flush_ids_there_are_doubles(
    proxy: CuttingProxy, proxied: Database, direct: Database
) -> None:
    """The test above is able to fail. (Frames have a key of their own, so these entries have none.)"""
    stations = await add_stations(direct, 5)
    journal = journal_on(proxied, flusher=ForgetfulFlusher(proxied))  # type: ignore[arg-type]
    proxy.arm("after")
    entries = [
        entry(s, meter_record(s, context=MARKER.decode(), content_hash=n), frames=())
        for n, s in enumerate(stations)
    ]
    await within(asyncio.gather(*(journal.write(e) for e in entries)))
    assert Counter(await column(direct, tables.meter_values.c.content_hash)) == dict.fromkeys(range(5), 2)
    assert await count(direct, tables.events) == 10
    await journal.close()


async def test_a_position_is_found_again_for_a_flush_that_was_committed_already(
    proxy: CuttingProxy, proxied: Database, direct: Database
) -> None:
    stations = await add_stations(direct, 3)
    hints: list[int] = []
    journal = journal_on(proxied, on_committed=hints.append)
    proxy.arm("after")
    outcomes = await within(asyncio.gather(*(journal.write(marked(s, 0)) for s in stations)))
    positions = {e.event.station_id: e.position for e in await StoredEventLog(direct).after(0, 10)}
    assert {o.entry.station_id: o.position for o in outcomes if isinstance(o, Committed)} == positions
    assert hints == [max(positions.values())]
    await journal.close()


async def test_a_repetition_waits_for_the_first_attempt_and_nothing_overtakes_it(
    proxy: CuttingProxy, proxied: Database, direct: Database
) -> None:
    """The first backend still runs, behind the log's lock, when its client is gone: the second waits for its fate."""
    one, other = await add_stations(direct, 2)
    journal = journal_on(proxied)
    async with direct.begin() as blocker:
        await blocker.execute(select(func.pg_advisory_xact_lock(LOG_LOCK)))
        proxy.arm("during")
        first = asyncio.create_task(journal.write(marked(one, 0)))
        await within(proxy.was_cut.wait())
        second = asyncio.create_task(journal.write(marked(other, 0)))
        await within(waiting_for_flush(direct))
        assert not first.done()
        assert not second.done()
    assert isinstance(await within(first), Committed)
    assert isinstance(await within(second), Committed)
    assert journal.measurements.committed_already == 1
    assert await stored_times(direct) == Counter(["CP-0:0", "CP-1:0"])
    told = [e.event.station for e in await StoredEventLog(direct).after(0, 10)]
    assert told == ["CP-0", "CP-1"]
    await journal.close()


async def waiting_for_flush(database: Database) -> None:
    """Return when two backends wait: one for the log's lock, one for the flush id of the first."""
    waiting = text(
        "SELECT count(*) FILTER (WHERE wait_event = 'advisory'), count(*) FILTER (WHERE wait_event = 'transactionid')"
        " FROM pg_stat_activity WHERE query LIKE '%journal_flush%' AND wait_event_type = 'Lock'"
    )
    while True:
        async with database.read() as connection:
            if tuple((await connection.execute(waiting)).one()) == (1, 1):
                return


async def test_a_flush_that_takes_too_long_is_repeated_under_its_id(
    direct: Database, migrated_postgres_url: str
) -> None:
    """The server's time limit ends a statement that waits for ever; the entry is stored once, later."""
    (station,) = await add_stations(direct, 1)
    hasty = await open_database(migrated_postgres_url, statement_seconds=0.2)
    journal = journal_on(hasty)
    async with direct.begin() as blocker:
        await blocker.execute(select(func.pg_advisory_xact_lock(LOG_LOCK)))
        writing = asyncio.create_task(journal.write(marked(station, 0)))
        while journal.measurements.outages == 0:
            await asyncio.sleep(0)
            async with asyncio.timeout(30):
                await direct.ping()
    assert isinstance(await within(writing), Committed)
    assert await stored_times(direct) == Counter(["CP-0:0"])
    await journal.close()
    await hasty.close()


async def test_a_backend_that_wakes_up_late_writes_nothing(
    direct: Database, migrated_postgres_url: str
) -> None:
    """It was frozen with the flush in its socket; meanwhile the journal has given it up and repeated the flush."""
    (station,) = await add_stations(direct, 1)
    impatient = await open_database(migrated_postgres_url, statement_seconds=0.2)
    flusher = PostgresFlusher(impatient)  # type: ignore[arg-type]
    journal = journal_on(impatient, flusher=flusher)
    assert isinstance(await within(journal.write(marked(station, 0))), Committed)
    assert flusher._connection is not None
    backend = flusher._connection.get_server_pid()
    os.kill(backend, signal.SIGSTOP)
    try:
        outcome = await within(journal.write(marked(station, 1)))
    finally:
        os.kill(backend, signal.SIGCONT)
    assert isinstance(outcome, Committed)
    await within(gone(direct, backend))
    assert await stored_times(direct) == Counter(["CP-0:0", "CP-0:1"])
    assert await count(direct, tables.flushes) == 2
    await journal.close()
    await impatient.close()


async def gone(database: Database, backend: int) -> None:
    """Return when a backend has ended."""
    alive = text("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid").bindparams(pid=backend)
    while True:
        async with database.read() as connection:
            if (await connection.execute(alive)).scalar() == 0:
                return


async def test_entries_are_held_while_the_database_is_away_and_stored_when_it_is_back(
    proxy: CuttingProxy, proxied: Database, direct: Database
) -> None:
    stations = await add_stations(direct, 20)
    journal = journal_on(proxied, hold_seconds=30)
    assert isinstance(await within(journal.write(marked(stations[0], 0))), Committed)
    await proxy.stop()
    held = [asyncio.create_task(journal.write(marked(s, 1))) for s in stations]
    while journal.away_since is None:
        await within(direct.ping())
    assert not any(task.done() for task in held)
    await proxy.start()
    assert {type(o) for o in await within(asyncio.gather(*held))} == {Committed}
    assert journal.away_since is None
    assert set((await stored_times(direct)).values()) == {1}
    await journal.close()


async def test_entries_are_given_back_when_they_were_held_too_long(
    proxy: CuttingProxy, proxied: Database, direct: Database
) -> None:
    stations = await add_stations(direct, 20)
    journal = journal_on(proxied, hold_seconds=0.2)
    await proxy.stop()
    outcomes = await within(asyncio.gather(*(journal.write(marked(s, 0)) for s in stations)), 10)
    assert {type(o) for o in outcomes} == {Unavailable}
    await within(journal.drain(), 5)
    assert journal.load == 0.0
    await proxy.start()
    again = await within(asyncio.gather(*(journal.write(marked(s, 1)) for s in stations)))
    assert Committed in {type(o) for o in again}
    assert set((await stored_times(direct)).values()) == {1}
    await journal.close()


async def test_a_flush_in_doubt_is_finished_even_if_nobody_waits_any_more(
    proxy: CuttingProxy, proxied: Database, direct: Database
) -> None:
    """Its entries were answered with `Unavailable`, but the batch stays the next thing to be written, once."""
    (station,) = await add_stations(direct, 1)
    journal = journal_on(proxied, hold_seconds=0.2)
    assert isinstance(await within(journal.write(marked(station, 0))), Committed)
    proxy.arm("after")
    doubtful = asyncio.create_task(journal.write(marked(station, 1)))
    await within(proxy.was_cut.wait())
    await proxy.stop()
    assert isinstance(await within(doubtful, 10), Unavailable)
    await proxy.start()
    outcome = await within(journal.write(marked(station, 2)))
    assert isinstance(outcome, Committed | Unavailable)
    await within(journal.drain())
    stored = await stored_times(direct)
    assert stored["CP-0:1"] == 1
    assert set(stored.values()) == {1}
    await journal.close()
