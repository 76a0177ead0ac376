"""Following the log: every fact one reacts to, once, from where one began; an outage only delays (ARCHITECTURE)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Collection
from uuid import UUID

import pytest

from ocpp_gateway.charging.events import Event, EventType, StoredEvent
from ocpp_gateway.operations.following import LogFollower
from ocpp_gateway.operations.ports import StorageUnavailable
from tests.unit.operations.ledger import NOON

pytestmark = pytest.mark.anyio


class Log:
    """An event log in memory that can be away."""

    def __init__(self) -> None:
        self.stored: list[StoredEvent] = []
        self.away = False
        self.refused = asyncio.Event()

    def write(self, kind: EventType, count: int = 1) -> None:
        for _ in range(count):
            position = len(self.stored) + 1
            event = Event(
                id=UUID(int=position),
                type=kind,
                time=NOON,
                station_id=None,
                station=None,
                connector=None,
                data={},
            )
            self.stored.append(StoredEvent(position=position, event=event))

    async def head(self) -> int:
        if self.away:
            self.refused.set()
            raise StorageUnavailable("away")
        return len(self.stored)

    async def after(
        self, position: int, limit: int, types: Collection[EventType] | None = None
    ) -> list[StoredEvent]:
        found = [s for s in self.stored if s.position > position and (types is None or s.event.type in types)]
        return found[:limit]


class Hints:
    """A bus whose hints are put by the test."""

    def __init__(self) -> None:
        self.queue: asyncio.Queue[bytes] = asyncio.Queue()

    async def publish(self, topic: str, message: bytes) -> None:
        self.queue.put_nowait(message)

    async def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        while True:
            yield await self.queue.get()


def follower(log: Log, seen: list[int], hints: Hints | None = None) -> LogFollower:
    async def remember(event: Event) -> None:
        seen.append(event.id.int)

    return LogFollower(
        log, hints or Hints(), {EventType.STATION_ADMINISTERED: remember}, poll_seconds=60, pause_seconds=0
    )


async def test_it_begins_at_the_head_and_reacts_to_its_types_only() -> None:
    log, seen = Log(), []
    log.write(EventType.STATION_ADMINISTERED)
    following = follower(log, seen)
    await following.begin()
    log.write(EventType.METER_VALUES, 3)
    log.write(EventType.STATION_ADMINISTERED)
    assert await following.catch_up() == 1
    assert seen == [5]
    assert following.position == 5
    assert await following.catch_up() == 0


async def test_a_long_way_is_gone_in_bounded_steps() -> None:
    log, seen = Log(), []
    following = follower(log, seen)
    log.write(EventType.STATION_ADMINISTERED, 1203)
    assert await following.catch_up() == 1203
    assert seen == list(range(1, 1204))


async def test_one_bad_event_does_not_stop_the_others() -> None:
    log, seen = Log(), []

    async def touchy(event: Event) -> None:
        if event.id.int == 2:
            raise ZeroDivisionError
        seen.append(event.id.int)

    following = LogFollower(log, Hints(), {EventType.STATION_ADMINISTERED: touchy})
    log.write(EventType.STATION_ADMINISTERED, 3)
    await following.catch_up()
    assert (seen, following.position) == ([1, 3], 3)


async def test_a_hint_wakes_it_and_an_outage_only_delays() -> None:
    log, seen, hints = Log(), [], Hints()
    following = follower(log, seen, hints)
    done = asyncio.Event()

    async def finish(event: Event) -> None:
        seen.append(event.id.int)
        done.set()

    following._reactions[EventType.STATION_ADMINISTERED] = finish
    running = asyncio.create_task(following.run())
    log.away = True
    log.write(EventType.STATION_ADMINISTERED)
    await hints.publish("events", b"")
    async with asyncio.timeout(5):
        await log.refused.wait()
    log.away = False
    await hints.publish("events", b"")
    async with asyncio.timeout(5):
        await done.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert seen == [1]
