"""The bus through Redis (or Valkey): publish/subscribe, for nodes that share nothing but this and the database.

Publishing never waits for Redis: messages go into a bounded outbox that one task empties in pipelines, and listeners
of the same process get theirs at once. While Redis is away or slow, messages for other nodes are counted and dropped;
listeners wake by their own polling. Every call has a time limit.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import redis.asyncio as aioredis
import structlog
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from ocpp_gateway.cluster.bus import BusCounters, Mailboxes, Subscription
from ocpp_gateway.operations.tasks import end

if TYPE_CHECKING:
    from redis.asyncio.client import PubSub

_log = structlog.get_logger(__name__)

_AWAY: Final = (RedisError, OSError, TimeoutError)
_NODE_BYTES: Final = 16
_OUTBOX: Final = 1024
_PIPELINE: Final = 256
_SHORTEST_PAUSE: Final = 0.1
_LONGEST_PAUSE: Final = 5.0


class RedisBus:
    """`operations.ports.Bus` over Redis publish/subscribe; call `start` before and `close` after."""

    def __init__(
        self,
        url: str,
        *,
        prefix: str = "ocpp-gateway",
        call_seconds: float = 0.2,
        connect_seconds: float = 1.0,
        silence_seconds: float = 5.0,
    ) -> None:
        """`url` is `redis://…` or `rediss://…`; `silence_seconds` without a word: ask; twice that: reconnect."""
        self.counters = BusCounters()
        self._mailboxes = Mailboxes(self.counters)
        self._prefix = f"{prefix}:".encode()
        self._node = secrets.token_bytes(_NODE_BYTES)
        self._silence = silence_seconds
        self._poll = min(0.25, silence_seconds / 4)
        self._client = aioredis.from_url(
            url,
            socket_timeout=call_seconds,
            socket_connect_timeout=connect_seconds,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )
        self._outbox: deque[tuple[str, bytes]] = deque()
        self._outbox_filled = asyncio.Event()
        self._closed_until = 0.0
        self._pause = _SHORTEST_PAUSE
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._confirmed: set[str] = set()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to reach for Redis. Returns at once: a Redis that is away does not keep a node from starting."""
        self._tasks = [
            asyncio.create_task(self._listen(), name="redis-bus-listen"),
            asyncio.create_task(self._speak(), name="redis-bus-speak"),
        ]

    async def close(self) -> None:
        """Leave Redis and end every subscription."""
        await end(*self._tasks)
        self._tasks = []
        self._mailboxes.end_all()
        self.counters.connected = 0
        with suppress(*_AWAY):
            await self._client.aclose()

    async def publish(self, topic: str, message: bytes) -> None:
        """Tell listeners here at once and those of other nodes soon; never waits for Redis."""
        self.counters.published += 1
        self._mailboxes.deliver(topic, message)
        if asyncio.get_running_loop().time() < self._closed_until:
            self.counters.dropped += 1
            return
        if not message and (topic, message) in self._outbox:
            return  # "look" is being said already
        if len(self._outbox) >= _OUTBOX:
            self._outbox.popleft()
            self.counters.dropped += 1
        self._outbox.append((topic, message))
        self._outbox_filled.set()

    def subscribe(self, topic: str) -> Subscription:
        """Messages from now on: of this process at once, of others as soon as Redis has confirmed the topic."""
        subscription = Subscription(topic, self._mailboxes.lost_one, self._until_confirmed)
        self._mailboxes.add(subscription)
        return subscription

    def _until_confirmed(self, topic: str) -> asyncio.Future[None]:
        future = self._waiting.get(topic)
        if future is None or future.cancelled():
            future = self._waiting[topic] = asyncio.get_running_loop().create_future()
        if topic in self._confirmed:
            del self._waiting[topic]
            future.set_result(None)
        return future

    # -- speaking ------------------------------------------------------------------------------------------------

    async def _speak(self) -> None:
        """Empty the outbox as long as the bus lives."""
        while True:
            await self._outbox_filled.wait()
            batch = [self._outbox.popleft() for _ in range(min(len(self._outbox), _PIPELINE))]
            if not self._outbox:
                self._outbox_filled.clear()
            try:
                async with self._client.pipeline(transaction=False) as pipeline:
                    for topic, message in batch:
                        # A command in a pipeline is only queued: there is nothing to await.
                        pipeline.publish(  # type: ignore[unused-awaitable]
                            self._prefix + topic.encode(), self._node + message
                        )
                    await pipeline.execute()
            except _AWAY as away:
                self._break_off(len(batch), away)
            else:
                self._pause = _SHORTEST_PAUSE

    def _break_off(self, lost: int, away: Exception) -> None:
        """Do not try again for a moment: a slow Redis must cost nobody else time (F11)."""
        self.counters.dropped += lost + len(self._outbox)
        self._outbox.clear()
        self._outbox_filled.clear()
        self._closed_until = asyncio.get_running_loop().time() + self._jittered()
        _log.warning("bus_away", lost=lost, reason=type(away).__name__)

    # -- listening -----------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """Keep one subscription connection alive, whatever happens to Redis."""
        while True:
            listener = self._client.pubsub(ignore_subscribe_messages=False)
            try:
                await self._follow(listener)
            except _AWAY as away:
                if self.counters.connected:
                    _log.warning("bus_lost", reason=type(away).__name__)
            finally:
                self.counters.connected = 0
                self._confirmed.clear()
                with suppress(*_AWAY):
                    await listener.aclose()  # type: ignore[no-untyped-call]
            self.counters.reconnects += 1
            await asyncio.sleep(self._jittered())

    async def _follow(self, listener: PubSub) -> None:
        """Subscribe to what is wanted, deliver what comes, notice when nothing does."""
        loop = asyncio.get_running_loop()
        asked: set[str] = set()
        # A channel of our own keeps the connection in subscribed state while nobody listens to anything.
        await listener.subscribe(self._prefix + self._node.hex().encode())
        heard = loop.time()
        pinged = heard
        while True:
            wanted = self._mailboxes.topics
            if wanted - asked:
                await listener.subscribe(*(self._prefix + topic.encode() for topic in sorted(wanted - asked)))
            if asked - wanted:
                await listener.unsubscribe(
                    *(self._prefix + topic.encode() for topic in sorted(asked - wanted))
                )
                self._confirmed -= asked - wanted
            asked = wanted
            message = await listener.get_message(timeout=self._poll)
            now = loop.time()
            if message is not None:
                heard = now
                self._take(message)
            elif now - heard >= 2 * self._silence:
                raise TimeoutError("Redis has not said anything for too long")
            elif now - max(heard, pinged) >= self._silence:
                pinged = now
                await listener.ping()

    def _take(self, message: dict[str, object]) -> None:
        kind, channel, data = message["type"], message["channel"], message["data"]
        if kind == "subscribe" and isinstance(channel, bytes):
            self._confirm(channel.removeprefix(self._prefix).decode())
            return
        if kind != "message" or not isinstance(channel, bytes) or not isinstance(data, bytes):
            return
        if not data.startswith(self._node):  # our own come back, and were delivered already
            self._mailboxes.deliver(channel.removeprefix(self._prefix).decode(), data[_NODE_BYTES:])

    def _confirm(self, topic: str) -> None:
        if not self.counters.connected:
            self.counters.connected = 1
            self._pause = _SHORTEST_PAUSE
            self._closed_until = 0.0
        self._confirmed.add(topic)
        waiting = self._waiting.pop(topic, None)
        if waiting is not None and not waiting.done():
            waiting.set_result(None)

    def _jittered(self) -> float:
        """The next pause: doubling up to a limit, spread so that nodes do not return in step."""
        pause = self._pause * random.uniform(0.5, 1.0)  # noqa: S311 - spreads load, keeps no secret
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)
        return pause
