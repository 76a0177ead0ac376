"""All feeds of a node: how many there may be, and whether those who follow may still do so.

Role and standing of everybody who follows are read again every few seconds, all in one query: a sign-out, a disabled
account or a changed role takes effect on open feeds within five seconds (attack S15), on whatever node it was done.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

import structlog

from ocpp_gateway.feeds.connection import FIRST_SECONDS, FeedConnection
from ocpp_gateway.feeds.messages import SIGNED_OUT, TOO_MANY_OF_USER, TOO_MANY_ON_NODE, gone
from ocpp_gateway.operations.ports import StorageUnavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from uuid import UUID

    from ocpp_gateway.feeds.counters import FeedCounters
    from ocpp_gateway.feeds.engine import FeedEngine
    from ocpp_gateway.feeds.grants import Grant
    from ocpp_gateway.feeds.ports import BesideTheLog, FeedSocket, StandingOf, Who
    from ocpp_gateway.feeds.snapshot import Snapshots

_log = structlog.get_logger(__name__)

MOST_OF_USER = 20
MOST_ON_NODE = 2000
RECHECK_SECONDS = 4.0
HEARTBEAT_SECONDS = 15.0


class OpenFeeds:
    """Every feed of this node, and what they share."""

    def __init__(
        self,
        engine: FeedEngine,
        snapshots: Snapshots,
        beside: Sequence[BesideTheLog],
        standing_of: StandingOf,
        counters: FeedCounters,
        *,
        most_of_user: int = MOST_OF_USER,
        most_on_node: int = MOST_ON_NODE,
        first_seconds: float = FIRST_SECONDS,
    ) -> None:
        self.engine = engine
        self.beside = beside
        self.counters = counters
        self._snapshots = snapshots
        self._standing_of = standing_of
        self._most_of_user = most_of_user
        self._most_on_node = most_on_node
        self._first_seconds = first_seconds
        self._open: dict[FeedConnection, Who] = {}
        self._of_user: Counter[UUID] = Counter()

    def __len__(self) -> int:
        return len(self._open)

    async def follow(self, socket: FeedSocket, who: Who, grant: Grant) -> None:
        """Serve one open socket to its end."""
        refusal = TOO_MANY_ON_NODE if len(self._open) >= self._most_on_node else None
        if self._of_user[who[0]] >= self._most_of_user:
            refusal = TOO_MANY_OF_USER
        if refusal is not None:
            self.counters.ended(refusal.code)
            await socket.close(refusal.code, refusal.reason)
            return
        feed = FeedConnection(
            socket,
            grant,
            self.engine,
            self._snapshots,
            self.beside,
            self.counters,
            first_seconds=self._first_seconds,
        )
        self._open[feed] = who
        self._of_user[who[0]] += 1
        self.counters.subscribers += 1
        code: int | None = 1011
        try:
            code = await feed.run()
        finally:
            self.counters.ended(code)
            self.counters.subscribers -= 1
            del self._open[feed]
            self._of_user[who[0]] -= 1
            if not self._of_user[who[0]]:
                del self._of_user[who[0]]

    async def recheck(self) -> None:
        """Look at the standing of everybody who follows. Raises `StorageUnavailable`."""
        if not self._open:
            return
        if not await self.engine.is_same_log():
            for feed in list(self._open):
                feed.end(gone("the log was restored"))
            return
        standing = await self._standing_of(set(self._open.values()))
        for feed, who in list(self._open.items()):
            grant = standing.get(who)
            if grant is None or not grant.types:
                feed.end(SIGNED_OUT)
            else:
                feed.regrant(grant)

    async def run(self) -> None:
        """Serve all feeds until cancelled."""
        async with asyncio.TaskGroup() as together:
            together.create_task(self.engine.run(), name="feed-engine")
            for one in self.beside:
                together.create_task(one.run(), name=f"feed-{type(one).__name__}")
            together.create_task(self._repeat(RECHECK_SECONDS, self.recheck, "rights"), name="feed-rights")
            together.create_task(
                self._repeat(HEARTBEAT_SECONDS, self.engine.beat, "heartbeats"), name="feed-heartbeats"
            )

    async def _repeat(self, seconds: float, job: Callable[[], Awaitable[None]], name: str) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await job()
            except StorageUnavailable as away:
                _log.warning("feeds_postponed", job=name, reason=str(away))
            except Exception:  # noqa: BLE001 - a job that fails once must not stop for ever
                _log.exception("feeds_job_failed", job=name)
