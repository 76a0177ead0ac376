"""Load: many benchmark stations in one process, closed loop or open loop, with every answer checked.

Closed loop: a station sends its next CALL when the last one was answered, so the server sets the pace. Open loop:
CALLs fall due at a fixed rate whether or not the server keeps up, and latency counts from the moment a CALL was due.
A station never has two CALLs outstanding (OCPP-J 1.6, 4.1.1).
"""

from __future__ import annotations

import asyncio
import hashlib
import resource
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import msgspec

from bench.client import LeanClient, handshake_request
from bench.mix import ROUND, StationScript, WrongAnswer

CONNECTING_AT_ONCE = 64
WALKING_AT_ONCE = 100
"""Stations that prepare themselves (boot, first messages) at the same time; how a storm is survived is not measured."""
TICK_SECONDS = 0.001
MAX_ERRORS_KEPT = 5

_decode = msgspec.json.Decoder().decode
_CONFIGURATION = '{"configurationKey":[{"key":"NumberOfConnectors","readonly":true,"value":"1"}]}'


@dataclass(slots=True)
class PhaseResult:
    """What one phase of load saw. Latencies in seconds, CPU in seconds of the generator process."""

    seconds: float = 0.0
    acknowledged: Counter[str] = field(default_factory=Counter)
    offered: int = 0
    server_calls: int = 0
    wrong: int = 0
    errors: list[str] = field(default_factory=list)
    latency_p50: float = 0.0
    latency_p99: float = 0.0
    cpu_seconds: float = 0.0

    def report(self) -> dict[str, Any]:
        """Plain JSON."""
        plain = {name: getattr(self, name) for name in self.__slots__}
        return plain | {"acknowledged": dict(self.acknowledged), "messages": self.acknowledged.total()}


class Station:
    """One benchmark station on its connection."""

    __slots__ = (
        "action",
        "backlog",
        "client",
        "counter",
        "due_at",
        "load",
        "message_id",
        "script",
        "steps_left",
    )

    def __init__(self, load: Load, identity: str) -> None:
        self.load = load
        self.script = StationScript(identity)
        self.client: LeanClient | None = None
        self.counter = 0
        self.message_id = ""
        self.action = ""
        self.due_at = 0.0
        self.backlog: deque[float] = deque()
        self.steps_left = 0

    def fire(self, due_at: float) -> None:
        """Send the next message of the script."""
        action, payload = self.script.next()
        self.counter += 1
        self.message_id = f"{self.script.identity}-{self.counter}"
        self.action, self.due_at = action, due_at
        if self.client is not None:
            self.client.send(f'[2,"{self.message_id}","{action}",{payload}]')

    def on_text(self, data: bytes) -> None:
        """An answer to our CALL, or a CALL of the server."""
        message = _decode(data)
        if message[0] == 2:
            self._answer_server(message)
            return
        load = self.load
        if message[0] != 3 or message[1] != self.message_id or not self.message_id:
            load.wrong(f"{self.action} {self.message_id}: answered {data[:200]!r}")
        else:
            try:
                self.script.accept(self.action, message[2])
            except WrongAnswer as error:
                load.wrong(str(error))
            else:
                load.result.acknowledged[self.action] += 1
                load.latencies.append(load.clock() - self.due_at)
        self.message_id = ""
        load.station_is_free(self)

    def _answer_server(self, call: list[Any]) -> None:
        """The gateway asks for NumberOfConnectors after a boot; everything else is not supported here."""
        self.load.result.server_calls += 1
        if self.client is None:
            return
        identifier = msgspec.json.encode(call[1]).decode()
        if call[2] == "GetConfiguration":
            self.client.send(f"[3,{identifier},{_CONFIGURATION}]")
        else:
            self.client.send(f'[4,{identifier},"NotSupported","",{{}}]')

    def on_lost(self, reason: str) -> None:
        """The benchmark closes no connection this way, so this is an error."""
        self.load.wrong(f"{self.script.identity}: {reason}")
        self.load.station_is_gone(self)


