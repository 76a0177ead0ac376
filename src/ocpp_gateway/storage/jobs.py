"""Jobs: their stations are fixed by one statement, their progress is one transaction a turn."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Uuid, bindparam, func, insert, literal, select, update

from ocpp_gateway.charging.commands import FINAL
from ocpp_gateway.charging.jobs import END, FAILURES, Job, JobStatus, ResultStatus, WantedState
from ocpp_gateway.operations.jobs import (
    Chosen,
    CountDiffers,
    Result,
    ResultView,
    UnknownStations,
    Unsent,
    Work,
)
from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.refusals import Invalid
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.commands import values_of
from ocpp_gateway.storage.job_table import job_stations, jobs
from ocpp_gateway.storage.queries.keyset import page, seen_by
from ocpp_gateway.storage.queries.stations import conditions, views_of
from ocpp_gateway.storage.tables import stations
from ocpp_gateway.storage.wanted_configuration import want

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.operations.queries import IdKey, Page
    from ocpp_gateway.storage.engine import Connection, Database

_AT_ONCE = 1000
"""Identities in one statement: databases bound the number of parameters."""
BITE = 10_000
"""Stations that are written down in one statement."""
_FINAL = sorted(status.value for status in FINAL)
_SAME = tuple(
    name
    for name in Job.__dataclass_fields__
    if name not in {"secret", "status", "counts", "wanted"}  # these have another form in the table
)
_MOVED = ("status", "error", "finished_at", "counts", "runner", "leased_until", "version")


class StoredJobs:
    """`JobStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def insert(
        self, job: Job, secret: str | None, chosen: Chosen, event: Event, audit: AuditEntry
    ) -> Job:
        """Add a job and fix its stations."""
        async with self._database.begin() as connection:
            await connection.execute(insert(jobs), {**_values(job), "secret": secret})
            total = 0
            for some in _ways(chosen):
                total += await _fix(connection, job.id, some)
            await _check(connection, job.id, total, chosen)
            counts = {ResultStatus.WAITING: total}
            started = replace(job, total=total, counts=counts)
            await connection.execute(
                update(jobs).where(jobs.c.id == job.id).values(total=total, counts=_plain(counts))
            )
            event.data |= {"total": total, "counts": _plain(counts)}
            after = {**(audit.after or {}), "stations": total}
            await audit_log.append(connection, [replace(audit, after=after)])
            await event_log.append(connection, [event], event.time)
        return started

    async def find(self, job: UUID, owner: UUID | None) -> Job | None:
        """One job."""
        query = select(jobs).where(jobs.c.id == job, *_owned(owner))
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _job(row)

    async def secret(self, job: UUID) -> str | None:
        """Its sealed payload, if that holds a secret."""
        async with self._database.read() as connection:
            found = (await connection.execute(select(jobs.c.secret).where(jobs.c.id == job))).scalar()
        return None if found is None else str(found)

    async def page(self, owner: UUID | None, *, limit: int, after: IdKey | None = None) -> Page[Job, IdKey]:
        """Jobs, newest first."""
        query = select(jobs).where(*_owned(owner)).order_by(jobs.c.id.desc()).limit(limit + 1)
        if after is not None:
            query = query.where(jobs.c.id < after[0])
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return page(rows.all(), limit, _job, lambda job: (job.id,))

    async def results(
        self, job: UUID, status: ResultStatus | None, *, limit: int, after: IdKey | None = None
    ) -> Page[ResultView, IdKey]:
        """The stations of a job."""
        query = (
            select(job_stations, stations.c.ocpp_id)
            .join(stations, stations.c.id == job_stations.c.station_id)
            .where(job_stations.c.job_id == job)
            .order_by(job_stations.c.station_id)
            .limit(limit + 1)
        )
        if status is not None:
            query = query.where(job_stations.c.status == status.value)
        if after is not None:
            query = query.where(job_stations.c.station_id > after[0])
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return page(rows.all(), limit, _result, lambda result: (result.station_id,))

    async def unfinished(self) -> Sequence[Job]:
        """Jobs that have not ended, oldest first."""
        query = select(jobs).where(jobs.c.status.in_([status.value for status in END])).order_by(jobs.c.id)
        async with self._database.read() as connection:
            return [_job(row) for row in await connection.execute(query)]

    async def work(self, job: Job, *, queued_too: bool) -> Work:
        """What there is to do."""
        of_job = job_stations.c.job_id == job.id
        open_states = ["running", "queued"] if queued_too else ["running"]
        begun = (
            select(job_stations.c.station_id, job_stations.c.status, job_stations.c.command_id)
            .add_columns(commands.c.status.label("command_status"), commands.c.error)
            .join(commands, commands.c.id == job_stations.c.command_id)
            .where(of_job, job_stations.c.status.in_(open_states))
        )
        waiting = (
            select(job_stations.c.station_id)
            .where(of_job, job_stations.c.status == ResultStatus.WAITING.value)
            .order_by(job_stations.c.station_id)
            .limit(job.concurrency)
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(begun)).all()
            next_ones: list[UUID] = (await connection.execute(waiting)).scalars()
            views = await views_of(connection, next_ones) if next_ones else {}
        settled = [row for row in rows if row.command_status in _FINAL]
        still = [row for row in rows if row.command_status not in _FINAL]
        return Work(
            settled=[
                Result(station_id=row.station_id, status=ResultStatus(row.command_status), error=row.error)
                for row in settled
            ],
            queued=frozenset(row.station_id for row in settled if row.status == ResultStatus.QUEUED.value),
            running=sum(row.status == ResultStatus.RUNNING.value for row in still),
            waiting=[(station_id, views.get(station_id)) for station_id in next_ones],
            unsent=[
                Unsent(row.station_id, row.command_id, ResultStatus(row.status))
                for row in still
                if row.command_status == "queued"
            ],
        )

    async def advance(
        self,
        before: Job,
        after: Job,
        results: Sequence[Result],
        events: Sequence[Event],
        audit: Sequence[AuditEntry] = (),
        *,
        drop_waiting: int = 0,
    ) -> bool:
        """Write all of it if nobody else has changed the job."""
        values = {name: value for name, value in _values(after).items() if name in _MOVED}
        if after.ended:
            values["secret"] = None
        change = update(jobs).where(jobs.c.id == before.id, jobs.c.version == before.version).values(**values)
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount == 0:
                return False
            made = [result.new for result in results if result.new is not None]
            if made:
                await connection.execute(insert(commands), [values_of(new) for new in made])
            for new in made:
                if new.wanted is not None:
                    await want(connection, new.wanted, new.command)
            await _write_results(connection, before.id, results)
            if drop_waiting:
                await _drop(connection, before.id, drop_waiting)
            await audit_log.append(connection, audit)
            await event_log.append(connection, events, events[-1].time)
        return True


def _ways(chosen: Chosen) -> list[list[ColumnElement[bool]]]:
    """Conditions on the stations, of one statement each."""
    living = [stations.c.archived_at.is_(None), seen_by(chosen.visible)]
    if chosen.failed_in is not None:
        failed = select(job_stations.c.station_id).where(
            job_stations.c.job_id == chosen.failed_in,
            job_stations.c.status.in_(sorted(status.value for status in FAILURES)),
        )
        return [[*living, stations.c.id.in_(failed)]]
    if chosen.filter is not None:
        return [[*living, *conditions(chosen.filter)]]
    names = sorted({fold_identity(ocpp_id) for ocpp_id in chosen.ocpp_ids})
    return [
        [*living, stations.c.ocpp_id_folded.in_(names[start : start + _AT_ONCE])]
        for start in range(0, len(names), _AT_ONCE)
    ]


async def _fix(connection: Connection, job: UUID, conditions: Sequence[ColumnElement[bool]]) -> int:
    """Write the stations down, in bites: a statement has a time limit, also where there are 100,000 of them."""
    total = 0
    last: UUID | None = None
    while True:
        found = (
            select(literal(job, Uuid), stations.c.id, literal(ResultStatus.WAITING.value))
            .where(*conditions, *([] if last is None else [stations.c.id > last]))
            .order_by(stations.c.id)
            .limit(BITE)
        )
        fixing = insert(job_stations).from_select(["job_id", "station_id", "status"], found)
        written = (await connection.execute(fixing)).rowcount
        total += written
        if written < BITE:
            return total
        newest = (
            select(job_stations.c.station_id)
            .where(job_stations.c.job_id == job)
            .order_by(job_stations.c.station_id.desc())
            .limit(1)
        )
        last = (await connection.execute(newest)).scalar()


async def _drop(connection: Connection, job: UUID, number: int) -> None:
    """Cancel so many stations that have no command."""
    these = (job_stations.c.job_id == job, job_stations.c.status == ResultStatus.WAITING.value)
    # Up to the last of them, found by the index: a list of them in the condition leads planners astray.
    last = (
        select(job_stations.c.station_id)
        .where(*these)
        .order_by(job_stations.c.station_id)
        .offset(number - 1)
        .limit(1)
    )
    boundary = (await connection.execute(last)).scalar()
    await connection.execute(
        update(job_stations)
        .where(*these, job_stations.c.station_id <= boundary)
        .values(status=ResultStatus.CANCELLED.value)
    )


async def _check(connection: Connection, job: UUID, total: int, chosen: Chosen) -> None:
    """Leave the transaction, so that nothing of it stays, if these are not the stations that were meant."""
    if chosen.ocpp_ids and total < len({fold_identity(ocpp_id) for ocpp_id in chosen.ocpp_ids}):
        query = (
            select(stations.c.ocpp_id_folded)
            .join(job_stations, job_stations.c.station_id == stations.c.id)
            .where(job_stations.c.job_id == job)
        )
        known = set((await connection.execute(query)).scalars())
        raise UnknownStations([name for name in chosen.ocpp_ids if fold_identity(name) not in known])
    if total == 0:
        field = "stations" if chosen.failed_in is not None else "filter"
        raise Invalid(field, "There is no such station.")
    if chosen.expected is not None and chosen.expected != total:
        raise CountDiffers(total)


async def _write_results(connection: Connection, job: UUID, results: Sequence[Result]) -> None:
    if not results:
        return
    change = (
        update(job_stations)
        .where(job_stations.c.job_id == job, job_stations.c.station_id == bindparam("of_station"))
        .values(
            status=bindparam("to_status"),
            error=bindparam("with_error"),
            command_id=func.coalesce(bindparam("by_command", type_=Uuid), job_stations.c.command_id),
        )
    )
    rows = [
        {
            "of_station": result.station_id,
            "to_status": result.status.value,
            "with_error": result.error,
            "by_command": result.command if result.new is None else result.new.command.id,
        }
        for result in results
    ]
    await connection.execute(change, rows)


def _owned(owner: UUID | None) -> list[ColumnElement[bool]]:
    return [] if owner is None else [jobs.c.actor_id == owner]


def _plain(counts: Any) -> dict[str, int]:
    return {status.value: number for status, number in Counter(counts).items()}


def _values(job: Job) -> dict[str, Any]:
    return {
        **{name: getattr(job, name) for name in _SAME},
        "has_secret": job.secret,
        "wanted": None if job.wanted is None else job.wanted.value,
        "status": job.status.value,
        "counts": _plain(job.counts),
    }


def _job(row: Row[Any]) -> Job:
    return Job(
        **{name: getattr(row, name) for name in _SAME},
        secret=row.has_secret,
        wanted=None if row.wanted is None else WantedState(row.wanted),
        status=JobStatus(row.status),
        counts={ResultStatus(status): number for status, number in row.counts.items()},
    )


def _result(row: Row[Any]) -> ResultView:
    return ResultView(
        station_id=row.station_id,
        station=row.ocpp_id,
        status=ResultStatus(row.status),
        command=row.command_id,
        error=row.error,
    )
