"""A dead node's stations are shown offline, a living one's never; a frozen node finds itself fenced."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.operations.decision import Committed, StaleEpoch
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.nodes import DEAD_SECONDS, FORGOTTEN, RENEW_SECONDS, Nodes
from tests.contract.storage.fleet import TestStation, add_stations, full_entry, journal_on, now, within

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


@dataclass
class Seconds:
    """A monotonic clock that is moved by hand."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def node(database: Database, name: str, seconds: Seconds) -> Nodes:
    return Nodes(database, name, clock=now, monotonic=seconds, new_id=uuid7)


async def set_online(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(update(tables.stations).values(online=True))


async def online(database: Database) -> set[str]:
    query = select(tables.stations.c.ocpp_id).where(tables.stations.c.online)
    async with database.read() as connection:
        return set((await connection.execute(query)).scalars())


async def disconnected(database: Database) -> list[str | None]:
    events = await StoredEventLog(database).after(0, 1000)
    assert {e.event.type for e in events} <= {EventType.STATION_DISCONNECTED}
    return [e.event.station for e in events]


async def two_nodes(
    database: Database, seconds: Seconds
) -> tuple[Nodes, list[TestStation], list[TestStation]]:
    """The watching node `w` and a node `d`, which is about to die, with their stations online."""
    mine = await add_stations(database, 2, node="w", prefix="MINE")
    others = await add_stations(database, 3, node="d", prefix="OTHER")
    watcher = node(database, "w", seconds)
    await node(database, "d", seconds).register()
    await set_online(database)
    async with database.begin() as connection:
        await connection.execute(tables.nodes.insert().values(id="w", started_at=now(), renewed_at=now()))
    return watcher, mine, others


async def watch(watcher: Nodes, seconds: Seconds, times: int) -> list[int]:
    swept = []
    for _ in range(times):
        swept.append(await watcher.sweep())
        seconds.now += RENEW_SECONDS
    return swept


async def test_a_node_without_a_sign_of_life_for_fifteen_seconds_is_dead(database: Database) -> None:
    seconds = Seconds()
    watcher, mine, _ = await two_nodes(database, seconds)
    assert await watch(watcher, seconds, 3) == [0, 0, 0]
    assert await watcher.sweep() == 3
    assert seconds.now - 1000 == DEAD_SECONDS
    assert await online(database) == {s.ocpp_id for s in mine}
    assert sorted(map(str, await disconnected(database))) == ["OTHER-0", "OTHER-1", "OTHER-2"]
    assert await watcher.sweep() == 0


async def test_a_node_that_renews_is_alive(database: Database) -> None:
    seconds = Seconds()
    watcher, _, _ = await two_nodes(database, seconds)
    for _ in range(6):
        await node(database, "d", seconds).renew()
        assert await watch(watcher, seconds, 1) == [0]


async def test_a_node_that_said_goodbye_is_not_waited_for(database: Database) -> None:
    seconds = Seconds()
    watcher, _, _ = await two_nodes(database, seconds)
    await node(database, "d", seconds).stop()
    assert await watcher.sweep() == 3


async def test_an_outage_of_our_own_kills_nobody(database: Database) -> None:
    """While we could not look, nobody could renew either: count anew."""
    seconds = Seconds()
    watcher, _, _ = await two_nodes(database, seconds)
    await watch(watcher, seconds, 2)
    seconds.now += 60
    assert await watch(watcher, seconds, 3) == [0, 0, 0]
    assert await watcher.sweep() == 3


async def test_a_station_that_was_taken_over_meanwhile_stays_online(database: Database) -> None:
    seconds = Seconds()
    watcher, _, others = await two_nodes(database, seconds)
    await watch(watcher, seconds, 3)
    await StoredLeases(database, node_id="w", clock=now).claim(others[0].id)
    assert await watcher.sweep() == 2
    assert "OTHER-0" in await online(database)


async def test_a_frozen_node_is_fenced(database: Database) -> None:
    seconds = Seconds()
    watcher, mine, others = await two_nodes(database, seconds)
    await watch(watcher, seconds, 3)
    await watcher.sweep()
    journal = journal_on(database)
    assert isinstance(await within(journal.write(full_entry(others[0]))), StaleEpoch)
    assert isinstance(await within(journal.write(full_entry(mine[0]))), Committed)
    await journal.close()


async def test_a_node_that_starts_takes_offline_what_its_earlier_life_left(database: Database) -> None:
    seconds = Seconds()
    _, _, _ = await two_nodes(database, seconds)
    # On SQLite there is one process, so whoever was there before is dead; on PostgreSQL others may be alive.
    left = 5 if database.dialect_name == "sqlite" else 3
    assert await node(database, "d", seconds).register() == left
    assert len(await disconnected(database)) == left


async def test_two_watchers_take_a_station_offline_once(database: Database) -> None:
    seconds = Seconds()
    watcher, _, _ = await two_nodes(database, seconds)
    await node(database, "d", seconds).stop()
    swept = await within(asyncio.gather(watcher.sweep(), watcher.sweep(), watcher.sweep()))
    assert sum(swept) == 3
    assert len(await disconnected(database)) == 3


async def test_renewing_and_sweeping_go_on_when_the_database_returns(database: Database) -> None:
    """`run` renews every five seconds until it is cancelled."""
    seconds = Seconds()
    watcher, _, _ = await two_nodes(database, seconds)
    pauses: list[float] = []

    async def sleep(pause: float) -> None:
        pauses.append(pause)
        seconds.now += pause
        if len(pauses) == 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await watcher.run(sleep)
    assert pauses == [RENEW_SECONDS] * 4
    assert len(await disconnected(database)) == 3


async def test_nodes_that_are_long_gone_are_forgotten(database: Database) -> None:
    seconds = Seconds()
    await node(database, "old", seconds).register()
    await node(database, "recent", seconds).register()
    async with database.begin() as connection:
        await connection.execute(
            update(tables.nodes).where(tables.nodes.c.id == "old").values(renewed_at=now() - FORGOTTEN * 2)
        )
    await node(database, "new", seconds).register()
    async with database.read() as connection:
        left = set((await connection.execute(select(tables.nodes.c.id))).scalars())
    assert left == {"recent", "new"}
