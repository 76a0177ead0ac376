"""Blocking and unblocking: taking a connector, or a whole station, out of service and back.

What is wanted, the command that carries it, the entry in the audit and the events are one database transaction. From
then on the command lives like any other; it has no deadline, because a block that expires unseen is worse than one
that is late.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from ocpp_gateway.charging.blocks import Shown, Standing, Told, Wanted, is_scheduled, shown
from ocpp_gateway.charging.commands import Command, CommandStatus, EffectState
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.audit import Actor, AuditEntry, SubjectKind, audited
from ocpp_gateway.operations.command_events import COMMANDS_TOPIC, command_updated
from ocpp_gateway.operations.commands import (
    DEFAULT_TIMEOUT,
    CommandWords,
    NewCommand,
    at_once,
)
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.ports import Bus, NewId
from ocpp_gateway.operations.queries import StationView
from ocpp_gateway.operations.refusals import Changed, KeyReused, NotFound
from ocpp_gateway.operations.repeated_requests import KEY_LIFETIME

NOTHING_WANTED = Wanted(blocked=False)
ATTEMPTS = 5
"""How often a decision is made again because somebody else was faster."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blockable:
    """A connector (0: the station itself) with what is wanted of it and the last command that carried it.

    `asked_status` is what it reported when that command was made; `others` are the states of the station's connectors
    if this is connector 0; `asks` counts how often the gateway told the station again since `asks_since`. `whole` is
    what is wanted of the station itself, and `whole_status` what it reports.
    """

    connector_id: UUID
    number: int
    station_id: UUID
    station: str
    ocpp_version: str | None
    online: bool
    blocked: bool
    status: ConnectorStatus
    reported_at: datetime
    booted_at: datetime | None
    connected_at: datetime | None
    command_id: UUID | None
    command: Command | None
    asked_status: ConnectorStatus | None
    asks: int
    asks_since: datetime | None
    others: tuple[ConnectorStatus, ...] = ()
    whole: Wanted = NOTHING_WANTED
    whole_status: ConnectorStatus = ConnectorStatus.UNKNOWN

    @property
    def name(self) -> str:
        """As people and the audit know it, e.g. `CP-1/2`."""
        return f"{self.station}/{self.number}"

    def standing(self) -> Standing | None:
        """What decides whether the station is told again; `None` if it was never told."""
        command = self.command
        if command is None or self.asked_status is None:
            return None
        return Standing(
            blocked=self.blocked,
            told=_told(command),
            status=self.status,
            asked_status=self.asked_status,
            reported_at=self.reported_at,
            booted_at=self.booted_at,
            connected_at=self.connected_at,
            others=self.others,
            asks=self.asks,
            asks_since=self.asks_since,
        )

    def shown_with(self, command: Command, by: Actor, now: datetime, *, blocked: bool) -> Shown:
        """What is shown of it once `by` wants it blocked or not, and this command carries it."""
        own = Wanted(blocked=blocked, told=_told(command), command=command.id, by=by.name, at=now)
        whole = own if self.number == 0 else self.whole
        return shown(own, whole, self.status, self.whole_status, self.booted_at)


