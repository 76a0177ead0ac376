"""The measurements. Each runs its systems in turn, repeat by repeat, so that all see the same noisy machine.

Every function returns plain numbers per system; `report` makes ratios of them. A wrong answer, a lost connection or a
missing row ends the run with `BenchError`: a broken server must not look fast.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench.processes import BenchError, Generator, Phase, memory_bytes
from bench.provisioning import provision
from bench.systems import System, gateway, idle, must_hold, naive

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bench.plan import Plan
    from tests.servers import PostgresServer

SETTLE_SECONDS = 0.5
FOLLOW_UP_SECONDS = 3.0
"""After a boot the gateway waits for a quiet time, then asks the station for its number of connectors."""
WARM_STATIONS = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and range of repeated measurements."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Summarise at least one value."""
        return cls(statistics.median(values), min(values), max(values))


@dataclass(slots=True)
class Site:
    """Where the run happens: a folder, a PostgreSQL server, the cores, and what to say meanwhile."""

    folder: Path
    postgres: PostgresServer
    server_core: set[int]
    other_cores: set[int]
    say: Callable[[str], None]
    count: int = field(default=0)

    def place(self) -> Path:
        """A new empty folder."""
        self.count += 1
        path = self.folder / str(self.count)
        path.mkdir()
        return path

    def gateway(self) -> System:
        """The gateway on a new PostgreSQL database."""
        return gateway(self.place(), self.postgres.create_database(), "gateway, PostgreSQL")

    def embedded(self) -> System:
        """The gateway on a new SQLite file."""
        return gateway(self.place(), None, "gateway, SQLite")

    def naive(self) -> System:
        """The reference on a new PostgreSQL database."""
        return naive(self.place(), self.postgres.create_database())

    def idle(self) -> System:
        """The reference without a database."""
        return idle(self.place())


@dataclass(slots=True)
class Running:
    """A started system with its load generator."""

    system: System
    generator: Generator
    database: int | None
    acknowledged: Counter[str] = field(default_factory=Counter)

    def phase(self, do: str, **arguments: float) -> Phase:
        """One phase of load on this system."""
        if self.system.server is None:
            raise BenchError(f"{self.system.name} does not run")
        phase = self.generator.phase(self.system.server, self.database, do, **arguments)
        self.acknowledged.update(phase.result["acknowledged"])
        return phase


def _start(site: Site, system: System, stack: ExitStack, *, passwords: bool = False) -> Running:
    system.start(site.server_core)
    stack.callback(system.stop)
    generator = stack.enter_context(Generator(system.url, "BENCH", site.other_cores, passwords=passwords))
    on_postgres = system.database_url is not None and system.database_url.startswith("postgresql")
    return Running(system, generator, site.postgres.pid if on_postgres else None)


@dataclass(frozen=True, slots=True)
class Messages:
    """Durable acknowledged messages of one system. CPU in µs per message, latency in ms, shares of one core."""

    rate: Spread
    server_us: Spread
    database_us: Spread
    generator_share: Spread
    latency_rate: float
    latency_p50: Spread
    latency_p99: Spread
    rows_per_message: float
    messages: int


def messages(site: Site, plan: Plan) -> dict[str, Messages]:
    """Closed loop for rate and CPU, then open loop at half of each system's own rate for latency."""
    systems: list[System] = [site.gateway(), site.naive()]
    if plan.sqlite:
        systems.append(site.embedded())
    with ExitStack() as stack:
        running = [_start(site, system, stack) for system in systems]
        for one in running:
            one.phase("connect", stations=plan.stations)
            one.phase("spread")
        closed: dict[str, list[Phase]] = {one.system.name: [] for one in running}
        opened: dict[str, list[Phase]] = {one.system.name: [] for one in running}
        for repeat in range(plan.repeats):
            for one in running:
                site.say(f"messages, {one.system.name}, repeat {repeat + 1} of {plan.repeats}")
                closed[one.system.name].append(one.phase("closed", seconds=plan.closed_seconds))
        for repeat in range(plan.repeats):
            for one in running:
                site.say(f"latency, {one.system.name}, repeat {repeat + 1} of {plan.repeats}")
                half = statistics.median(p.rate for p in closed[one.system.name]) / 2
                opened[one.system.name].append(one.phase("open", rate=half, seconds=plan.open_seconds))
        return {one.system.name: _count(one, closed, opened) for one in running}


def _count(one: Running, closed: dict[str, list[Phase]], opened: dict[str, list[Phase]]) -> Messages:
    """Count the rows, then summarise."""
    name = one.system.name
    rows = asyncio.run(one.system.rows())
    must_hold(one.acknowledged, rows, name)
    total = one.acknowledged.total()
    fast, calm = closed[name], opened[name]
    return Messages(
        rate=Spread.of([p.rate for p in fast]),
        server_us=Spread.of([p.server_cpu / p.messages * 1e6 for p in fast]),
        database_us=Spread.of([p.database_cpu / p.messages * 1e6 for p in fast]),
        generator_share=Spread.of([p.generator_share for p in fast]),
        latency_rate=statistics.median(p.result["offered"] / p.result["seconds"] for p in calm),
        latency_p50=Spread.of([p.result["latency_p50"] * 1e3 for p in calm]),
        latency_p99=Spread.of([p.result["latency_p99"] * 1e3 for p in calm]),
        rows_per_message=sum(rows.values()) / total,
        messages=total,
    )


