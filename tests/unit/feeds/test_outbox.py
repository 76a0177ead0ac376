"""The way out of one feed: straight through for who keeps up, bounded for who does not (fault F26)."""

from __future__ import annotations

import asyncio

import pytest

from ocpp_gateway.feeds import outbox as outboxes
from ocpp_gateway.feeds.counters import FeedCounters
from ocpp_gateway.feeds.outbox import MOST_BYTES, MOST_EVENTS, Outbox, TooSlow
from ocpp_gateway.feeds.ports import SocketGone
from tests.unit.feeds.doubles import Socket

pytestmark = pytest.mark.anyio


def made(room: int) -> tuple[Outbox, Socket, list[str]]:
    socket, told = Socket(room), []
    box = Outbox(socket, FeedCounters(), lambda: told.append("overflowed"))
    return box, socket, told


async def test_who_keeps_up_has_nothing_waiting() -> None:
    box, socket, _ = made(room=10)
    box.put(b"a", 1, 7)
    assert socket.written == [b"a"]
    assert (box.waiting, box.position) == ((0, 0), 7)


async def test_what_waits_leaves_in_order_when_there_is_room() -> None:
    box, socket, _ = made(room=1)
    pump = asyncio.create_task(box.pump())
    for number in range(3):
        box.put(b"%d" % number, 1, number)
    assert box.waiting == (2, 2)
    assert box.position == 0
    socket.room = 5
    socket._drained.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert socket.written == [b"0", b"1", b"2"]
    assert box.position == 2
    pump.cancel()


@pytest.mark.parametrize(("size", "events"), [(1, MOST_EVENTS // 4), (MOST_BYTES // 4 + 1, 1)])
async def test_more_than_the_bound_is_the_end_and_frees_what_waited(size: int, events: int) -> None:
    box, socket, told = made(room=1)
    box.put(b"first", 1, 1)
    position = 1
    while not told:
        waiting = box.waiting
        assert waiting[0] <= MOST_EVENTS
        assert waiting[1] <= MOST_BYTES
        position += 1
        box.put(b"x" * size, events, position)
    box.put(b"more", 1, position + 1)
    assert told == ["overflowed"]
    assert box.state == "overflowed"
    assert socket.written == [b"first"]
    assert box.position == 1, "the last cursor is that of what was written"
    assert not box._queue


async def test_who_is_caught_up_sets_the_pace_but_may_not_stand_still(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outboxes, "STALLED_SECONDS", 0.01)
    box, socket, told = made(room=1)
    await box.send(b"a")
    with pytest.raises(TooSlow):
        await box.send(b"b")
    assert socket.written == [b"a"]
    assert told == []


async def test_who_has_left_is_noticed() -> None:
    box, socket, _ = made(room=1)
    box.put(b"a")
    waiting = asyncio.create_task(box.send(b"b"))
    await asyncio.sleep(0)
    socket.leave()
    with pytest.raises(SocketGone):
        await waiting
