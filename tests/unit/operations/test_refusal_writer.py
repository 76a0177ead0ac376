"""Refused handshakes are stored at once, told of once for each batch, and cost no more in an attack."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.refusal_writer import REFUSED_TOPIC, RefusalWriter
from ocpp_gateway.operations.refused_handshakes import RefusalReason, RefusedHandshake, RefusedHandshakes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from ocpp_gateway.operations.ports import Bus

pytestmark = pytest.mark.anyio

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)
LONG = 3600.0


class Store:
    """A `RefusalStore` that keeps batches, and can be away."""

    def __init__(self) -> None:
        self.batches: list[list[RefusedHandshake]] = []
        self.away = 0
        self.tried = asyncio.Event()

    async def add(self, refusals: Sequence[RefusedHandshake]) -> None:
        self.tried.set()
        if self.away:
            self.away -= 1
            raise StorageUnavailable("away")
        self.batches.append(list(refusals))


class Told:
    """A bus that writes down what it is told, and that lets a test wait for it."""

    def __init__(self) -> None:
        self.topics: list[str] = []
        self.heard = asyncio.Event()

    async def publish(self, topic: str, message: bytes) -> None:
        assert message == b""
        self.topics.append(topic)
        self.heard.set()


class House:
    def __init__(self, pause_seconds: float) -> None:
        self.refused, self.store, self.bus = RefusedHandshakes(lambda: NOON), Store(), Told()
        self.writer = RefusalWriter(
            self.refused, self.store, cast("Bus", self.bus), pause_seconds=pause_seconds
        )

    def refuse(self, identity: str) -> None:
        self.refused.record("192.0.2.1", identity, 401, RefusalReason.WRONG_PASSWORD)

    async def told(self) -> None:
        await asyncio.wait_for(self.bus.heard.wait(), 5)
        self.bus.heard.clear()


@asynccontextmanager
async def running(house: House) -> AsyncIterator[None]:
    task = asyncio.create_task(house.writer.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_the_first_one_after_a_quiet_time_waits_for_nothing() -> None:
    house = House(pause_seconds=LONG)
    async with running(house):
        house.refuse("CP-1")
        await house.told()
    assert [one.identity for one in house.store.batches[0]] == ["CP-1"]
    assert house.bus.topics == [REFUSED_TOPIC]


async def test_a_storm_is_one_batch_and_one_hint_for_each_pause() -> None:
    house = House(pause_seconds=LONG)
    async with running(house):
        house.refuse("CP-1")
        await house.told()
        for number in range(10_000):
            house.refuse(f"CP-{number}")
            if number % 1000 == 0:
                await asyncio.sleep(0)
        assert len(house.store.batches) == 1, "the pause has not ended"
    assert await house.writer.write() == 200
    assert house.refused.lost == 10_000 - 200
    assert house.bus.topics == [REFUSED_TOPIC] * 2


async def test_what_a_database_that_is_away_refuses_is_written_when_it_is_back() -> None:
    house = House(pause_seconds=0.0)
    house.store.away = 2
    async with running(house):
        house.refuse("CP-1")
        await house.told()
    assert house.store.away == 0
    assert [[one.identity for one in batch] for batch in house.store.batches] == [["CP-1"]]
    assert house.bus.topics == [REFUSED_TOPIC], "nothing is told that is not stored"


async def test_with_nothing_to_write_nobody_is_told() -> None:
    house = House(pause_seconds=0.0)
    assert await house.writer.write() == 0
    assert house.bus.topics == []
