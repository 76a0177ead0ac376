"""Following the event log: how a node learns of facts that somebody else committed.

The bus only says "look"; the log is the truth. A lost hint costs at most one poll interval, never an event.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping

import structlog

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.ports import Bus, EventLog, StorageUnavailable

_log = structlog.get_logger(__name__)

EVENTS_TOPIC = "events"
"""Bus topic of the hint "the log has grown"."""
BATCH = 500

React = Callable[[Event], Awaitable[None]]


class LogFollower:
    """Calls `reactions[type]` for every event after the position at which following began, in order, once each."""

    def __init__(
        self, log: EventLog, bus: Bus, reactions: Mapping[EventType, React], *, poll_seconds: float = 1.0
    ) -> None:
        self._log = log
        self._bus = bus
        self._reactions = dict(reactions)
        self._poll_seconds = poll_seconds
        self._hint = asyncio.Event()
        self.position = 0

    async def begin(self) -> None:
        """Follow from here on. Call it before loading what the events keep up to date."""
        self.position = await self._log.head()

    async def run(self) -> None:
        """Follow until cancelled. While the database is away it waits and goes on from the same position."""
        listener = asyncio.create_task(self._listen(), name="event-log-hints")
        try:
            while True:
                try:
                    await self.catch_up()
                except StorageUnavailable as away:
                    _log.warning("event_log_away", reason=str(away))
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._hint.wait(), self._poll_seconds)
                self._hint.clear()
        finally:
            listener.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await listener

    async def catch_up(self) -> int:
        """Handle everything committed up to now; the number of events seen."""
        seen = 0
        while batch := await self._log.after(self.position, BATCH):
            for stored in batch:
                await self._react(stored.event)
                self.position = stored.position
            seen += len(batch)
            if len(batch) < BATCH:
                break
        return seen

    async def _react(self, event: Event) -> None:
        reaction = self._reactions.get(event.type)
        if reaction is None:
            return
        try:
            await reaction(event)
        except StorageUnavailable:
            raise
        except Exception:  # noqa: BLE001 - see below
            # One bad event must not stop the node from following the others; the defect is logged for us.
            _log.exception("reaction_failed", event_type=event.type.value)

    async def _listen(self) -> None:
        async for _ in self._bus.subscribe(EVENTS_TOPIC):
            self._hint.set()
