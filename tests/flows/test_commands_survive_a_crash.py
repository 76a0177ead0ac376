"""A crash between "sent" and the answer never leads to a second frame (reliability F24): SIGKILL at random points."""

from __future__ import annotations

import asyncio
import random

import pytest

from tests.flows.gateway_process import GatewayProcess
from tests.flows.obeying_station import ObeyingStation
from tests.flows.test_commands import give, settled

pytestmark = pytest.mark.anyio

COMMANDS = 4
KILLS = [pytest.param(5), pytest.param(100, marks=[pytest.mark.long, pytest.mark.timeout(3600)])]


async def killed_once(gateway: GatewayProcess, chance: random.Random, identity: str) -> list[str]:
    """Give commands and kill the gateway after some of them were sent; the number of each one's frames is counted."""
    api = gateway.api()
    frames: list[str] = []
    async with ObeyingStation(gateway.station_url, identity) as station:
        body = {"action": "DataTransfer", "when_offline": "queue"}
        given = [
            await give(
                api, f"/stations/{identity}/commands", {**body, "payload": {"vendorId": f"{identity}-{n}"}}
            )
            for n in range(COMMANDS)
        ]
        for _ in range(chance.randrange(COMMANDS)):
            message_id, _ = await station.ordered("DataTransfer")
            await station.answer(message_id, {"status": "Accepted"})
        if chance.random() < 0.7:
            await station.ordered("DataTransfer")
        gateway.kill()
        frames += [frame[3]["vendorId"] for frame in station.frames]
    await asyncio.to_thread(gateway.start)
    api = gateway.api()
    async with ObeyingStation(gateway.station_url, identity) as station:

        async def obey() -> None:
            while True:
                message_id, _ = await station.ordered("DataTransfer")
                await station.answer(message_id, {"status": "Accepted"})

        obeying = asyncio.create_task(obey())
        for command in given:
            seen = await settled(
                api, f"/commands/{command['id']}", lambda seen: seen["status"] not in {"queued", "sent"}, 30.0
            )
            assert seen["status"] in {"accepted", "timed_out"}
            assert (seen["status"] == "accepted") == (seen["response"] is not None)
        obeying.cancel()
        await asyncio.gather(obeying, return_exceptions=True)
        frames += [frame[3]["vendorId"] for frame in station.frames]
    return frames


@pytest.mark.parametrize("kills", KILLS)
async def test_no_command_is_sent_twice_whenever_the_gateway_is_killed(kills: int) -> None:
    chance = random.Random(24)
    with GatewayProcess(REGISTRATION="open") as gateway:
        for number in range(kills):
            frames = await killed_once(gateway, chance, f"CP-{number}")
            assert len(frames) == len(set(frames)), "a second frame of one command"
        events = gateway.api().all("/commands", action="DataTransfer")
        assert len(events) == kills * COMMANDS
