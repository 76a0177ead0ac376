"""The engine: every event once to each who may see it, in order, together when dense, and nothing for nobody."""

from __future__ import annotations

import asyncio

import pytest

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.feeds.counters import FeedCounters
from ocpp_gateway.feeds.cursors import Cursor, CursorGone
from ocpp_gateway.feeds.engine import FeedEngine, Subscriber
from ocpp_gateway.feeds.grants import PERMISSIONS, Grant
from ocpp_gateway.feeds.interests import Interest
from ocpp_gateway.feeds.messages import Subscribe
from ocpp_gateway.feeds.outbox import Outbox
from ocpp_gateway.operations.hints import EVENTS_TOPIC
from ocpp_gateway.operations.queries import EVERYTHING, Visibility
from tests.unit.feeds.doubles import Bus, Groups, Log, Socket, clock, events

pytestmark = pytest.mark.anyio

ALL = frozenset(PERMISSIONS.values())


class Desk:
    """An engine and the means to follow it."""

    def __init__(self, *, batch: int = 500, groups: Groups | None = None, pause: float = 0.0) -> None:
        self.log, self.bus, self.groups = Log(), Bus(), groups or Groups()
        self.counters = FeedCounters()
        self.engine = FeedEngine(
            self.log,
            self.bus,
            self.groups,
            self.counters,
            clock=clock,
            batch=batch,
            poll_seconds=60,
            pause_seconds=pause,
        )

    def interest(
        self,
        *,
        types: set[str] | None = None,
        stations: set[str] | None = None,
        permissions: frozenset[str] = ALL,
        visible: Visibility = EVERYTHING,
    ) -> Interest:
        wanted = Subscribe(
            None,
            None if types is None else frozenset(types),
            None if stations is None else frozenset(stations),
            snapshot=False,
        )
        return Interest.of(wanted, Grant(permissions, visible))

    def subscriber(
        self, after: int = 0, interest: Interest | None = None, socket: Socket | None = None
    ) -> tuple[Subscriber, Socket]:
        socket = socket or Socket()
        outbox = Outbox(socket, self.counters, lambda: None)
        cursor = Cursor(self.log.generation, after)
        return Subscriber(outbox, interest or self.interest(), cursor), socket

    async def follow(self, after: int = 0, interest: Interest | None = None) -> tuple[Subscriber, Socket]:
        subscriber, socket = self.subscriber(after, interest)
        await self.engine.catch_up(subscriber)
        return subscriber, socket


async def test_while_nobody_follows_nothing_is_read() -> None:
    desk = Desk()
    desk.log.status()
    assert await desk.engine.look() == 0
    subscriber, _ = await desk.follow()
    desk.engine.leave(subscriber)
    reads = desk.log.reads
    assert await desk.engine.look() == 0
    assert desk.log.reads == reads


async def test_events_reach_all_who_follow_from_where_they_began() -> None:
    desk = Desk()
    first, second = desk.log.status(), desk.log.status()
    _, old = await desk.follow(0)
    _, new = await desk.follow(second)
    third = desk.log.status()
    assert await desk.engine.look() == 1
    assert events(old.read()) == [first, second, third]
    assert events(new.read()) == [third]


async def test_dense_events_leave_in_one_write_each_a_message_of_its_own() -> None:
    desk = Desk()
    _, socket = await desk.follow()
    positions = [desk.log.status() for _ in range(40)]
    await desk.engine.look()
    assert len(socket.written) == 1
    assert events(socket.read()) == positions
    assert (desk.counters.delivered, desk.counters.writes, desk.counters.coalesced) == (40, 1, 39)


async def test_readers_with_the_same_interest_share_the_same_bytes() -> None:
    desk = Desk()
    sockets = [(await desk.follow())[1] for _ in range(3)]
    desk.log.status()
    await desk.engine.look()
    assert len({id(socket.written[0]) for socket in sockets}) == 1


async def test_filters_and_permissions_decide_together() -> None:
    desk = Desk()
    only = desk.interest(types={"meter.values", "connector.status_changed"}, stations={"cp-2"})
    blind = desk.interest(types={"meter.values"}, permissions=frozenset({"transactions:read"}))
    _, chosen = await desk.follow(0, only)
    _, nothing = await desk.follow(0, blind)
    desk.log.status("CP-1")
    desk.log.write(EventType.STATION_CONNECTED, "CP-2")
    wanted = desk.log.status("CP-2")
    desk.log.write(EventType.STATION_ADMINISTERED, "CP-2")
    await desk.engine.look()
    assert events(chosen.read()) == [wanted]
    assert nothing.read() == []


