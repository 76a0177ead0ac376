"""Carrying jobs out: a few stations at a time, each exactly once, whatever dies in between.

A turn looks at a job, decides, and writes everything in one transaction that compares the job's version: the results
of commands that are final, new commands with their stations' rows, and the progress. What was not committed was not
sent, and what was committed is seen by the next turn, so a job survives the end of its node at any moment. Two nodes
that try at once do no harm, one of them finds the version changed; the lease only spares them the attempt.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from ocpp_gateway.charging.events import Event
from ocpp_gateway.charging.jobs import END, Job, JobStatus, ResultStatus, WantedState
from ocpp_gateway.operations.audit import GATEWAY, Actor, ActorKind, AuditEntry
from ocpp_gateway.operations.blocking import Blocking, ForJob
from ocpp_gateway.operations.command_deeds import command_deed
from ocpp_gateway.operations.command_events import COMMANDS_TOPIC, command_updated
from ocpp_gateway.operations.commands import Commands, Order
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.jobs import JobStore, Result, Work, job_updated
from ocpp_gateway.operations.ports import Bus, Clock, NewId, StorageUnavailable
from ocpp_gateway.operations.queries import EVERYTHING, StationView
from ocpp_gateway.operations.refusals import Changed, Conflict, Invalid, NotFound
from ocpp_gateway.operations.sealing import CannotOpen, Sealer

_log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
"""How long a lost hint delays a job."""
LEASE = timedelta(seconds=10)
LOOK_AT_QUEUED = timedelta(seconds=10)
"""How often stations are looked at that have not connected yet: there may be a hundred thousand of them."""


MOST_DROPPED = 10_000
"""Stations that are cancelled in one turn: a statement has a time limit."""


@dataclass(slots=True)
class _Turn:
    """What one turn writes."""

    after: Job
    results: list[Result] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    audit: list[AuditEntry] = field(default_factory=list)
    told: list[UUID] = field(default_factory=list)
    """Stations that get a command."""
    drop_waiting: int = 0

    def moved(self, result: Result, was: ResultStatus) -> None:
        """One station has another result."""
        counts = Counter(self.after.counts)
        counts[was] -= 1
        counts[result.status] += 1
        self.results.append(result)
        self.after = replace(self.after, counts=dict(counts))


class JobRunner:
    """Runs the jobs of all nodes, one turn after the other."""

    def __init__(
        self,
        store: JobStore,
        commands: Commands,
        blocking: Blocking,
        sealer: Sealer,
        bus: Bus,
        *,
        node_id: str,
        clock: Clock,
        new_id: NewId,
    ) -> None:
        self._store = store
        self._commands = commands
        self._blocking = blocking
        self._sealer = sealer
        self._bus = bus
        self._node_id = node_id
        self._clock = clock
        self._new_id = new_id
        self._woken = asyncio.Event()
        self._looked_at_queued: dict[UUID, datetime] = {}

    def wake(self) -> None:
        """A job or a command has moved."""
        self._woken.set()

    async def run(self) -> None:
        """Run until cancelled."""
        while True:
            self._woken.clear()
            try:
                progressed = await self.turn(self._clock())
            except StorageUnavailable as away:
                _log.warning("jobs_postponed", reason=str(away))
                progressed = False
            if not progressed:
                # After the pause it looks also without a hint: one may have been lost.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._woken.wait()

    async def turn(self, now: datetime) -> bool:
        """Take every job one step further; whether any of them moved. Raises `StorageUnavailable`."""
        progressed = False
        jobs = await self._store.unfinished()
        gone = self._looked_at_queued.keys() - {job.id for job in jobs}
        for ended in gone:
            del self._looked_at_queued[ended]
        for job in jobs:
            if job.runner not in {None, self._node_id} and job.leased_until and now < job.leased_until:
                continue
            try:
                progressed |= await self._step(job, now)
            except StorageUnavailable:
                raise
            except Exception:  # noqa: BLE001 - one job's defect must not stop the others
                _log.exception("job_failed", job=str(job.id))
        return progressed

    async def _step(self, job: Job, now: datetime) -> bool:
        queued_too = (
            job.status is not JobStatus.RUNNING
            or now - self._looked_at_queued.get(job.id, datetime.min.replace(tzinfo=now.tzinfo))
            >= LOOK_AT_QUEUED
        )
        if queued_too:
            self._looked_at_queued[job.id] = now
        work = await self._store.work(job, queued_too=queued_too)
        turn = _Turn(after=job)
        for result in work.settled:
            was = ResultStatus.QUEUED if result.station_id in work.queued else ResultStatus.RUNNING
            turn.moved(result, was)
        limit = job.stop_after_failures
        if job.status is JobStatus.RUNNING and limit is not None and turn.after.failures >= limit:
            turn.after = replace(turn.after, status=JobStatus.STOPPING)
        if turn.after.status is JobStatus.RUNNING:
            await self._dispatch(turn, work, now)
        else:
            await self._wind_down(turn, work, now)
        if turn.after.unfinished == 0 and not turn.after.ended:
            turn.after = replace(turn.after, status=END[turn.after.status], finished_at=now)
        return await self._written(job, turn, now)

    async def _dispatch(self, turn: _Turn, work: Work, now: datetime) -> None:
        """Give the next stations their commands, as many as there are places."""
        free = turn.after.concurrency - work.running
        if free <= 0 or not work.waiting:
            return
        try:
            payload = await self._payload(turn.after)
        except CannotOpen as lost:
            turn.after = replace(turn.after, status=JobStatus.STOPPING, error=f"its payload is {lost}")
            return
        for station_id, view in work.waiting[:free]:
            if view is None:
                gone = Result(
                    station_id=station_id, status=ResultStatus.FAILED, error="the station is archived"
                )
                turn.moved(gone, ResultStatus.WAITING)
            elif turn.after.wanted is not None:
                await self._want(turn, view, turn.after.wanted, now)
            else:
                self._give(turn, view, payload, now)

    async def _want(self, turn: _Turn, view: StationView, wanted: WantedState, now: datetime) -> None:
        """Block or unblock one station: a transaction of its own, which a repeated turn recognises."""
        job, blocked = turn.after, wanted is WantedState.BLOCKED
        try:
            command = await self._blocking.block(
                view, 0, _giver(job), now=now, blocked=blocked, for_job=ForJob(job.id, view.id)
            )
        except (NotFound, Changed) as refused:
            result = Result(station_id=view.id, status=ResultStatus.FAILED, error=str(refused))
        else:
            status = ResultStatus.RUNNING if view.online else ResultStatus.QUEUED
            if command.final:
                status = ResultStatus(command.status.value)
            result = Result(station_id=view.id, status=status, error=command.error, command=command.id)
        turn.moved(result, ResultStatus.WAITING)

    def _give(self, turn: _Turn, view: StationView, payload: dict[str, Any], now: datetime) -> None:
        job = turn.after
        order = Order(
            action=job.action,
            payload=payload,
            when_offline=job.when_offline,
            timeout_seconds=job.timeout_seconds,
            expires_at=job.expires_at,
            force=job.force,
        )
        by = _giver(job)
        try:
            new = self._commands.made(view, order, by, now=now)
        except Invalid as refused:
            result = Result(station_id=view.id, status=ResultStatus.FAILED, error=str(refused))
            turn.moved(result, ResultStatus.WAITING)
            return
        status = ResultStatus.RUNNING if view.online else ResultStatus.QUEUED
        if new.command.final:
            status = ResultStatus(new.command.status.value)
        turn.moved(
            Result(station_id=view.id, status=status, error=new.command.error, new=new), ResultStatus.WAITING
        )
        turn.events.append(command_updated(new.command, now, self._new_id))
        turn.audit.append(
            command_deed("requested", new.command, by=by, now=now, new_id=self._new_id, job=job.id)
        )
        if not new.command.final:
            turn.told.append(view.id)

    async def _wind_down(self, turn: _Turn, work: Work, now: datetime) -> None:
        """No more commands; those that have not been sent are taken back."""
        for unsent in work.unsent:
            if turn.after.wanted is not None:
                made_by = ForJob(turn.after.id, unsent.station_id)
                if not await self._blocking.take_back(made_by, unsent.command, GATEWAY, now=now):
                    # It was wanted before the job, and stays so: only the job waits for it no longer.
                    left = Result(station_id=unsent.station_id, status=ResultStatus.CANCELLED)
                    turn.moved(left, unsent.was)
                continue
            try:
                await self._commands.cancel(unsent.command, EVERYTHING, by=GATEWAY, now=now)
            except (Conflict, NotFound):
                continue  # sent in this moment: its answer decides
        counts = Counter(turn.after.counts)
        dropped = min(counts[ResultStatus.WAITING], MOST_DROPPED)
        if dropped:
            counts[ResultStatus.WAITING] -= dropped
            counts[ResultStatus.CANCELLED] += dropped
            turn.drop_waiting = dropped
            turn.after = replace(turn.after, counts=dict(counts))

    async def _payload(self, job: Job) -> dict[str, Any]:
        sealed = await self._store.secret(job.id)
        text = job.payload if sealed is None else self._sealer.open(sealed, job.id.bytes)
        payload: dict[str, Any] = json.loads(text)
        return payload

    async def _written(self, before: Job, turn: _Turn, now: datetime) -> bool:
        if not turn.results and turn.after == before:
            return False
        counts = {status: number for status, number in turn.after.counts.items() if number}
        after = replace(
            turn.after,
            counts=counts,
            runner=self._node_id,
            leased_until=now + LEASE,
            version=before.version + 1,
        )
        events: Sequence[Event] = [*turn.events, job_updated(after, now, self._new_id)]
        if not await self._store.advance(
            before, after, turn.results, events, turn.audit, drop_waiting=turn.drop_waiting
        ):
            return True  # somebody else has moved it: look again
        await self._bus.publish(EVENTS_TOPIC, b"")
        for station_id in turn.told:
            await self._bus.publish(COMMANDS_TOPIC, station_id.bytes)
        return True


def _giver(job: Job) -> Actor:
    return Actor(kind=ActorKind(job.actor_kind), id=job.actor_id, name=job.requested_by)
