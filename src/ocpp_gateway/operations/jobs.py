"""Jobs as people give them: one command for many stations, looked at, cancelled, repeated for those that failed.

A job and its list of stations are one database transaction; `job_runner` does the rest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.jobs import Job, JobStatus, ResultStatus, WantedState
from ocpp_gateway.operations.audit import Actor, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.commands import CommandWords, NewCommand, Order
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.ports import Bus, NewId
from ocpp_gateway.operations.queries import EVERYTHING, IdKey, Page, StationFilter, StationView, Visibility
from ocpp_gateway.operations.refusals import Conflict, Invalid, NotFound
from ocpp_gateway.operations.sealing import Sealer

SECRETS = "job-secrets"
"""Purpose of the key that seals payloads with secrets."""
DEFAULT_CONCURRENCY = 20
MOST_AT_ONCE = 500
MOST_NAMED = 100_000
"""Stations in an explicit list."""


class CountDiffers(Conflict):
    """The filter finds another number of stations than somebody expected."""

    def __init__(self, found: int) -> None:
        super().__init__("count-differs", f"This means {found} stations. Nothing was done.")


class UnknownStations(Invalid):
    """Some identities of the list are no stations that the caller may see."""

    def __init__(self, ocpp_ids: Sequence[str]) -> None:
        more = ", …" if len(ocpp_ids) > 20 else ""
        super().__init__("stations", f"There are no such stations: {', '.join(ocpp_ids[:20])}{more}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which stations a job is for: those named, those that a filter finds, or those that failed in another job."""

    ocpp_ids: Sequence[str] = ()
    filter: StationFilter | None = None
    failed_in: UUID | None = None
    visible: Visibility = EVERYTHING
    expected: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """What somebody wants many stations to be told, or to be: then `order` is that of `order_for`."""

    order: Order
    chosen: Chosen
    wanted: WantedState | None = None
    concurrency: int = DEFAULT_CONCURRENCY
    stop_after_failures: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """One station of a job."""

    station_id: UUID
    station: str
    status: ResultStatus
    command: UUID | None
    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A new state of one station of a job. `new` is its command, if it gets one now; then its event and audit entry.

    `command` is one that is stored already.
    """

    station_id: UUID
    status: ResultStatus
    error: str | None = None
    new: NewCommand | None = None
    command: UUID | None = None


@dataclass(frozen=True, slots=True)
class Unsent:
    """A station whose command has not been sent; `was` is where the station stands."""

    station_id: UUID
    command: UUID
    was: ResultStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What there is to do for a job now."""

    settled: Sequence[Result]
    """Stations whose commands have become final."""
    queued: frozenset[UUID]
    """Those of them that had not been connected when they got their command."""
    running: int
    """Commands on the way, those of `settled` not counted."""
    waiting: Sequence[tuple[UUID, StationView | None]]
    """The next stations; `None`: it is archived."""
    unsent: Sequence[Unsent]


class JobStore(Protocol):
    """Storage of jobs. May raise `StorageUnavailable`. Every write is one transaction with its audit and events.

    `owner` restricts what is found to the jobs of one user or key; `None` finds all.
    """

    async def insert(
        self, job: Job, secret: str | None, chosen: Chosen, event: Event, audit: AuditEntry
    ) -> Job:
        """Add a job and fix its stations. Raises `UnknownStations`, `CountDiffers`, or `Invalid` for no station."""
        ...

    async def find(self, job: UUID, owner: UUID | None) -> Job | None:
        """One job."""
        ...

    async def secret(self, job: UUID) -> str | None:
        """Its sealed payload, if that holds a secret."""
        ...

    async def page(self, owner: UUID | None, *, limit: int, after: IdKey | None = None) -> Page[Job, IdKey]:
        """Jobs, newest first."""
        ...

    async def results(
        self, job: UUID, status: ResultStatus | None, *, limit: int, after: IdKey | None = None
    ) -> Page[ResultView, IdKey]:
        """The stations of a job."""
        ...

    async def unfinished(self) -> Sequence[Job]:
        """Jobs that have not ended, oldest first."""
        ...

    async def work(self, job: Job, *, queued_too: bool) -> Work:
        """What there is to do; stations that are waited for are looked at only if `queued_too`."""
        ...

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
        """Write all of it if nobody else has changed the job; `False` and nothing if somebody has.

        `drop_waiting` is how many stations without a command are cancelled.
        """
        ...


