"""From numbers to a table with ratios: for the terminal, as markdown, as JSON."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table

if TYPE_CHECKING:
    from bench.feed import Feed
    from bench.measures import Handshakes, Messages, Spread

GATEWAY, EMBEDDED, NAIVE, IDLE = "gateway, PostgreSQL", "gateway, SQLite", "naive", "websockets, idle"
SEND_US = 9.5
"""One send call per delivery (performance.md)."""
COLUMNS = ("figure", "gateway", "reference", "ratio", "target")


@dataclass(slots=True)
class Results:
    """Everything one run has measured; parts that were not asked for are empty."""

    messages: dict[str, Messages] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    handshakes: dict[str, Handshakes] = field(default_factory=dict)
    starts: dict[str, Spread] = field(default_factory=dict)
    feed: dict[str, Feed] = field(default_factory=dict)
    generator: tuple[float, float] | None = None
    fdatasync_ms: float = 0.0
    seconds: float = 0.0
    quick: bool = False

    def as_json(self) -> str:
        """All numbers with the machine they were taken on."""
        return json.dumps(asdict(self) | {"machine": machine()}, indent=2)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, ready to print."""

    figure: str
    gateway: str
    reference: str
    ratio: str
    target: str


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    model = ""
    information = Path("/proc/cpuinfo")
    if information.exists():
        names = [line for line in information.read_text().splitlines() if line.startswith("model name")]
        model = names[0].partition(":")[2].strip() if names else ""
    return {
        "cores": len(os.sched_getaffinity(0)),
        "processor": model or platform.machine(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_at_end": round(os.getloadavg()[0], 2),
    }


def _spread(spread: Spread, unit: str, digits: int = 0) -> str:
    return f"{spread.median:,.{digits}f} {unit} ({spread.low:,.{digits}f} to {spread.high:,.{digits}f})"


def _less(reference: float, ours: float) -> str:
    """How many times less the gateway needs, or more."""
    if ours <= reference:
        return f"{reference / ours:.1f}× less"
    return f"{ours / reference:.1f}× more"


def rows(results: Results) -> list[Row]:
    """The table: each figure beside its reference from the same run."""
    table = []
    if results.messages:
        table += _message_rows(results)
    if results.memory:
        ours, naive, idle = (results.memory[n] for n in (GATEWAY, NAIVE, IDLE))
        for reference, value in ((NAIVE, naive), (IDLE, idle)):
            table.append(
                Row(
                    f"memory per booted station, against {reference}",
                    f"{ours:.1f} KiB",
                    f"{value:.1f} KiB",
                    _less(value, ours),
                    "≤ 16 KiB",
                )
            )
    if results.handshakes:
        table += _handshake_rows(results.handshakes)
    if results.starts:
        ours_start, reference_start = results.starts.values()
        ratio = ours_start.median / reference_start.median
        table.append(
            Row(
                "start to ready (SQLite), against importing the dependencies",
                _spread(ours_start, "s", 2),
                _spread(reference_start, "s", 2),
                f"{ratio:.1f}×",
                "≤ 3 s",
            )
        )
    return table + _feed_rows(results.feed)


def _feed_rows(measured: dict[str, Feed]) -> list[Row]:
    table = []
    for name, target_ms in (("sparse", 15.0), ("dense", 1.5)):
        if (found := measured.get(name)) is None:
            continue
        sends = found.readers * SEND_US / 1000
        words = f"{found.rate:.0f} events/s → {found.readers:,} feeds"
        table.append(
            Row(
                f"feed, {words}: server CPU per event",
                f"{found.cpu_ms:.2f} ms",
                f"{sends:.2f} ms (a send call each)",
                _less(sends, found.cpu_ms),
                f"≤ {target_ms * found.readers / 1000:.1f} ms",
            )
        )
        table.append(
            Row(
                f"feed, {words}: from the station's message to the reader, p50 / p99",
                f"{found.p50_ms:.0f} / {found.p99_ms:.0f} ms",
                "–",
                "–",
                "p99 ≤ 500 ms",
            )
        )
    return table


def _message_rows(results: Results) -> list[Row]:
    ours, naive = results.messages[GATEWAY], results.messages[NAIVE]
    wall_ratio = ours.rate.median / naive.rate.median
    table = [
        Row(
            "server CPU per durable message",
            _spread(ours.server_us, "µs"),
            _spread(naive.server_us, "µs"),
            _less(naive.server_us.median, ours.server_us.median),
            "≥ 10× less, ≤ 60 µs",
        ),
        Row(
            "PostgreSQL CPU per message",
            _spread(ours.database_us, "µs"),
            _spread(naive.database_us, "µs"),
            _less(naive.database_us.median, ours.database_us.median),
            "then ≤ 40 µs",
        ),
        Row(
            "durable messages per second",
            _spread(ours.rate, "/s"),
            _spread(naive.rate, "/s"),
            f"{wall_ratio:.1f}×",
            "≥ 6×",
        ),
        Row(
            "rows stored per message",
            f"{ours.rows_per_message:.2f}",
            f"{naive.rows_per_message:.2f}",
            "",
            "the same rows",
        ),
        _latency_row("p50", ours, naive),
        _latency_row("p99", ours, naive),
    ]
    if EMBEDDED in results.messages:
        embedded = results.messages[EMBEDDED]
        table.append(
            Row(
                "on SQLite: CPU per message, engine included",
                _spread(embedded.server_us, "µs"),
                _spread(naive.server_us, "µs"),
                _less(naive.server_us.median, embedded.server_us.median),
                "",
            )
        )
        table.append(
            Row(
                "on SQLite: durable messages per second",
                _spread(embedded.rate, "/s"),
                _spread(naive.rate, "/s"),
                f"{embedded.rate.median / naive.rate.median:.1f}×",
                "",
            )
        )
    return table


def _latency_row(which: str, ours: Messages, naive: Messages) -> Row:
    mine: Spread = getattr(ours, f"latency_{which}")
    theirs: Spread = getattr(naive, f"latency_{which}")
    return Row(
        f"latency {which}, each at half of its own rate",
        f"{_spread(mine, 'ms', 1)} at {ours.latency_rate:,.0f}/s",
        f"{_spread(theirs, 'ms', 1)} at {naive.latency_rate:,.0f}/s",
        f"{mine.median / theirs.median:.2f}×",
        "≤ 100 ms" if which == "p99" else "",
    )


def _handshake_rows(handshakes: dict[str, Handshakes]) -> list[Row]:
    ours = handshakes[GATEWAY]
    return [
        Row(
            f"server CPU per connection opened and closed, against {name}",
            f"{_spread(ours.server_us, 'µs')}, {ours.rate.median:,.0f}/s",
            f"{_spread(other.server_us, 'µs')}, {other.rate.median:,.0f}/s",
            _less(other.server_us.median, ours.server_us.median),
            "≤ 250 µs",
        )
        for name, other in ((name, handshakes[name]) for name in (NAIVE, IDLE))
    ]


def notes(results: Results) -> list[str]:
    """What the reader must know to judge the table."""
    lines = [
        "Median (lowest to highest) of the repeats; all systems in turn in one run. CPU as the kernel accounts it.",
        "naive: mobilityhouse/ocpp, websockets and asyncpg, one database transaction per message.",
    ]
    if results.messages:
        shares = ", ".join(f"{n} {m.generator_share.median:.0%}" for n, m in results.messages.items())
        lines.append(
            f"Load generator, share of its core: {shares}. It checked every answer; rows were counted."
        )
    if results.generator is not None:
        rate, share = results.generator
        lines.append(
            f"The same generator against a server that stores nothing: {rate:,.0f} messages/s "
            f"with {share:.0%} of a core."
        )
    if results.fdatasync_ms:
        lines.append(f"One fdatasync on this disk takes {results.fdatasync_ms:.2f} ms.")
    about = machine()
    lines.append(
        f"{about['cores']} cores, {about['processor']}, {about['system']}, Python {about['python']}, "
        f"{results.seconds:.0f} s{', quick run' if results.quick else ''}."
    )
    return lines


def terminal_table(results: Results) -> Table:
    """The table for the terminal."""
    table = Table(*COLUMNS, title="OCPP Gateway benchmark")
    for row in rows(results):
        table.add_row(*(getattr(row, column) for column in COLUMNS))
    return table


def markdown(results: Results) -> str:
    """The same as markdown."""
    lines = ["| " + " | ".join(COLUMNS) + " |", "|---|---:|---:|---:|---:|"]
    lines += ["| " + " | ".join(getattr(row, column) for column in COLUMNS) + " |" for row in rows(results)]
    return "\n".join(lines) + "\n\n" + "\n".join(f"- {note}" for note in notes(results)) + "\n"
