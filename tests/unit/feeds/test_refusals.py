"""The hint at refused handshakes: for those who name it and see everything, and never more than its pace."""

from __future__ import annotations

import asyncio

import pytest
from uuid_utils.compat import uuid7

from ocpp_gateway.feeds.counters import FeedCounters
from ocpp_gateway.feeds.cursors import Cursor
from ocpp_gateway.feeds.engine import Subscriber
from ocpp_gateway.feeds.grants import PERMISSIONS, REFUSED_TYPE, Grant
from ocpp_gateway.feeds.interests import Interest
from ocpp_gateway.feeds.messages import Subscribe
from ocpp_gateway.feeds.outbox import Outbox
from ocpp_gateway.feeds.refusals import RefusalHints
from ocpp_gateway.operations.queries import EVERYTHING, Visibility
from ocpp_gateway.operations.refusal_writer import REFUSED_TOPIC
from tests.unit.feeds.doubles import Bus, Socket, clock

pytestmark = pytest.mark.anyio

ALL = frozenset(PERMISSIONS.values())


async def reader(
    hints: RefusalHints,
    types: frozenset[str] | None = frozenset({REFUSED_TYPE}),
    stations: frozenset[str] | None = None,
    permissions: frozenset[str] = ALL,
    visible: Visibility = EVERYTHING,
) -> tuple[Subscriber, Socket]:
    socket = Socket()
    interest = Interest.of(Subscribe(None, types, stations, snapshot=False), Grant(permissions, visible))
    subscriber = Subscriber(Outbox(socket, FeedCounters(), lambda: None), interest, Cursor("g1", 7))
    subscriber.joined = True
    await hints.join(subscriber)
    return subscriber, socket


def hints_of(pause_seconds: float = 3600.0) -> tuple[RefusalHints, Bus]:
    bus = Bus()
    return RefusalHints(bus, clock=clock, new_id=uuid7, pause_seconds=pause_seconds), bus


async def test_only_who_names_it_and_may_see_everything_is_told() -> None:
    hints, _ = hints_of()
    one_group = Visibility(all_stations=False, groups=frozenset({"north"}))
    _, asked = await reader(hints)
    others = [
        await reader(hints, types=None),
        await reader(hints, stations=frozenset({"cp-1"})),
        await reader(hints, permissions=frozenset({"logs:read"})),
        await reader(hints, visible=one_group),
    ]
    hints.tell()
    (event,) = asked.read()
    assert (event["type"], event["source"], event["cursor"]) == (REFUSED_TYPE, "/", "g1-7")
    assert event["data"] == {}
    assert [socket.read() for _, socket in others] == [[], [], [], []]


async def test_who_leaves_or_loses_the_right_is_told_nothing_more() -> None:
    hints, _ = hints_of()
    gone, first = await reader(hints)
    changed, second = await reader(hints)
    hints.leave(gone)
    wanted = Subscribe(None, frozenset({REFUSED_TYPE}), None, snapshot=False)
    changed.interest = Interest.of(wanted, Grant(frozenset({"logs:read"}), EVERYTHING))
    hints.change(changed)
    hints.tell()
    assert (first.read(), second.read()) == ([], [])


async def test_a_storm_of_hints_is_one_for_each_pause() -> None:
    hints, bus = hints_of()
    _, socket = await reader(hints)
    task = asyncio.create_task(hints.run())
    try:
        for _ in range(100):
            await bus.publish(REFUSED_TOPIC, b"")
        await asyncio.wait_for(socket.arrived.wait(), 5)
        for _ in range(300):  # every hint is heard
            await asyncio.sleep(0)
        assert bus.queues[REFUSED_TOPIC].empty()
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    assert len(socket.read()) == 1
