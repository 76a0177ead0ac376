"""Commands on both databases: who moves a row, who is too late, and what the journal commits before a frame leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from ocpp_gateway.charging.command_changes import (
    CommandAnsweredLate,
    CommandEffectSeen,
    CommandEnded,
    CommandSent,
)
from ocpp_gateway.charging.commands import (
    Command,
    CommandPriority,
    CommandStatus,
    EffectKind,
    EffectState,
    Expectation,
)
from ocpp_gateway.operations.command_events import command_updated
from ocpp_gateway.operations.commands import CommandFilter, NewCommand
from ocpp_gateway.operations.decision import Committed, Entry, Overtaken, Priority, StaleEpoch
from ocpp_gateway.operations.overdue_commands import sweep
from ocpp_gateway.operations.queries import EVERYTHING
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.commands import StoredCommands
from ocpp_gateway.storage.journal import open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.tables import events
from tests.rows import Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database
    from ocpp_gateway.storage.journal import GroupCommitJournal

pytestmark = pytest.mark.anyio

PRINCIPAL = UUID(int=99)
STARTED = Expectation(kind=EffectKind.STARTED, connector=1, id_tag_folded="tag-1")


class House:
    """One station with a lease, its commands and a journal."""

    def __init__(self, database: Database, journal: GroupCommitJournal, clock: Clock, new_id: Ids) -> None:
        self.database = database
        self.journal = journal
        self.clock = clock
        self.new_id = new_id
        self.store = StoredCommands(database)
        self.leases = StoredLeases(database, node_id="here", clock=clock)
        self.rows = Rows(database, clock, new_id)
        self.station_id = UUID(int=0)

    async def command(self, **members: Any) -> Command:
        made = Command(
            id=self.new_id(),
            station_id=self.station_id,
            station="CP-1",
            action=members.pop("action", "Reset"),
            payload='{"type":"Soft"}',
            status=CommandStatus.QUEUED,
            priority=members.pop("priority", CommandPriority.CONTROL),
            when_offline="queue",
            force=False,
            timeout_seconds=30.0,
            requested_by="admin@example.org",
            requested_at=self.clock.now,
            expires_at=self.clock.now + timedelta(minutes=5),
            **members,
        )
        assert await self.insert(made) == made
        return made

    async def insert(
        self, made: Command, key: str | None = None, body: bytes = b"body", secret: str | None = "sealed"
    ) -> Command | None:
        new = NewCommand(
            command=made, secret=secret, principal=PRINCIPAL, idempotency_key=key, body_hash=body
        )
        since = self.clock.now - timedelta(hours=24)
        return await self.store.insert(new, since, command_updated(made, self.clock.now, self.new_id), [])

    async def write(self, epoch: int, *changes: Any) -> Any:
        return await self.journal.write(
            Entry(
                station_id=self.station_id,
                epoch=epoch,
                priority=Priority.STATUS,
                changes=changes,
                events=[
                    command_updated(change.command, self.clock.now, self.new_id)
                    for change in changes
                    if isinstance(change, CommandSent | CommandEnded)
                ],
            )
        )

    async def row(self, command: Command) -> Any:
        async with self.database.read() as connection:
            return (await connection.execute(select(commands).where(commands.c.id == command.id))).one()

    async def event_count(self) -> int:
        async with self.database.read() as connection:
            return len(await connection.execute(select(events.c.position)))


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    clock, new_id = Clock(), Ids()
    journal = open_journal(database, clock=clock, new_id=new_id)
    made = House(database, journal, clock, new_id)
    made.station_id = await made.rows.station("CP-1")
    yield made
    await journal.close()


async def owned(house: House) -> int:
    station = await house.leases.claim(house.station_id)
    assert station is not None
    return station.epoch


async def test_sent_and_answered_are_committed_with_their_events(house: House) -> None:
    epoch = await owned(house)
    queued = await house.command(expectation=STARTED)
    sent = queued.sent("m1", epoch, house.clock.now)
    assert isinstance(await house.write(epoch, CommandSent(sent)), Committed)
    row = await house.row(queued)
    assert (row.status, row.message_id, row.epoch, row.secret) == ("sent", "m1", epoch, "sealed")
    assert (row.effect_state, row.effect_until) == ("waiting", sent.effect_until)
    ended = sent.ended(CommandStatus.ACCEPTED, house.clock.now, response='{"status":"Accepted"}')
    assert isinstance(await house.write(epoch, CommandEnded(CommandStatus.SENT, ended)), Committed)
    found = await house.store.find(queued.id, EVERYTHING)
    assert found == ended
    assert (await house.row(queued)).secret is None
    assert await house.event_count() == 3


async def test_a_command_that_was_cancelled_is_not_sent_and_the_others_are(house: House) -> None:
    epoch = await owned(house)
    queued = await house.command()
    cancelled = queued.ended(CommandStatus.CANCELLED, house.clock.now)
    assert await house.store.move(
        queued, cancelled, command_updated(cancelled, house.clock.now, house.new_id)
    )
    other_station = await house.rows.station("CP-2")
    owner = await house.leases.claim(other_station)
    assert owner is not None
    other = Entry(station_id=other_station, epoch=owner.epoch, priority=Priority.STATUS)
    outcomes = await asyncio.gather(
        house.write(epoch, CommandSent(queued.sent("m1", epoch, house.clock.now))), house.journal.write(other)
    )
    assert isinstance(outcomes[0], Overtaken)
    assert isinstance(outcomes[1], Committed)
    assert (await house.row(queued)).status == "cancelled"
    assert (await house.row(queued)).secret is None
    assert await house.event_count() == 2


async def test_a_fenced_owner_sends_nothing(house: House) -> None:
    epoch = await owned(house)
    queued = await house.command()
    await owned(house)
    outcome = await house.write(epoch, CommandSent(queued.sent("m1", epoch, house.clock.now)))
    assert isinstance(outcome, StaleEpoch)
    assert (await house.row(queued)).status == "queued"


async def test_one_final_state_whoever_is_faster(house: House) -> None:
    epoch = await owned(house)
    queued = await house.command()
    sent = queued.sent("m1", epoch, house.clock.now)
    await house.write(epoch, CommandSent(sent))
    lost = sent.ended(CommandStatus.TIMED_OUT, house.clock.now, error="no answer in time")
    assert await house.store.move(sent, lost, command_updated(lost, house.clock.now, house.new_id))
    answered = sent.ended(CommandStatus.ACCEPTED, house.clock.now, response="{}")
    assert isinstance(await house.write(epoch, CommandEnded(CommandStatus.SENT, answered)), Overtaken)
    assert not await house.store.move(
        sent, answered, command_updated(answered, house.clock.now, house.new_id)
    )
    assert isinstance(await house.write(epoch, CommandAnsweredLate(queued.id, '{"a":1}')), Committed)
    assert isinstance(await house.write(epoch, CommandAnsweredLate(queued.id, '{"a":2}')), Committed)
    found = await house.store.find(queued.id, EVERYTHING)
    assert found is not None
    assert (found.status, found.response, found.late_response) == (CommandStatus.TIMED_OUT, None, '{"a":1}')


async def test_an_effect_that_was_seen_before_the_answer_stays_seen(house: House) -> None:
    epoch = await owned(house)
    queued = await house.command(expectation=STARTED)
    sent = queued.sent("m1", epoch, house.clock.now)
    await house.write(epoch, CommandSent(sent))
    await house.write(epoch, CommandEffectSeen(queued.id, "started", house.clock.now))
    rejected = sent.ended(CommandStatus.REJECTED, house.clock.now, response="{}")
    assert isinstance(await house.write(epoch, CommandEnded(CommandStatus.SENT, rejected)), Committed)
    row = await house.row(queued)
    assert (row.status, row.effect_state, row.effect_event) == ("rejected", "seen", "started")


async def test_the_next_owner_awaits_the_effects_and_the_sweep_ends_what_was_sent(house: House) -> None:
    epoch = await owned(house)
    queued = await house.command(expectation=STARTED)
    await house.write(epoch, CommandSent(queued.sent("m1", epoch, house.clock.now)))
    waiting = await house.command(action="ClearCache")
    assert await sweep(house.store, house.new_id, house.clock.now) == 0
    station = await house.leases.claim(house.station_id)
    assert station is not None
    (awaited,) = station.awaited_effects.values()
    assert (awaited.id, awaited.expectation, awaited.status) == (queued.id, STARTED, CommandStatus.SENT)
    assert await sweep(house.store, house.new_id, house.clock.now) == 1
    assert (await house.row(queued)).status == "timed_out"
    assert (await house.row(waiting)).status == "queued"
    house.clock.advance(timedelta(minutes=5))
    assert await sweep(house.store, house.new_id, house.clock.now) == 1
    assert (await house.row(waiting)).status == "expired"
    house.clock.advance(timedelta(minutes=5))
    assert await sweep(house.store, house.new_id, house.clock.now) == 1
    assert (await house.row(queued)).effect_state == "not_seen"
    assert await sweep(house.store, house.new_id, house.clock.now) == 0


async def test_an_owner_that_forgot_its_answer_is_swept_after_the_deadline(house: House) -> None:
    epoch = await owned(house)
    queued = await house.command()
    await house.write(epoch, CommandSent(queued.sent("m1", epoch, house.clock.now)))
    house.clock.advance(timedelta(seconds=39))
    assert await sweep(house.store, house.new_id, house.clock.now) == 0
    house.clock.advance(timedelta(seconds=1))
    assert await sweep(house.store, house.new_id, house.clock.now) == 1
    assert (await house.row(queued)).status == "timed_out"


async def test_stops_go_before_reads_and_older_ones_before_newer_ones(house: House) -> None:
    read = await house.command(priority=CommandPriority.READ)
    first = await house.command()
    second = await house.command()
    stop = await house.command(priority=CommandPriority.STOP)
    order = []
    for _ in range(4):
        found = await house.store.next_queued(house.station_id)
        assert found is not None
        order.append(found[0].id)
        assert found[1] == "sealed"
        gone = found[0].ended(CommandStatus.CANCELLED, house.clock.now)
        await house.store.move(found[0], gone, command_updated(gone, house.clock.now, house.new_id))
    assert order == [stop.id, first.id, second.id, read.id]
    assert await house.store.next_queued(house.station_id) is None


async def test_one_query_tells_which_stations_have_queued_commands(house: House) -> None:
    epoch = await owned(house)
    assert await house.store.queued_stations() == []
    first = await house.command()
    second = await house.command()
    assert await house.store.queued_stations() == [house.station_id]
    for queued in (first, second):
        await house.write(epoch, CommandSent(queued.sent("m1", epoch, house.clock.now)))
    assert await house.store.queued_stations() == []


async def test_a_key_makes_one_command_a_day(house: House) -> None:
    first = await house.command()
    await house.insert(first_of(house, first), key="k")
    (made,) = (await house.store.page(CommandFilter(), EVERYTHING, limit=1)).items
    assert await house.insert(first_of(house, first), key="k") == made
    assert await house.insert(first_of(house, first), key="k", body=b"another") is None
    async with house.database.begin() as connection:
        long_ago = house.clock.now - timedelta(hours=25)
        await connection.execute(
            update(commands).where(commands.c.id == made.id).values(requested_at=long_ago)
        )
    fresh = first_of(house, first)
    assert await house.insert(fresh, key="k", body=b"another") == fresh


def first_of(house: House, like: Command) -> Command:
    return replace(like, id=house.new_id())


async def test_commands_are_listed_newest_first_by_station_action_and_status(house: House) -> None:
    older, newer = await house.command(), await house.command(action="ClearCache")
    page = await house.store.page(CommandFilter(), EVERYTHING, limit=1)
    assert [c.id for c in page.items] == [newer.id]
    page = await house.store.page(CommandFilter(), EVERYTHING, limit=1, after=page.next_key)
    assert ([c.id for c in page.items], page.next_key) == ([older.id], None)
    for wanted, found in (
        (CommandFilter(station="cp-1", action="ClearCache"), [newer.id]),
        (CommandFilter(status=CommandStatus.SENT), []),
        (CommandFilter(station="CP-2"), []),
    ):
        page = await house.store.page(wanted, EVERYTHING, limit=10)
        assert [c.id for c in page.items] == found


async def test_an_effect_is_none_until_something_is_sent(house: House) -> None:
    queued = await house.command(expectation=STARTED)
    assert queued.effect_state is EffectState.NONE
    assert (await house.row(queued)).effect_state == "none"
