"""The bus of a node that is alone: everything happens in one process."""

from __future__ import annotations

import asyncio

from ocpp_gateway.cluster.bus import BusCounters, Mailboxes, Subscription


class MemoryBus:
    """`operations.ports.Bus` within one event loop."""

    def __init__(self) -> None:
        self.counters = BusCounters(connected=1)
        self._mailboxes = Mailboxes(self.counters)

    async def start(self) -> None:
        """There is nothing to start."""

    async def close(self) -> None:
        """End every subscription."""
        self._mailboxes.end_all()
        self.counters.connected = 0

    async def publish(self, topic: str, message: bytes) -> None:
        """Put the message into every mailbox of the topic; never waits."""
        self.counters.published += 1
        self._mailboxes.deliver(topic, message)

    def subscribe(self, topic: str) -> Subscription:
        """Messages from now on."""
        subscription = Subscription(topic, self._mailboxes.lost_one, _at_once)
        self._mailboxes.add(subscription)
        return subscription


def _at_once(topic: str) -> asyncio.Future[None]:  # noqa: ARG001 - in one process every topic is ready
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done
