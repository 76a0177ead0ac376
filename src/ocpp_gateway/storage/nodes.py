"""Nodes and their signs of life, and what happens to the stations of a node that has died (ARCHITECTURE.md, "Who is
online").

A node renews its row every five seconds. Another node that sees a row unchanged for fifteen seconds, by its own clock
and while the database answered it, takes the dead node's stations offline. It raises their epochs: a node that was
only frozen finds itself fenced, closes those sockets, and the stations come back as new connections.

A node does the same with stations of its own that it has no connection of any more: a goodbye can be lost in an outage,
and a lease can be taken for a handshake whose client was gone before the answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import delete, insert, select, tuple_, update

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage import events
from ocpp_gateway.storage.leases import NOBODY
from ocpp_gateway.storage.tables import leases, nodes, stations

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from ocpp_gateway.operations.ports import Clock, NewId
    from ocpp_gateway.storage.engine import Connection, Database

_log = structlog.get_logger(__name__)

RENEW_SECONDS = 5.0
DEAD_SECONDS = 15.0
COMPARE_SECONDS = 30.0
"""How often a node compares who is shown online through it with who is connected, and how long it leaves a lease alone
that was just taken: the handshake may still be on its way."""
FORGOTTEN = timedelta(days=7)
"""After this long without a sign of life a node is no longer worth a row; its stations are offline since then."""
BATCH = 500
NODE_GONE = "the node that held the connection is gone"
CONNECTION_GONE = "the connection is gone"


@dataclass(slots=True)
class _Seen:
    """A node's row as it was when it last changed before our eyes."""

    renewed_at: datetime
    since: float


