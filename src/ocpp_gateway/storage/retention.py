"""Keeping the database from growing for ever: whole days are dropped on PostgreSQL, rows in small bites on SQLite.

The message log, meter values and the event log have retention times of their own (INTERFACE.md, `*_RETENTION_DAYS`).
Commands and jobs are kept as long as messages, security events as long as meter values, Idempotency-Keys for a day,
flush ids for an hour: longer than any repetition of a flush. Of the fleet's samples each fifth is kept for 16 days,
all for 26 hours. The audit is kept for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, func, select, text, update

from ocpp_gateway.operations.repeated_requests import KEY_LIFETIME
from ocpp_gateway.storage import partitions
from ocpp_gateway.storage.claim_table import idempotency_claims
from ocpp_gateway.storage.column_types import UtcDateTime
from ocpp_gateway.storage.command_retention import forget_commands, forget_jobs
from ocpp_gateway.storage.feed_tables import event_log, feed_tickets
from ocpp_gateway.storage.fleet_sample_table import fleet_samples
from ocpp_gateway.storage.fleet_samples import StoredFleetSamples
from ocpp_gateway.storage.tables import (
    events,
    flushes,
    meter_values,
    ocpp_logs,
    quarantine,
    refused_handshakes,
    security_events,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Column, Table

    from ocpp_gateway.storage.engine import Connection, Database

BITE = 5000
"""Rows deleted in one transaction: on SQLite the journal waits for it."""
FLUSHES_KEPT = timedelta(hours=1)

_DELETE = {
    "sqlite": "DELETE FROM {name} WHERE rowid IN (SELECT rowid FROM {name} WHERE {moment} < :before LIMIT :bite)",
    "postgresql": "DELETE FROM {name} WHERE ctid = ANY"
    " (ARRAY(SELECT ctid FROM {name} WHERE {moment} < :before LIMIT :bite))",
}


@dataclass(slots=True)
class Pruned:
    """What one round has removed."""

    partitions: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


class Retention:
    """Prepares partitions and removes what is too old. Every node may run it; they do not disturb each other."""

    def __init__(
        self, database: Database, *, log_days: int, meter_days: int, event_days: int, bite: int = BITE
    ) -> None:
        """Days of 24 hours, counted from the receipt of a row."""
        self._database = database
        self._log_days = log_days
        self._meter_days = meter_days
        self._event_days = event_days
        self._bite = bite

    async def prepare(self, now: datetime) -> list[str]:
        """Make the partitions of today and the next days. Call it before stations connect, and then every hour."""
        if self._database.dialect_name == "sqlite":
            return []
        return await partitions.make_ahead(self._database, now.date())

    async def prune(self, now: datetime) -> Pruned:
        """Remove what is older than its time. Raises `StorageUnavailable` if a lock was not had; try again later."""
        pruned = Pruned()
        for what, moment, days in (
            (ocpp_logs, ocpp_logs.c.timestamp, self._log_days),
            (meter_values, meter_values.c.received_at, self._meter_days),
        ):
            before = now - timedelta(days=days)
            if self._database.dialect_name == "sqlite":
                pruned.rows[what.name] = await self._delete_rows(what.name, moment.name, before)
            else:
                pruned.partitions += await partitions.drop_before(self._database, what.name, before.date())
                default = partitions.default_of(what)
                pruned.rows[default] = await self._delete_rows(default, moment.name, before)
        for ordered, key, moment, age in (
            (events, events.c.position, events.c.created_at, timedelta(days=self._event_days)),
            (flushes, flushes.c.id, flushes.c.at, FLUSHES_KEPT),
            (quarantine, quarantine.c.id, quarantine.c.received_at, timedelta(days=self._log_days)),
            (idempotency_claims, idempotency_claims.c.id, idempotency_claims.c.claimed_at, KEY_LIFETIME),
            (
                refused_handshakes,
                refused_handshakes.c.id,
                refused_handshakes.c.at,
                timedelta(days=self._log_days),
            ),
            (
                security_events,
                security_events.c.id,
                security_events.c.received_at,
                timedelta(days=self._meter_days),
            ),
        ):
            pruned.rows[ordered.name] = await self._delete_from_the_front(ordered, key, moment, now - age)
        before = now - timedelta(days=self._log_days)
        pruned.rows["jobs"] = await forget_jobs(self._database, before, self._bite)
        pruned.rows["commands"] = await forget_commands(self._database, before, self._bite)
        pruned.rows[fleet_samples.name] = await StoredFleetSamples(self._database).forget(now)
        async with self._database.begin() as connection:
            unused = await connection.execute(delete(feed_tickets).where(feed_tickets.c.expires_at <= now))
        pruned.rows[feed_tickets.name] = unused.rowcount
        return pruned

    async def _delete_rows(self, name: str, moment: str, before: datetime) -> int:
        """Delete by an index on the time. Rows are addressed by their place: `meter_values` has no key."""
        deleted = 0
        statement = text(_DELETE[self._database.dialect_name].format(name=name, moment=moment)).bindparams(
            bindparam("before", before, UtcDateTime()), bindparam("bite", self._bite)
        )
        while True:
            async with self._database.begin() as connection:
                rowcount = (await connection.execute(statement)).rowcount
            deleted += rowcount
            if rowcount < self._bite:
                return deleted

    async def _delete_from_the_front(
        self, ordered: Table, key: Column[Any], moment: Column[Any], before: datetime
    ) -> int:
        """Delete along a key that grows with time. A page without anything old is the end."""
        deleted = 0
        pages = select(key, moment).order_by(key).limit(self._bite)
        if ordered is events:
            # The newest event stays: the head of the log must not fall back.
            pages = pages.where(key < select(func.max(key)).scalar_subquery())
        page = pages
        while True:
            async with self._database.begin() as connection:
                rows = [tuple(row) for row in await connection.execute(page)]
                old = [place for place, at in rows if at < before]
                if old:
                    deleted += (await connection.execute(delete(ordered).where(key.in_(old)))).rowcount
                    if ordered is events:
                        await _remember_pruned(connection, old[-1])
            if not old or len(rows) < self._bite:
                return deleted
            page = pages.where(key > rows[-1][0])


async def _remember_pruned(connection: Connection, position: int) -> None:
    """Write down up to where the event log has gaps, with the deletion: a cursor before it has missed something."""
    further = update(event_log).where(event_log.c.pruned_through < position)
    await connection.execute(further.values(pruned_through=position))
