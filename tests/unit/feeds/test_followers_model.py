"""The promise of the feed, against a model: random events, rights, breaks, resumes, slow readers and outages.

Every follower receives every event it may see at least once, in order, and none it may not see (Hypothesis draws the
steps; followers keep nothing but their last cursor over a break, as real ones do).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.feeds.connection import FeedConnection
from ocpp_gateway.feeds.counters import FeedCounters
from ocpp_gateway.feeds.engine import FeedEngine
from ocpp_gateway.feeds.grants import PERMISSIONS, Grant
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.queries import Visibility
from tests.unit.feeds.doubles import Bus, Groups, Log, Socket, clock, events

STATIONS = ("CP-1", "CP-2", "CP-3")
TYPES = (EventType.CONNECTOR_STATUS_CHANGED, EventType.TRANSACTION_ENDED, EventType.STATION_ADMINISTERED)
GRANTS = {
    "all": Grant(frozenset(PERMISSIONS.values()), Visibility()),
    "one": Grant(
        frozenset(PERMISSIONS.values()), Visibility(all_stations=False, ocpp_ids=frozenset({"cp-1"}))
    ),
    "group": Grant(frozenset(PERMISSIONS.values()), Visibility(all_stations=False, groups=frozenset({"b"}))),
    "connectors": Grant(frozenset({"connectors:read"}), Visibility()),
}
GROUPS = Groups(CP_1="a", CP_2="b", CP_3="b")
ROOM = 3


class NoFrames:
    """The live message log is not part of this model."""

    async def join(self, subscriber: Any) -> None: ...

    def leave(self, subscriber: Any) -> None: ...

    def change(self, subscriber: Any) -> None: ...

    async def run(self) -> None: ...


def admits(name: str, kind: EventType, station: str) -> bool:
    if kind is EventType.STATION_ADMINISTERED:
        return False
    if name == "one":
        return station == "CP-1"
    if name == "group":
        return station in {"CP-2", "CP-3"}
    return name == "all" or kind is EventType.CONNECTOR_STATUS_CHANGED


class Follower:
    """A client that keeps its last cursor and what it has received."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cursor: str | None = None
        self.received: list[int] = []
        self.began: int | None = None
        self.newest = 0
        self.socket: Socket | None = None
        self.feed: FeedConnection | None = None
        self.task: asyncio.Task[int | None] | None = None

    def take(self, room: int) -> None:
        assert self.socket is not None
        for message in self.socket.read(room):
            self.cursor = message["cursor"]
            if message["type"] == "subscribed" and self.began is None:
                self.began = int(self.cursor.rpartition("-")[2])
            found = events([message])
            assert not found or found[0] > self.newest, "on one socket nothing comes twice"
            self.newest = max([self.newest, *found])
            self.received += found


class Followers(RuleBasedStateMachine):
    """Steps run on one event loop; `settle` lets everything that can go on go on."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.log, self.counters = Log(), FeedCounters()
        self.engine = FeedEngine(self.log, Bus(), GROUPS, self.counters, clock=clock, batch=4)
        self.followers = [Follower(name) for name in GRANTS]
        self.facts: list[tuple[int, EventType, str]] = []

    def teardown(self) -> None:
        self.log.away = False
        for follower in self.followers:
            self.come_back(follower)
        for _ in range(len(self.facts) + 20):
            self.step(self.look)
            for follower in self.followers:
                follower.take(10**9)
                self.come_back(follower)
        for follower in self.followers:
            self.check(follower, complete=True)
            self.depart(follower)
        self.loop.close()

    # -- steps -----------------------------------------------------------------------------------------------------

    @initialize()
    def begin(self) -> None:
        for follower in self.followers:
            self.come_back(follower)

    @rule(what=st.lists(st.tuples(st.sampled_from(TYPES), st.sampled_from(STATIONS)), min_size=1, max_size=9))
    def happen(self, what: list[tuple[EventType, str]]) -> None:
        for kind, station in what:
            self.facts.append((self.log.write(kind, station), kind, station))

    @rule()
    def deliver(self) -> None:
        self.step(self.look)

    @rule(who=st.integers(0, len(GRANTS) - 1), room=st.integers(1, ROOM))
    def read(self, who: int, room: int) -> None:
        if self.followers[who].socket is not None:
            self.followers[who].take(room)
            self.step()

    @rule(who=st.integers(0, len(GRANTS) - 1), reads_first=st.booleans())
    def break_off(self, who: int, reads_first: bool) -> None:
        if reads_first and self.followers[who].socket is not None:
            self.followers[who].take(ROOM)
        self.depart(self.followers[who])

    @rule(who=st.integers(0, len(GRANTS) - 1))
    def resume(self, who: int) -> None:
        self.come_back(self.followers[who])

    @rule(who=st.integers(0, len(GRANTS) - 1))
    def read_too_slowly(self, who: int) -> None:
        """As an overflow does it."""
        follower = self.followers[who]
        if follower.feed is not None:
            follower.feed._overflowed()
            self.step()
            assert follower.socket is not None
            assert follower.socket.closed is not None
            assert follower.socket.closed[0] in {4008, 1013}

    @rule(away=st.booleans())
    def outage(self, away: bool) -> None:
        self.log.away = away

    @invariant()
    def nobody_is_told_wrong(self) -> None:
        for follower in self.followers:
            self.check(follower, complete=False)

    # -- means -----------------------------------------------------------------------------------------------------

    async def look(self) -> None:
        try:
            await self.engine.look()
        except StorageUnavailable:
            assert self.log.away

    def step(self, work: Callable[[], Any] | None = None) -> None:
        async def settle() -> None:
            if work is not None:
                await work()
            for _ in range(40):
                await asyncio.sleep(0)

        self.loop.run_until_complete(settle())

    def come_back(self, follower: Follower) -> None:
        """Open a feed with the last cursor, unless one is open."""
        if follower.task is not None and not follower.task.done():
            return
        self.depart(follower)
        after = "null" if follower.cursor is None else f'"{follower.cursor}"'

        async def connect() -> None:
            follower.socket, follower.newest = Socket(room=1), 0
            follower.feed = FeedConnection(
                follower.socket,
                GRANTS[follower.name],
                self.engine,
                None,  # type: ignore[arg-type]  # nobody asks for a snapshot here
                [NoFrames()],
                self.counters,
                first_seconds=3600,
            )
            follower.task = asyncio.ensure_future(follower.feed.run())
            follower.socket.said.put_nowait(f'{{"type":"subscribe","after":{after}}}')

        self.step(connect)

    def depart(self, follower: Follower) -> None:
        if follower.socket is None or follower.task is None:
            return
        if follower.socket.closed is None:
            follower.socket.leave()
        self.step()
        assert follower.task.done()
        follower.task.result()
        follower.take(ROOM)  # what had reached the machine of the client before the break
        follower.socket = follower.feed = follower.task = None

    def check(self, follower: Follower, *, complete: bool) -> None:
        visible = [
            position
            for position, kind, station in self.facts
            if admits(follower.name, kind, station)
            and follower.began is not None
            and position > follower.began
        ]
        once = list(dict.fromkeys(follower.received))
        assert once == sorted(once), "in order"
        assert once == visible[: len(once)], "all it may see, without a gap, and nothing else"
        if complete:
            assert once == visible


TestFollowers = Followers.TestCase
TestFollowers.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
