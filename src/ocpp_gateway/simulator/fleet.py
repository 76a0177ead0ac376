"""A fleet of simulated stations: `run(options)` connects them, keeps them busy and says how they are."""

from __future__ import annotations

import asyncio
import signal
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from ocpp_gateway.simulator.client import Counters, StationClient, clock
from ocpp_gateway.simulator.history import History
from ocpp_gateway.simulator.ledger import Ledger
from ocpp_gateway.simulator.models import MODELS
from ocpp_gateway.simulator.sites import Surveyor
from ocpp_gateway.simulator.station import Behaviour, Station
from ocpp_gateway.simulator.transactions import stop as stop_transaction

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable
    from pathlib import Path

_log = structlog.get_logger(__name__)

PROGRESS_SECONDS = 1.0
PLAIN_PROGRESS_SECONDS = 10.0
LEAVE_SECONDS = 10.0
"""How long a stopping fleet waits for its last answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What fleet to run.

    `url` is the endpoint without the identity (`ws://127.0.0.1:9000/ocpp`). `charging` is the share of connectors in
    use. `speed` makes drivers, vehicles and the meter interval faster; timestamps stay true. `password` is every
    station's key (text, or 32 to 40 hex digits), `passwords` that of single ones. `seed` repeats a run's random
    choices. `connect_rate` is new connections a second. `duration` ends the run by itself, in seconds.
    `stop_transactions`: end running transactions with a StopTransaction when the fleet stops, instead of leaving them
    open. `history` is a file for `ocpp_gateway.simulator.history`. `progress` writes a status line to stderr. `api` and
    `api_key` are those of the gateway, if it is to be told where the stations stand.
    """

    url: str
    stations: int = 10
    connectors: int = 2
    charging: float = 0.4
    speed: float = 1.0
    password: str | None = None
    passwords: dict[str, str] = field(default_factory=dict, repr=False)
    prefix: str = "CP"
    first_number: int = 1
    seed: int | None = None
    connect_rate: float = 50.0
    sample_interval: int = 60
    duration: float | None = None
    stop_transactions: bool = True
    history: Path | None = None
    progress: bool = True
    tls: ssl.SSLContext | None = None
    api: str | None = None
    api_key: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        problem = _problem(self)
        if problem is not None:
            raise ValueError(problem)


