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
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import uvloop
import websockets

_KEY = base64.b64encode(b"benchmark-reader").decode()
_INFO = b'"info":"'
STATIONS = 8
SETTLE_SECONDS = 10.0
ASKED_SECONDS = 30.0
"""The question after a boot comes within a few seconds."""
MOST_KNOWN = 64
"""Runs of bytes that are remembered: readers are at most a few writes apart."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """What whole frames at the beginning of some bytes say, and how many bytes they are."""

    size: int
    numbers: tuple[int, ...]
    """The events, by the number that their station gave them."""
    pings: tuple[bytes, ...]
    subscribed: bool


def read_chunk(data: bytes) -> Chunk:
    """Take frames apart, as far as they are complete."""
    at, numbers, pings, subscribed = 0, [], [], False
    while len(data) - at >= 4:
        size, head = data[at + 1], 2
        if size == 126:
            size, head = int.from_bytes(data[at + 2 : at + 4]), 4
        if len(data) - at < head + size:
            break
        text = data[at + head : at + head + size]
        if data[at] == 0x89:
            pings.append(text)
        elif (place := text.find(_INFO)) >= 0:
            place += len(_INFO)
            numbers.append(int(text[place : text.index(b'"', place)]))
        elif b'"subscribed"' in text:
            subscribed = True
        at += head + size
    return Chunk(at, tuple(numbers), tuple(pings), subscribed)


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
        chunk = self._bench.chunk(self._buffer)
        self._buffer = self._buffer[chunk.size :]
        for ping in chunk.pings:
            self._transport.write(bytes((0x8A, 0x80 | len(ping))) + bytes(4) + ping)  # type: ignore[attr-defined]
        if chunk.numbers:
            self._bench.arrivals.append((now, chunk.numbers))
        if chunk.subscribed and not self.subscribed.done():
            self.subscribed.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is given
        self._bench.lost += 1


class Station:
    """A station that says what it is told to and answers the question that follows its boot."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._answers: dict[str, asyncio.Future[None]] = {}
        self._next = 0
        self.asked = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def call(self, action: str, payload: dict[str, Any]) -> None:
        """Say something and wait for the answer."""
        self._next += 1
        key = f"m{self._next}"
        answer = self._answers[key] = asyncio.get_running_loop().create_future()
        await self._socket.send(json.dumps([2, key, action, payload]))
        await answer

    async def _read(self) -> None:
        async for text in self._socket:
            frame = json.loads(text)
            if frame[0] == 2:
                await self._socket.send(json.dumps([3, frame[1], {"unknownKey": ["NumberOfConnectors"]}]))
                self.asked.set()
            else:
                self._answers.pop(frame[1]).set_result(None)


class Followers:
    """All readers, all stations, and what has arrived."""

    def __init__(self, where: dict[str, Any]) -> None:
        self._where = where
        self._stations: list[Station] = []
        self._readers: list[Reader] = []
        self._sent: dict[int, float] = {}
        self.arrivals: list[tuple[float, tuple[int, ...]]] = []
        """When which events came, at any reader; worked out when the measurement is over."""
        self._known: dict[bytes, Chunk] = {}
        self._next = 0
        self._charging = [False] * STATIONS
        self.lost = 0

    def chunk(self, data: bytes) -> Chunk:
        """What these bytes say. All readers get the same: each is read once, so that reading is not measured."""
        known = self._known.get(data)
        if known is None:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            known = self._known[data] = read_chunk(data)
        return known

    async def connect(self, readers: int) -> dict[str, Any]:
        """Open feeds."""
        loop, tokens = asyncio.get_running_loop(), self._where["tokens"]
        for number in range(readers):
            token = tokens[number % len(tokens)]
            _, reader = await loop.create_connection(
                lambda token=token: Reader(token, self), "127.0.0.1", self._where["http_port"]
            )
            async with asyncio.timeout(30):
                await reader.subscribed
            self._readers.append(reader)
        return {"readers": len(self._readers)}

    async def stations(self) -> dict[str, Any]:
        """Connect and boot them, and wait for the question that follows a boot and what comes of the answer."""
        for number in range(STATIONS):
            url = f"{self._where['station_url']}/FEED-{number}"
            socket = await websockets.connect(url, subprotocols=[websockets.Subprotocol("ocpp1.6")])
            station = Station(socket)
            self._stations.append(station)
            await station.call("BootNotification", {"chargePointVendor": "B", "chargePointModel": "M"})
        async with asyncio.timeout(ASKED_SECONDS):
            for station in self._stations:
                await station.asked.wait()
                await station.call("Heartbeat", {})  # stored behind the answer
        return {"stations": len(self._stations)}

    async def events(self, rate: float, seconds: float) -> dict[str, Any]:
        """Let stations change the state of a connector, `rate` times a second."""
        self._sent.clear()
        self.arrivals.clear()
        cpu = resource.getrusage(resource.RUSAGE_SELF)
        began, count = perf_counter(), int(rate * seconds)
        await asyncio.gather(*(self._changes(n, count, rate, began) for n in range(STATIONS)))
        took = perf_counter() - began
        expected = count * len(self._readers)
        deadline = perf_counter() + SETTLE_SECONDS
        while self._arrived() < expected and perf_counter() < deadline:  # noqa: ASYNC110 - thousands of readers
            await asyncio.sleep(0.05)
        after = resource.getrusage(resource.RUSAGE_SELF)
        ordered = sorted(now - self._sent[number] for now, numbers in self.arrivals for number in numbers)
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

    def _arrived(self) -> int:
        return sum(len(numbers) for _, numbers in self.arrivals)

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
            await self._stations[station].call("StatusNotification", payload)


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
