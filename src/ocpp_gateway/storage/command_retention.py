"""Forgetting old commands and jobs, in bites along keys that grow with time.

A job goes when it ended long ago, its stations first. A command goes when it is final, no effect is waited for and
nothing refers to it: whatever table has a `command_id` keeps the commands that stand there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from ocpp_gateway.charging.commands import FINAL, EffectState
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.job_table import job_stations, jobs
from ocpp_gateway.storage.schema import metadata

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.storage.engine import Connection, Database

_FINAL = frozenset(status.value for status in FINAL)
_AT_ONCE = 1000
"""Ids in one statement: databases bound the number of parameters."""


async def forget_jobs(database: Database, before: datetime, bite: int) -> int:
    """Delete the jobs that ended before then, with their stations; the number of jobs."""
    ended = select(jobs.c.id).where(jobs.c.finished_at < before).order_by(jobs.c.id).limit(bite)
    async with database.read() as connection:
        old: list[UUID] = (await connection.execute(ended)).scalars()
    for job in old:
        while await _forget_stations(database, job, bite):
            continue
        async with database.begin() as connection:
            await connection.execute(delete(jobs).where(jobs.c.id == job))
    return len(old)


async def _forget_stations(database: Database, job: UUID, bite: int) -> bool:
    of_job = job_stations.c.job_id == job
    some = select(job_stations.c.station_id).where(of_job).limit(bite)
    async with database.begin() as connection:
        return (
            await connection.execute(
                delete(job_stations).where(of_job, job_stations.c.station_id.in_(some.scalar_subquery()))
            )
        ).rowcount > 0


async def forget_commands(database: Database, before: datetime, bite: int) -> int:
    """Delete the commands of before then that nobody needs any more; their number."""
    size = min(bite, _AT_ONCE)
    columns = (commands.c.id, commands.c.requested_at, commands.c.status, commands.c.effect_state)
    pages = select(*columns).order_by(commands.c.id).limit(size)
    page = pages
    deleted = 0
    while True:
        async with database.begin() as connection:
            rows = (await connection.execute(page)).all()
            old = [row for row in rows if row.requested_at < before]
            over = [
                row.id
                for row in old
                if row.status in _FINAL and row.effect_state != EffectState.WAITING.value
            ]
            if over:
                free = set(over) - await _referred_to(connection, over)
                gone = delete(commands).where(commands.c.id.in_(sorted(free)))
                deleted += (await connection.execute(gone)).rowcount
        if not old or len(rows) < size:
            return deleted
        page = pages.where(commands.c.id > rows[-1].id)


async def _referred_to(connection: Connection, ids: Sequence[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for table in metadata.tables.values():
        if "command_id" in table.c:
            query = select(table.c.command_id).where(table.c.command_id.in_(ids))
            found |= set((await connection.execute(query)).scalars())
    return found
