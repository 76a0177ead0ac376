"""How the journal treats each kind of answer of a database; the databases themselves are in the contract suites."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.decision import (
    Committed,
    Entry,
    Outcome,
    Priority,
    Quarantined,
    StaleEpoch,
    Unavailable,
)
from ocpp_gateway.storage.journal.flushing import (
    Away,
    Collision,
    CommittedAlready,
    FlushRows,
    Refusal,
    RowsRefused,
    StaleStations,
)
from ocpp_gateway.storage.journal.group_commit import GroupCommitJournal
from ocpp_gateway.storage.journal.rows import NUMBER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.anyio

MOMENT = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@dataclass
class Database:
    """Answers each flush as it is told to, in order; then commits."""

    answers: list[Exception | Callable[[FlushRows], None]] = field(default_factory=list)
    flushes: list[FlushRows] = field(default_factory=list)
    committed: list[FlushRows] = field(default_factory=list)
    gate: asyncio.Event | None = None
    position: int = 0
    progress: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def attempts(self, number: int) -> None:
        """Return when so many flushes were begun."""
        async with asyncio.timeout(20), self.progress:
            await self.progress.wait_for(lambda: len(self.flushes) >= number)

    async def flush(self, rows: FlushRows) -> Sequence[int]:
        self.flushes.append(rows)
        async with self.progress:
            self.progress.notify_all()
        if self.gate is not None:
            await self.gate.wait()
        if self.answers:
            answer = self.answers.pop(0)
            if isinstance(answer, Exception):
                raise answer
            answer(rows)
        self.committed.append(rows)
        events = rows.rows[NUMBER["events"]]
        first, self.position = self.position + 1, self.position + len(events)
        return range(first, self.position + 1)

    async def positions(self, event_ids: Sequence[UUID]) -> dict[UUID, int]:
        return {event_id: 1000 + number for number, event_id in enumerate(event_ids)}

    async def close(self) -> None:
        return None


def journal_on(database: Database, *, hold_seconds: float = 20.0) -> GroupCommitJournal:
    journal = GroupCommitJournal(database, clock=lambda: MOMENT, new_id=uuid7, hold_seconds=hold_seconds)
    journal.start()
    return journal


def entry(station: UUID | None = None, priority: Priority = Priority.TELEMETRY) -> Entry:
    station = station or uuid7()
    fact = Event(
        id=uuid7(),
        type=EventType.METER_VALUES,
        time=MOMENT,
        station_id=station,
        station="CP",
        connector=None,
        data={},
    )
    return Entry(station_id=station, epoch=1, priority=priority, events=(fact,))


def stations_of(rows: FlushRows) -> list[UUID]:
    return [row[0] for row in rows.rows[NUMBER["leases"]]]


async def write(journal: GroupCommitJournal, *entries: Entry) -> list[Outcome]:
    async with asyncio.timeout(20):
        return list(await asyncio.gather(*(journal.write(e) for e in entries)))


async def test_what_arrives_during_a_flush_becomes_the_next_flush() -> None:
    database = Database(gate=asyncio.Event())
    journal = journal_on(database)
    first = asyncio.create_task(write(journal, entry()))
    await database.attempts(1)
    others = [asyncio.create_task(journal.write(entry())) for _ in range(5)]
    await asyncio.sleep(0)
    assert database.gate is not None
    database.gate.set()
    await asyncio.gather(first, *others)
    assert [len(stations_of(rows)) for rows in database.flushes] == [1, 5]
    await journal.close()


async def test_stations_are_sorted_and_events_are_not() -> None:
    """Locks are taken in one order everywhere; events keep the order in which they arrived."""
    database = Database()
    journal = journal_on(database)
    entries = [entry(UUID(int=number)) for number in (3, 1, 2)]
    await write(journal, *entries)
    (rows,) = database.flushes
    assert [station.int for station in stations_of(rows)] == [1, 2, 3]
    assert [row[2] for row in rows.rows[NUMBER["events"]]] == [e.station_id for e in entries]
    await journal.close()


async def test_a_flush_in_doubt_is_repeated_unchanged_before_anything_else() -> None:
    database = Database(answers=[Away("cut", in_doubt=True), Away("refused", in_doubt=False)])
    journal = journal_on(database)
    doubtful = asyncio.create_task(write(journal, entry(), entry()))
    await database.attempts(2)
    later = asyncio.create_task(write(journal, entry()))
    outcomes = [*await doubtful, *await later]
    assert {type(o) for o in outcomes} == {Committed}
    first, second, third, fourth = database.flushes
    assert first.id == second.id == third.id != fourth.id
    assert first.rows == second.rows == third.rows
    assert journal.measurements.outages == 1
    await journal.close()


async def test_a_flush_that_was_committed_already_counts() -> None:
    database = Database(answers=[Away("cut", in_doubt=True), CommittedAlready("again")])
    hints: list[int] = []
    journal = journal_on(database)
    journal._on_committed = hints.append
    one, other = await write(journal, entry(), entry())
    assert isinstance(one, Committed)
    assert isinstance(other, Committed)
    assert {one.position, other.position} == {1000, 1001}
    assert hints == [1001]
    assert journal.measurements.committed_already == 1
    await journal.close()


@pytest.fixture
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocpp_gateway.storage.journal.group_commit.LONGEST_PAUSE", 0.01)


async def test_a_batch_that_was_never_sent_lets_go_of_what_was_held_too_long(short_pauses: None) -> None:
    database = Database(answers=[Away("refused", in_doubt=False)] * 1000)
    journal = journal_on(database, hold_seconds=0.3)
    (outcome,) = await write(journal, entry())
    assert isinstance(outcome, Unavailable)
    await journal.drain()
    assert journal.load == 0.0
    database.answers.clear()
    fresh = entry()
    assert isinstance((await write(journal, fresh))[0], Committed)
    assert stations_of(database.committed[0]) == [fresh.station_id]
    await journal.close()


async def test_a_collision_is_repeated_at_most_five_times_and_then_waited_for() -> None:
    database = Database(answers=[Collision("deadlock")] * 7)
    journal = journal_on(database)
    (outcome,) = await write(journal, entry())
    assert isinstance(outcome, Committed)
    assert len({rows.id for rows in database.flushes}) == 1
    assert (journal.measurements.retried, journal.measurements.outages) == (7, 1)
    await journal.close()


async def test_a_stale_station_leaves_and_the_others_stay() -> None:
    entries = [entry() for _ in range(5)]
    stale = frozenset({entries[1].station_id, entries[3].station_id})
    database = Database(answers=[StaleStations(stale)])
    journal = journal_on(database)
    outcomes = await write(journal, *entries)
    assert [type(o) for o in outcomes] == [Committed, StaleEpoch, Committed, StaleEpoch, Committed]
    assert database.flushes[0].id != database.flushes[1].id
    await journal.close()


def refusing(*culprits: UUID) -> Callable[[FlushRows], None]:
    """A database that refuses every flush in which one of these stations writes more than its quarantine row."""

    def judge(rows: FlushRows) -> None:
        quarantined = {row[1] for row in rows.rows[NUMBER["quarantine"]]}
        if set(culprits) & (set(stations_of(rows)) - quarantined):
            raise RowsRefused("22P02: broken", "22P02")

    return judge


async def test_one_culprit_of_128_is_found_in_few_attempts() -> None:
    entries = [entry() for _ in range(128)]
    culprit = entries[77].station_id
    database = Database(answers=[refusing(culprit)] * 1000)  # type: ignore[list-item]
    journal = journal_on(database)
    outcomes = await write(journal, *entries)
    assert [isinstance(o, Quarantined) for o in outcomes] == [e.station_id == culprit for e in entries]
    assert len(database.flushes) <= 17
    await journal.close()


async def test_order_of_arrival_survives_splitting() -> None:
    entries = [entry() for _ in range(16)]
    database = Database(answers=[refusing(entries[9].station_id)] * 1000)  # type: ignore[list-item]
    journal = journal_on(database)
    outcomes = await write(journal, *entries)
    positions = [o.position for o in outcomes if isinstance(o, Committed)]
    assert positions == sorted(positions, key=lambda position: position or 0)
    await journal.close()


async def test_a_verdict_is_asked_for_twice() -> None:
    """A partition that is attached at this very moment refuses a row that fits a moment later."""
    database = Database(answers=[RowsRefused("23514: partition", "23514")])
    journal = journal_on(database)
    assert isinstance((await write(journal, entry()))[0], Committed)
    await journal.close()


async def test_a_quarantine_that_fails_is_no_answer() -> None:
    database = Database(answers=[RowsRefused("23: no", "23000")] * 3)
    journal = journal_on(database)
    (outcome,) = await write(journal, entry())
    assert isinstance(outcome, Unavailable)
    assert "quarantine failed" in outcome.reason
    assert isinstance((await write(journal, entry()))[0], Committed)
    await journal.close()


async def test_an_error_that_nobody_can_explain_is_taken_for_a_verdict_at_the_third_time(
    short_pauses: None,
) -> None:
    """A corrupt index under one row must not stop all stations for ever."""
    broken = entry()

    def corrupt(rows: FlushRows) -> None:
        if broken.station_id in stations_of(rows) and not rows.rows[NUMBER["quarantine"]]:
            raise Away("XX001: corrupt", in_doubt=True, unexplained=True)

    database = Database(answers=[corrupt] * 100)  # type: ignore[list-item]
    journal = journal_on(database)
    outcomes = await write(journal, broken, entry(), entry())
    assert [type(o) for o in outcomes] == [Quarantined, Committed, Committed]
    await journal.close()


async def test_a_defect_answers_everybody_and_the_journal_goes_on() -> None:
    database = Database(answers=[Refusal("a kind that nobody knows")])
    journal = journal_on(database)
    outcomes = await write(journal, entry(), entry())
    assert {type(o) for o in outcomes} == {Unavailable}
    assert isinstance((await write(journal, entry()))[0], Committed)
    await journal.close()


async def test_nobody_waits_for_ever_when_the_journal_closes() -> None:
    database = Database(gate=asyncio.Event())
    journal = journal_on(database)
    writing = asyncio.create_task(write(journal, entry(), entry()))
    await database.attempts(1)
    behind = asyncio.create_task(write(journal, entry()))
    await asyncio.sleep(0)
    await journal.close()
    assert {type(o) for o in [*await writing, *await behind]} == {Unavailable}


async def test_a_writer_that_gave_up_does_not_disturb_the_others() -> None:
    database = Database(gate=asyncio.Event())
    journal = journal_on(database)
    gone, stays = entry(), entry()
    leaving = asyncio.create_task(journal.write(gone))
    staying = asyncio.create_task(journal.write(stays))
    await database.attempts(1)
    leaving.cancel()
    assert database.gate is not None
    database.gate.set()
    assert isinstance(await staying, Committed)
    again = entry(gone.station_id)
    assert isinstance((await write(journal, again))[0], Committed)
    await journal.drain()
    await journal.close()
