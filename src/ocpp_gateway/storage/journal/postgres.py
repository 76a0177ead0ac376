"""Flushes on PostgreSQL: one call of the flush function on a connection of asyncpg's own, one round trip.

Rows travel as arrays of row values. Measured against COPY of the large tables plus the function for the rest: less
CPU on both sides below 128 messages, the same above, one round trip instead of five, and the log's lock is held for
one commit only.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
import structlog

from ocpp_gateway.storage.failures import DATA_CLASSES, RETRY_STATES, is_away, without_values
from ocpp_gateway.storage.journal.command_rows import ON_POSTGRESQL, is_required, postgresql_values
from ocpp_gateway.storage.journal.flush_function import (
    COMMITTED_ALREADY,
    ROW_MISSING,
    STALE,
    START_KNOWN,
    call_text,
    rare_text,
)
from ocpp_gateway.storage.journal.flushing import (
    Away,
    Collision,
    CommandsMoved,
    CommittedAlready,
    FlushRows,
    KnownStart,
    Refusal,
    RowsMissing,
    RowsRefused,
    StaleStations,
    StartsKnown,
)
from ocpp_gateway.storage.journal.specification import RARE_SECTIONS, stamped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from asyncpg.prepared_stmt import PreparedStatement

    from ocpp_gateway.storage.postgresql import PostgresDatabase

_log = structlog.get_logger(__name__)

SESSION = {
    "application_name": "ocpp-gateway journal",
    # The journal reads and updates by key only: plans made while a table is small must not survive its growth.
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
    "plan_cache_mode": "force_generic_plan",
}

_RECENT = 200_000
"""How far back in the log the events of a flush in doubt are looked for."""

_POSTGRES_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def _microseconds(moment: datetime) -> tuple[int]:
    """Return a time as PostgreSQL carries it; the driver's own way costs twice as much, eight times a message."""
    passed = moment - _POSTGRES_EPOCH
    return ((passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds,)


class PostgresFlusher:
    """`Flusher` on PostgreSQL. The connection is made when it is needed and after every loss."""

    def __init__(self, database: PostgresDatabase) -> None:
        self._database = database
        self._connection: asyncpg.Connection | None = None
        self._call: PreparedStatement[Any] | None = None

    async def flush(self, rows: FlushRows) -> Sequence[int]:
        """Commit one flush: the statement is its own transaction, unless commands or rare rows go with it."""
        connection, call = await self._connected()
        try:
            if rows.commands or rows.rare:
                return await _with_others(connection, call, rows)
            return await call.fetchval(rows.id, rows.at, *rows.rows)  # type: ignore[no-any-return]
        except Refusal:
            raise
        except Exception as error:
            raise self._meaning(error) from error
        except BaseException:
            self._drop()  # cancelled in the middle: nobody knows the state of this connection
            raise

    async def positions(self, event_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Look the events up among the newest."""
        connection, _ = await self._connected()
        try:
            found = await connection.fetch(
                "SELECT id, position FROM events"
                " WHERE position > (SELECT max(position) FROM events) - $2 AND id = ANY($1)",
                list(event_ids),
                _RECENT,
            )
        except Exception as error:
            raise self._meaning(error) from error
        return {row["id"]: row["position"] for row in found}

    async def close(self) -> None:
        """Close the connection, without waiting long for a server that does not answer."""
        if self._connection is not None:
            connection, self._connection, self._call = self._connection, None, None
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await connection.close(timeout=1)

    async def _connected(self) -> tuple[asyncpg.Connection, PreparedStatement[Any]]:
        connection, call = self._connection, self._call
        if connection is not None and call is not None and not connection.is_closed():
            return connection, call
        self._drop()
        try:
            self._connection = connection = await self._database.connect(SESSION)
            if await connection.fetchval("SHOW synchronous_commit") == "off":
                await connection.execute("SET synchronous_commit = on")  # an acknowledged message is on disk
            await connection.set_type_codec(
                "json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary"
            )
            await connection.set_type_codec(
                "timestamptz", schema="pg_catalog", encoder=_microseconds, decoder=tuple, format="tuple"
            )
            self._call = call = await connection.prepare(call_text())
        except BaseException as error:
            self._drop()
            if isinstance(error, asyncpg.PostgresError | asyncpg.InterfaceError | OSError):
                raise Away(f"cannot connect: {without_values(error)}", in_doubt=False) from error
            raise
        return connection, call

    def _meaning(self, error: Exception) -> Refusal | Away:
        """Turn what the driver raised into what the journal understands."""
        refusal = _refusal(error)
        if refusal is not None:
            return refusal
        # The answer never came, or came from a server that is going down: the commit may have happened.
        self._drop()
        unexplained = not is_away(error)
        if unexplained:
            _log.error("flush_failed", error=type(error).__name__, detail=without_values(error))
        return Away(without_values(error), in_doubt=True, unexplained=unexplained)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.terminate()
        self._connection = self._call = None


async def _with_others(
    connection: asyncpg.Connection, call: PreparedStatement[Any], rows: FlushRows
) -> Sequence[int]:
    """Move the commands, write rare rows, then everything else; whatever is refused takes back all of it.

    The function is last: it ends by taking the log's lock, behind which nothing may come but the commit. A command
    that has not moved is told only after the function: if this very flush is committed already, its commands have
    moved, and the function is the one that knows.
    """
    async with connection.transaction():
        moved = set()
        for row in rows.commands:
            found = await connection.fetchval(ON_POSTGRESQL, *postgresql_values(row))
            if found is None and is_required(row):
                moved.add(row[0])
        for section, section_rows in zip(RARE_SECTIONS, rows.rare, strict=False):
            if section_rows:
                moment = (rows.at,) if stamped(section, inserting=True) else ()
                await connection.executemany(
                    rare_text(section), [(*row, *moment) for row in section_rows], timeout=None
                )
        positions: Sequence[int] = await call.fetchval(rows.id, rows.at, *rows.rows)
        if moved:
            raise CommandsMoved(frozenset(moved))
    return positions


def _refusal(error: Exception) -> Refusal | None:
    """Return the refusal that an error is: the server rolled back, or nothing was sent. `None`: the outcome is open."""
    if isinstance(error, asyncpg.InterfaceError) and isinstance(error, ValueError):
        return RowsRefused(without_values(error), None)  # the driver could not encode a value
    state = getattr(error, "sqlstate", None)
    if not isinstance(state, str):
        return None
    detail = getattr(error, "detail", None) or ""
    if state == COMMITTED_ALREADY:
        return CommittedAlready(without_values(error))
    if state == STALE:
        return StaleStations(frozenset(map(UUID, detail.split(","))))
    if state == START_KNOWN:
        return StartsKnown(_known_starts(detail))
    if state == ROW_MISSING:
        return RowsMissing(frozenset(map(UUID, detail.split(","))))
    if state in RETRY_STATES:
        return Collision(without_values(error))
    if state[:2] in DATA_CLASSES:
        return RowsRefused(without_values(error), state)
    return None


def _known_starts(detail: str) -> dict[UUID, KnownStart]:
    known = {}
    for line in detail.splitlines():
        proposed, stored, transaction_id = line.split(" ", 2)
        known[UUID(proposed)] = KnownStart(UUID(stored), transaction_id)
    return known
