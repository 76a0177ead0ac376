"""Who goes first under overload, and that nobody starves or overtakes itself."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.operations.decision import Entry, Priority
from ocpp_gateway.storage.journal.batch import Item
from ocpp_gateway.storage.journal.queue import FLUSH_BYTES, FLUSH_MESSAGES, WaitingEntries

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


def item(
    loop: asyncio.AbstractEventLoop,
    priority: Priority = Priority.TELEMETRY,
    *,
    station: UUID | None = None,
    at: float = 0.0,
    size: int = 1,
) -> Item:
    made = Entry(station_id=station or uuid4(), epoch=1, priority=priority)
    return Item(entry=made, rows=[], decided=loop.create_future(), taken_at=at, size=size)


def test_transactions_go_before_status_and_telemetry(loop: asyncio.AbstractEventLoop) -> None:
    waiting = WaitingEntries()
    for priority in (Priority.TELEMETRY, Priority.STATUS, Priority.TRANSACTION) * 3:
        assert waiting.offer(item(loop, priority))
    assert [chosen.entry.priority for chosen in waiting.take()] == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert not waiting.ready


def test_the_oldest_go_first_within_a_priority(loop: asyncio.AbstractEventLoop) -> None:
    waiting = WaitingEntries()
    items = [item(loop, at=float(number)) for number in range(FLUSH_MESSAGES + 10)]
    for one in items:
        waiting.offer(one)
    assert waiting.take() == items[:FLUSH_MESSAGES]
    assert waiting.take() == items[FLUSH_MESSAGES:]


def test_nobody_starves_under_a_flood_of_transactions(loop: asyncio.AbstractEventLoop) -> None:
    waiting = WaitingEntries()
    for _ in range(3):
        for _ in range(FLUSH_MESSAGES):
            for priority in Priority:
                waiting.offer(item(loop, priority))
    chosen = [one.entry.priority for one in waiting.take()]
    assert len(chosen) == FLUSH_MESSAGES
    assert chosen.count(Priority.STATUS) == chosen.count(Priority.TELEMETRY) == FLUSH_MESSAGES // 8
    assert chosen.count(Priority.TRANSACTION) == FLUSH_MESSAGES * 3 // 4


def test_a_second_entry_of_a_station_waits_until_the_first_is_decided(
    loop: asyncio.AbstractEventLoop,
) -> None:
    waiting = WaitingEntries()
    station = uuid4()
    first, second, third = (item(loop, station=station, at=float(n)) for n in range(3))
    for one in (first, second, third):
        waiting.offer(one)
    assert waiting.take() == [first]
    assert waiting.take() == []
    waiting.decided(first)
    assert waiting.take() == [second]
    waiting.decided(second)
    assert waiting.take() == [third]


def test_the_queue_is_bounded_by_number_and_by_size(loop: asyncio.AbstractEventLoop) -> None:
    waiting = WaitingEntries(messages=4, size=100)
    taken = item(loop, size=60)
    assert waiting.offer(taken)
    assert not waiting.offer(item(loop, size=50))
    assert waiting.load == 0.6
    for _ in range(3):
        assert waiting.offer(item(loop))
    assert not waiting.offer(item(loop))
    assert waiting.load == 1.0
    waiting.take()
    assert waiting.load == 1.0, "what is being written still counts"
    waiting.decided(taken)
    assert waiting.offer(item(loop))


def test_a_flush_is_bounded_by_bytes_but_never_empty(loop: asyncio.AbstractEventLoop) -> None:
    waiting = WaitingEntries(size=10 * FLUSH_BYTES)
    huge = item(loop, size=FLUSH_BYTES + 1)
    small = item(loop)
    waiting.offer(huge)
    waiting.offer(small)
    assert waiting.take() == [huge]
    assert waiting.take() == [small]


def test_what_expired_comes_out_with_what_waited_behind_it(loop: asyncio.AbstractEventLoop) -> None:
    waiting = WaitingEntries()
    station = uuid4()
    old, behind, fresh = (
        item(loop, station=station, at=1.0),
        item(loop, station=station, at=2.0),
        item(loop, at=9.0),
    )
    for one in (old, behind, fresh):
        waiting.offer(one)
    out = []
    while expired := waiting.take_older_than(5.0):
        for one in expired:
            waiting.decided(one)
        out += expired
    assert out == [old, behind]
    assert waiting.take() == [fresh]
    assert waiting.messages == 1


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Priority)), max_size=60))
def test_each_station_keeps_its_order_whatever_the_priorities(entries: list[tuple[int, Priority]]) -> None:
    loop = asyncio.new_event_loop()
    waiting = WaitingEntries()
    offered: dict[int, list[Item]] = {}
    for number, (station, priority) in enumerate(entries):
        one = item(loop, priority, station=UUID(int=station), at=float(number))
        waiting.offer(one)
        offered.setdefault(station, []).append(one)
    written: dict[int, list[Item]] = {}
    while batch := waiting.take():
        stations = [one.entry.station_id.int for one in batch]
        assert len(stations) == len(set(stations))
        for one in batch:
            written.setdefault(one.entry.station_id.int, []).append(one)
            waiting.decided(one)
    assert written == offered
    assert (waiting.messages, waiting.size) == (0, 0)
    loop.close()
