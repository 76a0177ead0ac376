"""Two processes on one database: a stale owner can commit nothing (F23), and hears at once that it is one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import websockets
from websockets.typing import Subprotocol

from tests.flows.gateway_process import GatewayProcess
from tests.flows.history import (
    Acknowledgements,
    RememberingStation,
    assert_stored_exactly_once,
    read_table,
)

pytestmark = pytest.mark.anyio

STATIONS = 6
AT_ONCE = 5.0
"""Seconds: far below the first ping (and a lost hint would end with another code)."""
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


@asynccontextmanager
async def spoken(gateway: GatewayProcess) -> AsyncIterator[websockets.ClientConnection]:
    """CP-1, connected to one of the nodes, whose boot is answered."""
    async with websockets.connect(
        f"{gateway.station_url}/CP-1", subprotocols=[Subprotocol("ocpp1.6")], ping_interval=None
    ) as socket:
        await socket.send('[2,"boot","BootNotification",{"chargePointVendor":"V","chargePointModel":"M"}]')
        assert json.loads(await socket.recv())[:2] == [3, "boot"]
        yield socket


async def test_the_old_socket_is_closed_at_once_when_its_station_comes_back_on_another_node(
    postgres_url: str, redis_url: str
) -> None:
    settings = {"REGISTRATION": "open", "REDIS_URL": redis_url}
    with GatewayProcess(postgres_url, **settings) as one, GatewayProcess(postgres_url, **settings) as other:
        async with spoken(one) as old, spoken(other) as new:
            # It has said nothing and was told nothing: only the other node knows.
            async with asyncio.timeout(AT_ONCE):
                await old.wait_closed()
            assert (old.close_code, old.close_reason) == (
                1008,
                "replaced by a newer connection of this station",
            )
            await new.send('[2,"beat","Heartbeat",{}]')
            answers = []
            while "beat" not in answers:
                answers.append(json.loads(await new.recv())[1])
            # The goodbye of the old one was fenced: the station is online, and nobody was told otherwise.
            assert one.api().get("/stations/CP-1")["online"] is True
            async with spoken(one):  # and back again
                async with asyncio.timeout(AT_ONCE):
                    await new.wait_closed()
                assert new.close_code == 1008
        assert (one.stop(), other.stop()) == (0, 0)
    events = await read_table(postgres_url, "SELECT type, data->>'code' FROM events ORDER BY position")
    gone = [code for kind, code in events if kind == "station.disconnected"]
    assert len(gone) == 1, "only the last connection has said goodbye"