class Nodes:
    """This node's row, and the sweeper of dead nodes' stations."""

    def __init__(
        self,
        database: Database,
        node_id: str,
        *,
        clock: Clock,
        monotonic: Callable[[], float],
        new_id: NewId,
        on_committed: Callable[[int], None] | None = None,
        held: Callable[[], Mapping[UUID, int]] | None = None,
    ) -> None:
        """`on_committed(position)` is the hint that the event log has grown.

        `held()` says of which stations this node has connections, and with which epochs.
        """
        self._database = database
        self._node_id = node_id
        self._clock = clock
        self._monotonic = monotonic
        self._new_id = new_id
        self._on_committed = on_committed
        self._held = held
        self._compared_at = float("-inf")
        self._seen: dict[str, _Seen] = {}
        self._looked_at = float("-inf")

    async def register(self) -> int:
        """Announce this node and take offline what an earlier life of it left online; the number of those stations.

        Call it before any station may connect. On SQLite there is one process, so every other node is dead.
        """
        now = self._clock()
        async with self._database.begin() as connection:
            gone = (
                nodes.c.renewed_at < now - FORGOTTEN
            )  # a node has a new name with every start: rows would pile up
            await connection.execute(delete(nodes).where((nodes.c.id == self._node_id) | gone))
            await connection.execute(
                insert(nodes).values(id=self._node_id, started_at=now, renewed_at=now, stopped_at=None)
            )
            others = (
                await connection.execute(select(nodes.c.id).where(nodes.c.id != self._node_id))
            ).scalars()
        alive = () if self._database.dialect_name == "sqlite" else others
        return await self._take_offline(leases.c.node_id.not_in([*alive, NOBODY]), NODE_GONE)

    async def renew(self) -> None:
        """Give the sign of life; due every five seconds."""
        async with self._database.begin() as connection:
            await connection.execute(
                update(nodes).where(nodes.c.id == self._node_id).values(renewed_at=self._clock())
            )

    async def stop(self) -> None:
        """Say goodbye: what is still online is taken offline by the others at once."""
        async with self._database.begin() as connection:
            await connection.execute(
                update(nodes).where(nodes.c.id == self._node_id).values(stopped_at=self._clock())
            )

    async def sweep(self) -> int:
        """Take the stations of dead nodes offline; due every five seconds. The number of stations."""
        async with self._database.read() as connection:
            rows = (
                await connection.execute(select(nodes.c.id, nodes.c.renewed_at, nodes.c.stopped_at))
            ).all()
        now = self._monotonic()
        if now - self._looked_at > 2 * RENEW_SECONDS:
            self._seen.clear()  # we could not look ourselves (an outage, a freeze): nobody is dead because of that
        self._looked_at = now
        alive = {self._node_id}
        for row in rows:
            seen = self._seen.get(row.id)
            if seen is None or seen.renewed_at != row.renewed_at:
                seen = self._seen[row.id] = _Seen(row.renewed_at, now)
            if row.stopped_at is None and now - seen.since < DEAD_SECONDS:
                alive.add(row.id)
        swept = await self._take_offline(leases.c.node_id.not_in([*alive, NOBODY]), NODE_GONE)
        return swept + await self._take_lost_offline(now)

    async def run(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Renew and sweep until cancelled. While the database is away there is nothing to do but to wait."""
        while True:
            try:
                await self.renew()
                await self.sweep()
            except StorageUnavailable as away:
                _log.warning("node_not_renewed", reason=str(away))
            except Exception:  # noqa: BLE001 - see the next line
                # Whatever it was (a deadlock, a defect): a node that renews no more is taken for dead by all others.
                _log.exception("node_not_renewed")
            await sleep(RENEW_SECONDS)

    async def _take_lost_offline(self, moment: float) -> int:
        """Take offline what is shown online through this node although it has no such connection; due now and then."""
        if self._held is None or moment - self._compared_at < COMPARE_SECONDS:
            return 0
        shown = (
            select(leases.c.station_id, leases.c.epoch)
            .join(stations, stations.c.id == leases.c.station_id)
            .where(
                stations.c.online,
                leases.c.node_id == self._node_id,
                leases.c.claimed_at < self._clock() - timedelta(seconds=COMPARE_SECONDS),
            )
        )
        async with self._database.read() as connection:
            rows = (await connection.execute(shown)).all()
        held = self._held()
        lost = [(row.station_id, row.epoch) for row in rows if held.get(row.station_id) != row.epoch]
        swept = 0
        for first in range(0, len(lost), BATCH):
            swept += await self._take_offline(_of(lost[first : first + BATCH]), CONNECTION_GONE)
        self._compared_at = moment
        return swept

    async def _take_offline(self, condition: ColumnElement[bool], reason: str) -> int:
        """Take offline what is online and whose lease meets a condition."""
        swept = 0
        while True:
            async with self._database.begin() as connection:
                position, count = await self._take_batch_offline(connection, condition, reason)
            if position is not None and self._on_committed is not None:
                self._on_committed(position)
            swept += count
            if count < BATCH:
                if swept:
                    _log.info("stations_taken_offline", stations=swept)
                return swept

    async def _take_batch_offline(
        self, connection: Connection, condition: ColumnElement[bool], reason: str
    ) -> tuple[int | None, int]:
        """Lock the leases, in the order of the stations. A take-over or another sweeper may be faster: the conditions
        on the lease are checked again on what is locked, so each station is taken by one of them.

        The same order of locks as in a flush of the journal: lease, then station, then the log.
        """
        dead = (
            select(leases.c.station_id, stations.c.ocpp_id, stations.c.last_message_at)
            .join(stations, stations.c.id == leases.c.station_id)
            .where(stations.c.online, condition)
            .order_by(leases.c.station_id)
            .limit(BATCH)
            .with_for_update(of=leases)
        )
        rows = (await connection.execute(dead)).all()
        if not rows:
            return None, 0
        now = self._clock()
        ids = [row.station_id for row in rows]
        await connection.execute(
            update(leases)
            .where(leases.c.station_id.in_(ids))
            .values(epoch=leases.c.epoch + 1, node_id=NOBODY, claimed_at=now)
        )
        await connection.execute(
            update(stations).where(stations.c.id.in_(ids)).values(online=False, updated_at=now)
        )
        facts = [self._disconnected(row, reason, now) for row in rows]
        return await events.append(connection, facts, now), len(rows)

    def _disconnected(self, row: Any, reason: str, now: datetime) -> Event:
        seen = row.last_message_at
        return Event(
            id=self._new_id(),
            type=EventType.STATION_DISCONNECTED,
            time=now,
            station_id=row.station_id,
            station=row.ocpp_id,
            connector=None,
            data={
                "station": row.ocpp_id,
                "online": False,
                "code": 1006,
                "reason": reason,
                "last_message_at": None if seen is None else _rfc3339(seen),
            },
        )


def _of(held: Sequence[tuple[UUID, int]]) -> ColumnElement[bool]:
    """Leases by station and epoch: one that was taken over meanwhile is another one."""
    return tuple_(leases.c.station_id, leases.c.epoch).in_(held)


def _rfc3339(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
