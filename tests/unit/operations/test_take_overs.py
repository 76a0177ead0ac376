"""Take-overs between nodes: told over the bus, heard with their epoch; noise on the topic does no harm."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from ocpp_gateway.cluster.memory import MemoryBus
from ocpp_gateway.operations.take_overs import TAKE_OVERS_TOPIC, TakeOvers

pytestmark = pytest.mark.anyio

STATION = UUID(int=2**127 + 1)


class Recorder:
    """The sockets of a node."""

    def __init__(self) -> None:
        self.heard: asyncio.Queue[tuple[UUID, int]] = asyncio.Queue()

    def displaced(self, station_id: UUID, epoch: int) -> bool:
        self.heard.put_nowait((station_id, epoch))
        return True


@pytest.fixture
async def nodes() -> AsyncIterator[tuple[MemoryBus, TakeOvers, Recorder]]:
    bus, there = MemoryBus(), Recorder()
    follower = asyncio.create_task(TakeOvers(bus, lambda: there).run())
    await asyncio.sleep(0)
    yield bus, TakeOvers(bus, Recorder), there
    follower.cancel()


async def test_a_take_over_is_heard_with_its_epoch(nodes: tuple[MemoryBus, TakeOvers, Recorder]) -> None:
    _, here, there = nodes
    here.tell(STATION, 2**40)
    async with asyncio.timeout(5):
        assert await there.heard.get() == (STATION, 2**40)


async def test_a_message_of_another_form_is_passed_over(nodes: tuple[MemoryBus, TakeOvers, Recorder]) -> None:
    bus, here, there = nodes
    for noise in (b"", STATION.bytes, b"x" * 25):
        await bus.publish(TAKE_OVERS_TOPIC, noise)
    here.tell(STATION, 7)
    async with asyncio.timeout(5):
        assert await there.heard.get() == (STATION, 7)
    assert there.heard.empty()