def memory(site: Site, plan: Plan) -> dict[str, float]:
    """KiB of private memory per connected station that has booted and reported its status twice."""
    result = {}
    for system in (site.gateway(), site.naive(), site.idle()):
        site.say(f"memory, {system.name}, {plan.idle_stations} stations")
        with ExitStack() as stack:
            one = _start(site, system, stack)
            one.phase("connect", stations=WARM_STATIONS)
            one.phase("steps", count=3)
            before = _settled(system)
            one.phase("connect", stations=plan.idle_stations)
            one.phase("steps", count=3)
            result[system.name] = (_settled(system) - before) / plan.idle_stations / 1024
    return result


def _settled(system: System) -> int:
    """Memory after everything that follows a boot has happened."""
    time.sleep(FOLLOW_UP_SECONDS if system.health is not None else SETTLE_SECONDS)
    return memory_bytes(system.server.pid) if system.server is not None else 0


@dataclass(frozen=True, slots=True)
class Handshakes:
    """Opened connections per second and CPU µs for each, server and database."""

    rate: Spread
    server_us: Spread
    database_us: Spread


def handshakes(site: Site, plan: Plan) -> dict[str, Handshakes]:
    """Connections that known stations open and close, `handshakes_in_flight` at a time.

    Gateway and naive store each as connected and as disconnected, with the events; at the gateway each also shows a
    password and takes over the station's lease. The bare reference stores nothing.
    """
    identities = plan.handshakes_in_flight * 4
    ours = site.gateway()
    with ExitStack() as stack:
        running = [_start(site, ours, stack, passwords=True)]
        running += [_start(site, s, stack) for s in (site.naive(), site.idle())]
        provision(ours, (f"BENCH-{n:05d}" for n in range(identities)))
        phases: dict[str, list[Phase]] = {one.system.name: [] for one in running}
        for one in running:
            one.phase("connect", stations=identities)
            one.phase("steps", count=1)
            one.phase("disconnect")
        for repeat in range(plan.repeats):
            for one in running:
                site.say(f"handshakes, {one.system.name}, repeat {repeat + 1} of {plan.repeats}")
                phases[one.system.name].append(
                    one.phase(
                        "handshakes",
                        seconds=plan.handshake_seconds,
                        in_flight=plan.handshakes_in_flight,
                        identities=identities,
                    )
                )
    return {
        name: Handshakes(
            Spread.of([p.rate for p in several]),
            Spread.of([p.server_cpu / p.messages * 1e6 for p in several]),
            Spread.of([p.database_cpu / p.messages * 1e6 for p in several]),
        )
        for name, several in phases.items()
    }


def generator_ceiling(site: Site, plan: Plan) -> tuple[float, float]:
    """Messages per second and share of a core when the server does nothing: the generator is not the bottleneck."""
    site.say("load generator against a server that stores nothing")
    with ExitStack() as stack:
        one = _start(site, site.idle(), stack)
        one.phase("connect", stations=plan.stations)
        one.phase("spread")
        phase = one.phase("closed", seconds=min(3.0, plan.closed_seconds))
        return phase.rate, phase.generator_share


_DEPENDENCIES = (
    "alembic, argon2, asyncpg, cryptography, fastapi, joserfc, jsonschema_rs, msgspec, ocpp, prometheus_client, "
    "pydantic_settings, redis, rich, sqlalchemy, structlog, typer, uuid_utils, uvicorn, uvloop, websockets"
)


def starts(site: Site, plan: Plan) -> dict[str, Spread]:
    """Seconds from the start of the process to ready, warm, on a database that exists; beside it a bare import."""
    ours = site.embedded()
    ours.start(site.server_core)
    ours.stop()
    times: dict[str, list[float]] = {ours.name: [], "importing the dependencies": []}
    for repeat in range(plan.starts):
        site.say(f"start, {repeat + 1} of {plan.starts}")
        begin = time.perf_counter()
        ours.start(site.server_core)
        times[ours.name].append(time.perf_counter() - begin)
        ours.stop()
        begin = time.perf_counter()
        command = [sys.executable, "-c", f"import {_DEPENDENCIES}"]
        with subprocess.Popen(command, cwd=ours.folder) as process:
            os.sched_setaffinity(process.pid, site.server_core)
        times["importing the dependencies"].append(time.perf_counter() - begin)
        if process.returncode:
            raise BenchError("a dependency cannot be imported")
    return {name: Spread.of(several) for name, several in times.items()}


def fdatasync_ms(folder: Path) -> float:
    """Median milliseconds of one fdatasync after 8 KiB: what no durable answer can be faster than."""
    path = folder / "sync"
    times = []
    with path.open("wb") as file:
        for _ in range(50):
            file.write(b"\0" * 8192)
            file.flush()
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begin)
    path.unlink()
    return statistics.median(times) * 1e3
