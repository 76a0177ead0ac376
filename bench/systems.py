"""The systems under measurement: how each is started, addressed, counted and stopped."""

from __future__ import annotations

import http.client
import secrets
import socket
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from bench.processes import BenchError, Server
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Mapping

READY_SECONDS = 60
COUNTED_TABLES = ("ocpp_logs", "meter_values", "transactions", "events")
"""Tables whose rows are counted after a run: nothing acknowledged may be missing."""


def accepts(port: int) -> bool:
    """Whether somebody listens on a port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def answers_ok(port: int, path: str) -> bool:
    """Whether an HTTP server answers this path with 200."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


@dataclass(slots=True, kw_only=True)
class System:
    """One server implementation with its own folder and database, and how its process is started.

    Stations connect to `ws://127.0.0.1:port` + `path` + `/identity`. `health` is the port and path of an HTTP answer
    that says "ready"; without it, ready means that the station port accepts connections.
    """

    name: str
    folder: Path
    port: int
    command: list[str]
    environment: dict[str, str]
    path: str = ""
    database_url: str | None = None
    health: tuple[int, str] | None = None
    server: Server | None = None

    @property
    def url(self) -> str:
        """Where stations connect; the identity follows after a slash."""
        return f"ws://127.0.0.1:{self.port}{self.path}"

    def ready(self) -> bool:
        """Whether it takes stations now."""
        if self.health is None:
            return accepts(self.port)
        port, path = self.health
        return accepts(port) and answers_ok(port, path)

    def start(self, where: set[int]) -> Server:
        """Start the process on its core and return when it is ready."""
        self.server = Server(self.command, self.environment, self.folder, where)
        self.server.wait_for(self.ready, self.name, READY_SECONDS)
        return self.server

    def stop(self) -> None:
        """Stop the process."""
        if self.server is not None:
            self.server.stop()
            self.server = None

    async def rows(self) -> dict[str, int]:
        """Rows per table, counted in the database itself."""
        if self.database_url is None:
            return {}
        statements = {table: f"select count(*) from {table}" for table in COUNTED_TABLES}  # noqa: S608 - own names
        if self.database_url.startswith("sqlite"):
            with closing(sqlite3.connect(self.database_url.removeprefix("sqlite:///"))) as connection:
                return {t: connection.execute(text).fetchone()[0] for t, text in statements.items()}
        database = await asyncpg.connect(self.database_url)
        try:
            return {table: await database.fetchval(text) for table, text in statements.items()}
        finally:
            await database.close()


def gateway(folder: Path, database_url: str | None, name: str) -> System:
    """OCPP Gateway, everything in one process, on PostgreSQL or (without a URL) on its embedded SQLite."""
    url = database_url or f"sqlite:///{folder / 'gateway.db'}"
    port, http_port = free_port(), free_port()
    settings = {
        "DATABASE_URL": url,
        "STATION_HOST": "127.0.0.1",
        "STATION_PORT": str(port),
        "HTTP_PORT": str(http_port),
        "REGISTRATION": "open",
        "UNKNOWN_ID_TAGS": "accept",
        "SECRET_KEY": secrets.token_hex(32),
        "ADMIN_EMAIL": "bench@example.com",
        "ADMIN_PASSWORD": secrets.token_hex(16),
    }
    migrate = ["--migrate"] if database_url else []
    return System(
        name=name,
        folder=folder,
        port=port,
        path="/ocpp",
        command=[sys.executable, "-m", "ocpp_gateway", "serve", *migrate],
        environment={f"OCPP_GATEWAY_{key}": value for key, value in settings.items()},
        database_url=url,
        health=(http_port, "/readyz"),
    )


def naive(folder: Path, database_url: str) -> System:
    """The reference on mobilityhouse/ocpp (bench.naive)."""
    port = free_port()
    return System(
        name="naive",
        folder=folder,
        port=port,
        command=[sys.executable, "-m", "bench.naive.server"],
        environment={"PORT": str(port), "DATABASE_URL": database_url},
        database_url=database_url,
    )


def idle(folder: Path) -> System:
    """The `websockets` asyncio server with nothing behind it (bench.idle)."""
    port = free_port()
    return System(
        name="websockets, idle",
        folder=folder,
        port=port,
        command=[sys.executable, "-m", "bench.idle"],
        environment={"PORT": str(port)},
    )


def must_hold(acknowledged: Mapping[str, int], rows: Mapping[str, int], name: str) -> None:
    """Raise `BenchError` unless the database holds everything that was acknowledged."""
    total = sum(acknowledged.values())
    expected = {
        "ocpp_logs": 2 * total,
        "meter_values": acknowledged.get("MeterValues", 0),
        "transactions": acknowledged.get("StartTransaction", 0),
    }
    for table, least in expected.items():
        if rows.get(table, 0) < least:
            raise BenchError(f"{name}: {table} has {rows.get(table, 0)} rows, {least} were acknowledged")
