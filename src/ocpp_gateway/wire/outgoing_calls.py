"""Our CALLs to one station: one on the wire, a bounded queue behind it, each with its deadline.

The frame of a CALL leaves only after its log row is committed (`Conversation.sending`), and never after its deadline.
The station's own CALLs are not held up by any of this: the two directions are independent.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Protocol

from ocpp_gateway.translation.errands import CallWithdrawn
from ocpp_gateway.translation.peer import CallTimedOut, ConnectionClosed

if TYPE_CHECKING:
    from ocpp_gateway.ocpp.exchange import Answered, Exchange, Refused
    from ocpp_gateway.translation.conversation import Conversation
    from ocpp_gateway.translation.errands import Errand
    from ocpp_gateway.wire.context import WireContext
    from ocpp_gateway.wire.ordered_work import OrderedWork
    from ocpp_gateway.wire.timer_wheel import Timer

CLOSE_NOT_STORED = (1013, "our call could not be stored")


class CallQueueFull(ConnectionClosed):
    """So many CALLs wait for this station already that another one would only time out."""


class Line(Protocol):
    """What our CALLs need from their connection."""

    context: WireContext

    @property
    def is_open(self) -> bool:
        """Whether a frame can still be sent."""
        ...

    def send(self, text: str) -> None:
        """Write one frame."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake."""
        ...

    def progressed(self) -> None:
        """A CALL has ended without a job."""
        ...


class WaitingCall:
    """One CALL from the moment somebody asked for it until its answer is stored."""

    __slots__ = ("action", "deadline", "errand", "future", "message_id", "payload", "sent", "timer")

    def __init__(
        self, message_id: str, action: str, payload: bytes, deadline: float, errand: Errand | None
    ) -> None:
        self.message_id = message_id
        self.action = action
        self.payload = payload
        self.deadline = deadline
        self.errand = errand
        self.sent = False
        self.future: asyncio.Future[Answered | Refused] = asyncio.get_running_loop().create_future()
        self.timer: Timer | None = None

    def resolve(self, result: Answered | Refused) -> None:
        """Hand the answer to whoever still waits for it."""
        if not self.future.done():
            self.future.set_result(result)

    def fail(self, error: CallTimedOut | ConnectionClosed | CallWithdrawn) -> None:
        """Tell whoever still waits that there will be no answer."""
        if self.timer is not None:
            self.timer.cancel()
        if not self.future.done():
            self.future.set_exception(error)


class OutgoingCalls:
    """The queue of one connection; made when the first CALL is asked for."""

    __slots__ = ("_conversation", "_current", "_exchange", "_line", "_queue", "_settling", "_work")

    def __init__(self, line: Line, exchange: Exchange, conversation: Conversation, work: OrderedWork) -> None:
        self._line = line
        self._exchange = exchange
        self._conversation = conversation
        self._work = work
        self._queue: list[WaitingCall] = []
        self._current: WaitingCall | None = None
        self._settling: list[WaitingCall] = []
        """Answered, and the answer is being stored."""

    @property
    def busy(self) -> bool:
        """Whether a CALL waits, is on the wire, or has an answer that is not stored yet."""
        return self._current is not None or bool(self._queue) or bool(self._settling)

    async def call(
        self, action: str, payload: bytes, seconds: float, errand: Errand | None = None
    ) -> Answered | Refused:
        """Send a CALL and return its stored answer.

        `seconds` counts from now on, waiting included. Raises `CallTimedOut`, `ConnectionClosed`, `CallQueueFull`,
        and for a command (`errand`) that may not be sent any more `CallWithdrawn`.
        """
        context = self._line.context
        if len(self._queue) >= context.limits.outgoing_calls:
            raise CallQueueFull(f"{len(self._queue)} calls are waiting for this station")
        deadline = context.clock() + seconds
        waiting = WaitingCall(context.new_message_id(), action, payload, deadline, errand)
        waiting.timer = context.wheel.at(waiting.deadline, partial(self._due, waiting))
        self._queue.append(waiting)
        self._advance()
        try:
            return await waiting.future
        finally:
            if waiting in self._queue:  # whoever asked was cancelled; what is on the wire keeps its deadline
                self._queue.remove(waiting)
                waiting.timer.cancel()

    def arrived(self) -> WaitingCall | None:
        """The station has answered: the wire is free for the next CALL while this answer is being stored."""
        current = self._current
        if current is None:
            return None  # it was given up, and its slot with it
        if current.timer is not None:
            current.timer.cancel()
        self._settling.append(current)
        self._current = None
        self._advance()
        return current

    def settled(self, waiting: WaitingCall, result: Answered | Refused) -> None:
        """The answer is stored."""
        if waiting in self._settling:
            self._settling.remove(waiting)
        waiting.resolve(result)

    def fail_all(self) -> None:
        """The connection is gone: nobody will be answered any more."""
        calls = [*self._queue, *self._settling]
        if self._current is not None:
            calls.append(self._current)
        self._queue.clear()
        self._settling.clear()
        self._current = None
        for call in calls:
            call.fail(ConnectionClosed("the connection closed before the answer"))

    def _advance(self) -> None:
        if self._current is None and self._queue:
            self._current = self._queue.pop(0)
            self._work.put_first(self._send_current)

    async def _send_current(self) -> None:
        """The job that stores and then sends the CALL whose turn it is."""
        line, current = self._line, self._current
        if current is None or current.sent:
            return
        if current.future.done():  # timed out or cancelled while other jobs ran
            self._give_up(current)
            return
        context = line.context
        try:
            stored = await self._conversation.sending(
                current.message_id, current.action, current.payload, context.wall(), current.errand
            )
        except CallWithdrawn as withdrawn:
            current.fail(withdrawn)
            self._give_up(current)
            return
        if not stored:
            line.close(*CLOSE_NOT_STORED)
            return
        now = context.clock()
        if current is not self._current or not line.is_open:
            return  # the connection went away meanwhile, and whoever waited knows it
        overdue = current.errand is not None and current.errand.overdue(context.wall())
        if current.future.done() or now >= current.deadline or overdue:
            # Never late: the station would obey an order that was reported as failed.
            self._give_up(current)
            return
        text = self._exchange.call(
            current.message_id, current.action, current.payload, now, current.deadline - now
        )
        current.sent = True
        context.counters.calls_sent += 1
        line.send(text)

    def _due(self, waiting: WaitingCall) -> None:
        line = self._line
        self._exchange.expire(line.context.clock())
        line.context.counters.calls_timed_out += 1
        waiting.fail(CallTimedOut("no answer in time" if waiting.sent else "no turn in time"))
        if waiting in self._queue:
            self._queue.remove(waiting)
        if waiting is self._current and waiting.sent:
            self._current = None
            self._advance()
            line.progressed()

    def _give_up(self, current: WaitingCall) -> None:
        current.fail(CallTimedOut("no turn in time"))
        if self._current is current:
            self._current = None
            self._advance()
