"""Refused handshakes on the feed: a hint that there are more of them, for whoever shows them.

They do not pass through the event log: anybody can make a gateway refuse handshakes, and the log must not grow by
it. A hint says only that some were stored; `GET /refused-handshakes` has them. Every reader gets at most one for each
pause, whatever an attacker does.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import msgspec
import structlog

from ocpp_gateway.feeds.frames import origin, text_frame
from ocpp_gateway.feeds.grants import REFUSED_TYPE
from ocpp_gateway.operations.announcements import rfc3339
from ocpp_gateway.operations.refusal_writer import REFUSED_TOPIC
from ocpp_gateway.operations.tasks import end

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.feeds.engine import Subscriber
    from ocpp_gateway.operations.ports import Bus, Clock, NewId

_log = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.2
_encode = msgspec.json.Encoder().encode


class RefusalHints:
    """Every subscriber that wants to know of refused handshakes."""

    def __init__(
        self, bus: Bus, *, clock: Clock, new_id: NewId, pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        self._bus = bus
        self._clock = clock
        self._new_id = new_id
        self._pause_seconds = pause_seconds
        self._readers: set[Subscriber] = set()

    async def join(self, subscriber: Subscriber) -> None:
        """Tell it from now on, if it asked for that and may know."""
        if REFUSED_TYPE in subscriber.interest.types:
            self._readers.add(subscriber)

    def leave(self, subscriber: Subscriber) -> None:
        """Tell it nothing more."""
        self._readers.discard(subscriber)

    def change(self, subscriber: Subscriber) -> None:
        """Its rights have changed."""
        if REFUSED_TYPE not in subscriber.interest.types:
            self.leave(subscriber)

    async def run(self) -> None:
        """Tell of what is stored until cancelled; the hints of a pause are one."""
        hinted = asyncio.Event()
        listener = asyncio.create_task(self._listen(hinted), name="refusal-hints")
        try:
            while True:
                await hinted.wait()
                hinted.clear()
                self.tell()
                await asyncio.sleep(self._pause_seconds)
        finally:
            await end(listener)

    def tell(self) -> None:
        """Tell everybody who may know."""
        key = self._new_id()
        for reader in list(self._readers):
            # They belong to no station: only sight of all shows them.
            if reader.joined and reader.interest.admits(REFUSED_TYPE, None, None, _no_group):
                reader.outbox.put(self._frame(key, str(reader.cursor)), 1)

    def _frame(self, key: UUID, cursor: str) -> bytes:
        members: dict[str, Any] = {
            "specversion": "1.0",
            "id": key,
            "cursor": cursor,
            "type": REFUSED_TYPE,
            **origin(None, None),
            "time": rfc3339(self._clock()),
            "data": {},
        }
        return text_frame(_encode(members))

    async def _listen(self, hinted: asyncio.Event) -> None:
        try:
            async for _ in self._bus.subscribe(REFUSED_TOPIC):
                hinted.set()
        except Exception:  # noqa: BLE001 - without hints those who show them ask by themselves
            _log.exception("refusal_hints_lost")


def _no_group(station: UUID) -> str | None:  # noqa: ARG001 - no group of stations is refused anything
    return None
