"""Two processes on one database race for the same stations: a stale owner can commit nothing (reliability F23)."""

from __future__ import annotations

import asyncio

import pytest

from tests.flows.gateway_process import GatewayProcess
from tests.flows.history import (
    Acknowledgements,
    RememberingStation,
    assert_stored_exactly_once,
    read_table,
)

pytestmark = pytest.mark.anyio

STATIONS = 6
ENOUGH = 900
"""Acknowledgements, over all stations, after which everybody finishes."""


async def test_two_processes_take_the_same_stations_from_each_other(postgres_url: str) -> None:
    settings = {"REGISTRATION": "open", "UNKNOWN_ID_TAGS": "accept"}
    with GatewayProcess(postgres_url, **settings) as one, GatewayProcess(postgres_url, **settings) as other:
        up, enough, acknowledged = asyncio.Event(), asyncio.Event(), Acknowledgements()
        up.set()
        pairs = [
            (
                gateway,
                RememberingStation(f"CP-{n}", 2 * n + side, up, acknowledged, first_minute=side * 500_000),
            )
            for n in range(STATIONS)
            for side, gateway in enumerate((one, other))
        ]
        async with asyncio.TaskGroup() as group:
            for gateway, station in pairs:
                group.create_task(station.live(gateway.station_url, enough))
            await acknowledged.reach(ENOUGH)
            enough.set()
        assert (one.stop(), other.stop()) == (0, 0)
    stations = [station for _, station in pairs]
    assert await assert_stored_exactly_once(postgres_url, stations) > ENOUGH // 2
    assert sum(s.connections for s in stations) > 4 * STATIONS, "they hardly ever took over"
    leases = await read_table(
        postgres_url, "SELECT s.ocpp_id, l.epoch FROM leases l JOIN stations s ON s.id = l.station_id"
    )
    taken = dict(leases)
    for n in range(STATIONS):
        connections = sum(s.connections for s in stations if s.name == f"CP-{n}")
        assert taken[f"CP-{n}"] >= connections
