"""What waits for one reader: nothing, as long as it keeps up; else a bounded queue, and then the end (fault F26).

The engine never waits for anybody. A reader that keeps up costs one write; for one that does not, frames wait here up
to a bound. What waits is shared by all who wait for it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.feeds.counters import FeedCounters
    from ocpp_gateway.feeds.ports import FeedSocket

MOST_EVENTS = 1000
MOST_BYTES = 1024 * 1024
STALLED_SECONDS = 30.0
"""Somebody who is being caught up and takes nothing for so long reads too slowly too."""


class TooSlow(Exception):
    """The reader did not take what was sent for too long."""


class Outbox:
    """The way out of one feed. `overflowed` is called once, when the reader has fallen too far behind."""

    def __init__(self, socket: FeedSocket, counters: FeedCounters, overflowed: Callable[[], None]) -> None:
        self._socket = socket
        self._counters = counters
        self._overflowed = overflowed
        self._queue: deque[tuple[bytes, int, int | None]] = deque()
        self._events = 0
        self._bytes = 0
        self._work = asyncio.Event()
        self._empty = asyncio.Event()
        self._empty.set()
        self.position = 0
        """Position of the last event that was written to the socket."""
        self.state: Literal["open", "overflowed", "closed"] = "open"

    @property
    def waiting(self) -> tuple[int, int]:
        """Events and bytes that wait."""
        return self._events, self._bytes

    def put(self, frames: bytes, events: int = 0, position: int | None = None) -> None:
        """Send whole frames, in order, without waiting; `position` is known to the reader with them."""
        if self.state != "open":
            return
        if not self._queue and self._socket.writable:
            self._write(frames, events, position)
            return
        if self._queue and (self._events + events > MOST_EVENTS or self._bytes + len(frames) > MOST_BYTES):
            self.state = "overflowed"
            self._queue.clear()
            self._overflowed()
            return
        self._queue.append((frames, events, position))
        self._events += events
        self._bytes += len(frames)
        self._empty.clear()
        self._work.set()

    async def send(self, frames: bytes, events: int = 0, position: int | None = None) -> None:
        """As `put`, at the pace of the reader. Raises `TooSlow` if it takes nothing, `SocketGone` if it is gone."""
        try:
            async with asyncio.timeout(STALLED_SECONDS):
                await self._empty.wait()
                await self._socket.drained()
        except TimeoutError as error:
            raise TooSlow from error
        self.put(frames, events, position)

    async def pump(self) -> None:
        """Write what waits whenever the reader has taken what was written. Raises `SocketGone`."""
        while True:
            await self._work.wait()
            while self._queue:
                await self._socket.drained()
                if not self._queue:
                    break
                frames, events, position = self._queue.popleft()
                self._events -= events
                self._bytes -= len(frames)
                self._write(frames, events, position)
            self._work.clear()
            self._empty.set()

    def close(self) -> None:
        """Take nothing more."""
        if self.state == "open":
            self.state = "closed"
        self._queue.clear()

    def _write(self, frames: bytes, events: int, position: int | None) -> None:
        self._socket.write(frames)
        counters = self._counters
        counters.writes += 1
        counters.delivered += events
        if events > 1:
            counters.coalesced += events - 1
        if position is not None:
            self.position = position
