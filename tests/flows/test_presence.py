"""Who is online: what a killed process left online is offline again after its restart."""

from __future__ import annotations

import asyncio

import pytest
from ocpp.v16 import call

from tests.flows.gateway_process import Api, GatewayProcess
from tests.flows.test_first_charge import BOOT, Plugged

pytestmark = pytest.mark.anyio


def is_online(api: Api) -> bool:
    return bool(api.get("/stations/CP-1")["online"])


async def test_a_restarted_gateway_takes_the_stations_of_its_former_life_offline() -> None:
    with GatewayProcess(REGISTRATION="open") as gateway:
        async with Plugged(gateway.station_url, "CP-1") as station:
            await station.call(BOOT)
            assert is_online(gateway.api())
            gateway.kill()
        await asyncio.to_thread(gateway.start)
        assert not is_online(gateway.api())
        async with Plugged(gateway.station_url, "CP-1") as station:
            await station.call(call.Heartbeat())
            assert is_online(gateway.api())


async def test_a_station_that_says_goodbye_is_offline() -> None:
    with GatewayProcess(REGISTRATION="open") as gateway:
        async with Plugged(gateway.station_url, "CP-1") as station:
            await station.call(BOOT)
        assert gateway.stop() == 0
        await asyncio.to_thread(gateway.start)
        assert not is_online(gateway.api())
