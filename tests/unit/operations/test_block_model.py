"""Whatever people, a station and the network do in whatever order: the wanted state wins, and frames are bounded.

The gateway's own rules (`Blocking`, `BlockKeeper`, the life of a command, seeing an effect) run against a store in
memory; the station obeys, refuses, promises, forgets, stays silent or goes away as the example says.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from ocpp_gateway.charging.blocks import PAUSES, WINDOW, BlockState, Told, Wanted, is_scheduled
from ocpp_gateway.charging.commands import Command, CommandStatus, EffectState, answer_status
from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.audit import Actor, ActorKind, AuditEntry
from ocpp_gateway.operations.block_keeper import BlockKeeper
from ocpp_gateway.operations.blocking import Blockable, BlockChange, Blocking
from ocpp_gateway.translation.v16.commands import Words16
from tests.rows import START, Ids

SOMEBODY = Actor(kind=ActorKind.USER, id=UUID(int=5), name="somebody")
FREE = (ConnectorStatus.AVAILABLE, ConnectorStatus.RESERVED)


class Silence:
    """A bus that nobody listens to."""

    async def publish(self, topic: str, message: bytes) -> None:
        pass

    def subscribe(self, topic: str) -> Any:
        raise NotImplementedError


class Memory:
    """`BlockStore` for one connector."""

    def __init__(self, row: Blockable) -> None:
        self.row = row
        self.commands: dict[UUID, Command] = {}
        self.deeds: list[str] = []

    def now_at(self) -> Blockable:
        command = None if self.row.command_id is None else self.commands[self.row.command_id]
        return replace(self.row, command=command)

    async def find(self, station_id: UUID, number: int) -> Blockable | None:
        return self.now_at()

    async def made_by(self, principal: UUID, key: str, since: datetime) -> tuple[Command, bytes] | None:
        return None

    async def write(self, change: BlockChange, forget_before: datetime) -> bool:
        assert change.before.command_id == self.row.command_id
        withdrawn = change.withdrawn
        if withdrawn is not None and self.commands[withdrawn.id].status is CommandStatus.QUEUED:
            self.commands[withdrawn.id] = withdrawn
        command = change.new.command
        self.commands[command.id] = command
        self.row = replace(
            self.row,
            blocked=change.blocked,
            command_id=command.id,
            asked_status=change.before.status,
            asks=change.asks,
            asks_since=change.asks_since,
        )
        self.deeds += [deed.action for deed in change.audit]
        return True

    async def rest(self, before: Blockable, asks: int, audit: Sequence[AuditEntry]) -> bool:
        self.row = replace(self.row, asks=asks)
        self.deeds += [deed.action for deed in audit]
        return True

    async def unsettled(self, limit: int, after: UUID | None = None) -> Sequence[Blockable]:
        row = self.now_at()
        return [row] if row.online and row.command is not None and after is None else []


class BlockedConnector(RuleBasedStateMachine):
    """One connector, everybody who has to do with it, and a clock."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.new_id = Ids()
        self.store = Memory(
            Blockable(
                connector_id=UUID(int=1),
                number=1,
                station_id=UUID(int=7),
                station="CP-1",
                ocpp_version="1.6",
                online=True,
                blocked=False,
                status=ConnectorStatus.AVAILABLE,
                reported_at=START,
                booted_at=None,
                connected_at=START,
                command_id=None,
                command=None,
                asked_status=None,
                asks=0,
                asks_since=None,
            )
        )
        words, bus = Words16(), Silence()
        self.blocking = Blocking(self.store, words, bus, new_id=self.new_id)
        self.keeper = BlockKeeper(self.store, words, bus, clock=lambda: self.now, new_id=self.new_id)
        self.wanted = False
        self.told_again: list[datetime] = []
        self.sent: list[tuple[bool, bool]] = []
        """Of each frame: whether it said Inoperative, and what was wanted when it left."""

    @property
    def row(self) -> Blockable:
        return self.store.now_at()

    def set(self, **members: Any) -> None:
        self.store.row = replace(self.store.row, **members)

    def put(self, command: Command) -> None:
        self.store.commands[command.id] = command

    # -- people

    @rule(blocked=st.booleans())
    def somebody_decides(self, blocked: bool) -> None:
        before = len(self.store.commands)
        station: Any = SimpleNamespace(id=self.row.station_id, ocpp_id=self.row.station)
        asking = self.blocking.block(station, 1, SOMEBODY, now=self.now, blocked=blocked)
        command = asyncio.run(asking)
        repeated = blocked is self.wanted and before > 0
        assert len(self.store.commands) == before + (0 if repeated else 1)
        assert ("Inoperative" in command.payload) is blocked
        self.wanted = blocked
        if not repeated:
            self.told_again = []

    # -- the gateway

    @rule()
    def the_gateway_looks(self) -> None:
        before = set(self.store.commands)
        asyncio.run(self.keeper.look())
        for command in set(self.store.commands) - before:
            assert ("Inoperative" in self.store.commands[command].payload) is self.wanted
            self.told_again.append(self.now)

    @precondition(lambda self: self.row.online and self.row.command is not None)
    @rule()
    def the_runner_sends(self) -> None:
        queued = [one for one in self.store.commands.values() if one.status is CommandStatus.QUEUED]
        for command in sorted(queued, key=lambda one: one.id)[:1]:
            self.sent.append(("Inoperative" in command.payload, self.wanted))
            self.put(command.sent("m", 1, self.now))

    # -- the station

    @precondition(lambda self: self.row.command is not None and self.row.command.status is CommandStatus.SENT)
    @rule(answer=st.sampled_from(["Accepted", "Scheduled", "Rejected", None]))
    def it_answers(self, answer: str | None) -> None:
        command = self.row.command
        assert command is not None
        if answer is None:
            self.put(command.ended(CommandStatus.TIMED_OUT, self.now, error="no answer in time"))
        else:
            response = json.dumps({"status": answer})
            self.put(command.ended(answer_status(answer), self.now, response=response))

    @precondition(lambda self: self.row.online)
    @rule(status=st.sampled_from(sorted(ConnectorStatus)))
    def it_reports(self, status: ConnectorStatus) -> None:
        self.set(status=status, reported_at=self.now)
        command = self.row.command
        if command is None or command.effect_state is not EffectState.WAITING:
            return
        shows = status is ConnectorStatus.UNAVAILABLE
        if status not in {ConnectorStatus.UNKNOWN, ConnectorStatus.FAULTED} and shows is self.wanted:
            self.put(command.effect_seen("status", self.now))

    @precondition(lambda self: self.row.online)
    @rule()
    def it_boots(self) -> None:
        self.set(
            booted_at=self.now, connected_at=self.now, status=ConnectorStatus.UNKNOWN, reported_at=self.now
        )

    @rule()
    def it_goes_or_comes(self) -> None:
        command = self.row.command
        if self.row.online and command is not None and command.status is CommandStatus.SENT:
            self.put(command.ended(CommandStatus.TIMED_OUT, self.now, error="the connection is gone"))
        connected_at = self.row.connected_at if self.row.online else self.now
        self.set(online=not self.row.online, connected_at=connected_at)

    @rule(seconds=st.sampled_from([1, 6, 31, 61, 301, 3600]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @precondition(lambda self: self.row.online)
    @rule(rounds=st.integers(1, 8), pause=st.sampled_from([6, 61, 301]))
    def it_obeys_and_forgets(self, rounds: int, pause: int) -> None:
        """As stubborn as it gets: it does what it is told and is back in service a moment later."""
        for _ in range(rounds):
            self.now += timedelta(seconds=pause)
            self.the_gateway_looks()
            command = self.row.command
            if command is None or command.status is not CommandStatus.QUEUED:
                continue
            self.the_runner_sends()
            self.it_answers("Accepted")
            self.it_reports(ConnectorStatus.UNAVAILABLE)
            self.it_reports(ConnectorStatus.AVAILABLE)

    # -- what always holds

    @invariant()
    def the_wanted_state_is_what_somebody_decided_last(self) -> None:
        assert self.row.blocked is self.wanted
        if self.row.command is not None:
            assert ("Inoperative" in self.row.command.payload) is self.wanted

    @invariant()
    def no_frame_says_what_nobody_wants(self) -> None:
        assert all(said is wanted for said, wanted in self.sent)

    @invariant()
    def telling_again_is_bounded(self) -> None:
        for begin in self.told_again:
            assert len([when for when in self.told_again if begin <= when < begin + WINDOW]) <= 2 * len(
                PAUSES
            )
        assert len(self.told_again) <= len(PAUSES) * (1 + (self.now - START) // WINDOW)

    @invariant()
    def one_command_is_on_its_way_at_most(self) -> None:
        queued = [one for one in self.store.commands.values() if one.status is CommandStatus.QUEUED]
        assert len(queued) <= 1

    @invariant()
    def what_is_shown_fits_what_is_known(self) -> None:
        row = self.row
        if row.command is None:
            return
        told = Told(
            status=row.command.status,
            scheduled=is_scheduled(row.command.response),
            asked_at=row.command.sent_at or row.command.requested_at,
            answered_at=row.command.answered_at,
            seen_at=row.command.effect_at,
        )
        state = Wanted(blocked=row.blocked, told=told).state(row.status, row.booted_at)
        if row.blocked:
            assert state is not BlockState.NONE
            assert state is not BlockState.IN_EFFECT or row.status not in FREE
        else:
            assert state not in {BlockState.IN_EFFECT, BlockState.SCHEDULED}


BlockedConnector.TestCase.settings = settings(stateful_step_count=40)
TestBlockedConnector = BlockedConnector.TestCase
