"""Cursors: whoever reads from its last position misses nothing (journal.md, proof 5)."""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from ocpp_gateway.storage import tables
from ocpp_gateway.storage.events import StoredEventLog, append
from tests.contract.storage.fleet import TestStation, add_stations, event, now, within

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from uuid import UUID

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.storage.engine import Connection, Database

    Append = Callable[[Connection, Sequence[Event]], Awaitable[object]]

pytestmark = pytest.mark.anyio

WRITERS = 4
TRANSACTIONS = 30


class _RolledBack(Exception):
    pass


async def write_slowly(database: Database, write: Append, station: TestStation, seed: int) -> list[UUID]:
    """Transactions with one to three events, a deliberate delay before each commit, some rolled back."""
    chance = random.Random(seed)
    committed: list[UUID] = []
    for _ in range(TRANSACTIONS):
        facts = [event(station) for _ in range(chance.randint(1, 3))]
        try:
            async with database.begin() as connection:
                await write(connection, facts)
                await asyncio.sleep(chance.uniform(0, 0.01))
                if chance.random() < 0.05:
                    raise _RolledBack
        except _RolledBack:
            continue
        committed += [fact.id for fact in facts]
    return committed


async def follow(database: Database, done: asyncio.Event) -> list[UUID]:
    """Poll from the last position until the writers are done and nothing comes any more."""
    log = StoredEventLog(database)
    seen: list[UUID] = []
    position = 0
    while True:
        finished = done.is_set()
        batch = await log.after(position, 1000)
        seen += [stored.event.id for stored in batch]
        position = batch[-1].position if batch else position
        if finished and not batch:
            return seen


async def race(database: Database, write: Append) -> tuple[set[UUID], list[UUID]]:
    stations = await add_stations(database, WRITERS)
    done = asyncio.Event()
    reader = asyncio.create_task(follow(database, done))
    written = await within(
        asyncio.gather(*(write_slowly(database, write, s, seed) for seed, s in enumerate(stations)))
    )
    done.set()
    return {event_id for ids in written for event_id in ids}, await within(reader)


async def with_the_lock(connection: Connection, facts: Sequence[Event]) -> None:
    await append(connection, facts, now())


async def without_the_lock(connection: Connection, facts: Sequence[Event]) -> None:
    """The planted bug: a plain identity column, as most systems have it."""
    await connection.execute(
        insert(tables.events),
        [
            {"id": f.id, "type": f.type.value, "time": f.time, "data": f.data, "created_at": now()}
            for f in facts
        ],
    )


async def test_a_reader_with_its_last_position_misses_nothing(database: Database) -> None:
    committed, seen = await race(database, with_the_lock)
    assert len(seen) == len(set(seen))
    assert set(seen) == committed


async def test_a_plain_identity_column_would_lose_events(postgres: Database) -> None:
    """The test above is able to fail."""
    committed, seen = await race(postgres, without_the_lock)
    assert set(seen) < committed


async def test_events_come_back_as_they_were_in_their_order(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    facts = [event(station, text="ü\u2028", number=1.5, nested={"a": [None, True]}) for _ in range(5)]
    async with database.begin() as connection:
        last = await append(connection, facts, now())
    log = StoredEventLog(database)
    stored = await log.after(0, 10)
    assert [s.event for s in stored] == facts
    assert [s.position for s in stored] == sorted({s.position for s in stored})
    assert stored[-1].position == last == await log.head()
    assert [s.event for s in await log.after(stored[1].position, 2)] == facts[2:4]


async def test_an_empty_log_has_head_zero(database: Database) -> None:
    log = StoredEventLog(database)
    assert await log.head() == 0
    assert await log.after(0, 10) == []


async def test_appending_nothing_is_a_mistake(database: Database) -> None:
    async with database.begin() as connection:
        with pytest.raises(ValueError, match="no event"):
            await append(connection, [], now())