def _problem(options: Options) -> str | None:
    """What is wrong with the options, in one sentence."""
    parts = urlsplit(options.url)
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        return f"url: {options.url!r} is no ws:// or wss:// address"
    if options.stations < 1 or not 1 <= options.connectors <= 20:
        return "stations must be at least 1, connectors 1 to 20"
    if not 0.0 <= options.charging <= 1.0:
        return "charging is a share between 0 and 1"
    if options.speed <= 0.0 or options.connect_rate <= 0.0:
        return "speed and connect rate must be greater than 0"
    if ":" in options.prefix or "/" in options.prefix:
        return "prefix: an identity has no ':' (Basic authentication) and no '/'"
    if options.api is not None and urlsplit(options.api).scheme not in {"http", "https"}:
        return f"api: {options.api!r} is no http:// or https:// address"
    return None


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `running_wh` is the energy of transactions that were still open at the end."""

    stations: int
    connections: int
    messages: int
    refused: int
    timed_out: int
    unsent: int
    ledger: Ledger
    running: int
    running_wh: int


class Fleet:
    """Stations with their clients."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.counters = Counters()
        self._now = clock()
        self._files = ExitStack()
        self._history = (
            self._files.enter_context(History(options.history)) if options.history is not None else None
        )
        self.clients: list[StationClient] = []
        self._seed = options.seed if options.seed is not None else Random().randrange(2**32)  # noqa: S311 - no secret
        behaviour = Behaviour(
            charging=options.charging, speed=options.speed, sample_interval=options.sample_interval
        )
        digits = len(str(options.first_number + options.stations - 1))
        for number in range(options.first_number, options.first_number + options.stations):
            self.clients.append(self._client(f"{options.prefix}-{number:0{digits}d}", number, behaviour))

    def _client(self, identity: str, number: int, behaviour: Behaviour) -> StationClient:
        random = Random(f"{self._seed} {identity}")  # noqa: S311 - repeatable choices, no secret
        model = MODELS[number % len(MODELS)]
        station = Station(identity, model, self.options.connectors, behaviour, random, self._now())
        return StationClient(
            station,
            self.options.url,
            self._now,
            self.counters,
            password=self.options.passwords.get(identity, self.options.password),
            tls=self.options.tls,
            history=self._history,
        )

    @property
    def stations(self) -> list[Station]:
        """All stations."""
        return [client.station for client in self.clients]

    def summary(self) -> Summary:
        """The run so far; `ledger.ends_acknowledged_wh` is what the central system has acknowledged."""
        stations = self.stations
        running = [
            c.outlet.register_wh - c.transaction.meter_start
            for s in stations
            for c in s.connectors.values()
            if c.transaction is not None
        ]
        return Summary(
            stations=len(stations),
            connections=self.counters.connections,
            messages=self.counters.answered,
            refused=self.counters.refused,
            timed_out=self.counters.timed_out,
            unsent=sum(len(s.outbox.transactional) for s in stations),
            ledger=reduce(add, (s.ledger for s in stations), Ledger()),
            running=len(running),
            running_wh=sum(running),
        )

    async def run(self, stop: asyncio.Event) -> Summary:
        """Connect at `connect_rate`, then wait for `stop` (or the end of `duration`), then leave in good order."""
        with self._files:
            async with asyncio.TaskGroup() as group:
                talkers = group.create_task(self._connect_all(group, stop))
                survey = group.create_task(self._survey())
                try:
                    async with asyncio.timeout(self.options.duration):
                        await stop.wait()
                except TimeoutError:
                    stop.set()
                await talkers
                survey.cancel()
                self._leave()
            return self.summary()

    async def _connect_all(self, group: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        """Start the clients, spread over time."""
        for client in self.clients:
            group.create_task(client.run())
            try:
                async with asyncio.timeout(1.0 / self.options.connect_rate):
                    await stop.wait()
                    return
            except TimeoutError:
                continue

    async def _survey(self) -> None:
        """Tell the gateway where the stations stand, if it can be told."""
        if self.options.api is not None:
            surveyor = Surveyor(self.options.api, self.options.api_key)
            await surveyor.place([station.identity for station in self.stations])

    def _leave(self) -> None:
        now = self._now()
        for client in self.clients:
            client.station.quiet = True
            if self.options.stop_transactions:
                for connector in client.station.connectors.values():
                    stop_transaction(client.station, connector, now, "Local")
            client.stop(LEAVE_SECONDS)

    def line(self) -> str:
        """How the fleet is, in one line."""
        stations = self.stations
        charging = sum(c.transaction is not None for s in stations for c in s.connectors.values())
        accepted = sum(s.registration.accepted and s.online for s in stations)
        watts = sum(c.outlet.power_w for s in stations for c in s.connectors.values())
        counters = self.counters
        text = (
            f"{counters.connected}/{len(stations)} connected, {accepted} accepted, {charging} charging "
            f"({watts / 1000:,.0f} kW), {counters.answered:,} answered"
        )
        troubles = {
            "refused": counters.refused,
            "timed out": counters.timed_out,
            "failed connects": counters.failed_connects,
        }
        seen = ", ".join(f"{count:,} {name}" for name, count in troubles.items() if count)
        return f"{text}; {seen} (last: {counters.last_problem[:80]})" if seen else text


async def _show_progress(fleet: Fleet) -> None:
    """A line that rewrites itself on a terminal, a line now and then elsewhere."""
    terminal = sys.stderr.isatty()
    while True:
        await asyncio.sleep(PROGRESS_SECONDS if terminal else PLAIN_PROGRESS_SECONDS)
        line = fleet.line()
        sys.stderr.write(f"\r\033[K{line}" if terminal else f"{line}\n")
        sys.stderr.flush()


async def run_fleet(options: Options, stop: asyncio.Event) -> Summary:
    """Run a fleet inside somebody else's event loop until `stop` is set."""
    fleet = Fleet(options)
    progress = asyncio.create_task(_show_progress(fleet)) if options.progress else None
    try:
        return await fleet.run(stop)
    finally:
        if progress is not None:
            progress.cancel()
            if sys.stderr.isatty():
                sys.stderr.write("\n")


async def _run_until_signal(options: Options) -> Summary:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    return await run_fleet(options, stop)


def run(options: Options) -> Summary:
    """Run a fleet until Ctrl-C (or the end of `duration`) and return what it did."""
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(_run_until_signal(options))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The fast event loop where it exists (not on Windows), else the standard one."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
