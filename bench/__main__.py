"""`./gateway bench`: measure the gateway against its references and print the ratios."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console

from bench import measures, report
from bench.feed import feed
from bench.plan import FULL, QUICK
from bench.processes import BenchError, cores, pin
from tests.servers import PostgresServer, ServerError

PARTS = ("messages", "memory", "handshakes", "starts", "feed")
PLAIN_WIDTH = 180
"""Columns of the table in a file or pipe, where nobody scrolls."""
_POSTGRES_SETTINGS = {"shared_buffers": "256MB", "max_wal_size": "4GB"}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./gateway bench",
        description="Measures the gateway against a naive one in the same run and prints the ratios. "
        "Close other programs first: everything shares the cores of this machine.",
        epilog="Example:  ./gateway bench --quick --only messages --output results.md. "
        "The lists of the API over a large fleet have a benchmark of their own: ./gateway bench lists --help. "
        "So has what a page shows: ./gateway bench screen --help",
    )
    parser.add_argument("--quick", action="store_true", help="at most 90 seconds instead of five minutes")
    parser.add_argument("--only", choices=PARTS, action="append", help="one part (may be repeated)")
    parser.add_argument(
        "--output",
        type=Path,
        metavar="FILE",
        help="also write the results, as JSON (.json) or markdown (.md)",
    )
    arguments = parser.parse_args()
    if arguments.output is not None and arguments.output.suffix not in {".json", ".md"}:
        parser.error("--output: the file name must end with .json or .md")
    return arguments


def _measure(arguments: argparse.Namespace, console: Console) -> report.Results:
    plan = QUICK if arguments.quick else FULL
    parts = set(arguments.only or PARTS)
    results = report.Results(quick=arguments.quick)
    begin = time.monotonic()
    server_core, other_cores = cores()
    with (
        tempfile.TemporaryDirectory(prefix="ocpp-gateway-bench-") as folder,
        PostgresServer(_POSTGRES_SETTINGS) as postgres,
        console.status("starting PostgreSQL") as status,
    ):
        if postgres.pid is not None:
            pin(postgres.pid, other_cores)
        site = measures.Site(Path(folder), postgres, server_core, other_cores, status.update)
        results.fdatasync_ms = measures.fdatasync_ms(Path(folder))
        if "messages" in parts:
            results.generator = measures.generator_ceiling(site, plan)
            results.messages = measures.messages(site, plan)
        if "memory" in parts:
            results.memory = measures.memory(site, plan)
        if "handshakes" in parts:
            results.handshakes = measures.handshakes(site, plan)
        if "starts" in parts:
            results.starts = measures.starts(site, plan)
        if "feed" in parts:
            results.feed = feed(site, plan)
    results.seconds = time.monotonic() - begin
    return results


def main() -> int:
    """Run the benchmark; 0 done, 1 failed."""
    if sys.argv[1:2] == ["lists"]:
        from bench.lists import main as measure_lists

        return measure_lists(sys.argv[2:])
    if sys.argv[1:2] == ["screen"]:
        from bench.screen import main as measure_screen

        return measure_screen(sys.argv[2:])
    arguments = _arguments()
    console = Console()
    if not console.is_terminal:
        console = Console(width=PLAIN_WIDTH)
    try:
        results = _measure(arguments, console)
    except (BenchError, ServerError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: interrupted", file=sys.stderr)
        return 1
    console.print(report.terminal_table(results))
    for note in report.notes(results):
        console.print(note, highlight=False)
    if arguments.output is not None:
        text = results.as_json() if arguments.output.suffix == ".json" else report.markdown(results)
        arguments.output.write_text(text)
        console.print(f"written to {arguments.output}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
