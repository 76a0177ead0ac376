"""Watching stations: their frames are announced on the bus as they are stored, as long as somebody looks.

The live message log does not pass through the event log: that would double what a fleet writes. A feed that shows
frames says every few seconds, on the bus, which stations it watches; the node that stores their frames hints at them;
the feed reads them from `ocpp_logs`. A wish that is not repeated ends by itself, so that nobody has to say goodbye.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from uuid import UUID

import structlog

from ocpp_gateway.operations.ports import Bus
from ocpp_gateway.operations.tasks import end

_log = structlog.get_logger(__name__)

WATCH_TOPIC = "messages.watch"
"""Bus topic of "somebody watches these stations"."""
STORED_TOPIC = "messages.stored"
"""Bus topic of "frames of these stations were stored"."""
ANNOUNCE_SECONDS = 10.0
"""How often a feed repeats what it watches."""
WATCHED_SECONDS = 30.0
"""How long a wish counts."""
HINT_SECONDS = 0.05
"""Hints of so long go out together."""
MOST_NAMED = 200
"""More stations than that are announced as "all of them"."""

ALL = b"*"
_ID_BYTES = 16


def pack(stations: Collection[UUID]) -> bytes:
    """Stations as a message of the bus."""
    return b"".join(station.bytes for station in stations) if len(stations) <= MOST_NAMED else ALL


def unpack(message: bytes) -> set[UUID] | None:
    """The stations of a message; `None` for all."""
    if message == ALL:
        return None
    whole = len(message) - len(message) % _ID_BYTES
    return {UUID(bytes=message[first : first + _ID_BYTES]) for first in range(0, whole, _ID_BYTES)}


class WatchedStations:
    """`Watched` of one node: what is watched anywhere, and the hints at what this node stores of it."""

    def __init__(self, bus: Bus, *, monotonic: Callable[[], float]) -> None:
        self._bus = bus
        self._monotonic = monotonic
        self._until: dict[UUID | None, float] = {}
        self._stored: set[UUID] = set()
        self._hinting: asyncio.Task[None] | None = None

    def __bool__(self) -> bool:
        return bool(self._until)

    def watch(self, stations: Collection[UUID] | None) -> None:
        """Somebody watches these stations from now on, or all (`None`)."""
        until = self._monotonic() + WATCHED_SECONDS
        for station in (None,) if stations is None else stations:
            self._until[station] = until

    def forget(self) -> None:
        """Forget what nobody has asked for again."""
        now = self._monotonic()
        self._until = {station: until for station, until in self._until.items() if until > now}

    def stored(self, stations: Sequence[UUID]) -> None:
        """Hint at those that are watched, a moment later and all together."""
        seen = stations if None in self._until else self._until.keys() & set(stations)
        if not seen:
            return
        self._stored.update(station for station in seen if station is not None)
        if self._hinting is None or self._hinting.done():
            self._hinting = asyncio.get_running_loop().create_task(self._hint())

    async def _hint(self) -> None:
        await asyncio.sleep(HINT_SECONDS)
        stations, self._stored = self._stored, set()
        await self._bus.publish(STORED_TOPIC, pack(stations))

    async def run(self) -> None:
        """Learn what is watched, until cancelled."""
        listener = asyncio.create_task(self._listen(), name="watched-stations")
        try:
            while True:
                await asyncio.sleep(ANNOUNCE_SECONDS)
                self.forget()
        finally:
            await end(listener)

    async def _listen(self) -> None:
        try:
            async for message in self._bus.subscribe(WATCH_TOPIC):
                self.watch(unpack(message))
        except Exception:  # noqa: BLE001 - the live log then lags behind its poll; stations notice nothing
            _log.exception("watching_lost")
