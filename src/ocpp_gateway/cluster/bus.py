"""What both buses have in common: who listens to what, and what becomes of a slow listener.

The port is `operations.ports.Bus`: hints, at most once, without history. A listener holds a bounded mailbox that loses
its oldest message first, so that nobody who publishes ever waits for anybody who reads.
"""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Callable

MAILBOX_SIZE = 1024
"""Messages that wait for one listener."""


@dataclass(slots=True)
class BusCounters:
    """What happened on the bus of this node. `connected` is 1 while other nodes can be reached."""

    published: int = 0
    delivered: int = 0
    overflowed: int = 0
    """Messages that a slow listener lost."""
    dropped: int = 0
    """Messages that other nodes did not get because Redis was away or slow."""
    reconnects: int = 0
    connected: int = 0


class Subscription:
    """The messages of one topic from now on, for one reader; `async for` it. Unreferenced, it ends by itself."""

    __slots__ = ("__weakref__", "_closed", "_lost", "_messages", "_ready", "_waiter", "topic")

    def __init__(
        self, topic: str, lost: Callable[[], None], ready: Callable[[str], asyncio.Future[None]]
    ) -> None:
        self.topic = topic
        self._messages: deque[bytes] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._closed = False
        self._lost = lost
        self._ready = ready

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._messages:
            if self._closed:
                raise StopAsyncIteration
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._messages.popleft()

    async def ready(self) -> None:
        """Return when messages of other nodes arrive here; with Redis away that takes until it is back."""
        await asyncio.shield(self._ready(self.topic))

    async def aclose(self) -> None:
        """Listen no more; what waits in the mailbox can still be read."""
        self.end()

    def end(self) -> None:
        """As `aclose`, without waiting for anything."""
        self._closed = True
        self._wake()

    @property
    def closed(self) -> bool:
        """Whether no more messages come."""
        return self._closed

    def put(self, message: bytes) -> None:
        """Deliver one message; the oldest one goes if there is no room."""
        if len(self._messages) >= MAILBOX_SIZE:
            self._messages.popleft()
            self._lost()
        self._messages.append(message)
        self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Mailboxes:
    """Who listens in this process."""

    __slots__ = ("_by_topic", "_counters")

    def __init__(self, counters: BusCounters) -> None:
        self._by_topic: dict[str, WeakSet[Subscription]] = {}
        self._counters = counters

    @property
    def topics(self) -> set[str]:
        """The topics that somebody listens to."""
        self._by_topic = {
            topic: listeners
            for topic, listeners in self._by_topic.items()
            if any(not listener.closed for listener in listeners)
        }
        return set(self._by_topic)

    def add(self, subscription: Subscription) -> None:
        """Deliver to it from now on."""
        self._by_topic.setdefault(subscription.topic, WeakSet()).add(subscription)

    def deliver(self, topic: str, message: bytes) -> None:
        """Put a message into every mailbox of its topic."""
        for subscription in list(self._by_topic.get(topic, ())):
            if not subscription.closed:
                subscription.put(message)
                self._counters.delivered += 1

    def end_all(self) -> None:
        """The bus goes down: every listener comes to its end."""
        for listeners in self._by_topic.values():
            for subscription in list(listeners):
                subscription.end()

    def lost_one(self) -> None:
        """A mailbox was full."""
        self._counters.overflowed += 1
