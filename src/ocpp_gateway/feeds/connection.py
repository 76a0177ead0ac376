"""One feed: the conversation with one client, from its first `subscribe` to the end (docs: the live feed)."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING, Any

import structlog

from ocpp_gateway.feeds import messages
from ocpp_gateway.feeds.cursors import Cursor, CursorGone
from ocpp_gateway.feeds.engine import Subscriber
from ocpp_gateway.feeds.frames import text_frame
from ocpp_gateway.feeds.interests import Interest
from ocpp_gateway.feeds.messages import BadMessage, Close, Subscribe
from ocpp_gateway.feeds.outbox import Outbox, TooSlow
from ocpp_gateway.feeds.ports import SocketGone
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.operations.tasks import end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ocpp_gateway.feeds.counters import FeedCounters
    from ocpp_gateway.feeds.engine import FeedEngine
    from ocpp_gateway.feeds.grants import Grant
    from ocpp_gateway.feeds.ports import BesideTheLog, FeedSocket
    from ocpp_gateway.feeds.snapshot import Snapshots

_log = structlog.get_logger(__name__)

FIRST_SECONDS = 10.0
MOST_SUBSCRIBES, SUBSCRIBES_SECONDS = 30, 60.0


class FeedConnection:
    """Serves one socket until it ends; `end` and `regrant` come from outside."""

    def __init__(
        self,
        socket: FeedSocket,
        grant: Grant,
        engine: FeedEngine,
        snapshots: Snapshots,
        beside: Sequence[BesideTheLog],
        counters: FeedCounters,
        *,
        first_seconds: float = FIRST_SECONDS,
    ) -> None:
        self._socket = socket
        self._grant = grant
        self._engine = engine
        self._snapshots = snapshots
        self._beside = beside
        self._first_seconds = first_seconds
        self._outbox = Outbox(socket, counters, self._overflowed)
        self._generation = ""
        self._wanted: Subscribe | None = None
        self._subscriber: Subscriber | None = None
        self._streaming: asyncio.Task[None] | None = None
        self._subscribed_at: deque[float] = deque(maxlen=MOST_SUBSCRIBES)
        self._ending: asyncio.Future[Close] = asyncio.get_running_loop().create_future()

    def end(self, close: Close) -> None:
        """Close the feed; the first reason counts."""
        self._outbox.close()
        if not self._ending.done():
            self._ending.set_result(close)

    def regrant(self, grant: Grant) -> None:
        """The rights have changed: from the next event on."""
        if grant == self._grant:
            return
        self._grant = grant
        if self._subscriber is not None and self._wanted is not None:
            interest = Interest.of(self._wanted, grant)
            self._engine.change(self._subscriber, interest)
            for one in self._beside:
                one.change(self._subscriber)

    async def run(self) -> int | None:
        """Serve until the end and return the close code; `None` if the other side went first."""
        reading = asyncio.create_task(self._read())
        pumping = asyncio.create_task(self._outbox.pump())
        tasks = (reading, pumping)
        awaited: set[asyncio.Future[Any]] = {*tasks, self._ending}
        try:
            await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
            if not self._ending.done():
                self._went(*tasks)
                return None
            close = self._ending.result()
        finally:
            # First whoever could begin another subscription, then the subscription.
            self._outbox.close()
            await end(*tasks)
            await self._stop_streaming()
        with contextlib.suppress(SocketGone):
            await self._socket.close(close.code, close.reason)
        return close.code

    def _went(self, *tasks: asyncio.Task[None]) -> None:
        for task in tasks:
            error = task.exception() if task.done() and not task.cancelled() else None
            if error is not None and not isinstance(error, SocketGone):
                raise error

    # -- what the client says --------------------------------------------------------------------------------------

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(self._first_seconds):
                text = await self._socket.receive()
            while True:
                self._check_pace()
                request = messages.read_subscribe(text)
                await self._stop_streaming()
                self._streaming = asyncio.create_task(self._stream(request))
                text = await self._socket.receive()
        except TimeoutError:
            self.end(messages.NO_SUBSCRIBE)
        except BadMessage as error:
            self.end(messages.bad(error))
        await self._ending

    def _check_pace(self) -> None:
        now, times = monotonic(), self._subscribed_at
        if len(times) == MOST_SUBSCRIBES and now - times[0] < SUBSCRIBES_SECONDS:
            raise BadMessage(messages.TOO_MANY_SUBSCRIBES.reason)
        times.append(now)

    async def _stop_streaming(self) -> None:
        if self._streaming is not None:
            await end(self._streaming)
            self._streaming = None
        if self._subscriber is not None:
            for one in self._beside:
                one.leave(self._subscriber)
            self._engine.leave(self._subscriber)
            self._subscriber = None

    # -- what it gets ----------------------------------------------------------------------------------------------

    async def _stream(self, request: Subscribe) -> None:
        try:
            await self._serve(request)
        except CursorGone as error:
            self.end(messages.gone(str(error)))
        except TooSlow:
            self._overflowed()
        except SocketGone:
            pass  # whoever reads from the socket has learnt it too
        except StorageUnavailable as away:
            _log.warning("feed_without_database", reason=str(away))
            self.end(messages.DATABASE_AWAY)
        except Exception:  # noqa: BLE001 - one feed fails alone, and says so
            _log.exception("feed_failed")
            self.end(messages.DEFECT)

    async def _serve(self, request: Subscribe) -> None:
        """`subscribed`, the snapshot, what was missed; then the engine delivers by itself."""
        state = await self._engine.state()
        cursor = Cursor(state.generation, state.head)
        if request.after is not None:
            cursor = Cursor.read(request.after)
            cursor.check(state)
        self._wanted, self._generation = request, cursor.generation
        subscriber = Subscriber(self._outbox, Interest.of(request, self._grant), cursor)
        self._subscriber = subscriber
        answer = messages.subscribed(cursor, subscriber.interest.types)
        await self._outbox.send(text_frame(answer), position=cursor.position)
        if request.snapshot:
            async for rows in self._snapshots.pages(lambda: self._grant, request.stations):
                page = messages.snapshot_page(cursor, rows.stations, rows.connectors, more=True)
                await self._outbox.send(text_frame(page))
            await self._outbox.send(text_frame(messages.snapshot_page(cursor, [], [], more=False)))
        await self._engine.catch_up(subscriber)
        for one in self._beside:
            await one.join(subscriber)

    def _overflowed(self) -> None:
        self.end(messages.slow(Cursor(self._generation, self._outbox.position)))
