"""Acknowledged means on disk: nothing is lost or doubled when a database or a process dies (proofs 1 and 7)."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ocpp_gateway.operations.decision import Committed
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.migrations import migrate
from ocpp_gateway.storage.opening import open_database
from ocpp_gateway.storage.sqlite import path_of
from tests.contract.storage.fleet import TestStation, add_stations, column, full_entry, journal_on, within
from tests.servers import PostgresServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.journal import GroupCommitJournal

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[3]


@pytest.fixture
def own_server() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        yield server


class Load:
    """Stations that write one entry after the other until they are told to stop."""

    def __init__(self, journal: GroupCommitJournal, stations: list[TestStation]) -> None:
        self._journal = journal
        self._stations = stations
        self._stopping = False
        self.acknowledged: list[str] = []
        self._progress = asyncio.Condition()

    async def run(self) -> None:
        await asyncio.gather(*(self._write(station) for station in self._stations))

    async def _write(self, station: TestStation) -> None:
        while not self._stopping:
            made = full_entry(station)
            outcome = await self._journal.write(made)
            assert isinstance(outcome, Committed), outcome
            async with self._progress:
                self.acknowledged.append(made.frames[0].message_id)
                self._progress.notify_all()

    async def more(self, messages: int) -> None:
        """Return when so many more are acknowledged."""
        wanted = len(self.acknowledged) + messages
        async with self._progress:
            await self._progress.wait_for(lambda: len(self.acknowledged) >= wanted)

    def stop(self) -> None:
        self._stopping = True


async def check(database: Database, acknowledged: list[str]) -> None:
    """Each acknowledged message stands exactly once in every table it has a row in."""
    logs = Counter(
        await column(database, tables.ocpp_logs.c.message_id, tables.ocpp_logs.c.direction == "in")
    )
    told = Counter(e.event.data["message"] for e in await StoredEventLog(database).after(0, 1_000_000))
    assert Counter(acknowledged) == logs
    assert logs == told
    assert set(logs.values()) == {1}


async def crash_server(server: PostgresServer, crashes: int) -> None:
    url = server.create_database()
    await migrate(url)
    database = await open_database(url)
    stations = await add_stations(database, 40)
    journal = journal_on(database)
    load = Load(journal, stations)
    running = asyncio.create_task(load.run())
    chance = random.Random(crashes)
    for _ in range(crashes):
        await within(load.more(chance.randint(50, 400)))
        await asyncio.to_thread(server.stop, "immediate")
        await asyncio.to_thread(server.start)
    await within(load.more(200))
    load.stop()
    await within(running)
    assert journal.measurements.outages >= crashes
    await journal.close()
    await check(database, load.acknowledged)
    await database.close()


async def test_a_crashing_postgresql_loses_and_doubles_nothing(own_server: PostgresServer) -> None:
    await crash_server(own_server, 3)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_a_hundred_crashes_of_postgresql(own_server: PostgresServer) -> None:
    await crash_server(own_server, 100)


async def kill_sqlite(url: str, kills: int) -> None:
    """SIGKILL in the middle of writing, again and again on one file; every acknowledged message is there, whole."""
    database = await open_database(url)
    stations = await add_stations(database, 30)
    await database.close()
    chance = random.Random(kills)
    acknowledged: list[str] = []
    script = [sys.executable, str(Path(__file__).with_name("sqlite_writer.py")), url]
    fleet = [f"{s.id}:{s.connector}" for s in stations]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    for number in range(kills):
        with subprocess.Popen(  # noqa: ASYNC220 - nothing else runs meanwhile
            [*script, str(number * 1_000_000), *fleet], stdout=subprocess.PIPE, text=True, env=environment
        ) as process:
            assert process.stdout is not None
            wanted = chance.randint(100, 1000)
            acknowledged += [line.strip() for line in itertools.islice(process.stdout, wanted)]
            process.kill()
            acknowledged += [line.strip() for line in process.stdout if line.endswith("\n")]
    raw = sqlite3.connect(path_of(url))
    assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()
    assert "" not in acknowledged
    database = await open_database(url)
    messages = Counter(
        await column(database, tables.ocpp_logs.c.message_id, tables.ocpp_logs.c.direction == "in")
    )
    told = Counter(e.event.data["message"] for e in await StoredEventLog(database).after(0, 10_000_000))
    await database.close()
    assert set(messages.values()) == {1}
    assert messages == told
    lost = set(acknowledged) - set(messages)
    assert lost == set()
    # What is stored beyond that had no time to be printed: at most what was in flight, one of each station a kill.
    assert len(set(messages) - set(acknowledged)) <= kills * 2 * len(stations)


async def test_sqlite_survives_sigkill(migrated_sqlite_url: str) -> None:
    await kill_sqlite(migrated_sqlite_url, 3)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_sqlite_survives_a_hundred_kills(migrated_sqlite_url: str) -> None:
    await kill_sqlite(migrated_sqlite_url, 100)
