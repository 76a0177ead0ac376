"""A fleet that only changes state, in a process of its own: `python -m bench.status_fleet`.

The first line of standard input says where, each further one is an order, and each is answered with a line of JSON.
Most stations only make the load; the probes are those whose changes somebody watches on a page, so for each of these it
is written down when it was sent and when the gateway had answered, which is after its commit.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import Any

import msgspec
import uvloop

from bench.client import LeanClient, handshake_request

CONNECTING_AT_ONCE = 50
TICK_SECONDS = 0.005
SETTLE_SECONDS = 30.0
STATUSES = ("Preparing", "Charging", "SuspendedEV", "Finishing", "Available")
_decode = msgspec.json.decode


class Changer:
    """A station with one connector that goes from state to state."""

    def __init__(self, url: str, identity: str) -> None:
        self.identity = identity
        self._url = url
        self._client: LeanClient | None = None
        self._number = 0
        self._answer: asyncio.Future[None] | None = None
        self._state = len(STATUSES) - 1
        self.lost: str | None = None

    @property
    def busy(self) -> bool:
        """Whether it waits for an answer: a station sends one request at a time."""
        return self._answer is not None

    async def connect(self, host: str, port: int) -> None:
        """Come in, boot, and say that the connector is free."""
        request = handshake_request(self._url, self.identity)
        client = self._client = LeanClient(request, self._on_text, self._on_lost)
        await asyncio.get_running_loop().create_connection(lambda: client, host, port)
        status = await client.opened
        if status != 101:
            raise RuntimeError(f"{self.identity}: handshake answered with {status}")
        await self._call("BootNotification", '{"chargePointVendor":"Bench","chargePointModel":"S"}')
        for connector in (0, 1):
            await self._report(connector, "Available")

    async def change(self) -> tuple[str, float, float]:
        """Go to the next state: which one, when it was said (s since 1970), and when it was answered."""
        self._state = (self._state + 1) % len(STATUSES)
        status, sent = STATUSES[self._state], time.time()
        await self._report(1, status)
        return status, sent, time.time()

    async def _report(self, connector: int, status: str) -> None:
        await self._call(
            "StatusNotification",
            f'{{"connectorId":{connector},"errorCode":"NoError","status":"{status}"}}',
        )

    async def _call(self, action: str, payload: str) -> None:
        self._number += 1
        self._answer = asyncio.get_running_loop().create_future()
        self._send(f'[2,"s{self._number}","{action}",{payload}]')
        try:
            await self._answer
        finally:
            self._answer = None

    def _send(self, text: str) -> None:
        if self._client is not None:
            self._client.send(text)

    def _on_text(self, data: bytes) -> None:
        message = _decode(data)
        if message[0] == 2:  # the question that follows a boot
            self._send(f'[3,"{message[1]}",{{"unknownKey":["NumberOfConnectors"]}}]')
        elif self._answer is not None and not self._answer.done():
            if message[0] == 3:
                self._answer.set_result(None)
            else:
                self._answer.set_exception(RuntimeError(f"{self.identity}: answered {data[:200]!r}"))

    def _on_lost(self, reason: str) -> None:
        self.lost = reason
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(RuntimeError(f"{self.identity}: {reason}"))


class StatusFleet:
    """All stations of the process."""

    def __init__(self, where: dict[str, Any]) -> None:
        self._url, self._host, self._port = where["url"], where["host"], where["port"]
        self._stations: list[Changer] = []
        self._probes: list[Changer] = []

    async def connect(self, stations: int, probes: int) -> dict[str, Any]:
        """Bring everybody online."""
        self._probes = [Changer(self._url, f"PROBE-{n + 1:02}") for n in range(probes)]
        self._stations = [Changer(self._url, f"FLEET-{n + 1:05}") for n in range(stations - probes)]
        gate = asyncio.Semaphore(CONNECTING_AT_ONCE)

        async def one(station: Changer) -> None:
            async with gate:
                await station.connect(self._host, self._port)

        began = time.monotonic()
        await asyncio.gather(*(one(station) for station in (*self._probes, *self._stations)))
        return {"stations": stations, "seconds": time.monotonic() - began}

    async def change(self, rate: float, seconds: float) -> dict[str, Any]:
        """Let changes fall due at `rate` a second; of each second, one of every probe and the rest of the others."""
        total, probes = int(rate * seconds), len(self._probes)
        every = max(1, int(rate // probes))
        running: set[asyncio.Task[None]] = set()
        told: list[tuple[str, str, float, float]] = []
        fired = skipped = probe = other = 0

        async def watched(station: Changer) -> None:
            status, sent, answered = await station.change()
            told.append((station.identity, status, sent, answered))

        async def unwatched(station: Changer) -> None:
            await station.change()

        began = time.monotonic()
        while fired < total:
            due = min(total, int((time.monotonic() - began) * rate) + 1)
            while fired < due:
                if fired % every == 0:
                    station, work = self._probes[probe % probes], watched
                    probe += 1
                else:
                    station, work = self._stations[other % len(self._stations)], unwatched
                    other += 1
                fired += 1
                if station.busy:
                    skipped += 1  # its answer is late: it is asked again in its next turn
                    continue
                task = asyncio.create_task(work(station))
                running.add(task)
                task.add_done_callback(running.discard)
            await asyncio.sleep(TICK_SECONDS)
        took = time.monotonic() - began
        if running:
            async with asyncio.timeout(SETTLE_SECONDS):
                await asyncio.gather(*running)
        lost = [f"{one.identity}: {one.lost}" for one in (*self._probes, *self._stations) if one.lost]
        return {"changes": fired - skipped, "skipped": skipped, "seconds": took, "told": told, "lost": lost}


async def _main() -> None:
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    fleet = StatusFleet(json.loads(await reader.readline()))
    while line := await reader.readline():
        order = json.loads(line)
        print(json.dumps(await getattr(fleet, order.pop("do"))(**order)), flush=True)


if __name__ == "__main__":
    uvloop.run(_main())
