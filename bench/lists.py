"""`./gateway bench lists`: how long the lists take over a large fleet, and how PostgreSQL finds their rows."""

from __future__ import annotations

import argparse
import asyncio
import sys
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
import psutil
from rich.console import Console
from sqlalchemy import event

from bench import list_report
from bench.list_cases import Case, Cases
from bench.list_http import measure_over_http
from bench.list_report import COUNTED, Plan, Results, Timing
from bench.list_rows import load, scaled
from bench.processes import BenchError, cpu_seconds
from ocpp_gateway.storage.postgresql import PostgresDatabase
from ocpp_gateway.storage.queries.station_names import StationNames
from tests.servers import PostgresServer, ServerError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.list_rows import Size

REPEATS = 40
REPEATS_OF_FIGURES = 5
ROUNDS = 2
"""Of the rounds, the one that was disturbed least is shown: the machine may be shared."""
WARM_UP = 10
"""PostgreSQL decides after five executions whether a statement gets a general plan: that decision is measured too."""
_SETTINGS = {
    "shared_buffers": "4GB",
    "max_wal_size": "32GB",
    "checkpoint_timeout": "30min",
    # The rows are made up: nothing is lost with them, and nothing that is measured writes.
    "fsync": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


class Statements:
    """Remembers the statements that one question sends to the database."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._kept: list[tuple[str, tuple[Any, ...]]] | None = None
        event.listen(database._engine.sync_engine, "before_cursor_execute", self._see)  # noqa: SLF001 - to look on

    def _see(self, _c: object, _u: object, statement: str, parameters: Any, *_: object) -> None:
        if self._kept is not None:
            self._kept.append((statement, tuple(parameters)))

    async def of(self, case: Case) -> list[tuple[str, tuple[Any, ...]]]:
        """Ask once and return the statements with their values."""
        self._kept = []
        await case.ask()
        kept, self._kept = self._kept, None
        return kept


async def measure(case: Case, postmaster: int) -> Timing:
    """Ask one question again and again, with other values each time."""
    few = case.note == COUNTED
    for _ in range(1 if few else WARM_UP):
        await case.ask()
    taken: list[float] = []
    cpu = _cpu_seconds(postmaster)
    for _ in range(REPEATS_OF_FIGURES if few else REPEATS):
        begin = time.perf_counter()
        await case.ask()
        taken.append(time.perf_counter() - begin)
    return Timing.of(case.name, taken, note=case.note, cpu_seconds=_cpu_seconds(postmaster) - cpu)


async def explain(database: PostgresDatabase, statements: list[tuple[str, tuple[Any, ...]]]) -> list[Plan]:
    """Execute each statement once more under EXPLAIN."""
    connection: asyncpg.Connection = await database.connect()
    try:
        plans = []
        for statement, parameters in statements:
            if not statement.startswith("SELECT"):
                continue  # a setting of the transaction
            lines = await connection.fetch(f"EXPLAIN (ANALYZE, BUFFERS) {statement}", *parameters)
            plans.append(Plan(statement, "\n".join(line[0] for line in lines)))
        return plans
    finally:
        await connection.close()


async def _measure_all(url: str, size: Size, say: Callable[[str], None], only: str | None) -> Results:
    database = PostgresDatabase(url, statement_seconds=60)
    try:
        now = await _newest(database)
        statements = Statements(database)
        postmaster = await _postmaster(database)
        names = StationNames(database)
        await names.load()
        cases = [
            case for case in Cases(database, names, size, now).all() if only is None or only in case.name
        ]
        rounds: dict[str, list[Timing]] = {case.name: [] for case in cases}
        for number in range(ROUNDS):
            say(f"round {number + 1} of {ROUNDS}")
            for case in cases:
                rounds[case.name].append(await measure(case, postmaster))
        say("EXPLAIN")
        plans = {case.name: await explain(database, await statements.of(case)) for case in cases}
        quietest = [min(taken, key=lambda timing: timing.p95) for taken in rounds.values()]
        return Results(size, quietest, [], plans, await _bytes(database))
    finally:
        await database.close()


async def _postmaster(database: PostgresDatabase) -> int:
    """The server's first process: it runs on this machine."""
    connection = await database.connect()
    try:
        backend: int = await connection.fetchval("SELECT pg_backend_pid()")
        return psutil.Process(backend).ppid()
    finally:
        await connection.close()


def _cpu_seconds(postmaster: int) -> float:
    """CPU of this process and of PostgreSQL up to now."""
    return time.process_time() + cpu_seconds(postmaster)


async def _newest(database: PostgresDatabase) -> datetime:
    connection = await database.connect()
    try:
        newest: datetime = await connection.fetchval("SELECT max(timestamp) FROM ocpp_logs")
        return newest.astimezone(UTC)
    finally:
        await connection.close()


async def _bytes(database: PostgresDatabase) -> dict[str, int]:
    """Tables with their indexes and partitions."""
    text = (
        "SELECT coalesce(parent.relname, c.relname) AS name, sum(pg_total_relation_size(c.oid))::bigint AS octets"
        " FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid"
        " LEFT JOIN pg_class parent ON parent.oid = i.inhparent"
        " WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace GROUP BY 1 ORDER BY 2 DESC LIMIT 4"
    )
    connection = await database.connect()
    try:
        return {row["name"]: row["octets"] for row in await connection.fetch(text)}
    finally:
        await connection.close()


def _arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="./gateway bench lists",
        description="Loads a large fleet into a PostgreSQL of its own and measures every list of the API. At full size "
        "(100,000 stations, 200,000 connectors, 5 million transactions, 20 million log rows) it takes about "
        "12 minutes and 20 GB of disk.",
        epilog="Example:  ./gateway bench lists --scale 0.01 --output lists.md",
    )
    parser.add_argument("--scale", type=float, default=1.0, metavar="SHARE", help="share of the full size")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write figures and plans as markdown")
    parser.add_argument("--only", metavar="TEXT", help="only the questions whose name holds this text")
    parser.add_argument(
        "--database",
        metavar="URL",
        help="a database on this machine that an earlier run has loaded (--keep); without HTTP",
    )
    parser.add_argument("--keep", action="store_true", help="leave the server running and print its address")
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Run the benchmark; 0 done, 1 failed."""
    arguments = _arguments(words)
    console = Console()
    size = scaled(arguments.scale)
    begin = time.monotonic()

    def say(what: str) -> None:
        console.print(f"{time.monotonic() - begin:6.0f} s  {what}", highlight=False)

    try:
        with ExitStack() as stack:
            url = arguments.database
            if url is None:
                server = PostgresServer(_SETTINGS)
                if arguments.keep:
                    server.start()
                else:
                    stack.enter_context(server)
                url = server.create_database()
                say(f"a PostgreSQL at {url}")
                asyncio.run(load(url, size, datetime.now(UTC), say))
            results = asyncio.run(_measure_all(url, size, say, arguments.only))
            if arguments.database is None:  # another run's database has an admin with a password nobody knows
                results.over_http.extend(measure_over_http(url, size, REPEATS, say))
    except (BenchError, ServerError) as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    console.print(list_report.table(results))
    if arguments.output is not None:
        arguments.output.write_text(list_report.markdown(results))
        console.print(f"written to {arguments.output}")
    return 0
