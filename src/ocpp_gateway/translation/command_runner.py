"""Bringing queued commands to the stations that are connected here: one at a time for each station.

Woken by a hint on the bus, and once a second by one query for all stations of this node; a lost hint costs a second.
`sent` is committed before the frame is written (`Conversation.sending`), so whatever dies in between, no command is
ever sent twice (reliability F24).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import structlog

from ocpp_gateway.charging.command_changes import CommandEnded
from ocpp_gateway.charging.commands import Command, CommandStatus
from ocpp_gateway.charging.stations import Registration, Station
from ocpp_gateway.operations.command_events import COMMANDS_TOPIC, command_updated
from ocpp_gateway.operations.commands import CommandStore
from ocpp_gateway.operations.decision import Committed, Decision, Entry, Priority
from ocpp_gateway.operations.overdue_commands import sweep
from ocpp_gateway.operations.passwords import PasswordsBusy
from ocpp_gateway.operations.ports import Bus, Clock, Journal, NewId, StorageUnavailable
from ocpp_gateway.operations.sealing import CannotOpen, Sealer
from ocpp_gateway.operations.tasks import end
from ocpp_gateway.translation.errands import CallWithdrawn, Errand
from ocpp_gateway.translation.peer import Caller, CallTimedOut, ConnectionClosed, Peer
from ocpp_gateway.translation.rotations import CredentialOffers, rotation_of
from ocpp_gateway.translation.v16.commands import NOT_WHILE_PENDING
from ocpp_gateway.translation.v16.credentials import asked_change

_log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0


class Line(Caller, Protocol):
    """One open connection of a station."""

    peer: Peer

    @property
    def is_open(self) -> bool:
        """Whether a frame can still be sent."""
        ...


class CommandRunner:
    """The sender of commands of one node. `run` it for as long as the node lives."""

    def __init__(
        self,
        store: CommandStore,
        journal: Journal,
        sealer: Sealer,
        bus: Bus,
        line_of: Callable[[UUID], Line | None],
        offers: CredentialOffers,
        *,
        clock: Clock,
        new_id: NewId,
        quiet_seconds: float = 2.0,
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        """`line_of` finds a station's open connection; `offers` hears of the new keys and profiles that commands bring;
        `quiet_seconds` pass between a station's boot and our first CALL.
        """
        self._store = store
        self._journal = journal
        self._sealer = sealer
        self._bus = bus
        self._line_of = line_of
        self._offers = offers
        self._clock = clock
        self._new_id = new_id
        self._quiet = timedelta(seconds=quiet_seconds)
        self._poll_seconds = poll_seconds
        self._serving: dict[UUID, asyncio.Task[None]] = {}
        self._again: set[UUID] = set()

    async def run(self) -> None:
        """Serve until cancelled. What is being sent then is left to the sweep of whoever comes next."""
        listener = asyncio.create_task(self._listen(), name="command-hints")
        try:
            while True:
                try:
                    await sweep(self._store, self._new_id, self._clock())
                    for station_id in await self._store.queued_stations():
                        self.wake(station_id)
                except StorageUnavailable as away:
                    _log.warning("commands_away", reason=str(away))
                await asyncio.sleep(self._poll_seconds)
        finally:
            await end(listener, *self._serving.values())

    def wake(self, station_id: UUID) -> None:
        """Look for queued commands of a station, if it is connected here and has had its quiet time."""
        if station_id in self._serving:
            self._again.add(station_id)
            return
        if self._ready(station_id) is None:
            return
        task = asyncio.create_task(self._serve(station_id), name="commands-of-a-station")
        self._serving[station_id] = task
        task.add_done_callback(lambda _: self._served(station_id))

    def _served(self, station_id: UUID) -> None:
        del self._serving[station_id]
        if station_id in self._again:
            self._again.discard(station_id)
            self.wake(station_id)

    async def _listen(self) -> None:
        async for message in self._bus.subscribe(COMMANDS_TOPIC):
            with contextlib.suppress(ValueError):
                self.wake(UUID(bytes=message))

    def _ready(self, station_id: UUID) -> tuple[Line, Station] | None:
        """The line, if the station may be spoken to: several restart when a CALL comes too early (quirk Q15)."""
        line = self._line_of(station_id)
        station = None if line is None else line.peer.station
        if line is None or station is None or not line.is_open:
            return None
        begun = line.peer.connected_at
        if station.last_boot_at is not None and station.last_boot_at > begun:
            begun = station.last_boot_at
        if self._clock() < begun + self._quiet or station.registration is Registration.REJECTED:
            return None
        return line, station

    async def _serve(self, station_id: UUID) -> None:
        """Every queued command of one station, as long as its connection lasts."""
        try:
            while (ready := self._ready(station_id)) is not None:
                queued = await self._store.next_queued(station_id)
                if queued is None or not queued[0].may_be_sent(self._clock()):
                    return  # the sweep ends what is overdue
                if not await self._bring(*ready, *queued):
                    return
        except StorageUnavailable as away:
            _log.warning("commands_away", reason=str(away))
        except Exception:  # noqa: BLE001 - a defect must not end the service of other stations
            _log.exception("command_failed", station_id=str(station_id))

    async def _bring(self, line: Line, station: Station, command: Command, secret: str | None) -> bool:
        """Send one command and see its answer stored; `False`: not now."""
        if command.action in NOT_WHILE_PENDING and station.registration is not Registration.ACCEPTED:
            return await self._give_up(station, command, "the station is not accepted")
        try:
            payload = (
                command.payload.encode() if secret is None else self._sealer.open(secret, command.id.bytes)
            )
        except CannotOpen as unknown:
            return await self._give_up(station, command, str(unknown))
        try:
            asked = asked_change(command.action, payload)
            errand = Errand(command, self._new_id, await rotation_of(self._offers, station, asked))
        except PasswordsBusy:
            return False  # it stays queued, and the next poll tries again
        try:
            await line.call(command.action, payload, timeout=command.timeout_seconds, errand=errand)
        except CallWithdrawn as withdrawn:
            return not withdrawn.refused or await self._give_up(station, command, str(withdrawn))
        except (CallTimedOut, ConnectionClosed) as ended:
            if errand.command.status is not CommandStatus.SENT:
                return False  # it is queued still, for this connection or the next one
            reason = "no answer in time"
            if isinstance(ended, ConnectionClosed):
                reason = "the connection closed before the answer; it may have been executed"
            await self._write(station, errand.timed_out(station, reason, self._clock()))
        return True

    async def _give_up(self, station: Station, command: Command, reason: str) -> bool:
        """From queued to failed without a word to the station."""
        now = self._clock()
        failed = command.ended(CommandStatus.FAILED, now, error=reason)
        event = command_updated(failed, now, self._new_id)
        decision = Decision(failed, (CommandEnded(command.status, failed),), (event,))
        return await self._write(station, decision)

    async def _write(self, station: Station, decision: Decision[Command]) -> bool:
        """Under the station's epoch; if somebody else has it, or was faster, the sweep has the last word."""
        outcome = await self._journal.write(
            Entry(
                station_id=station.id,
                epoch=station.epoch,
                priority=Priority.STATUS,
                changes=decision.changes,
                events=decision.events,
            )
        )
        if not isinstance(outcome, Committed):
            return False
        for change in outcome.entry.changes:
            station.apply(change)
        return True
