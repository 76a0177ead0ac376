"""Watched stations: nothing is asked of a flush while nobody looks, and a wish ends by itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from ocpp_gateway.operations import watching
from ocpp_gateway.operations.watching import (
    ALL,
    MOST_NAMED,
    STORED_TOPIC,
    WATCHED_SECONDS,
    WatchedStations,
    pack,
    unpack,
)

pytestmark = pytest.mark.anyio

ONE, TWO = UUID(int=1), UUID(int=2)


class Bus:
    def __init__(self) -> None:
        self.published: list[tuple[str, bytes]] = []
        self.arrived = asyncio.Event()

    async def publish(self, topic: str, message: bytes) -> None:
        self.published.append((topic, message))
        self.arrived.set()

    async def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        yield pack([ONE])


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "HINT_SECONDS", 0)


async def test_nothing_is_watched_until_somebody_asks() -> None:
    bus, seconds = Bus(), Seconds()
    watched = WatchedStations(bus, monotonic=seconds)
    assert not watched
    watched.watch([ONE])
    assert watched
    seconds.now = WATCHED_SECONDS + 1
    watched.forget()
    assert not watched


async def test_hints_name_watched_stations_only_and_go_out_together() -> None:
    bus = Bus()
    watched = WatchedStations(bus, monotonic=Seconds())
    watched.watch([ONE])
    watched.stored([TWO])
    watched.stored([ONE, TWO])
    watched.stored([ONE])
    await asyncio.wait_for(bus.arrived.wait(), 5)
    assert bus.published == [(STORED_TOPIC, pack([ONE]))]


async def test_who_watches_all_is_told_of_all() -> None:
    bus = Bus()
    watched = WatchedStations(bus, monotonic=Seconds())
    watched.watch(None)
    watched.stored([TWO])
    await asyncio.wait_for(bus.arrived.wait(), 5)
    assert unpack(bus.published[0][1]) == {TWO}


async def test_wishes_come_over_the_bus() -> None:
    watched = WatchedStations(Bus(), monotonic=Seconds())
    running = asyncio.create_task(watched.run())
    for _ in range(5):
        await asyncio.sleep(0)
    assert watched
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_stations_travel_as_bytes_and_too_many_as_all() -> None:
    assert unpack(pack([ONE, TWO])) == {ONE, TWO}
    assert unpack(pack([ONE]) + b"rest") == {ONE}
    assert unpack(b"") == set()
    many = [UUID(int=number) for number in range(MOST_NAMED + 1)]
    assert pack(many) == ALL
    assert unpack(ALL) is None
