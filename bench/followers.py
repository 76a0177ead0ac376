"""Readers of the live feed and the stations that give them something to read, in a process of their own.

`python -m bench.followers`: the first line of standard input says where, each further one is an order, and each is
answered with a line of JSON. Every reader counts and checks every event; the delay of an event is from the moment
before its StatusNotification is sent to its arrival, so the commit and the answer are part of it.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import resource
import statistics
import sys
from time import perf_counter
from typing import Any

import uvloop
import websockets

_KEY = base64.b64encode(b"benchmark-reader").decode()
_INFO = b'"info":"'
STATIONS = 8
SETTLE_SECONDS = 10.0


class Reader(asyncio.Protocol):
    """One open feed on a bare socket: it knows just enough of WebSocket to take text frames apart."""

    def __init__(self, token: str, bench: Followers) -> None:
        self._token = token
        self._bench = bench
        self._buffer = b""
        self._upgraded = False
        self.subscribed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport
        lines = (
            "GET /api/v1/feed HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {_KEY}",
            "Sec-WebSocket-Protocol: ogw.feed.v1",
            f"Authorization: Bearer {self._token}",
        )
        transport.write("\r\n".join((*lines, "", "")).encode())  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = perf_counter()
        self._buffer += data
        if not self._upgraded:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.subscribed.set_exception(RuntimeError(head.decode(errors="replace")))
                return
            self._upgraded, self._buffer = True, rest
            said = b'{"type":"subscribe","event_types":["connector.status_changed"]}'
            frame = (
                bytes((0x81, 0x80 | len(said))) + bytes(4) + said
            )  # a mask of zeros leaves the text as it is
            self._transport.write(frame)  # type: ignore[attr-defined]
        self._take(now)

    def _take(self, now: float) -> None:
        buffer, at = self._buffer, 0
        while len(buffer) - at >= 4:
            size, head = buffer[at + 1], 2
            if size == 126:
                size, head = int.from_bytes(buffer[at + 2 : at + 4]), 4
            if len(buffer) - at < head + size:
                break
            self._frame(buffer[at], buffer[at + head : at + head + size], now)
            at += head + size
        self._buffer = buffer[at:]

    def _frame(self, kind: int, text: bytes, now: float) -> None:
        if kind == 0x89:  # ping
            self._transport.write(bytes((0x8A, 0x80 | len(text))) + bytes(4) + text)  # type: ignore[attr-defined]
        elif (place := text.find(_INFO)) >= 0:
            place += len(_INFO)
            self._bench.arrived(int(text[place : text.index(b'"', place)]), now)
        elif b'"subscribed"' in text and not self.subscribed.done():
            self.subscribed.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is given
        self._bench.lost += 1


class Followers:
    """All readers, all stations, and what has arrived."""

    def __init__(self, where: dict[str, Any]) -> None:
        self._where = where
        self._stations: list[Any] = []
        self._readers: list[Reader] = []
        self._sent: dict[int, float] = {}
        self._delays: list[float] = []
        self._next = 0
        self._charging = [False] * STATIONS
        self.lost = 0

    def arrived(self, number: int, now: float) -> None:
        """One event at one reader."""
        self._delays.append(now - self._sent[number])

    async def connect(self, readers: int) -> dict[str, Any]:
        """Open feeds."""
        loop, tokens = asyncio.get_running_loop(), self._where["tokens"]
        for number in range(readers):
            token = tokens[number % len(tokens)]
            _, reader = await loop.create_connection(
                lambda token=token: Reader(token, self), "127.0.0.1", self._where["http_port"]
            )
            await asyncio.wait_for(reader.subscribed, 30)
            self._readers.append(reader)
        return {"readers": len(self._readers)}

    async def events(self, rate: float, seconds: float) -> dict[str, Any]:
        """Let stations change the state of a connector, `rate` times a second."""
        while len(self._stations) < STATIONS:
            url = f"{self._where['station_url']}/FEED-{len(self._stations)}"
            station = await websockets.connect(url, subprotocols=[websockets.Subprotocol("ocpp1.6")])
            self._stations.append(station)
            await self._call(station, "BootNotification", {"chargePointVendor": "B", "chargePointModel": "M"})
        await asyncio.sleep(4)  # the question that follows a boot, and its consequences
        self._sent.clear()
        self._delays.clear()
        cpu = resource.getrusage(resource.RUSAGE_SELF)
        began, count = perf_counter(), int(rate * seconds)
        await asyncio.gather(*(self._changes(n, count, rate, began) for n in range(STATIONS)))
        took = perf_counter() - began
        expected = count * len(self._readers)
        deadline = perf_counter() + SETTLE_SECONDS
        while len(self._delays) < expected and perf_counter() < deadline:  # noqa: ASYNC110 - thousands of readers
            await asyncio.sleep(0.05)
        after = resource.getrusage(resource.RUSAGE_SELF)
        ordered = sorted(self._delays)
        return {
            "events": count,
            "seconds": took,
            "expected": expected,
            "delivered": len(ordered),
            "lost": self.lost,
            "own_cpu": after.ru_utime + after.ru_stime - cpu.ru_utime - cpu.ru_stime,
            "p50_ms": statistics.median(ordered) * 1000 if ordered else 0.0,
            "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000 if ordered else 0.0,
        }

    async def _changes(self, station: int, count: int, rate: float, began: float) -> None:
        for turn in range(station, count, STATIONS):
            wait = began + turn / rate - perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            number, self._next = self._next, self._next + 1
            self._charging[station] = not self._charging[station]
            status = "Charging" if self._charging[station] else "SuspendedEV"
            payload = {"connectorId": 1, "errorCode": "NoError", "status": status, "info": str(number)}
            self._sent[number] = perf_counter()
            await self._call(self._stations[station], "StatusNotification", payload)

    async def _call(self, station: Any, action: str, payload: dict[str, Any]) -> None:
        await station.send(json.dumps([2, f"m{perf_counter()}", action, payload]))
        while (frame := json.loads(await station.recv()))[0] != 3:
            await station.send(json.dumps([3, frame[1], {"unknownKey": ["NumberOfConnectors"]}]))


async def _main() -> None:
    loop = asyncio.get_running_loop()
    followers = Followers(json.loads(await loop.run_in_executor(None, sys.stdin.readline)))
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        order = json.loads(line)
        answer = await getattr(followers, order.pop("do"))(**order)
        print(json.dumps(answer), flush=True)
    os._exit(0)  # a thousand sockets need no goodbye


if __name__ == "__main__":
    uvloop.run(_main())
