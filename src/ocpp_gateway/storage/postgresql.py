"""PostgreSQL through asyncpg: a bounded pool for ordinary work, and single connections for the journal.

Nothing waits without a limit: statements, locks and idle transactions are limited by the server, which also heals
half-open connections (journal.md, "Unknown outcome"); the driver's own limit stands a little above, for a server
that does not answer at all (reliability F02).
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage.engine import Database, DialectName, Rows, translating_outages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, Sequence

    from sqlalchemy import Executable

POOL_SIZE = 5
POOL_OVERFLOW = 5
CONNECT_SECONDS = 5.0
LOCK_SECONDS = 2.0


def session_limits(statement_seconds: float) -> dict[str, str]:
    """Return the server settings of every connection we open."""
    return {
        "application_name": "ocpp-gateway",
        "timezone": "UTC",
        "jit": "off",
        # All statements are short: starting workers costs more than they save, and takes cores from the journal.
        "max_parallel_workers_per_gather": "0",
        "statement_timeout": f"{statement_seconds * 1000:.0f}",
        "idle_in_transaction_session_timeout": f"{2 * statement_seconds * 1000:.0f}",
        # A peer that vanished without a word is given up after ten seconds, not after fifteen minutes (F15).
        "tcp_keepalives_idle": "5",
        "tcp_keepalives_interval": "2",
        "tcp_keepalives_count": "3",
        "tcp_user_timeout": "10000",
    }


def _refuse_closed(connection: Any, record: object, proxy: object) -> None:  # noqa: ARG001 - the signature is given
    """Let the pool make a new connection in place of one that was closed while nobody used it (a restarted server).

    The driver has seen the end of the connection, so this costs no round trip.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError("the server has closed this connection")


class _Transaction:
    """A transaction on one connection of the pool."""

    dialect_name: DialectName = "postgresql"

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def execute(
        self, statement: Executable, parameters: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None
    ) -> Rows:
        with translating_outages():
            result = await self._connection.execute(statement, parameters)
        if not result.returns_rows:
            return Rows((), result.rowcount)
        rows = result.fetchall()
        return Rows(rows, len(rows))


class PostgresDatabase(Database):
    """A PostgreSQL database."""

    dialect_name: DialectName = "postgresql"

    def __init__(
        self,
        url: str,
        *,
        statement_seconds: float = 5.0,
        pool_size: int = POOL_SIZE,
        pool_overflow: int = POOL_OVERFLOW,
    ) -> None:
        """Connections are made when they are needed: a database that is away now is no error here."""
        self.url = url
        self._seconds = statement_seconds
        self._engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=self._pooled,
            pool_size=pool_size,
            max_overflow=pool_overflow,
            pool_timeout=statement_seconds,
            pool_recycle=1800,
            json_deserializer=str,  # texts stay texts: see `column_types`
            hide_parameters=True,  # an error's text goes into logs
        )
        event.listen(self._engine.sync_engine, "checkout", _refuse_closed)
        self._reading = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    async def _pooled(self) -> asyncpg.Connection:
        return await self.connect({"lock_timeout": f"{LOCK_SECONDS * 1000:.0f}"})

    async def connect(self, settings: Mapping[str, str] | None = None) -> asyncpg.Connection:
        """Open a connection outside the pool. The caller closes it."""
        return await asyncpg.connect(
            self.url,
            timeout=CONNECT_SECONDS,
            command_timeout=self._seconds + 2,
            server_settings={**session_limits(self._seconds), **(settings or {})},
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[_Transaction]:
        """Read-committed transaction on a connection of the pool."""
        async with self._transaction(self._engine.connect()) as transaction:
            yield transaction

    @asynccontextmanager
    async def read(self) -> AsyncIterator[_Transaction]:
        """Repeatable-read, read-only transaction on a connection of the pool."""
        async with self._transaction(self._reading.connect()) as transaction:
            yield transaction

    @asynccontextmanager
    async def _transaction(self, connecting: AsyncConnection) -> AsyncIterator[_Transaction]:
        with translating_outages():
            connection = await connecting
        try:
            limit = asyncio.timeout(2 * self._seconds)
            try:
                async with limit:
                    yield _Transaction(connection)
            except TimeoutError as error:
                if not limit.expired():
                    raise
                raise StorageUnavailable(f"the transaction took longer than {2 * self._seconds} s") from error
            with translating_outages():
                await connection.commit()
        finally:
            with translating_outages():
                await connection.close()

    async def close(self) -> None:
        """Close the pool."""
        await self._engine.dispose()
