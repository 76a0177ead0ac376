"""A few stations with huge messages must not get everybody else's refused: they wait for each other instead."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.decision import Committed, Entry, LoggedFrame, Priority, Unavailable
from ocpp_gateway.storage.journal.flushing import FlushRows
from ocpp_gateway.storage.journal.group_commit import GroupCommitJournal
from ocpp_gateway.storage.journal.queue import LARGE_ITEM, QUEUE_BYTES

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HUGE = QUEUE_BYTES // 8
DEADLINE = 20.0


class SlowDatabase:
    """Commits one flush each time it is let."""

    def __init__(self) -> None:
        self.turns = asyncio.Semaphore(0)

    async def flush(self, rows: FlushRows) -> Sequence[int]:
        await self.turns.acquire()
        return ()

    async def positions(self, event_ids: Sequence[UUID]) -> dict[UUID, int]:
        return {}

    async def close(self) -> None:
        return None


def entry(size: int) -> Entry:
    # One buffer for all of them: what counts is what they say they weigh.
    frame = LoggedFrame(
        id=uuid7(),
        direction="in",
        message_type="Call",
        action="DataTransfer",
        message_id="1",
        connector_id=None,
        connector_number=None,
        payload=None,
        raw=b"x" * size,
        timestamp=NOW,
    )
    return Entry(station_id=uuid7(), epoch=1, priority=Priority.TELEMETRY, frames=(frame,))


def journal(database: SlowDatabase, *, hold_seconds: float = DEADLINE) -> GroupCommitJournal:
    opened = GroupCommitJournal(database, clock=lambda: NOW, new_id=uuid7, hold_seconds=hold_seconds)
    opened.start()
    return opened


async def settled() -> None:
    """Let every writer get as far as it can: rows of large entries are made on threads."""
    for _ in range(3):
        await asyncio.to_thread(lambda: None)
        await asyncio.sleep(0)


async def test_small_entries_are_taken_while_large_ones_wait_for_room() -> None:
    writing = journal(database := SlowDatabase())
    large = [asyncio.create_task(writing.write(entry(HUGE))) for _ in range(12)]
    await settled()
    small = [asyncio.create_task(writing.write(entry(100))) for _ in range(50)]
    await settled()
    assert not any(task.done() for task in small), "none of them was refused"
    for _ in range(100):
        database.turns.release()
    async with asyncio.timeout(DEADLINE):
        outcomes = await asyncio.gather(*small, *large)
    assert {type(outcome) for outcome in outcomes} == {Committed}
    await writing.close()


async def test_a_large_entry_waits_no_longer_than_anything_else_is_held() -> None:
    writing = journal(SlowDatabase(), hold_seconds=0.2)
    tasks = [asyncio.create_task(writing.write(entry(HUGE))) for _ in range(12)]
    async with asyncio.timeout(DEADLINE):
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    assert {type(task.result()) for task in done} == {Unavailable}
    await writing.close()
    async with asyncio.timeout(DEADLINE):
        assert {type(outcome) for outcome in await asyncio.gather(*tasks)} == {Unavailable}


async def test_who_waits_for_room_hears_that_the_journal_closes() -> None:
    writing = journal(SlowDatabase())
    tasks = [asyncio.create_task(writing.write(entry(HUGE))) for _ in range(12)]
    await settled()
    await writing.close()
    async with asyncio.timeout(DEADLINE):
        assert {type(outcome) for outcome in await asyncio.gather(*tasks)} == {Unavailable}


async def test_an_entry_that_alone_is_larger_than_the_queue_is_written_all_the_same() -> None:
    """Else its station would repeat it for ever."""
    writing = journal(database := SlowDatabase())
    database.turns.release()
    async with asyncio.timeout(DEADLINE):
        assert isinstance(await writing.write(entry(QUEUE_BYTES + LARGE_ITEM)), Committed)
    await writing.close()
