"""Bringing queued commands to connected stations: one at a time, after the quiet time, and never twice."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ocpp_gateway.charging.command_changes import CommandEnded, CommandSent
from ocpp_gateway.charging.commands import Command, CommandStatus
from ocpp_gateway.charging.events import Event
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.cluster.memory import MemoryBus
from ocpp_gateway.ocpp.exchange import Answered, Outstanding, Refused
from ocpp_gateway.operations.command_events import COMMANDS_TOPIC
from ocpp_gateway.operations.decision import Entry, Outcome, StaleEpoch
from ocpp_gateway.operations.keys import DerivedKeys
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.sealing import Sealer
from ocpp_gateway.translation.command_runner import CommandRunner
from ocpp_gateway.translation.errands import CallWithdrawn, Errand
from ocpp_gateway.translation.peer import CallTimedOut, ConnectionClosed
from tests.unit.charging.test_commands import command
from tests.unit.operations.ledger import NOON, station
from tests.unit.translation.offers import Offers
from tests.unit.translation.test_conversation import Talk

pytestmark = pytest.mark.anyio

STATION = UUID(int=7)
DEADLINE = 5.0


@dataclass
class Queue:
    """A store of commands in memory, as far as the runner asks it."""

    queued: list[tuple[Command, str | None]] = field(default_factory=list)
    away: bool = False
    asked: int = 0

    async def overdue(self, now: datetime, limit: int) -> Sequence[tuple[Command, int | None]]:
        return []

    async def move(self, before: Command, after: Command, event: Event) -> bool:
        raise NotImplementedError

    async def queued_stations(self) -> Sequence[UUID]:
        self.asked += 1
        if self.away:
            raise StorageUnavailable("scripted")
        return [STATION] if self.queued else []

    async def next_queued(self, station_id: UUID) -> tuple[Command, str | None] | None:
        assert station_id == STATION
        return self.queued[0] if self.queued else None


class Line:
    """A connection whose CALLs end as scripted; a command that is sent leaves the queue."""

    is_open = True

    def __init__(self, talk: Talk, queue: Queue) -> None:
        self.peer = talk.peer
        self.queue = queue
        self.script: list[Any] = []
        self.calls: list[tuple[str, bytes]] = []
        self.at_once = self.most_at_once = 0
        self.ended = asyncio.Event()

    async def call(
        self, action: str, payload: bytes, *, timeout: float, errand: Errand | None = None
    ) -> Answered | Refused:
        assert errand is not None
        self.calls.append((action, payload))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= 1
        outcome = self.script.pop(0) if self.script else "answered"
        if not self.script:
            self.ended.set()
        if isinstance(outcome, CallWithdrawn):
            self.queue.queued.pop(0)
            raise outcome
        if outcome == "closed before":
            raise ConnectionClosed(outcome)
        self.queue.queued.pop(0)
        errand.command = errand.command.sent("g1", 1, NOON)
        if isinstance(outcome, Exception):
            raise outcome
        return Answered(Outstanding("g1", action, payload, 0.0, 1.0), b"{}")


class House:
    """A runner and what surrounds it."""

    def __init__(self, registration: Registration = Registration.ACCEPTED) -> None:
        self.station = station(registration)
        self.talk = Talk(self.station)
        self.queue = Queue()
        self.line = Line(self.talk, self.queue)
        self.bus = MemoryBus()
        self.now = NOON + timedelta(minutes=1)
        self.offers = Offers()
        self.sealer = Sealer(DerivedKeys("a secret for this test"), "command-secrets")
        self.runner = CommandRunner(
            self.queue,  # type: ignore[arg-type] - what it does not ask for is not there
            self.talk.journal,
            self.sealer,
            self.bus,
            lambda station_id: self.line if station_id == STATION else None,
            self.offers,
            clock=lambda: self.now,
            new_id=self.talk.ledger.reads().new_id,
            poll_seconds=0.01,
        )
        self._commit = self.talk.journal.write
        self.talk.journal.write = self._write  # type: ignore[method-assign]

    async def _write(self, entry: Entry) -> Outcome:
        """What ends without having been sent leaves the queue too."""
        ended = {change.command.id for change in entry.changes if isinstance(change, CommandEnded)}
        self.queue.queued = [(one, secret) for one, secret in self.queue.queued if one.id not in ended]
        return await self._commit(entry)

    def add(self, count: int = 1, secret: str | None = None, **members: Any) -> list[Command]:
        made = [replace(command(), id=UUID(int=500 + n), **members) for n in range(count)]
        self.queue.queued += [(one, secret) for one in made]
        return made

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.runner.run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def until_ended(self) -> None:
        await asyncio.wait_for(self.line.ended.wait(), DEADLINE)

    async def passes(self, polls: int = 3) -> None:
        """So many polls go by."""
        until = self.queue.asked + polls
        async with asyncio.timeout(DEADLINE):
            while self.queue.asked < until:  # noqa: ASYNC110 - polls go by, nothing else
                await asyncio.sleep(0.01)

    def ends(self) -> list[tuple[CommandStatus, CommandStatus, str | None]]:
        return [
            (change.before, change.command.status, change.command.error)
            for entry in self.talk.journal.entries
            for change in entry.changes
            if isinstance(change, CommandEnded)
        ]


async def test_queued_commands_go_out_one_at_a_time() -> None:
    house = House()
    house.add(3)
    house.line.script = ["answered"] * 3
    async with house.running():
        await house.until_ended()
        await house.passes()
    assert len(house.line.calls) == 3
    assert house.line.most_at_once == 1


async def test_a_hint_is_enough_and_a_lost_one_costs_a_poll() -> None:
    house = House()
    async with house.running():
        await house.passes(1)
        house.add()
        house.queue.away = True  # no poll finds it
        await house.bus.publish(COMMANDS_TOPIC, b"not an id")
        await house.bus.publish(COMMANDS_TOPIC, STATION.bytes)
        await house.until_ended()
    assert len(house.line.calls) == 1


async def test_a_station_that_has_just_connected_or_booted_is_left_in_peace() -> None:
    house = House()
    house.add()
    house.station.last_boot_at = house.now - timedelta(seconds=1.9)
    async with house.running():
        await house.passes()
        assert house.line.calls == []
        house.now += timedelta(seconds=0.1)
        await house.until_ended()
    assert len(house.line.calls) == 1


async def test_after_its_deadline_nothing_is_sent() -> None:
    house = House()
    house.add(expires_at=house.now)
    async with house.running():
        await house.passes()
    assert house.line.calls == []


async def test_no_answer_in_time_and_a_lost_connection_end_what_was_sent() -> None:
    house = House()
    house.add(2)
    house.line.script = [CallTimedOut("no answer in time"), ConnectionClosed("gone")]
    async with house.running():
        await house.until_ended()
        await house.passes()
    assert house.ends() == [
        (CommandStatus.SENT, CommandStatus.TIMED_OUT, "no answer in time"),
        (
            CommandStatus.SENT,
            CommandStatus.TIMED_OUT,
            "the connection closed before the answer; it may have been executed",
        ),
    ]


async def test_what_was_not_sent_stays_queued_for_the_next_connection() -> None:
    house = House()
    house.add()
    house.line.script = ["closed before", "answered"]
    async with house.running():
        await house.until_ended()
    assert len(house.line.calls) == 2
    assert house.ends() == []


async def test_a_withdrawn_command_makes_room_for_the_next_one() -> None:
    house = House()
    house.add(2)
    house.line.script = [CallWithdrawn("cancelled"), "answered"]
    async with house.running():
        await house.until_ended()
    assert len(house.line.calls) == 2
    assert house.ends() == []


async def test_what_the_database_refuses_fails_once() -> None:
    house = House()
    house.add()
    house.line.script = [CallWithdrawn("the database refuses it", refused=True)]
    async with house.running():
        await house.until_ended()
        await house.passes()
    assert house.ends() == [(CommandStatus.QUEUED, CommandStatus.FAILED, "the database refuses it")]


@pytest.mark.parametrize("action", ["RemoteStartTransaction", "RemoteStopTransaction"])
async def test_a_pending_station_is_not_told_to_charge(action: str) -> None:
    """OCPP 1.6, 4.2: while pending, the central system sends no remote start or stop; it may configure."""
    house = House(Registration.PENDING)
    (refused,) = house.add(action=action)
    house.queue.queued.append((replace(refused, id=UUID(int=900), action="GetConfiguration"), None))
    async with house.running():
        await house.until_ended()
    assert [action for action, _ in house.line.calls] == ["GetConfiguration"]
    assert house.ends() == [(CommandStatus.QUEUED, CommandStatus.FAILED, "the station is not accepted")]


async def test_a_sealed_payload_goes_out_in_clear_and_an_unknown_key_fails_the_command() -> None:
    house = House()
    (made,) = house.add()
    house.queue.queued = [(made, house.sealer.seal(b'{"clear":1}', made.id.bytes))]
    async with house.running():
        await house.until_ended()
    assert house.line.calls == [("Reset", b'{"clear":1}')]
    other = House()
    (made,) = other.add()
    foreign = Sealer(DerivedKeys("another secret entirely"), "command-secrets")
    other.queue.queued = [(made, foreign.seal(b"{}", made.id.bytes))]
    async with other.running():
        await other.passes()
    assert other.line.calls == []
    assert {end[:2] for end in other.ends()} == {(CommandStatus.QUEUED, CommandStatus.FAILED)}


async def test_an_owner_that_is_none_any_more_stops_without_a_word() -> None:
    house = House()
    house.add()
    house.line.script = [ConnectionClosed("replaced")]
    house.talk.journal.script.append(StaleEpoch())
    async with house.running():
        await house.until_ended()
        await house.passes()
    assert len(house.line.calls) == 1
    assert not [c for e in house.talk.journal.entries for c in e.changes if isinstance(c, CommandSent)]


async def test_while_the_database_is_away_it_waits() -> None:
    house = House()
    house.queue.away = True
    house.add()
    async with house.running():
        await house.passes()
        assert house.line.calls == []
        house.queue.away = False
        await house.until_ended()
