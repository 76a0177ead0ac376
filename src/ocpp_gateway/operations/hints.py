"""Looking at the event log again and again: at every hint of the bus, and each poll interval for lost hints."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

from ocpp_gateway.operations.ports import Bus, StorageUnavailable
from ocpp_gateway.operations.tasks import end

_log = structlog.get_logger(__name__)

EVENTS_TOPIC = "events"
"""Bus topic of the hint "the log has grown"."""


class HintedLook:
    """Calls `look` at once, at every hint and each `poll_seconds`, never more often than every `pause_seconds`.

    `name` is what the log calls it.
    """

    def __init__(
        self,
        bus: Bus,
        look: Callable[[], Awaitable[object]],
        name: str,
        *,
        poll_seconds: float,
        pause_seconds: float,
    ) -> None:
        self._bus = bus
        self._look = look
        self._name = name
        self._poll_seconds = poll_seconds
        self._pause_seconds = pause_seconds
        self._hint = asyncio.Event()

    def wake(self) -> None:
        """Look soon, as if the bus had told."""
        self._hint.set()

    async def run(self) -> None:
        """Look until cancelled. While the database is away it waits, and goes on where it was."""
        listener = asyncio.create_task(self._listen(), name=f"{self._name}-hints")
        try:
            while True:
                try:
                    await self._look()
                except StorageUnavailable as away:
                    _log.warning("log_away", follower=self._name, reason=str(away))
                except Exception:  # noqa: BLE001 - see the next lines
                    # A node that follows no more would let in whoever was rejected, and its feeds would stand still. It
                    # tries again from the same position, and says so each time.
                    _log.exception("log_not_followed", follower=self._name)
                await asyncio.sleep(self._pause_seconds)
                # Not `wait_for`: before Python 3.12 it may swallow a cancellation that comes with the hint.
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._poll_seconds):
                        await self._hint.wait()
                self._hint.clear()
        finally:
            await end(listener)

    async def _listen(self) -> None:
        try:
            async for _ in self._bus.subscribe(EVENTS_TOPIC):
                self._hint.set()
        except Exception:  # noqa: BLE001 - without hints the poll goes on
            _log.exception("hints_lost", follower=self._name)
