"""Refused handshakes are stored as they happen, and whoever shows them is told: a person waits beside the station.

The first one after a quiet time is written at once. Then there is a pause, the longer the more was written, and what
came meanwhile is one batch: an attack costs the database and those who look no more than one write for each pause.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog

from ocpp_gateway.operations.ports import StorageUnavailable

if TYPE_CHECKING:
    from ocpp_gateway.operations.ports import Bus
    from ocpp_gateway.operations.refused_handshakes import RefusalStore, RefusedHandshakes

_log = structlog.get_logger(__name__)

REFUSED_TOPIC = "handshakes.refused"
"""Bus topic of "refused handshakes were stored"."""
PAUSE_SECONDS = 0.2
ROW_SECONDS = 0.002
"""Pause for each row that was written: 500 in a second are the most, whatever an attacker does."""


class RefusalWriter:
    """Takes what a node refuses to the store."""

    def __init__(
        self,
        refused: RefusedHandshakes,
        store: RefusalStore,
        bus: Bus,
        *,
        pause_seconds: float = PAUSE_SECONDS,
    ) -> None:
        self._refused = refused
        self._store = store
        self._bus = bus
        self._pause_seconds = pause_seconds

    async def write(self) -> int:
        """Store what waits and say so; the number of rows. Raises `StorageUnavailable`."""
        written = await self._refused.flush(self._store)
        if written:
            await self._bus.publish(REFUSED_TOPIC, b"")
        return written

    async def run(self) -> None:
        """Write until cancelled. While the database is away everything waits, as far as there is room."""
        while True:
            await self._refused.something_waits()
            written = 0
            try:
                written = await self.write()
            except StorageUnavailable as away:
                _log.warning("refusals_postponed", reason=str(away))
            except Exception:  # noqa: BLE001 - a batch that fails once must not end the writing for ever
                _log.exception("refusals_not_written")
            await asyncio.sleep(max(self._pause_seconds, written * ROW_SECONDS))
