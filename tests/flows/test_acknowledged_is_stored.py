"""The promise: what a station saw acknowledged is stored exactly once, whatever dies (faults F01, F08, F12)."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

import pytest

from tests.flows.gateway_process import GatewayProcess
from tests.flows.history import Acknowledgements, RememberingStation, assert_stored_exactly_once
from tests.servers import PostgresServer

pytestmark = pytest.mark.anyio

STATIONS = 12
BETWEEN_FAULTS = (40, 160)
"""Acknowledgements between two faults."""


async def live_through(
    gateway: GatewayProcess, faults: int, fault: Callable[[asyncio.Event], Awaitable[None]]
) -> list[RememberingStation]:
    """Stations charge while `fault` strikes again and again; then they finish."""
    chance = random.Random(7)
    up, enough, acknowledged = asyncio.Event(), asyncio.Event(), Acknowledgements()
    up.set()
    stations = [RememberingStation(f"CP-{n}", n, up, acknowledged) for n in range(STATIONS)]
    async with asyncio.TaskGroup() as group:
        for station in stations:
            group.create_task(station.live(gateway.station_url, enough))
        for _ in range(faults):
            await acknowledged.reach(acknowledged.count + chance.randint(*BETWEEN_FAULTS))
            await fault(up)
        await acknowledged.reach(acknowledged.count + BETWEEN_FAULTS[1])
        enough.set()
    return stations


def killing(gateway: GatewayProcess) -> Callable[[asyncio.Event], Awaitable[None]]:
    async def kill(up: asyncio.Event) -> None:
        up.clear()
        gateway.kill()
        await asyncio.to_thread(gateway.start)
        up.set()

    return kill


FAULTS = [pytest.param(4), pytest.param(100, marks=[pytest.mark.long, pytest.mark.timeout(1800)])]


@pytest.mark.parametrize("kills", FAULTS)
async def test_gateway_killed_on_sqlite(kills: int) -> None:
    with GatewayProcess(REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as gateway:
        stations = await live_through(gateway, kills, killing(gateway))
        assert gateway.stop() == 0
        assert await assert_stored_exactly_once(gateway.database_url, stations) > kills * BETWEEN_FAULTS[0]
        assert all(s.connections > kills for s in stations)


@pytest.mark.parametrize("kills", FAULTS)
async def test_gateway_killed_on_postgresql(kills: int, postgres_url: str) -> None:
    with GatewayProcess(postgres_url, REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as gateway:
        stations = await live_through(gateway, kills, killing(gateway))
        assert gateway.stop() == 0
        assert await assert_stored_exactly_once(postgres_url, stations) > kills * BETWEEN_FAULTS[0]


@pytest.mark.parametrize("stops", FAULTS)
async def test_postgresql_stopped_at_once(stops: int) -> None:
    with PostgresServer() as server:
        url = server.create_database()
        with GatewayProcess(url, REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as gateway:

            async def stop(up: asyncio.Event) -> None:
                up.clear()
                await asyncio.to_thread(server.stop, "immediate")
                await asyncio.to_thread(server.start)
                up.set()

            stations = await live_through(gateway, stops, stop)
            assert gateway.stop() == 0
            assert await assert_stored_exactly_once(url, stations) > stops * BETWEEN_FAULTS[0]