def _told(command: Command) -> Told:
    return Told(
        status=command.status,
        scheduled=is_scheduled(command.response),
        asked_at=command.sent_at or command.requested_at,
        answered_at=command.answered_at,
        seen_at=command.effect_at if command.effect_state is EffectState.SEEN else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockChange:
    """What is written at once: wanted state, command, audit, events.

    `by` is who wants it, `None` if what is wanted stays (the gateway tells the station again). `withdrawn` is the
    queued command that it replaces, as it becomes; if that has been sent meanwhile, it stays sent and `withdrawal`,
    its event, is left out.
    """

    before: Blockable
    blocked: bool
    by: Actor | None
    new: NewCommand
    now: datetime
    audit: Sequence[AuditEntry]
    events: Sequence[Event]
    asks: int = 0
    asks_since: datetime | None = None
    withdrawn: Command | None = None
    withdrawal: Event | None = None


class BlockStore(Protocol):
    """Storage of what is wanted of connectors. May raise `StorageUnavailable`."""

    async def find(self, station_id: UUID, number: int) -> Blockable | None:
        """One connector of a living station."""
        ...

    async def made_by(self, principal: UUID, key: str, since: datetime) -> tuple[Command, bytes] | None:
        """The command that this Idempotency-Key made, with the hash of its request."""
        ...

    async def write(self, change: BlockChange, forget_before: datetime) -> bool:
        """Write a change if the stored state is still `before`; `False`: somebody was faster, nothing is written."""
        ...

    async def rest(self, before: Blockable, asks: int, audit: Sequence[AuditEntry]) -> bool:
        """Keep that the station was told often enough, if nobody has changed what is wanted."""
        ...

    async def unsettled(self, limit: int, after: UUID | None = None) -> Sequence[Blockable]:
        """Connectors of stations that are online whose last command is final and that do not show what is wanted.

        In the order of their ids, beyond `after`; a few that do may be among them.
        """
        ...


@dataclass(frozen=True, slots=True)
class ForJob:
    """One station of a job. It takes the place of a principal and its Idempotency-Key: a turn may be repeated."""

    job: UUID
    station_id: UUID

    @property
    def key(self) -> str:
        """What the job's own command of this station is found by."""
        return self.station_id.hex


FAILED = frozenset(
    {
        CommandStatus.REJECTED,
        CommandStatus.FAILED,
        CommandStatus.TIMED_OUT,
        CommandStatus.EXPIRED,
        CommandStatus.CANCELLED,
    }
)
"""Final states after which a station that is wanted in or out of service may not know it."""


class Blocking:
    """What people and programs do: block and unblock."""

    def __init__(self, store: BlockStore, words: CommandWords, bus: Bus, *, new_id: NewId) -> None:
        self._store = store
        self._words = words
        self._bus = bus
        self._new_id = new_id

    async def block(
        self,
        station: StationView,
        number: int,
        by: Actor,
        *,
        now: datetime,
        blocked: bool = True,
        idempotency_key: str | None = None,
        for_job: ForJob | None = None,
    ) -> Command:
        """Block connector `number` (0: the whole station), or unblock it with `blocked=False`.

        Returns the command that carries it. What is wanted already is not wanted twice: then nothing is written, and
        the command is the last one. A job tells a station again whose last command has failed, since that is what the
        job is for. Raises `NotFound` for a connector that the station never reported, `KeyReused`, `Changed`.
        """
        body_hash = _hash(station.id, number, blocked=blocked)
        principal, key = (by.id, idempotency_key) if for_job is None else (for_job.job, for_job.key)
        for _ in range(ATTEMPTS):
            if key is not None and principal is not None:
                made = await self._store.made_by(principal, key, now - KEY_LIFETIME)
                if made is not None:
                    return _same_request(made, body_hash)
            before = await self._store.find(station.id, number)
            if before is None:
                raise NotFound("connector", f"{station.ocpp_id}/{number}")
            last = before.command
            wanted_before = before.blocked is blocked and last is not None
            if last is not None and wanted_before and (for_job is None or last.status not in FAILED):
                return last
            command = availability_command(self._words, before, blocked, by, now=now, new_id=self._new_id)
            new = NewCommand(
                command=command,
                secret=None,
                principal=principal,
                # What was wanted before a job is not the job's own to take back: that command has no key.
                idempotency_key=None if wanted_before else key,
                body_hash=body_hash,
            )
            job = None if for_job is None else for_job.job
            if await self._store.write(self._change(before, blocked, by, new, now, job), now - KEY_LIFETIME):
                await tell(self._bus, command)
                return command
        raise Changed("connector", f"{station.ocpp_id}/{number}")

    async def take_back(self, made_by: ForJob, command: UUID, by: Actor, *, now: datetime) -> bool:
        """Let a station be as it was before a job, if the job has changed what is wanted of it and it was not told yet.

        `False`: the job's command has changed nothing that was wanted, or is not the last one any more.
        """
        for _ in range(ATTEMPTS):
            before = await self._store.find(made_by.station_id, 0)
            if before is None or before.command is None or before.command.id != command:
                return False
            own = await self._store.made_by(made_by.job, made_by.key, before.command.requested_at)
            if own is None or own[0].id != command or before.command.status is not CommandStatus.QUEUED:
                return False
            blocked = not before.blocked
            back = availability_command(self._words, before, blocked, by, now=now, new_id=self._new_id)
            new = NewCommand(command=back, secret=None, principal=None, idempotency_key=None, body_hash=b"")
            change = self._change(before, blocked, by, new, now, made_by.job)
            if await self._store.write(change, now - KEY_LIFETIME):
                await tell(self._bus, back)
                return True
        return False

    def _change(
        self, before: Blockable, blocked: bool, by: Actor, new: NewCommand, now: datetime, job: UUID | None
    ) -> BlockChange:
        withdrawn = withdrawal = None
        if before.command is not None and before.command.status is CommandStatus.QUEUED:
            withdrawn = before.command.ended(CommandStatus.CANCELLED, now)
            withdrawal = command_updated(withdrawn, now, self._new_id)
        deed = audited(
            by,
            "blocked" if blocked else "unblocked",
            SubjectKind.CONNECTOR,
            before.name,
            now=now,
            new_id=self._new_id,
            station_id=before.station_id,
            before={"blocked": before.blocked},
            after={"blocked": blocked} if job is None else {"blocked": blocked, "job": str(job)},
        )
        return BlockChange(
            before=before,
            blocked=blocked,
            by=by,
            new=new,
            now=now,
            audit=[deed],
            events=[
                command_updated(new.command, now, self._new_id),
                self._event(before, blocked, by, new.command, now),
            ],
            withdrawn=withdrawn,
            withdrawal=withdrawal,
        )

    def _event(self, before: Blockable, blocked: bool, by: Actor, command: Command, now: datetime) -> Event:
        """What `GET /connectors` shows from now on, in its words."""
        block = before.shown_with(command, by, now, blocked=blocked)
        return Event(
            id=self._new_id(),
            type=EventType.CONNECTOR_BLOCKED if blocked else EventType.CONNECTOR_UNBLOCKED,
            time=now,
            station_id=before.station_id,
            station=before.station,
            connector=before.number,
            data={
                "station": before.station,
                "connector": before.number,
                "blocked": block.blocked,
                "block_state": block.state.value,
                "blocked_by": block.by,
                "blocked_at": rfc3339(block.at),
                "command": str(command.id),
            },
        )


def availability_command(
    words: CommandWords, target: Blockable, blocked: bool, by: Actor, *, now: datetime, new_id: NewId
) -> Command:
    """The command that carries what is wanted: it waits for the station for as long as it takes."""
    action, payload = words.availability(target.number, operative=not blocked)
    prepared = words.prepare(action, payload, force=False)
    command = Command(
        id=new_id(),
        station_id=target.station_id,
        station=target.station,
        action=prepared.action,
        payload=prepared.shown,
        status=CommandStatus.QUEUED,
        priority=prepared.priority,
        when_offline="queue",
        force=False,
        timeout_seconds=DEFAULT_TIMEOUT,
        requested_by=by.name,
        requested_at=now,
        expires_at=None,
        expectation=prepared.expectation,
    )
    return at_once(command, target.ocpp_version, now, online=target.online)


async def tell(bus: Bus, command: Command) -> None:
    """The hints after the commit; a lost one costs a second."""
    await bus.publish(EVENTS_TOPIC, b"")
    if not command.final:
        await bus.publish(COMMANDS_TOPIC, command.station_id.bytes)


def _same_request(made: tuple[Command, bytes], body_hash: bytes) -> Command:
    command, its_hash = made
    if its_hash != body_hash:
        raise KeyReused
    return command


def _hash(station_id: UUID, number: int, *, blocked: bool) -> bytes:
    """What must be equal for two requests to be the same."""
    return hashlib.sha256(
        json.dumps([station_id.hex, number, "block" if blocked else "unblock"]).encode()
    ).digest()