async def test_what_nodes_tell_each_other_leaves_for_nobody() -> None:
    desk = Desk()
    _, socket = await desk.follow()
    desk.log.write(EventType.STATION_ADMINISTERED)
    desk.log.write(EventType.ID_TAG_ADMINISTERED, None)
    await desk.engine.look()
    assert socket.read() == []
    assert not any(kind.value in PERMISSIONS for kind in EventType if kind.value.startswith("internal."))


async def test_every_public_type_has_a_permission() -> None:
    public = {kind.value for kind in EventType if not kind.value.startswith("internal.")}
    assert public < set(PERMISSIONS)


async def test_a_grant_by_group_is_looked_at_when_an_event_is_delivered() -> None:
    groups = Groups(CP_1="a", CP_2="b")
    desk = Desk(groups=groups)
    visible = Visibility(all_stations=False, ocpp_ids=frozenset({"Cp-9"}), groups=frozenset({"a"}))
    _, socket = await desk.follow(0, desk.interest(visible=visible))
    first, named = desk.log.status("CP-1"), desk.log.status("CP-9")
    desk.log.status("CP-2")
    desk.log.write(EventType.SECURITY_EVENT, None)
    await desk.engine.look()
    assert events(socket.read()) == [first, named]
    asked = groups.asked
    groups.of[next(iter(groups.of))] = "b"
    desk.log.write(EventType.STATION_ADMINISTERED, "CP-1")
    desk.log.status("CP-1")
    await desk.engine.look()
    assert socket.read() == []
    assert groups.asked == asked + 1, "only what may have changed is asked for again"


async def test_changed_rights_count_from_the_next_event_on() -> None:
    desk = Desk()
    subscriber, socket = await desk.follow()
    before = desk.log.status()
    await desk.engine.look()
    desk.engine.change(subscriber, desk.interest(permissions=frozenset()))
    desk.log.status()
    await desk.engine.look()
    assert events(socket.read()) == [before]
    assert subscriber.position == desk.log.stored[-1].position


async def test_catching_up_goes_page_by_page_at_the_pace_of_the_reader() -> None:
    desk = Desk(batch=3)
    positions = [desk.log.status() for _ in range(10)]
    subscriber, socket = desk.subscriber(0, socket=Socket(room=1))
    joining = asyncio.create_task(desk.engine.catch_up(subscriber))
    pumping = asyncio.create_task(subscriber.outbox.pump())
    seen: list[int] = []
    while not joining.done():
        await asyncio.wait_for(socket.arrived.wait(), 5) if not seen else await asyncio.sleep(0)
        assert subscriber.outbox.waiting[0] <= 3, "what waits is one page at most"
        seen += events(socket.read(room=1))
    await joining
    pumping.cancel()
    assert seen + events(socket.read()) == positions


async def test_retention_that_is_faster_than_a_reader_is_no_silent_gap() -> None:
    desk = Desk(batch=2)
    for _ in range(6):
        desk.log.status()
    subscriber, _ = desk.subscriber(0)
    desk.log.prune(3)
    with pytest.raises(CursorGone):
        await desk.engine.catch_up(subscriber)


async def test_a_restored_log_is_noticed() -> None:
    desk = Desk()
    desk.log.status()
    await desk.follow(1)
    assert await desk.engine.is_same_log()
    desk.log.generation = "g2"
    assert not await desk.engine.is_same_log()
    desk.log.generation = "g1"
    desk.log.stored.clear()
    assert not await desk.engine.is_same_log(), "positions have fallen back"


async def test_an_outage_only_delays() -> None:
    desk = Desk()
    _, socket = await desk.follow()
    running = asyncio.create_task(desk.engine.run())
    desk.log.away = True
    position = desk.log.status()
    await desk.bus.publish(EVENTS_TOPIC, b"")
    reads = desk.log.reads
    async with asyncio.timeout(5):
        while desk.log.reads == reads:  # noqa: ASYNC110 - the attempt has no event of its own
            await asyncio.sleep(0)
    desk.log.away = False
    await desk.bus.publish(EVENTS_TOPIC, b"")
    await asyncio.wait_for(socket.arrived.wait(), 5)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert events(socket.read()) == [position]


async def test_a_heartbeat_tells_how_far_a_reader_is_whatever_it_was_meant_to_see() -> None:
    desk = Desk()
    _, socket = await desk.follow(0, desk.interest(stations={"cp-9"}))
    last = desk.log.status()
    await desk.engine.look()
    await desk.engine.beat()
    (beat,) = socket.read()
    assert (beat["type"], beat["cursor"], beat["live"]) == ("heartbeat", f"g1-{last}", True)
    assert beat["time"] == "2026-05-04T12:00:00.000Z"
