"""The rows of a large entry are made beside the event loop (fault F31), and the journal may close meanwhile."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.decision import Committed, Entry, LoggedFrame, Priority, Unavailable
from ocpp_gateway.storage.journal import group_commit
from ocpp_gateway.storage.journal.flushing import FlushRows
from ocpp_gateway.storage.journal.group_commit import GroupCommitJournal
from ocpp_gateway.storage.journal.queue import LARGE_ITEM

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class Flusher:
    """Takes everything."""

    async def flush(self, rows: FlushRows) -> Sequence[int]:
        return ()

    async def positions(self, event_ids: Sequence[UUID]) -> dict[UUID, int]:
        return {}

    async def close(self) -> None:
        return None


def entry(size: int) -> Entry:
    frame = LoggedFrame(
        id=uuid7(),
        direction="in",
        message_type="Call",
        action="DataTransfer",
        message_id="1",
        connector_id=None,
        connector_number=None,
        payload=b'{"data":"' + b"x" * size + b'"}',
        raw=None,
        timestamp=NOW,
    )
    return Entry(station_id=uuid7(), epoch=1, priority=Priority.TELEMETRY, frames=(frame,))


def journal() -> GroupCommitJournal:
    opened = GroupCommitJournal(Flusher(), clock=lambda: NOW, new_id=uuid7)
    opened.start()
    return opened


@pytest.mark.parametrize(("size", "beside"), [(10, False), (LARGE_ITEM, True)])
async def test_rows_of_a_large_entry_are_made_beside_the_loop(
    size: int, beside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[bool] = []
    rows_of = group_commit.rows_of

    def watched(made: Entry) -> list[tuple[int, tuple[object, ...]]]:
        threads.append(threading.current_thread() is not threading.main_thread())
        return rows_of(made)

    monkeypatch.setattr(group_commit, "rows_of", watched)
    writing = journal()
    assert isinstance(await asyncio.wait_for(writing.write(entry(size)), 10), Committed)
    assert threads == [beside]
    await writing.close()


async def test_an_entry_that_is_still_being_made_when_the_journal_closes_is_not_left_waiting(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun, closed = threading.Event(), threading.Event()
    rows_of = group_commit.rows_of

    def slow(made: Entry) -> list[tuple[int, tuple[object, ...]]]:
        begun.set()
        assert closed.wait(10)
        return rows_of(made)

    monkeypatch.setattr(group_commit, "rows_of", slow)
    writing = journal()
    write = asyncio.create_task(writing.write(entry(LARGE_ITEM)))
    await asyncio.to_thread(begun.wait, 10)
    await writing.close()
    closed.set()
    assert isinstance(await asyncio.wait_for(write, 10), Unavailable)
