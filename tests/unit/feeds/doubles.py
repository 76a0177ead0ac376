"""A log in memory, sockets whose readers a test lets read, and a bus whose hints a test gives."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ocpp_gateway.charging.events import Event, EventType, LogState, StoredEvent
from ocpp_gateway.feeds.ports import SocketGone
from ocpp_gateway.operations.ports import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection

NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOON


@dataclass
class Log:
    """`FeedLog` of which the oldest part can be removed, with a generation that can change."""

    stored: list[StoredEvent] = field(default_factory=list)
    generation: str = "g1"
    pruned_through: int = 0
    away: bool = False
    reads: int = 0
    next_position: int = 1

    def write(
        self, kind: EventType, station: str | None = "CP-1", connector: int | None = None, **data: Any
    ) -> int:
        """Append an event; positions have gaps as in life."""
        position, self.next_position = self.next_position, self.next_position + 2
        event = Event(
            id=UUID(int=position),
            type=kind,
            time=NOON,
            station_id=None if station is None else station_id(station),
            station=station,
            connector=connector,
            data={"station": station, **data},
        )
        self.stored.append(StoredEvent(position=position, event=event))
        return position

    def status(self, station: str = "CP-1") -> int:
        return self.write(EventType.CONNECTOR_STATUS_CHANGED, station, 1)

    def prune(self, through: int) -> None:
        self.stored = [one for one in self.stored if one.position > through]
        self.pruned_through = max(self.pruned_through, through)

    async def state(self) -> LogState:
        await self._answer()
        head = self.stored[-1].position if self.stored else self.pruned_through
        return LogState(self.generation, self.pruned_through, head)

    async def after(
        self, position: int, limit: int, types: Collection[EventType] | None = None
    ) -> list[StoredEvent]:
        self.reads += 1
        found = [one for one in self.stored if one.position > position][:limit]
        await self._answer()
        return found

    async def _answer(self) -> None:
        await asyncio.sleep(0)  # a database takes a moment: others have their turn meanwhile
        if self.away:
            raise StorageUnavailable("away")


def station_id(station: str) -> UUID:
    return UUID(bytes=station.encode().ljust(16, b"\0")[:16])


class Groups:
    """The groups of stations, changeable; counts how often somebody asked."""

    def __init__(self, **groups: str) -> None:
        self.of = {station_id(name.replace("_", "-")): group for name, group in groups.items()}
        self.asked = 0

    async def __call__(self, stations: Collection[UUID]) -> dict[UUID, str | None]:
        self.asked += 1
        await asyncio.sleep(0)
        return {station: self.of.get(station) for station in stations}


class Bus:
    """Hints that a test can read; nobody else is told."""

    def __init__(self) -> None:
        self.published: list[tuple[str, bytes]] = []
        self.queues: dict[str, asyncio.Queue[bytes]] = {}

    async def publish(self, topic: str, message: bytes) -> None:
        self.published.append((topic, message))
        self.queues.setdefault(topic, asyncio.Queue()).put_nowait(message)

    async def subscribe(self, topic: str) -> AsyncIterator[bytes]:
        queue = self.queues.setdefault(topic, asyncio.Queue())
        while True:
            yield await queue.get()


class Socket:
    """A `FeedSocket` with room for `room` writes; the test reads, and room comes back."""

    def __init__(self, room: int = 10**9) -> None:
        self.room = room
        self.written: list[bytes] = []
        self.said: asyncio.Queue[str | None] = asyncio.Queue()
        self.closed: tuple[int, str] | None = None
        self.gone = False
        self._drained = asyncio.Event()
        self._drained.set()
        self.arrived = asyncio.Event()

    @property
    def writable(self) -> bool:
        return self._drained.is_set() and not self.gone

    def write(self, frames: bytes) -> None:
        assert self.closed is None, "nothing follows a close frame"
        if self.gone:
            return
        self.written.append(frames)
        self.room -= 1
        if self.room <= 0:
            self._drained.clear()
        self.arrived.set()

    def read(self, room: int = 10**9) -> list[dict[str, Any]]:
        """Take everything that was written, and make room again."""
        messages = [message for frames in self.written for message in unframed(frames)]
        self.written.clear()
        self.room = room
        self._drained.set()
        return messages

    def leave(self) -> None:
        self.gone = True
        self._drained.set()
        self.said.put_nowait(None)

    async def drained(self) -> None:
        await self._drained.wait()
        if self.gone:
            raise SocketGone

    async def receive(self) -> str:
        text = await self.said.get()
        if text is None:
            raise SocketGone
        return text

    async def close(self, code: int, reason: str) -> None:
        self.closed = code, reason
        self.arrived.set()


def unframed(frames: bytes) -> list[dict[str, Any]]:
    """The messages in a run of frames, each read back as RFC 6455 says."""
    messages = []
    while frames:
        assert frames[0] == 0x81
        size, head = frames[1], 2
        if size == 126:
            size, head = int.from_bytes(frames[2:4]), 4
        elif size == 127:
            size, head = int.from_bytes(frames[2:10]), 10
        messages.append(json.loads(frames[head : head + size]))
        frames = frames[head + size :]
    return messages


def events(messages: list[dict[str, Any]]) -> list[int]:
    """The positions of the events among messages."""
    return [int(m["cursor"].rpartition("-")[2]) for m in messages if "specversion" in m]