class Load:
    """All stations of one generator process."""

    def __init__(self, url: str, prefix: str, *, passwords: bool = False) -> None:
        self.url = url
        self.prefix = prefix
        self.passwords = passwords
        self.stations: list[Station] = []
        self.result = PhaseResult()
        self.latencies: list[float] = []
        self.clock = time.perf_counter  # the loop's own time() stands still within a tick
        self._firing = False
        self._busy = 0
        self._waiting: deque[tuple[Station, int]] = deque()
        self._idle = asyncio.Event()

    def wrong(self, text: str) -> None:
        """Count an error; a benchmark with one error has no result."""
        self.result.wrong += 1
        if len(self.result.errors) < MAX_ERRORS_KEPT:
            self.result.errors.append(text)

    def identity(self, number: int) -> str:
        """The identity of station `number`."""
        return f"{self.prefix}-{number:05d}"

    def request(self, identity: str) -> bytes:
        """The handshake of a station, with its password when the stations are provisioned."""
        return handshake_request(self.url, identity, password_of(identity) if self.passwords else None)

    async def _open(self, client: LeanClient) -> int:
        parts = urlsplit(self.url)
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: client, parts.hostname or "127.0.0.1", parts.port or 80)
        return await client.opened

    async def connect(self, count: int) -> None:
        """Open `count` more connections, at most `CONNECTING_AT_ONCE` at a time."""
        gate = asyncio.Semaphore(CONNECTING_AT_ONCE)

        async def one(number: int) -> None:
            station = Station(self, self.identity(number))
            async with gate:
                client = LeanClient(self.request(station.script.identity), station.on_text, station.on_lost)
                status = await self._open(client)
            if status != 101:
                self.wrong(f"{station.script.identity}: handshake answered with {status}")
                return
            station.client = client
            self.stations.append(station)

        first = len(self.stations)
        await asyncio.gather(*(one(first + n) for n in range(count)))

    def disconnect(self) -> None:
        """Close all connections."""
        for station in self.stations:
            if station.client is not None:
                station.client.close()
        self.stations.clear()

    def station_is_free(self, station: Station) -> None:
        """Called after every answer: what does this station do now?"""
        if station.backlog:
            station.fire(station.backlog.popleft())
        elif self._firing or station.steps_left > 0:
            station.steps_left -= 1
            station.fire(self.clock())
        else:
            self._busy -= 1
            self._next_walker()
            if self._busy == 0:
                self._idle.set()

    def station_is_gone(self, station: Station) -> None:
        """Its connection ended: nobody waits for its answer any more."""
        if station in self.stations:
            self.stations.remove(station)
        if station.message_id:
            station.message_id = ""
            self._busy -= 1
            self._next_walker()
            if self._busy == 0:
                self._idle.set()

    async def _finish(self, seconds: float) -> None:
        """Wait until the last answer is in."""
        if self._busy:
            try:
                async with asyncio.timeout(seconds):
                    await self._idle.wait()
            except TimeoutError:
                self.wrong(f"{self._busy} stations wait for an answer since {seconds:.0f} s")

    async def steps(self, count: int) -> None:
        """Every station sends `count` messages, closed loop."""
        await self._walk([(station, count) for station in self.stations])

    async def spread(self) -> None:
        """Take the stations out of step: each walks to another place of its round."""
        await self._walk([(station, n % len(ROUND)) for n, station in enumerate(self.stations)])

    async def _walk(self, steps: list[tuple[Station, int]]) -> None:
        walkers = [(station, count) for station, count in steps if count]
        self._idle.clear()
        self._busy = len(walkers)
        self._waiting.extend(walkers)
        for _ in range(WALKING_AT_ONCE):
            self._next_walker()
        await self._finish(120)

    def _next_walker(self) -> None:
        if self._waiting:
            station, count = self._waiting.popleft()
            # A station that was lost meanwhile is waited for in vain: its error is counted already.
            station.steps_left = count - 1
            station.fire(self.clock())

    async def closed_loop(self, seconds: float) -> None:
        """Every station sends as fast as it is answered."""
        self._idle.clear()
        self._firing = True
        self._busy = len(self.stations)
        for station in list(self.stations):
            station.fire(self.clock())
        await asyncio.sleep(seconds)
        self._firing = False
        await self._finish(30)

    async def open_loop(self, rate: float, seconds: float) -> None:
        """Messages fall due at `rate` a second, round robin over the stations."""
        begin, fired, total, turn = self.clock(), 0, int(rate * seconds), 0
        while fired < total:
            due = min(total, int((self.clock() - begin) * rate) + 1)
            while fired < due:
                station = self.stations[turn]
                turn = (turn + 1) % len(self.stations)
                due_at = begin + fired / rate
                fired += 1
                if station.message_id:
                    station.backlog.append(due_at)
                else:
                    self._busy += 1
                    station.fire(due_at)
            await asyncio.sleep(TICK_SECONDS)
        self.result.offered = total
        self._idle.clear()
        await self._finish(60)

    async def handshakes(self, seconds: float, in_flight: int, identities: int) -> None:
        """Open and close connections, `in_flight` at a time, over `identities` stations in turn."""
        end = self.clock() + seconds

        async def one(lane: int) -> None:
            number = lane
            while self.clock() < end:
                begin = self.clock()
                client = LeanClient(
                    self.request(self.identity(number)), lambda _data: None, lambda _reason: None
                )
                status = await self._open(client)
                client.close()
                if status == 101:
                    self.result.acknowledged["handshake"] += 1
                    self.latencies.append(self.clock() - begin)
                else:
                    self.wrong(f"handshake answered with {status}")
                number = number + in_flight if number + in_flight < identities else lane

        await asyncio.gather(*(one(lane) for lane in range(in_flight)))


def password_of(identity: str) -> str:
    """The password (40 hex digits) that a provisioned benchmark station uses."""
    return hashlib.sha256(f"bench {identity}".encode()).hexdigest()[:40]


def finish_phase(load: Load, begin: float, cpu: float) -> PhaseResult:
    """Complete the result of a phase that began at `begin` with `cpu` seconds used, and start the next one.

    Errors between two phases (a connection that was lost) count in the next one, so that none is overlooked.
    """
    result = load.result
    result.seconds = load.clock() - begin
    result.cpu_seconds = own_cpu_seconds() - cpu
    latencies = sorted(load.latencies)
    load.result, load.latencies = PhaseResult(), []
    if latencies:
        result.latency_p50 = latencies[len(latencies) // 2]
        result.latency_p99 = latencies[int(len(latencies) * 0.99)]
    return result


def own_cpu_seconds() -> float:
    """CPU time of this process so far, user and system."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
