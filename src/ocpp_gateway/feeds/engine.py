"""The engine: reads the event log once per node and hands every event to all who may and want to see it.

A hint on the bus wakes it, a poll each second bounds the delay of a lost one. It looks at most every 50 ms: what was
committed meanwhile is delivered together, in one write per reader. While nobody follows it reads nothing.

A subscriber that comes with an old cursor reads the log by itself, at its own pace, and joins when it has reached the
engine: the comparison and the joining happen without a pause between them, so nothing is lost or doubled. Its own
position says from where on it takes part.
"""

from __future__ import annotations

import asyncio
from time import monotonic
from typing import TYPE_CHECKING

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.feeds.cursors import Cursor, CursorGone
from ocpp_gateway.feeds.frames import Bundle, Notice, notice_of, text_frame
from ocpp_gateway.feeds.grants import PERMISSIONS
from ocpp_gateway.feeds.messages import heartbeat
from ocpp_gateway.operations.hints import HintedLook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from ocpp_gateway.charging.events import LogState, StoredEvent
    from ocpp_gateway.feeds.counters import FeedCounters
    from ocpp_gateway.feeds.interests import Interest
    from ocpp_gateway.feeds.outbox import Outbox
    from ocpp_gateway.feeds.ports import FeedLog, GroupsOf
    from ocpp_gateway.operations.ports import Bus, Clock

BATCH = 500
POLL_SECONDS = 1.0
PAUSE_SECONDS = 0.05
STALE_SECONDS = 5.0
"""So long without a look at the log, a heartbeat says that the feed is not live."""
TURN = 100
"""Readers that are served before everybody else on the event loop has a turn."""
READERS = 4
"""Subscribers that read the log at once to catch up: stations need the database too."""


class Subscriber:
    """One subscription: what it wants, and the position up to which it has everything."""

    __slots__ = ("generation", "interest", "joined", "outbox", "position")

    def __init__(self, outbox: Outbox, interest: Interest, cursor: Cursor) -> None:
        self.outbox = outbox
        self.interest = interest
        self.generation = cursor.generation
        self.position = cursor.position
        self.joined = False

    @property
    def cursor(self) -> Cursor:
        """Everything up to here was handed over."""
        return Cursor(self.generation, self.position)

    def take(self, bundle: Bundle, position: int) -> None:
        """Take part in a delivery that goes up to `position`."""
        if position <= self.position or not self.joined:
            return
        new = bundle.after(self.position)
        self.position = position
        if new.notices:
            self.outbox.put(new.frames, len(new), new.notices[-1].position)


