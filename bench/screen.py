"""`./gateway bench screen`: from a station's message to the screen of an open dashboard, with a large fleet online.

A real Chromium shows the list of stations, filtered to some probes, while the whole fleet changes state. For each
change of a probe: when it was sent, when the gateway had answered it (its commit lies between the two), and when the
page had painted it, all by the clock of this machine. From sending is the upper bound of "from the commit".
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console

from bench.processes import ROOT, BenchError
from bench.systems import System, gateway
from tests.servers import PostgresServer, ServerError

if TYPE_CHECKING:
    from collections.abc import Sequence

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TARGET_MS = 500.0
LATE_SECONDS = 5.0
"""What is not on the screen so long after the last change never comes."""

Told = tuple[str, str, float, float]
"""A probe, its state, and when it was sent and answered (s since 1970)."""
Seen = tuple[str, str, float]
"""A probe, its state, and when it was painted (ms since 1970)."""


@dataclass(frozen=True, slots=True)
class Delays:
    """Milliseconds to the screen for each change that was seen, from sending and from the answer."""

    from_sending: list[float]
    from_answer: list[float]
    unseen: int
    """Changes that were never painted: another one of the same connector came within the same frame."""


def delays(told: Sequence[Told], seen: Sequence[Seen]) -> Delays:
    """Put together what was told and what was seen: each change is the next sight of its state after it was sent."""
    sights: dict[str, list[tuple[str, float]]] = {}
    for station, state, at in sorted(seen, key=lambda one: one[2]):
        sights.setdefault(station, []).append((state, at))
    found = Delays([], [], 0)
    unseen = 0
    for station, state, sent, answered in sorted(told, key=lambda one: one[2]):
        waiting = sights.get(station, [])
        place = next(
            (n for n, (name, at) in enumerate(waiting) if name == state and at >= sent * 1000 - 1), None
        )
        if place is None:
            unseen += 1
            continue
        at = waiting[place][1]
        del waiting[: place + 1]
        found.from_sending.append(at - sent * 1000)
        found.from_answer.append(at - answered * 1000)
    return Delays(found.from_sending, found.from_answer, unseen)


class Helper:
    """A process that takes a line of JSON and answers with one."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            command,
            env={**os.environ, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **environment},
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._name = " ".join(command[-2:])

    def say(self, what: dict[str, Any]) -> None:
        """One line."""
        if self._process.stdin is None:
            raise BenchError(f"{self._name} has no input")
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """One line."""
        line = self._process.stdout.readline() if self._process.stdout is not None else ""
        if not line:
            raise BenchError(f"{self._name} ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


def _arguments(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./gateway bench screen",
        description="Measures when a change of state is on the screen of an open dashboard, with a large fleet online. "
        "Close other programs first: everything shares the cores of this machine.",
        epilog="Example:  ./gateway bench screen --stations 1000 --seconds 10",
    )
    parser.add_argument("--stations", type=int, default=10_000, help="connected stations (10,000)")
    parser.add_argument("--rate", type=float, default=200.0, help="changes a second (200)")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long (20)")
    parser.add_argument("--probes", type=int, default=20, help="stations that are watched on the page (20)")
    parser.add_argument("--embedded", action="store_true", help="on SQLite instead of PostgreSQL")
    arguments = parser.parse_args(words)
    if not 1 <= arguments.probes < arguments.stations or arguments.rate < arguments.probes:
        parser.error("fewer probes than stations, and at least one change a second for each probe")
    return arguments


def _browser() -> str:
    found = os.environ.get("GATEWAY_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise BenchError("no Chromium: ./gateway bench screen brings one")
    return found


def _page(system: System, probes: int) -> Helper:
    secrets = system.environment
    return Helper(
        ["node", str(ROOT / "bench" / "screen_page.mjs")],
        {
            "GATEWAY_URL": f"http://127.0.0.1:{secrets['OCPP_GATEWAY_HTTP_PORT']}",
            "GATEWAY_EMAIL": secrets["OCPP_GATEWAY_ADMIN_EMAIL"],
            "GATEWAY_PASSWORD": secrets["OCPP_GATEWAY_ADMIN_PASSWORD"],
            "GATEWAY_BROWSER": _browser(),
            "PROBES": str(probes),
        },
    )


def _measure(arguments: argparse.Namespace, console: Console) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ocpp-gateway-screen-")))
        url = None
        if not arguments.embedded:
            url = stack.enter_context(PostgresServer({"shared_buffers": "256MB"})).create_database()
        system = gateway(folder, url, "gateway")
        system.start(os.sched_getaffinity(0))
        stack.callback(system.stop)
        fleet = Helper([sys.executable, "-m", "bench.status_fleet"], {})
        stack.callback(fleet.close)
        fleet.say({"url": system.url, "host": "127.0.0.1", "port": system.port})
        fleet.say({"do": "connect", "stations": arguments.stations, "probes": arguments.probes})
        took = fleet.hear()["seconds"]
        console.print(f"{arguments.stations:,} stations are online after {took:.0f} s")
        opened = time.monotonic()
        page = _page(system, arguments.probes)
        stack.callback(page.close)
        page.hear()
        console.print(f"the page is live after {time.monotonic() - opened:.1f} s")
        fleet.say({"do": "change", "rate": arguments.rate, "seconds": arguments.seconds})
        changed = fleet.hear()
        if changed["lost"]:
            raise BenchError(f"{len(changed['lost'])} stations were lost, the first: {changed['lost'][0]}")
        time.sleep(LATE_SECONDS)
        page.say({})
        found = delays([tuple(one) for one in changed["told"]], [tuple(one) for one in page.hear()["seen"]])
        _report(changed, found, console)


def _report(changed: dict[str, Any], found: Delays, console: Console) -> None:
    if not found.from_sending:
        raise BenchError("no change was seen on the page")
    rate = changed["changes"] / changed["seconds"]
    console.print(f"{rate:.0f} changes/s, {changed['skipped']} left out because an answer was late")
    for name, values in (("sending", found.from_sending), ("the answer", found.from_answer)):
        ordered = sorted(values)
        p99 = ordered[int(len(ordered) * 0.99)]
        console.print(
            f"from {name} to the screen: p50 {statistics.median(ordered):.0f} ms, p99 {p99:.0f} ms, "
            f"slowest {ordered[-1]:.0f} ms"
        )
    in_time = sum(delay <= TARGET_MS for delay in found.from_sending)
    console.print(
        f"{len(found.from_sending)} changes seen, {in_time / len(found.from_sending):.1%} within {TARGET_MS:.0f} ms, "
        f"{found.unseen} overtaken by the next one; load average {os.getloadavg()[0]:.1f}"
    )


def main(words: Sequence[str]) -> int:
    """Measure; 0 done, 1 failed."""
    arguments = _arguments(words)
    console = Console(highlight=False)
    try:
        _measure(arguments, console)
    except (BenchError, ServerError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 1
    return 0
