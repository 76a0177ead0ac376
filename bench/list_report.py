"""The figures of the lists: a table for the terminal, and the page with all plans."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

from bench.list_rows import LOG_DAYS, TRANSACTION_DAYS
from bench.report import machine

if TYPE_CHECKING:
    from bench.list_rows import Size

TARGET_MS = 50.0
HOW = (
    "Pages of 50, through the same query classes that the API uses. Every question is asked 40 times after 10 times of "
    "warming up, with other values each time, in two rounds; of them the one that was disturbed less is "
    "shown, because others work on this machine too. CPU is what the kernel accounts to this process and to PostgreSQL "
    "for one question, on the average: what it takes when nobody else is at work."
)
SEARCH = "a search: looks at 100,000 rows"
COUNTED = "counts the whole fleet: shared by all who ask"


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds of one question. One with a `note` is no list and has no target."""

    name: str
    p50: float
    p95: float
    slowest: float
    note: str = ""
    cpu: float | None = None

    @classmethod
    def of(
        cls, name: str, seconds: list[float], *, note: str = "", cpu_seconds: float | None = None
    ) -> Timing:
        """Sum up at least two repeats. `cpu_seconds` are those of gateway and PostgreSQL for all of them."""
        millis = sorted(1000 * one for one in seconds)
        cpu = 1000 * cpu_seconds / len(seconds) if cpu_seconds is not None else None
        twentieths = statistics.quantiles(millis, n=20, method="inclusive")
        return cls(name, statistics.median(millis), twentieths[-1], millis[-1], note, cpu)

    @property
    def verdict(self) -> str:
        """How it stands to the target."""
        if self.note:
            return self.note
        return "held" if self.p95 < TARGET_MS else "**missed**"


@dataclass(frozen=True, slots=True)
class Plan:
    """One statement of a question and how it was executed."""

    statement: str
    explained: str


@dataclass(frozen=True, slots=True)
class Results:
    """What was measured."""

    size: Size
    timings: list[Timing]
    over_http: list[Timing]
    plans: dict[str, list[Plan]]
    bytes_of: dict[str, int]


def table(results: Results) -> Table:
    """All figures."""
    shown = Table("question", "CPU ms", "p50 ms", "p95 ms", "slowest ms", f"p95 < {TARGET_MS:g} ms")
    for timing in [*results.timings, *results.over_http]:
        figures = (f"{value:.1f}" for value in (timing.p50, timing.p95, timing.slowest))
        shown.add_row(timing.name, _cpu(timing), *figures, timing.verdict.strip("*"))
    return shown


def markdown(results: Results) -> str:
    """The figures, and every statement with its plan."""
    host = machine()
    lines = [
        "## Figures",
        "",
        _fleet(results),
        "",
        f"{host['cores']} cores, {host['processor']}; load average at the end {host['load_at_end']:g}. {HOW}",
        "",
        *_rows(results.timings),
        "",
        *_over_http(results),
        "## Statements and plans",
        "",
    ]
    for name, plans in results.plans.items():
        lines += [f"### {name}", ""]
        for plan in plans:
            lines += ["```sql", plan.statement, "```", "", "```text", plan.explained, "```", ""]
    return "\n".join(line.rstrip() for line in lines)


def _over_http(results: Results) -> list[str]:
    if not results.over_http:
        return []
    told = "Over HTTP, as a client sees it: the whole gateway as a process, sign-in check and JSON included."
    return [told, "", *_rows(results.over_http), ""]


def _fleet(results: Results) -> str:
    size = results.size
    large = ", ".join(f"`{name}` {octets / 1e9:.2f} GB" for name, octets in results.bytes_of.items())
    return (
        f"{size.stations:,} stations, {size.connectors:,} connectors, {size.transactions:,} ended transactions of "
        f"{TRANSACTION_DAYS} days and {size.running:,} running ones, {size.logs:,} log rows of {LOG_DAYS} days. With "
        f"indexes: {large}."
    )


def _cpu(timing: Timing) -> str:
    return f"{timing.cpu:.1f}" if timing.cpu is not None else ""


def _rows(timings: list[Timing]) -> list[str]:
    head = [
        "| question | CPU ms | p50 ms | p95 ms | slowest ms | p95 < 50 ms |",
        "|---|---:|---:|---:|---:|---|",
    ]
    return head + [
        f"| {t.name} | {_cpu(t)} | {t.p50:.1f} | {t.p95:.1f} | {t.slowest:.1f} | {t.verdict} |"
        for t in timings
    ]
