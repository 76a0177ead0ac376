"""Flushes on SQLite: one transaction on the writer thread, `executemany` per section.

The same order and the same refusals as on PostgreSQL. There is no lock to take: one transaction writes at a time, so
epochs can simply be read, and AUTOINCREMENT numbers events in the order of their commits. The flush id is kept here
too, for a COMMIT that fails (a full disk) and may have happened all the same.
"""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING, Any
from uuid import UUID

import structlog

from ocpp_gateway.storage.failures import is_away
from ocpp_gateway.storage.journal.binding import bind, sqlite_time
from ocpp_gateway.storage.journal.command_rows import ON_SQLITE, is_required, sqlite_values
from ocpp_gateway.storage.journal.flushing import (
    Away,
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
from ocpp_gateway.storage.journal.specification import RARE_SECTIONS, SECTIONS, Mode, Section
from ocpp_gateway.storage.journal.statements import INSERT_FLUSH, STALE_STATIONS, STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocpp_gateway.storage.journal.checks import Row
    from ocpp_gateway.storage.sqlite import SqliteDatabase

_log = structlog.get_logger(__name__)

_RECENT = 200_000


class SqliteFlusher:
    """`Flusher` on SQLite."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def flush(self, rows: FlushRows) -> Sequence[int]:
        """Commit one flush."""
        try:
            return await self._database.write(lambda raw: _flush(raw, rows))
        except Refusal:
            raise
        except Exception as error:
            raise _meaning(error) from error

    async def positions(self, event_ids: Sequence[UUID]) -> dict[UUID, int]:
        """Look the events up among the newest."""
        wanted = json.dumps([event_id.hex for event_id in event_ids])

        def find(raw: sqlite3.Connection) -> dict[UUID, int]:
            found = raw.execute(
                "SELECT id, position FROM events WHERE position > (SELECT max(position) FROM events) - ?"
                " AND id IN (SELECT value FROM json_each(?))",
                (_RECENT, wanted),
            )
            return {UUID(hex=event_id): position for event_id, position in found}

        try:
            return await self._database.write(find)
        except sqlite3.Error as error:
            raise Away(f"{type(error).__name__}: {error}", in_doubt=True) from error

    async def close(self) -> None:
        """Nothing to do: the connection is the database's."""


def _flush(raw: sqlite3.Connection, rows: FlushRows) -> Sequence[int]:
    """Write everything; runs on the writer thread. Whoever called rolls back when this raises."""
    at = sqlite_time(rows.at)
    raw.execute("BEGIN IMMEDIATE")
    if raw.execute(INSERT_FLUSH, (rows.id.hex, at)).rowcount == 0:
        raise CommittedAlready("this flush is committed already")
    _commands(raw, rows.commands)
    if rows.rare:
        for section, section_rows in zip(RARE_SECTIONS, rows.rare, strict=True):
            bound = bind[section.name](section_rows)
            raw.executemany(STATEMENTS[section.name].text, _stamped(section, bound, at))
    positions: Sequence[int] = ()
    for section, section_rows in zip(SECTIONS, rows.rows, strict=True):
        if not section_rows:
            continue
        bound = bind[section.name](section_rows)
        match section.mode:
            case Mode.FENCE:
                _fence(raw, bound)
            case Mode.START:
                _start(raw, section, bound, at)
            case Mode.UPDATE:
                _update(raw, section, bound, at)
            case Mode.EVENTS:
                positions = _events(raw, section, bound, at)
            case _:
                raw.executemany(STATEMENTS[section.name].text, _stamped(section, bound, at))
    try:
        raw.execute("COMMIT")
    except sqlite3.Error as error:
        raise Away(f"COMMIT failed: {error}", in_doubt=True) from error
    return positions


def _stamped(section: Section, bound: list[Row], at: str) -> list[Row]:
    return [(*row, at) for row in bound] if STATEMENTS[section.name].stamped else bound


def _fence(raw: sqlite3.Connection, bound: list[Row]) -> None:
    stale = raw.execute(STALE_STATIONS, (json.dumps(dict(bound)),)).fetchall()
    if stale:
        raise StaleStations(frozenset(UUID(hex=station) for (station,) in stale))


def _commands(raw: sqlite3.Connection, rows: Sequence[Row]) -> None:
    moved = {
        row[0]
        for row in rows
        if raw.execute(ON_SQLITE, sqlite_values(row)).rowcount == 0 and is_required(row)
    }
    if moved:
        raise CommandsMoved(frozenset(moved))


def _start(raw: sqlite3.Connection, section: Section, bound: list[Row], at: str) -> None:
    known: dict[UUID, KnownStart] = {}
    for row in _stamped(section, bound, at):
        stored, transaction_id = raw.execute(STATEMENTS[section.name].text, row).fetchone()
        if stored != row[0]:
            known[UUID(hex=row[0])] = KnownStart(UUID(hex=stored), transaction_id)
    if known:
        raise StartsKnown(known)


def _update(raw: sqlite3.Connection, section: Section, bound: list[Row], at: str) -> None:
    missing = {
        UUID(hex=row[0])
        for row in _stamped(section, bound, at)
        if raw.execute(STATEMENTS[section.name].text, row).rowcount == 0
    }
    if missing:
        raise RowsMissing(frozenset(missing))


def _events(raw: sqlite3.Connection, section: Section, bound: list[Row], at: str) -> Sequence[int]:
    """AUTOINCREMENT continues without a gap inside one transaction."""
    raw.executemany(STATEMENTS[section.name].text, _stamped(section, bound, at))
    (last,) = raw.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (section.table.name,)).fetchone()
    return range(last - len(bound) + 1, last + 1)


def _meaning(error: Exception) -> Refusal | Away:
    if isinstance(error, Away):
        return error
    refused: tuple[type[Any], ...] = (
        sqlite3.IntegrityError,
        sqlite3.DataError,
        sqlite3.InterfaceError,
        sqlite3.ProgrammingError,
        ValueError,
        OverflowError,
        TypeError,
        AttributeError,
    )
    if isinstance(error, refused):
        return RowsRefused(f"{type(error).__name__}: {error}", None)
    if not is_away(error):
        _log.error("flush_failed", error=type(error).__name__, detail=str(error))
        return Away(f"{type(error).__name__}: {error}", in_doubt=True, unexplained=True)
    return Away(f"{type(error).__name__}: {error}", in_doubt=True)
