"""The central system under test: a whole gateway, seen through station sockets and its public REST API only.

Registration is closed: every station was provisioned with a key of its own, as a certified installation is run.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from tests.flows.gateway_process import Api, GatewayProcess
from tests.flows.obeying_station import ObeyingStation
from tests.raw_socket import KEY

DEADLINE = 15.0
FINAL = {"accepted", "rejected", "failed", "timed_out", "expired", "cancelled"}
TAGS = (
    {"id_tag": "VALID", "status": "Accepted", "concurrent": True},
    {"id_tag": "BLOCKED", "status": "Blocked"},
    {"id_tag": "EXPIRED", "status": "Accepted", "expiry": "2020-01-01T00:00:00Z"},
)
"""What the tool expects to be prepared: one tag of each kind, and `UNKNOWN`, which nobody entered."""


class CentralSystem:
    """A gateway process and what a tester does with it.

    Stations that wait to be commanded are connected and booted all at once: the gateway leaves a station in peace for
    two seconds after its boot (quirk Q15), and so all of them wait together.
    """

    def __init__(self, gateway: GatewayProcess, *, stations: int, booted: int) -> None:
        self.gateway = gateway
        self.api: Api = gateway.api()
        self._booted = booted  # so many at first, then a few at a time
        self._unused = [f"CP-{number}" for number in range(1, stations + 1)]
        self._ready: list[ObeyingStation] = []
        self._stack = AsyncExitStack()

    async def prepare(self) -> None:
        """Enter tags and stations."""
        for tag in TAGS:
            await self.give("/id-tags", tag)
        for identity in self._unused:
            await self.give("/stations", {"ocpp_id": identity, "password": KEY})

    async def give(self, path: str, body: Any = None) -> Any:
        """A POST that does not hold up the stations of the test."""
        return await asyncio.to_thread(self.api.post, path, body)

    async def get(self, path: str, **query: Any) -> Any:
        return await asyncio.to_thread(self.api.get, path, **query)

    def identity(self) -> str:
        """A provisioned station that nobody has used."""
        return self._unused.pop(0)

    def station(self, identity: str, *, boots: bool = False) -> ObeyingStation:
        """The station's client, with the right key. Use it with `async with`."""
        key = bytes.fromhex(KEY)
        return ObeyingStation(self.gateway.station_url, identity, boots=boots, password=key, proxy=None)

    @asynccontextmanager
    async def fresh(self) -> AsyncIterator[ObeyingStation]:
        """Precondition "Booted" for a station that speaks for itself."""
        async with self.station(self.identity(), boots=True) as station:
            yield station

    async def booted(self) -> ObeyingStation:
        """Precondition "Booted" for a station that is to be commanded: connected until the end of all tests."""
        if not self._ready:
            self._ready = await asyncio.gather(*(self._connect() for _ in range(self._booted)))
            self._booted = 4
        return self._ready.pop()

    async def _connect(self) -> ObeyingStation:
        return await self._stack.enter_async_context(self.station(self.identity(), boots=True))

    async def close(self) -> None:
        await self._stack.aclose()

    async def command(self, station: ObeyingStation, action: str, payload: Any = None) -> str:
        """Send any operation; the id of the command."""
        body = {"action": action, "payload": payload or {}}
        given = await self.give(f"/stations/{station.identity}/commands", body)
        return str(given["id"])

    async def settled(self, path: str, condition: Any) -> Any:
        """What is at a path once it is as it should be."""
        async with asyncio.timeout(DEADLINE):
            while True:
                seen = await self.get(path)
                if condition(seen):
                    return seen
                await asyncio.sleep(0.02)  # it is another process that moves it

    async def final(self, command: str) -> Any:
        """The command once it is final."""
        return await self.settled(f"/commands/{command}", lambda seen: seen["status"] in FINAL)

    async def outcome(self, command: str) -> tuple[str, Any]:
        seen = await self.final(command)
        return seen["status"], seen["response"]

    async def effect(self, command: str) -> tuple[str, str | None]:
        effect = (await self.get(f"/commands/{command}"))["effect"]
        return effect["state"], effect["event"]

    async def transactions(self, station: ObeyingStation) -> list[Any]:
        return await asyncio.to_thread(self.api.all, "/transactions", station=station.identity)

    async def transaction(self, station: ObeyingStation) -> Any:
        """The only transaction of this station."""
        (only,) = await self.transactions(station)
        return only

    async def connector(self, station: ObeyingStation, number: int = 1) -> Any:
        return await self.get(f"/stations/{station.identity}/connectors/{number}")
