"""The fleet of `./gateway demo`: small, lively, quick, so that a newcomer sees charging within a minute."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ocpp_gateway.simulator.fleet import Options, run_fleet

if TYPE_CHECKING:
    from ocpp_gateway.simulator.fleet import Summary

DEMO_STATIONS = 50
DEMO_SPEED = 10.0
DEMO_CHARGING = 0.5


async def run_demo(
    url: str, stop: asyncio.Event | None = None, *, stations: int = DEMO_STATIONS, progress: bool = False
) -> Summary:
    """Run the demonstration fleet against `url` until `stop` is set, or for ever (until cancelled)."""
    options = Options(
        url=url,
        stations=stations,
        connectors=2,
        charging=DEMO_CHARGING,
        speed=DEMO_SPEED,
        prefix="DEMO",
        connect_rate=20.0,
        progress=progress,
    )
    return await run_fleet(options, stop or asyncio.Event())
