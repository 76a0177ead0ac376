"""Following the event log: how a node learns of facts that somebody else committed.

The bus only says "look"; the log is the truth. A lost hint costs at most one poll interval, never an event.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.hints import HintedLook
from ocpp_gateway.operations.ports import Bus, EventLog, StorageUnavailable

_log = structlog.get_logger(__name__)

BATCH = 500

React = Callable[[Event], Awaitable[None]]


class LogFollower:
    """Calls `reactions[type]` for every event after the position at which following began, in order, once each."""

    def __init__(
        self,
        log: EventLog,
        bus: Bus,
        reactions: Mapping[EventType, React],
        *,
        poll_seconds: float = 1.0,
        pause_seconds: float = 0.1,
    ) -> None:
        """Looks at every hint and each `poll_seconds`, but never more often than every `pause_seconds`."""
        self._log = log
        self._reactions = dict(reactions)
        self._look = HintedLook(
            bus, self.catch_up, "node", poll_seconds=poll_seconds, pause_seconds=pause_seconds
        )
        self.position = 0

    async def begin(self) -> None:
        """Follow from here on. Call it before loading what the events keep up to date."""
        self.position = await self._log.head()

    async def run(self) -> None:
        """Follow until cancelled. While the database is away it waits and goes on from the same position."""
        await self._look.run()

    async def catch_up(self) -> int:
        """Handle everything committed up to now; the number of events handled.

        What nobody reacts to is left in the database: a busy log has a thousand times more of it. The head is read
        first; positions are in commit order, so nothing below it can appear later.
        """
        handled = 0
        head = await self._log.head()
        while self.position < head:
            batch = await self._log.after(self.position, BATCH, self._reactions)
            # Reactions read again what an event is about, so their order does not matter and their reads are shared.
            await asyncio.gather(*(self._react(stored.event) for stored in batch))
            if batch:
                self.position = batch[-1].position
            handled += len(batch)
            if len(batch) < BATCH:
                self.position = max(self.position, head)
        return handled

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
