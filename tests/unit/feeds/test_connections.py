"""One feed's conversation, and all feeds together: limits, rights, ends."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from ocpp_gateway.feeds.connection import MOST_SUBSCRIBES
from ocpp_gateway.feeds.counters import FeedCounters
from ocpp_gateway.feeds.engine import FeedEngine
from ocpp_gateway.feeds.grants import PERMISSIONS, Grant
from ocpp_gateway.feeds.message_log import MessageLog
from ocpp_gateway.feeds.open_feeds import OpenFeeds
from ocpp_gateway.feeds.snapshot import Snapshots
from ocpp_gateway.operations.queries import EVERYTHING, Visibility
from tests.unit.feeds.doubles import Bus, Groups, Log, Socket, clock, events

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

    from ocpp_gateway.feeds.ports import Who

pytestmark = pytest.mark.anyio

ALL = Grant(frozenset(PERMISSIONS.values()), EVERYTHING)
ANN, BOB = (UUID(int=1), UUID(int=11)), (UUID(int=2), UUID(int=22))
SUBSCRIBE = '{"type":"subscribe"}'


class House:
    """All feeds over a log in memory; the standing of people is the test's to say."""

    def __init__(self, **limits: Any) -> None:
        self.log, self.bus, self.counters = Log(), Bus(), FeedCounters()
        self.standing: dict[Who, Grant] = {ANN: ALL, BOB: ALL}
        engine = FeedEngine(self.log, self.bus, Groups(), self.counters, clock=clock)
        nothing: Any = None
        snapshots = Snapshots(
            stations=nothing, connectors=nothing, show_station=nothing, show_connector=nothing
        )
        frames = MessageLog(nothing, nothing, self.bus, self.counters, show=nothing, clock=clock)
        self.feeds = OpenFeeds(engine, snapshots, [frames], self._standing_of, self.counters, **limits)

    async def _standing_of(self, followers: Collection[Who]) -> dict[Who, Grant]:
        return {who: self.standing[who] for who in followers if who in self.standing}

    def open(self, who: Who = ANN, *said: str) -> tuple[Socket, asyncio.Task[None]]:
        socket = Socket()
        for text in said:
            socket.said.put_nowait(text)
        following = asyncio.create_task(self.feeds.follow(socket, who, self.standing.get(who, ALL)))
        _following.append(following)
        return socket, following


_following: list[asyncio.Task[None]] = []


@pytest.fixture(autouse=True)
async def _feeds_end_with_their_test() -> AsyncIterator[None]:
    yield
    for following in _following:
        following.cancel()
    await asyncio.gather(*_following, return_exceptions=True)
    _following.clear()


async def settled() -> None:
    for _ in range(30):
        await asyncio.sleep(0)


async def test_nobody_may_hold_more_feeds_than_the_limits() -> None:
    house = House(most_of_user=2, most_on_node=3)
    opened = [house.open(ANN, SUBSCRIBE) for _ in range(3)]
    await settled()
    assert opened[2][0].closed == (4429, "too many feeds of this user")
    more = [house.open(BOB, SUBSCRIBE) for _ in range(2)]
    await settled()
    assert more[0][0].closed is None
    assert more[1][0].closed == (4429, "too many feeds on this node")
    opened[0][0].leave()
    await settled()
    again, _ = house.open(ANN, SUBSCRIBE)
    await settled()
    assert again.closed is None
    assert (house.counters.subscribers, house.counters.closed_refused) == (3, 2)


async def test_who_says_nothing_is_not_waited_for() -> None:
    house = House(first_seconds=0.01)
    socket, task = house.open()
    await asyncio.wait_for(task, 5)
    assert socket.closed == (4400, "no subscribe within 10 seconds")
    assert len(house.feeds) == 0


async def test_a_client_that_subscribes_again_and_again_is_sent_away() -> None:
    house = House()
    socket, task = house.open(ANN, *[SUBSCRIBE] * (MOST_SUBSCRIBES + 1))
    await asyncio.wait_for(task, 5)
    assert socket.closed == (4400, "too many subscribes")


async def test_the_feed_of_somebody_signed_out_ends_and_others_go_on() -> None:
    house = House()
    (ann, task), (bob, _) = house.open(ANN, SUBSCRIBE), house.open(BOB, SUBSCRIBE)
    await settled()
    del house.standing[ANN]
    await house.feeds.recheck()
    await asyncio.wait_for(task, 5)
    assert ann.closed is not None
    assert ann.closed[0] == 4001
    assert bob.closed is None
    assert house.counters.closed_signed_out == 1
    house.standing[BOB] = Grant(frozenset(), EVERYTHING)
    await house.feeds.recheck()
    await settled()
    assert bob.closed is not None
    assert bob.closed[0] == 4001, "nothing is left that may be seen"


async def test_a_narrower_right_counts_for_the_next_event() -> None:
    house = House()
    socket, _ = house.open(ANN, SUBSCRIBE)
    await settled()
    first = house.log.status("CP-1")
    await house.feeds.engine.look()
    house.standing[ANN] = Grant(ALL.permissions, Visibility(all_stations=False, ocpp_ids=frozenset({"CP-2"})))
    await house.feeds.recheck()
    house.log.status("CP-1")
    second = house.log.status("CP-2")
    await house.feeds.engine.look()
    assert events(socket.read()) == [first, second]


async def test_a_restore_sends_everybody_to_a_snapshot() -> None:
    house = House()
    socket, task = house.open(ANN, SUBSCRIBE)
    await settled()
    house.log.generation = "g2"
    await house.feeds.recheck()
    await asyncio.wait_for(task, 5)
    assert socket.closed is not None
    assert socket.closed[0] == 4010


@pytest.mark.parametrize(("after", "through"), [("g0-1", 0), ("g1-1", 3), ("g1-99", 0), ("x", 0), ("g1-", 0)])
async def test_a_cursor_that_would_leave_a_gap_is_refused(after: str, through: int) -> None:
    house = House()
    for _ in range(4):
        house.log.status()
    house.log.prune(through)
    socket, task = house.open(ANN, json.dumps({"type": "subscribe", "after": after}))
    await asyncio.wait_for(task, 5)
    assert socket.closed is not None
    assert socket.closed[0] == 4010


async def test_without_a_database_the_client_is_told_to_come_back() -> None:
    house = House()
    house.log.away = True
    socket, task = house.open(ANN, SUBSCRIBE)
    await asyncio.wait_for(task, 5)
    assert socket.closed is not None
    assert socket.closed[0] == 1013
