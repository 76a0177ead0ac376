"""Whoever lost a station's lease can write nothing more for it, and a take-over sees everything that was written
before it (journal.md, proof 4)."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, text
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.decision import Committed, StaleEpoch
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.events import LOG_LOCK
from ocpp_gateway.storage.journal.flush_function import function_text
from ocpp_gateway.storage.leases import StoredLeases
from tests.contract.storage.fleet import (
    add_stations,
    column,
    connector_update,
    count,
    entry,
    full_entry,
    journal_on,
    now,
    start_of,
    within,
)

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


async def test_a_new_owner_fences_the_old_one(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    assert isinstance(await within(journal.write(full_entry(station))), Committed)
    owned = await within(StoredLeases(database, node_id="node-2", clock=now).claim(station.id))
    assert owned is not None
    assert owned.epoch == 2
    assert isinstance(await within(journal.write(full_entry(station))), StaleEpoch)
    station.epoch = 2
    assert isinstance(await within(journal.write(full_entry(station))), Committed)
    assert await count(database, tables.ocpp_logs) == 4
    await journal.close()


async def blocked_flush_and_takeover(postgres: Database) -> tuple[bool, object]:
    """A flush has passed its look at the epochs and stands before the log's lock; then somebody claims the station.

    Return whether the claim saw the start that the flush was about to write, and the flush's outcome.
    """
    (station,) = await add_stations(postgres, 1)
    journal = journal_on(postgres)
    start = start_of(station, "4711")
    made = entry(station, start, connector_update(station, transaction=start.id))
    async with postgres.begin() as blocker:
        await blocker.execute(select(func.pg_advisory_xact_lock(LOG_LOCK)))
        writing = asyncio.create_task(journal.write(made))
        await within(waiting_for(postgres, "advisory", 1))
        claiming = asyncio.create_task(StoredLeases(postgres, node_id="node-2", clock=now).claim(station.id))
        claim_waits = asyncio.create_task(waiting_for(postgres, "transactionid", 1))
        await within(asyncio.wait([claiming, claim_waits], return_when=asyncio.FIRST_COMPLETED))
        claim_waits.cancel()
        await asyncio.wait([claim_waits])
    outcome = await within(writing)
    owned = await within(claiming)
    assert owned is not None
    seen = owned.connectors[1].transaction is not None and owned.connectors[1].transaction.id == start.id
    await journal.close()
    return seen, outcome


async def waiting_for(database: Database, wait_event: str, sessions: int) -> None:
    """Return when so many backends wait for a lock of this kind."""
    query = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event = :event").bindparams(
        event=wait_event
    )
    while True:
        async with database.read() as connection:
            if (await connection.execute(query)).scalar() == sessions:
                return


async def test_a_takeover_waits_for_a_flush_that_has_looked_at_the_epoch(postgres: Database) -> None:
    seen, outcome = await blocked_flush_and_takeover(postgres)
    assert isinstance(outcome, Committed)
    assert seen


async def test_a_look_at_the_epoch_without_a_lock_would_lose_rows(postgres: Database) -> None:
    """The test above is able to fail: with a plain read, hot state lacks what is committed a moment later."""
    function = function_text().split("\n\n")[-1].replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
    assert function.count(" FOR SHARE") == 1
    async with postgres.begin() as connection:
        await connection.execute(text(function.replace(" FOR SHARE", "").replace(":", r"\:")))
    seen, outcome = await blocked_flush_and_takeover(postgres)
    assert isinstance(outcome, Committed)
    assert not seen


async def run_node(url: str, name: str, rounds: int, stations: list[str]) -> dict[str, list[object]]:
    script = Path(__file__).with_name("racing_node.py")
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(script), url, name, str(rounds), *stations, stdout=asyncio.subprocess.PIPE
    )
    output, _ = await within(process.communicate(), 110)
    assert process.returncode == 0
    found: dict[str, list[object]] = json.loads(output)
    return found


async def race_for_stations(postgres: Database, rounds: int) -> None:
    """Two processes take the same stations from each other; nothing is written by a loser."""
    stations = await add_stations(postgres, 20)
    ids = [str(s.id) for s in stations]
    nodes = await asyncio.gather(
        *(run_node(postgres.url, name, rounds, ids) for name in ("node-1", "node-2"))
    )
    acknowledged = Counter(message for node in nodes for message in node["acknowledged"])
    stored = Counter(await column(postgres, tables.ocpp_logs.c.message_id))
    assert acknowledged == stored
    assert set(stored.values()) == {1}
    written: dict[str, Counter[int]] = defaultdict(Counter)
    for message in stored:
        station, epoch, _ = message.split("/")
        written[station][int(epoch)] += 1
    takeovers = [takeover for node in nodes for takeover in node["takeovers"]]
    assert len(takeovers) == 2 * rounds * len(stations)
    for station, epoch, seen in takeovers:  # type: ignore[misc]
        before = sum(rows for earlier, rows in written[station].items() if earlier < epoch)
        assert seen == before, f"the take-over to epoch {epoch} of {station} saw {seen} of {before} rows"


async def test_two_processes_that_race_for_stations_never_write_with_a_stale_epoch(
    postgres: Database,
) -> None:
    await race_for_stations(postgres, rounds=10)


@pytest.mark.long
@pytest.mark.timeout(1800)
async def test_ten_thousand_takeovers(postgres: Database) -> None:
    for _ in range(25):
        await race_for_stations_again(postgres)


async def race_for_stations_again(postgres: Database) -> None:
    async with postgres.begin() as connection:
        for table in (tables.ocpp_logs, tables.connectors, tables.leases, tables.stations):
            await connection.execute(table.delete())
    await race_for_stations(postgres, rounds=10)


async def test_concurrent_claims_of_one_station_get_epochs_of_their_own(database: Database) -> None:
    stations = await add_stations(database, 3)
    leases = StoredLeases(database, node_id="node-1", clock=now)
    claims = await within(asyncio.gather(*(leases.claim(s.id) for s in stations for _ in range(5))))
    epochs = defaultdict(list)
    for owned in claims:
        assert owned is not None
        epochs[owned.id].append(owned.epoch)
    assert {tuple(found) for found in epochs.values()} == {(2, 3, 4, 5, 6)}


async def test_a_station_that_does_not_exist_cannot_be_claimed(database: Database) -> None:
    assert await within(StoredLeases(database, node_id="node-1", clock=now).claim(uuid7())) is None
