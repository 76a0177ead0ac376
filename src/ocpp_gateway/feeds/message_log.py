"""The live message log: frames of watched stations, read from `ocpp_logs` after their commit.

It shows the tail and promises no more: what a burst leaves out is named (`messages_skipped`) and stands in `GET /logs`.
A feed that watches few stations reads theirs alone; one that watches all, or very many, reads the newest of everything.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import structlog

from ocpp_gateway.feeds.frames import origin, text_frame
from ocpp_gateway.feeds.grants import MESSAGE_TYPE
from ocpp_gateway.feeds.messages import messages_skipped
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.queries import EVERYTHING, LogFilter, LogView
from ocpp_gateway.operations.tasks import end
from ocpp_gateway.operations.watching import ALL, ANNOUNCE_SECONDS, STORED_TOPIC, WATCH_TOPIC, pack, unpack

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.feeds.counters import FeedCounters
    from ocpp_gateway.feeds.engine import Subscriber
    from ocpp_gateway.operations.ports import Bus, Clock
    from ocpp_gateway.operations.queries import LogQueries, StationQueries

_log = structlog.get_logger(__name__)

FEW = 20
"""A feed that names more stations than that watches all and picks out its own."""
FRAMES = 200
"""Frames of one look."""
POLL_SECONDS = 2.0
PAUSE_SECONDS = 0.2
OVERLAP = timedelta(seconds=5)
"""A frame is stamped when it is received and visible when its flush is committed: later ones may be visible before."""
AHEAD = timedelta(seconds=5)
"""Another node's clock may be so much ahead."""

_encode = msgspec.json.Encoder().encode


@dataclass(slots=True)
class _Tail:
    """The end of one station's log, or of everything: who looks, from when on, and what they have seen of it."""

    ocpp_id: str | None
    since: datetime
    readers: set[Subscriber] = field(default_factory=set)
    seen: dict[UUID, datetime] = field(default_factory=dict)


class MessageLog:
    """Every subscriber that watches frames, and the reading for all of them."""

    def __init__(
        self,
        logs: LogQueries,
        stations: StationQueries,
        bus: Bus,
        counters: FeedCounters,
        *,
        show: Callable[[LogView], bytes],
        clock: Clock,
    ) -> None:
        """`show` writes a frame as `GET /logs` does."""
        self._logs = logs
        self._stations = stations
        self._bus = bus
        self._counters = counters
        self._show = show
        self._clock = clock
        self._tails: dict[UUID | None, _Tail] = {}
        self._due: set[UUID | None] = set()
        self._hint = asyncio.Event()

    @property
    def watched(self) -> set[UUID | None]:
        """The stations that are watched through this node; `None` for all."""
        return set(self._tails)

    # -- for subscribers -------------------------------------------------------------------------------------------

    async def join(self, subscriber: Subscriber) -> None:
        """Show it frames from now on, if it asked for them and may see them."""
        if MESSAGE_TYPE not in subscriber.interest.types:
            return
        wanted, now = subscriber.interest.stations, self._clock()
        places: dict[UUID | None, str | None] = {None: None}
        if wanted is not None and len(wanted) <= FEW:
            found = [await self._stations.find(name, EVERYTHING) for name in sorted(wanted)]
            places = {station.id: station.ocpp_id for station in found if station is not None}
        for place, ocpp_id in places.items():
            self._tails.setdefault(place, _Tail(ocpp_id, now)).readers.add(subscriber)
        await self._announce()

    def leave(self, subscriber: Subscriber) -> None:
        """Show it nothing more. What nobody watches any more is forgotten by the nodes in time."""
        for place, tail in list(self._tails.items()):
            tail.readers.discard(subscriber)
            if not tail.readers:
                del self._tails[place]

    def change(self, subscriber: Subscriber) -> None:
        """Its rights have changed."""
        if MESSAGE_TYPE not in subscriber.interest.types:
            self.leave(subscriber)

    # -- reading ---------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Serve until cancelled."""
        beside = [
            asyncio.create_task(self._listen(), name="stored-messages"),
            asyncio.create_task(self._repeat(), name="watch"),
        ]
        try:
            while True:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._hint.wait()
                self._hint.clear()
                due, self._due = self._due or set(self._tails), set()
                try:
                    await self.look(due)
                except StorageUnavailable as away:
                    _log.warning("message_log_away", reason=str(away))
                except Exception:  # noqa: BLE001 - the live log goes on; the defect is logged
                    _log.exception("message_log_not_read")
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            await end(*beside)

    async def look(self, places: set[UUID | None]) -> None:
        """Read what is new of these places and show it."""
        for place in places & self._tails.keys():
            tail = self._tails.get(place)
            if tail is not None:
                await self._read(tail)

    async def _read(self, tail: _Tail) -> None:
        now = self._clock()
        newest = max(tail.seen.values(), default=None)
        since = tail.since if newest is None else max(tail.since, newest - OVERLAP)
        page = await self._logs.page(
            LogFilter(since=since, until=now + AHEAD, station=tail.ocpp_id), EVERYTHING, limit=FRAMES
        )
        new = [view for view in reversed(page.items) if view.id not in tail.seen]
        skipped = page.next_key is not None and bool(new) and len(new) == len(page.items)
        tail.seen.update((view.id, view.timestamp) for view in new)
        newest = max(tail.seen.values(), default=since)
        tail.seen = {key: at for key, at in tail.seen.items() if at >= newest - OVERLAP}
        if skipped:
            frame = text_frame(messages_skipped(new[0].timestamp))
            for reader in list(tail.readers):
                reader.outbox.put(frame)
        if new:
            self._deliver(tail, new)

    def _deliver(self, tail: _Tail, views: list[LogView]) -> None:
        made: dict[tuple[UUID, str], bytes] = {}
        for reader in list(tail.readers):
            if not reader.joined:
                continue
            cursor = str(reader.cursor)
            frames = []
            for view in views:
                if not reader.interest.admits(MESSAGE_TYPE, fold_identity(view.station), None, _no_group):
                    continue
                key = view.id, cursor
                if key not in made:
                    made[key] = self._frame(view, cursor)
                frames.append(made[key])
            if frames:
                reader.outbox.put(b"".join(frames), len(frames))
                self._counters.messages += len(frames)

    def _frame(self, view: LogView, cursor: str) -> bytes:
        members = {
            "specversion": "1.0",
            "id": view.id,
            "cursor": cursor,
            "type": MESSAGE_TYPE,
            **origin(view.station, view.connector),
            "time": rfc3339(view.timestamp),
            "data": msgspec.Raw(self._show(view)),
        }
        return text_frame(_encode(members))

    # -- telling the nodes -----------------------------------------------------------------------------------------

    async def _announce(self) -> None:
        if self._tails:
            named = [place for place in self._tails if place is not None]
            await self._bus.publish(WATCH_TOPIC, ALL if None in self._tails else pack(named))

    async def _repeat(self) -> None:
        while True:
            await asyncio.sleep(ANNOUNCE_SECONDS)
            await self._announce()

    async def _listen(self) -> None:
        try:
            async for message in self._bus.subscribe(STORED_TOPIC):
                stored = unpack(message)
                hinted = set(self._tails) if stored is None else {None, *stored} & self._tails.keys()
                if hinted:
                    self._due |= hinted
                    self._hint.set()
        except Exception:  # noqa: BLE001 - without hints the poll goes on
            _log.exception("message_hints_lost")


def _no_group(station: UUID) -> str | None:  # noqa: ARG001 - the live log is for those who see all, or named stations
    return None
