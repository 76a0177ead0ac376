"""Who is connected: one connection a station, the newest authenticated one; and what happens when there are two.

The old connection is fenced by its epoch before it is closed, so its late goodbye can change nothing. An entry is
removed only by the connection that it points to. Rules: ocpp.md 2.15 and its decision table.
"""

from __future__ import annotations

import asyncio
import random
from collections import deque
from functools import partial
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from ocpp_gateway.wire.connection import Connection
    from ocpp_gateway.wire.counters import WireCounters
    from ocpp_gateway.wire.limits import WireLimits
    from ocpp_gateway.wire.timer_wheel import TimerWheel

_log = structlog.get_logger(__name__)

REPLACED = (1008, "replaced by a newer connection of this station")
RESTART = (1012, "the gateway restarts")
_MINUTE = 60.0
_GRACE_SECONDS = 2.0


class Connections:
    """All open connections of a node."""

    __slots__ = (
        "_by_key",
        "_clock",
        "_counters",
        "_empty",
        "_holds",
        "_limits",
        "_open",
        "_take_overs",
        "_unfinished",
        "_wheel",
        "strangers",
    )

    def __init__(
        self, clock: Callable[[], float], wheel: TimerWheel, limits: WireLimits, counters: WireCounters
    ) -> None:
        self._clock = clock
        self._wheel = wheel
        self._limits = limits
        self._counters = counters
        self._by_key: dict[UUID | str, Connection] = {}
        self._open: set[Connection] = set()
        self._unfinished: set[Connection] = set()
        self._take_overs: dict[UUID | str, deque[float]] = {}
        self._holds: dict[UUID | str, float] = {}
        self._empty = asyncio.Event()
        self._empty.set()
        self.strangers = 0
        """How many of them nobody has registered yet."""

    def __len__(self) -> int:
        """How many sockets are open, those that are being closed included."""
        return len(self._open)

    def __iter__(self) -> Iterator[Connection]:
        """Every connection that represents its station (or stranger) now."""
        return iter(list(self._by_key.values()))

    def held(self) -> dict[UUID, int]:
        """The stations that have a connection here, one that is saying goodbye included, and their newest epochs."""
        epochs: dict[UUID, int] = {}
        for connection in self._unfinished:
            station = connection.peer.station
            if station is not None:
                epochs[station.id] = max(station.epoch, epochs.get(station.id, 0))
        return epochs

    def find(self, key: UUID | str) -> Connection | None:
        """The connection of a station by its id, or of a stranger by its identity."""
        return self._by_key.get(key)

    def close_station(self, key: UUID | str, code: int, reason: str) -> bool:
        """Close the connection of one station or stranger; false if there is none."""
        connection = self._by_key.get(key)
        if connection is None:
            return False
        connection.close(code, reason)
        return True

    def displaced(self, station_id: UUID, epoch: int) -> bool:
        """Another node has taken a station over under this epoch: close the connection unless it is newer itself.

        False if there is none to close. Its goodbye is fenced: it writes nothing over what the new owner stores.
        """
        connection = self._by_key.get(station_id)
        if connection is None or connection.epoch >= epoch or not connection.is_open:
            return False
        self._replace(station_id, connection)
        return True

    def held_for(self, key: UUID | str) -> float | None:
        """Seconds for which the present owner keeps its place against newcomers; `None`: a newcomer may have it.

        More than five take-overs a minute mean two devices with one identity, or an attack (F16, S03).
        """
        owner = self._by_key.get(key)
        if owner is None or not owner.is_open:
            return None
        now = self._clock()
        until = self._holds.get(key, 0.0)
        if until > now:
            self._counters.take_overs_held += 1
            return until - now
        recent = [moment for moment in self._take_overs.get(key, ()) if moment > now - _MINUTE]
        if len(recent) < self._limits.take_overs_per_minute:
            return None
        self._holds[key] = now + self._limits.hold_seconds
        self._counters.take_overs_held += 1
        owner.talk.tell_of_take_overs()
        _log.warning("take_overs_held", station=owner.peer.identity, remote_address=owner.peer.remote_address)
        return self._limits.hold_seconds

    def enter(self, connection: Connection) -> bool:
        """Make a connection the one of its station; the one that was there is closed.

        False if the station is held under a newer epoch already: the newcomer lost the race and must go.
        """
        key = _key(connection)
        old = self._by_key.get(key)
        if old is not None and old.epoch > connection.epoch:
            return False
        self._by_key[key] = connection
        if connection not in self._open:
            self._open.add(connection)
            self._unfinished.add(connection)
            self._empty.clear()
            self._counters.connections = len(self._open)
            self.strangers += connection.peer.station is None
        if old is not None and old is not connection:
            self._replace(key, old)
        return True

    # -- what connections tell -----------------------------------------------------------------------------------

    def enrolled(self, connection: Connection) -> None:
        """A stranger has become a station: from now on it is found under the station's id."""
        self.strangers -= 1
        identity = connection.peer.identity
        if self._by_key.get(identity) is connection:
            del self._by_key[identity]
        if connection in self._open and not self.enter(connection):
            connection.close(*REPLACED)

    def lost(self, connection: Connection) -> None:
        """Its socket is gone."""
        if connection not in self._open:
            return
        self._open.discard(connection)
        self._counters.connections = len(self._open)
        self._counters.connections_closed += 1
        # A stranger may be lost in the middle of its enrolment: both names are looked at.
        for key in {connection.peer.identity, _key(connection)}:
            if self._by_key.get(key) is connection:
                del self._by_key[key]

    def finished(self, connection: Connection) -> None:
        """Its last job is done."""
        self._unfinished.discard(connection)
        if connection.peer.station is None:
            self.strangers -= 1
        if not self._unfinished:
            self._empty.set()

    # -- draining ------------------------------------------------------------------------------------------------

    async def drain(self, seconds: float) -> None:
        """Close everything with 1012, spread over `seconds` in random order; unfinished calls are waited for.

        Returns when every goodbye is said. Whoever is not done after `seconds` is closed all the same.
        """
        leaving = list(self._open)
        random.shuffle(leaving)  # neighbours in the map are neighbours in the field: spread their return
        start = self._clock()
        for index, connection in enumerate(leaving):
            turn = start + seconds * index / len(leaving)
            if turn <= start:
                connection.close_when_idle(*RESTART)
            else:
                self._wheel.at(turn, partial(connection.close_when_idle, *RESTART))
        last_turn = self._wheel.at(start + seconds, self._close_all)
        give_up = self._wheel.at(
            start + seconds + self._limits.close_seconds + _GRACE_SECONDS, self._abandon_all
        )
        try:
            await self._empty.wait()
        finally:
            last_turn.cancel()
            give_up.cancel()

    def _close_all(self) -> None:
        for connection in list(self._open):
            connection.close(*RESTART)

    def _abandon_all(self) -> None:
        for connection in list(self._unfinished):
            _log.error("connection_abandoned", station=connection.peer.identity)
            connection.abort("the gateway stops")
            connection.talk.work.cancel()
        self._unfinished.clear()
        self._empty.set()

    # -- take-overs ----------------------------------------------------------------------------------------------

    def _replace(self, key: UUID | str, old: Connection) -> None:
        if not old.is_open:
            return  # it was on its way out: a reconnect, no take-over
        self._counters.take_overs += 1
        now = self._clock()
        times = self._take_overs.setdefault(key, deque(maxlen=self._limits.take_overs_per_minute + 1))
        times.append(now)
        self._forget_old(now)
        old.close(*REPLACED)

    def _forget_old(self, now: float) -> None:
        """Keep the books no longer than they matter: an attacker must not fill them with names."""
        if len(self._take_overs) > 1000:
            self._take_overs = {
                key: times for key, times in self._take_overs.items() if times and times[-1] > now - _MINUTE
            }
            self._holds = {key: until for key, until in self._holds.items() if until > now}


def _key(connection: Connection) -> UUID | str:
    station = connection.peer.station
    return connection.peer.identity if station is None else station.id
