"""What only the bus through Redis can suffer: a Redis that is away, comes back, or hangs."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import pytest

from ocpp_gateway.cluster.redis import RedisBus
from tests.servers import RedisServer

pytestmark = pytest.mark.anyio

DEADLINE = 20.0


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with RedisServer() as own:
        yield own


@asynccontextmanager
async def _bus(server: RedisServer, **options: float) -> AsyncIterator[RedisBus]:
    bus = RedisBus(server.url, **options)  # type: ignore[arg-type]
    await bus.start()
    try:
        yield bus
    finally:
        await bus.close()


async def _until(condition: Callable[[], bool]) -> None:
    """Let the loop run until something is so. The bus keeps its own time; there is no event to wait on."""
    async with asyncio.timeout(DEADLINE):
        while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
            await asyncio.sleep(0)


async def _publish_until_heard(here: RedisBus, there: RedisBus) -> None:
    listener = there.subscribe("events")
    waiting = asyncio.ensure_future(anext(listener))

    async def publish_when_connected() -> bool:
        await here.publish("events", b"again")
        await asyncio.sleep(0)
        return waiting.done()

    async with asyncio.timeout(DEADLINE):
        while not await publish_when_connected():
            pass
    assert waiting.result() == b"again"


async def test_after_a_restart_of_redis_messages_flow_again(server: RedisServer) -> None:
    async with _bus(server) as here, _bus(server) as there:
        await asyncio.wait_for(there.subscribe("warm").ready(), DEADLINE)
        server.kill()
        await _until(lambda: not there.counters.connected)
        server.start()
        await _publish_until_heard(here, there)
        assert there.counters.reconnects >= 1


async def test_a_subscription_made_before_redis_dies_is_renewed(server: RedisServer) -> None:
    async with _bus(server) as here, _bus(server) as there:
        listener = there.subscribe("events")
        await asyncio.wait_for(listener.ready(), DEADLINE)
        server.kill()
        await _until(lambda: not there.counters.connected)
        server.start()
        await asyncio.wait_for(listener.ready(), DEADLINE)
        await _until(lambda: bool(here.counters.connected))
        await here.publish("events", b"back")
        assert await asyncio.wait_for(anext(listener), DEADLINE) == b"back"


async def test_while_redis_is_away_publishing_only_counts_and_listeners_here_still_hear(
    server: RedisServer,
) -> None:
    async with _bus(server) as bus:
        listener = bus.subscribe("events")
        await asyncio.wait_for(listener.ready(), DEADLINE)
        server.kill()
        for number in range(3000):
            await bus.publish("events", str(number).encode())
            assert await anext(listener) == str(number).encode()
        await _until(lambda: bus.counters.dropped > 0)
        assert len(bus._outbox) <= 1024


async def test_a_bus_starts_without_redis_and_finds_it_later(server: RedisServer) -> None:
    server.kill()
    async with _bus(server) as bus:
        listener = bus.subscribe("events")
        await bus.publish("events", b"local")
        assert await anext(listener) == b"local"
        server.start()
        await asyncio.wait_for(listener.ready(), DEADLINE)
        assert bus.counters.connected == 1


async def test_a_redis_that_hangs_costs_a_publisher_no_time_and_is_noticed(server: RedisServer) -> None:
    async with _bus(server, silence_seconds=0.4) as bus:
        await asyncio.wait_for(bus.subscribe("events").ready(), DEADLINE)
        process = server._process
        assert process is not None
        os.kill(process.pid, signal.SIGSTOP)
        try:
            loop = asyncio.get_running_loop()
            started = loop.time()
            for _ in range(100):
                await bus.publish("events", b"?")
            assert loop.time() - started < 0.2
            await _until(lambda: not bus.counters.connected)
        finally:
            os.kill(process.pid, signal.SIGCONT)
        await _until(lambda: bool(bus.counters.connected))


async def test_a_bus_ends_at_whatever_point_of_a_message_it_is_closed(server: RedisServer) -> None:
    """Before Python 3.12 `wait_for`, in which the library writes, swallows a cancellation that comes with the end."""
    for turns in range(8):
        async with asyncio.timeout(DEADLINE), _bus(server) as bus:
            listener = bus.subscribe("events")
            await listener.ready()
            await bus.publish("events", b"connected")
            await _until(lambda bus=bus: not bus._outbox)  # type: ignore[misc]
            await bus.publish("events", b"last")
            for _ in range(turns):
                await asyncio.sleep(0)
