"""The live message log: what is watched, the tail of it, each frame once, and a word about what was left out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from ocpp_gateway.feeds.counters import FeedCounters
from ocpp_gateway.feeds.cursors import Cursor
from ocpp_gateway.feeds.engine import Subscriber
from ocpp_gateway.feeds.grants import PERMISSIONS, Grant
from ocpp_gateway.feeds.interests import Interest
from ocpp_gateway.feeds.message_log import FEW, FRAMES, MessageLog
from ocpp_gateway.feeds.messages import Subscribe
from ocpp_gateway.feeds.outbox import Outbox
from ocpp_gateway.operations.queries import EVERYTHING, LogFilter, LogView, Page, TimeKey, Visibility
from ocpp_gateway.operations.watching import WATCH_TOPIC, unpack
from tests.unit.feeds.doubles import NOON, Bus, Socket, station_id

pytestmark = pytest.mark.anyio


@dataclass
class Logs:
    """`LogQueries` over a list."""

    views: list[LogView] = field(default_factory=list)

    def frame(self, station: str, second: float) -> UUID:
        view = LogView(
            id=UUID(int=len(self.views) + 1),
            station=station,
            connector=None,
            direction="in",
            message_type="Call",
            action="Heartbeat",
            message_id="1",
            payload="{}",
            raw=None,
            timestamp=NOON + timedelta(seconds=second),
            violations=None,
        )
        self.views.append(view)
        return view.id

    async def page(
        self, wanted: LogFilter, visible: Visibility, *, limit: int, after: TimeKey | None = None
    ) -> Page[LogView, TimeKey]:
        found = sorted(
            (
                view
                for view in self.views
                if wanted.since <= view.timestamp < wanted.until and wanted.station in {None, view.station}
            ),
            key=lambda view: (view.timestamp, view.id),
            reverse=True,
        )
        last = found[limit - 1] if len(found) > limit else None
        return Page(found[:limit], None if last is None else (last.timestamp, last.id))


class Stations:
    async def find(self, ocpp_id: str, visible: Visibility) -> Any:
        name = ocpp_id.upper()
        return SimpleNamespace(id=station_id(name), ocpp_id=name) if name.startswith("CP") else None


class Watch:
    """A message log whose clock the test moves."""

    def __init__(self) -> None:
        self.logs, self.bus, self.now = Logs(), Bus(), NOON
        self.log = MessageLog(
            self.logs,
            cast("Any", Stations()),
            self.bus,
            FeedCounters(),
            show=lambda view: b'{"id":"%d"}' % view.id.int,
            clock=self.clock,
        )

    def clock(self) -> datetime:
        return self.now

    async def follow(
        self, stations: set[str] | None, permissions: frozenset[str] = frozenset(PERMISSIONS.values())
    ) -> tuple[Subscriber, Socket]:
        socket = Socket()
        wanted = Subscribe(
            None,
            frozenset({"ocpp.message"}),
            None if stations is None else frozenset(stations),
            snapshot=False,
        )
        interest = Interest.of(wanted, Grant(permissions, EVERYTHING))
        subscriber = Subscriber(Outbox(socket, FeedCounters(), lambda: None), interest, Cursor("g1", 7))
        subscriber.joined = True
        await self.log.join(subscriber)
        return subscriber, socket

    async def look(self) -> None:
        await self.log.look(self.log.watched)


def ids(socket: Socket) -> list[int]:
    return [int(message["data"]["id"]) for message in socket.read() if "specversion" in message]


async def test_only_watched_stations_are_read_and_each_frame_is_shown_once() -> None:
    watch = Watch()
    watch.logs.frame("CP-1", -1)
    _, socket = await watch.follow({"cp-1", "nobody"})
    assert watch.log.watched == {station_id("CP-1")}
    assert [unpack(message) for topic, message in watch.bus.published if topic == WATCH_TOPIC] == [
        {station_id("CP-1")}
    ]
    first = watch.logs.frame("CP-1", 1)
    watch.logs.frame("CP-2", 1)
    await watch.look()
    late = watch.logs.frame("CP-1", 0.5)  # stamped before, committed after
    watch.now += timedelta(seconds=2)
    await watch.look()
    await watch.look()
    assert ids(socket) == [first.int, late.int]


async def test_all_or_very_many_stations_share_one_tail() -> None:
    watch = Watch()
    _, everything = await watch.follow(None)
    _, many = await watch.follow({f"cp-{number}" for number in range(FEW + 1)})
    assert watch.log.watched == {None}
    shown = watch.logs.frame("CP-1", 1)
    foreign = watch.logs.frame("OTHER", 1)
    await watch.look()
    assert ids(everything) == [shown.int, foreign.int]
    assert ids(many) == [shown.int]


async def test_a_burst_shows_its_newest_frames_and_says_what_was_left_out() -> None:
    watch = Watch()
    _, socket = await watch.follow(None)
    made = [watch.logs.frame("CP-1", 1 + number / 1000) for number in range(FRAMES + 50)]
    await watch.look()
    messages = socket.read()
    assert messages[0] == {"type": "messages_skipped", "before": "2026-05-04T12:00:01.050Z"}
    assert [int(message["data"]["id"]) for message in messages[1:]] == [one.int for one in made[50:]]
    assert {message["cursor"] for message in messages[1:]} == {"g1-7"}


async def test_without_the_permission_nothing_is_watched() -> None:
    watch = Watch()
    await watch.follow(None, frozenset({"stations:read"}))
    assert watch.log.watched == set()


async def test_what_nobody_watches_any_more_is_forgotten() -> None:
    watch = Watch()
    one, _ = await watch.follow({"cp-1"})
    two, _ = await watch.follow({"cp-1"})
    watch.log.leave(one)
    assert watch.log.watched == {station_id("CP-1")}
    two.interest = Interest.of(Subscribe(None, None, None, snapshot=False), Grant(frozenset(), EVERYTHING))
    watch.log.change(two)
    assert watch.log.watched == set()