class Jobs:
    """What can be done with jobs."""

    def __init__(
        self, store: JobStore, words: CommandWords, sealer: Sealer, bus: Bus, *, new_id: NewId
    ) -> None:
        self._store = store
        self._words = words
        self._sealer = sealer
        self._bus = bus
        self._new_id = new_id

    async def create(self, new: NewJob, by: Actor, *, now: datetime) -> Job:
        """Store a job; it starts at once. Raises `Invalid`, `UnknownStations` or `CountDiffers`."""
        order = new.order
        prepared = self._words.prepare(order.action, order.payload, force=order.force)
        if not 1 <= new.concurrency <= MOST_AT_ONCE:
            raise Invalid("concurrency", f"Between 1 and {MOST_AT_ONCE} stations at once.")
        if order.expires_at is not None and order.expires_at <= now:
            raise Invalid("expires_at", "The deadline lies in the future.")
        hidden = prepared.shown.encode() != prepared.payload
        job = Job(
            id=self._new_id(),
            parent=new.chosen.failed_in,
            action=prepared.action,
            payload=prepared.shown,
            secret=hidden,
            when_offline=order.when_offline,
            force=order.force,
            timeout_seconds=order.timeout_seconds,
            expires_at=order.expires_at,
            concurrency=new.concurrency,
            stop_after_failures=new.stop_after_failures,
            actor_kind=by.kind.value,
            actor_id=by.id,
            requested_by=by.name,
            requested_at=now,
            wanted=new.wanted,
        )
        secret = self._sealer.seal(prepared.payload, job.id.bytes) if hidden else None
        job = await self._store.insert(
            job, secret, new.chosen, job_updated(job, now, self._new_id), self._deed("created", job, by, now)
        )
        await self._bus.publish(EVENTS_TOPIC, b"")
        return job

    async def find(self, job: UUID, owner: UUID | None) -> Job:
        """One job. Raises `NotFound`."""
        found = await self._store.find(job, owner)
        if found is None:
            raise NotFound("job", str(job))
        return found

    async def page(self, owner: UUID | None, *, limit: int, after: IdKey | None = None) -> Page[Job, IdKey]:
        """Jobs, newest first."""
        return await self._store.page(owner, limit=limit, after=after)

    async def results(
        self,
        job: UUID,
        owner: UUID | None,
        status: ResultStatus | None,
        *,
        limit: int,
        after: IdKey | None = None,
    ) -> Page[ResultView, IdKey]:
        """The stations of a job. Raises `NotFound`."""
        await self.find(job, owner)
        return await self._store.results(job, status, limit=limit, after=after)

    async def cancel(self, job: UUID, owner: UUID | None, by: Actor, *, now: datetime) -> Job:
        """Send no more commands, and take back those that have not been sent. Raises `NotFound`, `Conflict`."""
        while True:
            before = await self.find(job, owner)
            if before.status in {JobStatus.CANCELLING, JobStatus.CANCELLED}:
                return before
            if before.ended:
                raise Conflict("job-ended", f"The job is {before.status} already.")
            after = replace(before, status=JobStatus.CANCELLING, version=before.version + 1)
            event = job_updated(after, now, self._new_id)
            if await self._store.advance(
                before, after, (), [event], [self._deed("cancelled", after, by, now)]
            ):
                await self._bus.publish(EVENTS_TOPIC, b"")
                return after

    async def retry(
        self, job: UUID, owner: UUID | None, visible: Visibility, by: Actor, *, now: datetime
    ) -> Job:
        """The same for the stations that failed, as a new job. Raises `NotFound`, `Conflict` or `Invalid`."""
        parent = await self.find(job, owner)
        if not parent.ended:
            raise Conflict("job-running", "The job has not ended yet.")
        if parent.secret:
            raise Conflict(
                "payload-forgotten", "Its payload held a secret, which is forgotten: make a new job."
            )
        order = Order(
            action=parent.action,
            payload=json.loads(parent.payload),
            when_offline=parent.when_offline,
            timeout_seconds=parent.timeout_seconds,
            expires_at=None,
            force=parent.force,
        )
        new = NewJob(
            order=order,
            chosen=Chosen(failed_in=parent.id, visible=visible),
            wanted=parent.wanted,
            concurrency=parent.concurrency,
            stop_after_failures=parent.stop_after_failures,
        )
        return await self.create(new, by, now=now)

    def _deed(self, what: str, job: Job, by: Actor, now: datetime) -> AuditEntry:
        shown: dict[str, Any] = {"action": job.action, "payload": json.loads(job.payload)}
        if job.wanted is not None:
            shown = {"wanted": job.wanted.value}
        return audited(by, what, SubjectKind.JOB, str(job.id), now=now, new_id=self._new_id, after=shown)


def order_for(words: CommandWords, wanted: WantedState) -> Order:
    """What carries a wanted state to a whole station: it waits for stations that are away, without a deadline."""
    action, payload = words.availability(0, operative=wanted is WantedState.UNBLOCKED)
    return Order(action=action, payload=payload, when_offline="queue")


def job_updated(job: Job, now: datetime, new_id: NewId) -> Event:
    """`job.updated`: where it stands and how far it is."""
    return Event(
        id=new_id(),
        type=EventType.JOB_UPDATED,
        time=now,
        station_id=None,
        station=None,
        connector=None,
        data={
            "job": str(job.id),
            "action": job.action,
            "wanted": None if job.wanted is None else job.wanted.value,
            "status": job.status.value,
            "total": job.total,
            "counts": {status.value: number for status, number in job.counts.items() if number},
        },
    )
