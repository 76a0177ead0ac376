"""The journal: group commit of what stations say, fenced, exactly once.

`queue` → `batch` → `flushing` (a port; `postgres` and `sqlite` implement it), driven by `group_commit`. What a row is
stands in `specification`; everything that both databases need of it is generated from there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ocpp_gateway.storage.journal.group_commit import HOLD_SECONDS, GroupCommitJournal
from ocpp_gateway.storage.journal.measurements import JournalMeasurements

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.operations.ports import Clock, NewId, Watched
    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.journal.flushing import Flusher

__all__ = ["GroupCommitJournal", "JournalMeasurements", "flusher_for", "open_journal"]


def flusher_for(database: Database) -> Flusher:
    """Return what writes flushes into a database."""
    from ocpp_gateway.storage.postgresql import PostgresDatabase
    from ocpp_gateway.storage.sqlite import SqliteDatabase

    if isinstance(database, PostgresDatabase):
        from ocpp_gateway.storage.journal.postgres import PostgresFlusher

        return PostgresFlusher(database)
    if isinstance(database, SqliteDatabase):
        from ocpp_gateway.storage.journal.sqlite import SqliteFlusher

        return SqliteFlusher(database)
    raise TypeError(f"the journal does not know {type(database).__name__}")


def open_journal(
    database: Database,
    *,
    clock: Clock,
    new_id: NewId,
    on_committed: Callable[[int], None] | None = None,
    watched: Watched | None = None,
    hold_seconds: float = HOLD_SECONDS,
    measurements: JournalMeasurements | None = None,
) -> GroupCommitJournal:
    """Return a journal that has started. `on_committed(position)` is the hint that the event log has grown."""
    journal = GroupCommitJournal(
        flusher_for(database),
        clock=clock,
        new_id=new_id,
        on_committed=on_committed,
        watched=watched,
        hold_seconds=hold_seconds,
        measurements=measurements,
    )
    journal.start()
    return journal