class FeedEngine:
    """The one reader of the log for all feeds of a node."""

    def __init__(
        self,
        log: FeedLog,
        bus: Bus,
        groups: GroupsOf,
        counters: FeedCounters,
        *,
        clock: Clock,
        poll_seconds: float = POLL_SECONDS,
        pause_seconds: float = PAUSE_SECONDS,
        batch: int = BATCH,
    ) -> None:
        """Looks at every hint and each `poll_seconds`, but never more often than every `pause_seconds`."""
        self._log = log
        self._groups_of = groups
        self._counters = counters
        self._clock = clock
        self._batch = batch
        self._audiences: dict[Interest, set[Subscriber]] = {}
        self._groups: dict[UUID, str | None] = {}
        self._reading = asyncio.Semaphore(READERS)
        self._looking = HintedLook(
            bus, self.look, "feeds", poll_seconds=poll_seconds, pause_seconds=pause_seconds
        )
        self._looked_at = monotonic()
        self.generation = ""
        self.position = 0
        """Up to here every subscriber that has joined was served. Without one it means nothing."""
        self.lag_seconds = 0.0
        """Age of the newest event at its last delivery."""

    # -- for subscribers -------------------------------------------------------------------------------------------

    async def state(self) -> LogState:
        """The log as a whole. Raises `StorageUnavailable`."""
        return await self._log.state()

    @property
    def live(self) -> bool:
        """Whether the log was read a moment ago."""
        return monotonic() - self._looked_at < STALE_SECONDS

    async def catch_up(self, subscriber: Subscriber) -> None:
        """Send what lies between a subscriber and now, at its own pace, and let it join.

        Raises `CursorGone` if retention was faster, `TooSlow`, `SocketGone` or `StorageUnavailable`.
        """
        while True:
            async with self._reading:
                stored = await self._log.after(subscriber.position, self._batch)
                if (
                    len(stored) == self._batch
                    and (await self._log.state()).pruned_through > subscriber.position
                ):
                    raise CursorGone("the cursor is older than the events are kept")
                notices = self._notices(stored, subscriber.generation)
                while await self._know_groups([subscriber.interest], notices):
                    """Others forget groups meanwhile: go on only when all were known without a pause."""
            bundle = self._for(subscriber.interest, notices)
            if bundle.notices:
                last = bundle.notices[-1].position
                await subscriber.outbox.send(bundle.frames, len(bundle), last)
            if stored:
                subscriber.position = stored[-1].position
            if len(stored) < self._batch and self._join(subscriber):
                return

    def _join(self, subscriber: Subscriber) -> bool:
        """Deliver to it from now on; `False` if the engine is ahead of it by now."""
        if not self._audiences:
            self.generation = subscriber.generation
            self.position = subscriber.position
            self._looked_at = monotonic()
        if subscriber.generation != self.generation:
            raise CursorGone("the cursor is from before a restore")
        if subscriber.position < self.position:
            return False
        self._audiences.setdefault(subscriber.interest, set()).add(subscriber)
        subscriber.joined = True
        self._looking.wake()
        return True

    def leave(self, subscriber: Subscriber) -> None:
        """Deliver to it no more."""
        subscriber.joined = False
        audience = self._audiences.get(subscriber.interest)
        if audience is not None:
            audience.discard(subscriber)
            if not audience:
                del self._audiences[subscriber.interest]

    def change(self, subscriber: Subscriber, interest: Interest) -> None:
        """Its rights have changed: from the next event on."""
        if interest == subscriber.interest:
            return
        joined = subscriber.joined
        self.leave(subscriber)
        subscriber.interest = interest
        if joined:
            self._audiences.setdefault(interest, set()).add(subscriber)
            subscriber.joined = True

    async def is_same_log(self) -> bool:
        """Whether the log is still the one that those who have joined read: a restore makes another one of it."""
        if not self._audiences:
            return True
        state = await self._log.state()
        return state.generation == self.generation and state.head >= self.position

    # -- following the log -----------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Follow until cancelled. While the database is away it waits and goes on from the same position."""
        await self._looking.run()

    async def look(self) -> int:
        """Deliver everything committed up to now; the number of events that were looked at."""
        seen = 0
        while self._audiences:
            began = self.generation, self.position
            stored = await self._log.after(self.position, self._batch)
            self._looked_at = monotonic()
            if began != (self.generation, self.position):
                continue  # everybody left meanwhile, and somebody joined at another place
            if stored:
                await self._deliver(stored)
            seen += len(stored)
            if len(stored) < self._batch:
                break
        return seen

    async def _deliver(self, stored: Sequence[StoredEvent]) -> None:
        before = self.generation, self.position
        notices = self._notices(stored, self.generation)
        while await self._know_groups(list(self._audiences), notices):
            """Somebody may have joined meanwhile who needs more of them."""
        if before != (self.generation, self.position):
            return
        position = stored[-1].position
        served = 0
        # From here on whoever joins must have all of this already. Nothing waits between this line and the list.
        self.position = position
        readers = [(interest, list(members)) for interest, members in self._audiences.items()]
        for interest, members in readers:
            bundle = self._for(interest, notices)
            for subscriber in members:
                if subscriber.interest is not interest:  # its rights have changed a moment ago
                    subscriber.take(self._for(subscriber.interest, notices), position)
                else:
                    subscriber.take(bundle, position)
                served += 1
                if served % TURN == 0:
                    await asyncio.sleep(0)
        self._counters.events_read += len(stored)
        self.lag_seconds = max(0.0, (self._clock() - stored[-1].event.time).total_seconds())

    def _notices(self, stored: Sequence[StoredEvent], generation: str) -> list[Notice]:
        for one in stored:
            if one.event.type is EventType.STATION_ADMINISTERED and one.event.station_id is not None:
                self._groups.pop(one.event.station_id, None)
        return [notice_of(one, generation) for one in stored if one.event.type.value in PERMISSIONS]

    def _for(self, interest: Interest, notices: Sequence[Notice]) -> Bundle:
        admits, group_of = interest.admits, self._groups.get
        return Bundle([n for n in notices if admits(n.type, n.station, n.station_id, group_of)])

    async def _know_groups(self, interests: Sequence[Interest], notices: Sequence[Notice]) -> bool:
        """Read the groups of stations that a grant by group makes us ask for; `False` if all are known."""
        if not any(interest.groups for interest in interests):
            return False
        unknown = {
            n.station_id for n in notices if n.station_id is not None and n.station_id not in self._groups
        }
        if unknown:
            found = await self._groups_of(unknown)
            self._groups.update({station: found.get(station) for station in unknown})
        return bool(unknown)

    # -- signs of life ---------------------------------------------------------------------------------------------

    async def beat(self) -> None:
        """Tell everybody their cursor: what they were not meant to see moves it on too."""
        now, live = self._clock(), self.live
        frames: dict[Cursor, bytes] = {}
        members = [subscriber for audience in self._audiences.values() for subscriber in audience]
        for served, subscriber in enumerate(members, 1):
            cursor = subscriber.cursor
            if subscriber.joined:
                frame = frames.get(cursor) or text_frame(heartbeat(cursor, now, live=live))
                subscriber.outbox.put(frames.setdefault(cursor, frame))
            if served % TURN == 0:
                await asyncio.sleep(0)
