"""What is done with the messages of one connection: CALLs to the conversation in order, its replies back to the socket.

Everything that awaits runs here, in the ordered work of the connection; the socket's side only puts and reads on.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.ocpp.exchange import Answered, CallArrived, LateAnswer, Refused, Rejected, Stray
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.translation.peer import CallTimedOut, ConnectionClosed
from ocpp_gateway.wire.ordered_work import OrderedWork
from ocpp_gateway.wire.outgoing_calls import OutgoingCalls, WaitingCall

if TYPE_CHECKING:
    from datetime import datetime

    from ocpp_gateway.ocpp.frames import Call
    from ocpp_gateway.translation.conversation import Conversation
    from ocpp_gateway.translation.errands import Errand
    from ocpp_gateway.translation.peer import FollowUp, Peer, Reply
    from ocpp_gateway.wire.context import WireContext

_log = structlog.get_logger(__name__)

CLOSE_AWAY = (1013, "storage is away, try again later")
CLOSE_FAILED = (1011, "internal failure")


class Socket(Protocol):
    """What the talk needs from its connection."""

    context: WireContext

    @property
    def is_open(self) -> bool:
        """Whether a frame can still be sent."""
        ...

    def send(self, text: str) -> None:
        """Write one frame."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Begin the closing handshake and drop what waits."""
        ...

    def progressed(self) -> None:
        """Something is finished: room for more, or perhaps nothing left to do."""
        ...

    async def call(
        self,
        action: str,
        payload: bytes,
        *,
        timeout: float,  # noqa: ASYNC109
        errand: Errand | None = None,
    ) -> Answered | Refused:
        """Send a CALL of ours, unless the connection is closing."""
        ...

    def enrolled(self) -> None:
        """The stranger has become a station of ours."""
        ...

    def gone(self) -> None:
        """Everything is finished, the conversation's goodbye included."""
        ...


class Talk:
    """The conversation of one connection and the jobs it makes."""

    __slots__ = (
        "_calls",
        "_conversation",
        "_follow_ups",
        "_socket",
        "_spoken",
        "_stranger",
        "peer",
        "waiting_bytes",
        "work",
    )

    def __init__(self, socket: Socket, peer: Peer, conversation: Conversation) -> None:
        self.peer = peer
        self.work = OrderedWork(self)
        self.waiting_bytes = 0
        """Size of the messages whose turn has not come yet."""
        self._socket = socket
        self._conversation = conversation
        self._stranger = peer.station is None
        self._spoken = False
        self._calls: OutgoingCalls | None = None
        self._follow_ups: set[asyncio.Task[None]] | None = None

    @property
    def busy(self) -> bool:
        """Whether a CALL of either side is unfinished."""
        return self.work.busy or (self._calls is not None and self._calls.busy)

    @property
    def waits_for_boot(self) -> bool:
        """Whether this is somebody who was never accepted and has not booted; such a one may not just sit there."""
        station = self.peer.station
        if station is None:
            return True
        return not self._spoken and station.registration is not Registration.ACCEPTED

    def begin(self) -> None:
        """Tell the conversation that the connection is open."""
        self.work.put(self._open)

    def tell_of_take_overs(self) -> None:
        """Tell the conversation that newcomers are refused for its sake."""
        self.work.put(self._take_overs_held)

    def take(self, message: str | bytes) -> bool:
        """Take one message from the socket; true if it was a CALL."""
        context = self._socket.context
        received = self.peer.exchange.receive(message, context.clock())
        if isinstance(received, CallArrived):
            self._spoken = True
            context.counters.calls_received += 1
            size = len(message)
            self.waiting_bytes += size
            self.work.put(partial(self._answer, received.call, size, context.wall()))
            return True
        if isinstance(received, Answered | Refused):
            waiting = None if self._calls is None else self._calls.arrived()
            self.work.put(partial(self._store_answer, received, waiting, context.wall()))
        elif isinstance(received, LateAnswer):
            context.counters.late_answers += 1
            self.work.put(partial(self._store_answer, received, None, context.wall()))
        elif isinstance(received, Stray):
            context.counters.stray_answers += 1
        else:
            context.counters.rejected_frames += 1
            self.waiting_bytes += len(message)
            self.work.put(partial(self._keep_unreadable, message, received, context.wall()))
        return False

    async def call(
        self, action: str, payload: bytes, seconds: float, errand: Errand | None = None
    ) -> Answered | Refused:
        """Send a CALL of ours and wait for its stored answer."""
        if self._calls is None:
            self._calls = OutgoingCalls(self._socket, self.peer.exchange, self._conversation, self.work)
        return await self._calls.call(action, payload, seconds, errand)

    def drop(self) -> None:
        """Forget what waits; the job that runs is finished, its reply has nowhere to go."""
        self.work.forget_waiting()
        self.waiting_bytes = 0
        self.fail_calls()

    def fail_calls(self) -> None:
        """No CALL of ours will be answered any more."""
        if self._calls is not None:
            self._calls.fail_all()

    def finish(self, code: int, reason: str) -> None:
        """The last job: say goodbye to the conversation once everything before is done."""
        self.work.put(partial(self._finish, code, reason))

    # -- the owner's side of the ordered work --------------------------------------------------------------------

    def job_failed(self, error: Exception) -> None:
        """The conversation raised: the database is away, or we have a defect."""
        if isinstance(error, StorageUnavailable):
            self._socket.close(*CLOSE_AWAY)
            return
        self._socket.context.counters.failures += 1
        _log.error("conversation_failed", station=self.peer.identity, exc_info=error)
        self._socket.close(*CLOSE_FAILED)

    def job_done(self) -> None:
        """Let the socket read on or close."""
        self._socket.progressed()

    # -- jobs ----------------------------------------------------------------------------------------------------

    async def _open(self) -> None:
        self._obey(await self._conversation.opened(self._socket.context.wall()))

    async def _take_overs_held(self) -> None:
        self._obey(await self._conversation.take_overs_held(self._socket.context.wall()))

    async def _answer(self, call: Call, size: int, received_at: datetime) -> None:
        self._take_up(size)
        reply = await self._conversation.answer(call, received_at)
        self._socket.context.counters.calls_answered += 1
        if self._stranger and self.peer.station is not None:
            self._stranger = False
            self._socket.enrolled()
        self._obey(reply)

    async def _store_answer(
        self, result: Answered | Refused | LateAnswer, waiting: WaitingCall | None, received_at: datetime
    ) -> None:
        reply = await self._conversation.answered(result, received_at)
        if waiting is not None and self._calls is not None and not isinstance(result, LateAnswer):
            self._calls.settled(waiting, result)
        self._obey(reply)

    async def _keep_unreadable(self, message: str | bytes, rejected: Rejected, received_at: datetime) -> None:
        """In the order of the CALLs: a CALLERROR of ours never overtakes the answers that are being worked on."""
        self._take_up(len(message))
        self._obey(await self._conversation.unreadable(message, rejected, received_at))

    async def _finish(self, code: int, reason: str) -> None:
        self.peer.exchange.close()
        try:
            await self._conversation.closed(code, reason, self._socket.context.wall())
        finally:
            self._socket.gone()

    def _take_up(self, size: int) -> None:
        self.waiting_bytes = max(0, self.waiting_bytes - size)

    def _obey(self, reply: Reply) -> None:
        if reply.text is not None:
            self._socket.send(reply.text)
        if reply.follow_up is not None:
            start = partial(self._start_follow_up, reply.follow_up)
            self._socket.context.wheel.after(reply.follow_up.after_seconds, start)
        if reply.close is not None:
            self._socket.close(*reply.close)

    def _start_follow_up(self, follow_up: FollowUp) -> None:
        if not self._socket.is_open:
            return
        if self._follow_ups is None:
            self._follow_ups = set()
        task = asyncio.get_running_loop().create_task(self._run_follow_up(follow_up))
        self._follow_ups.add(task)
        task.add_done_callback(self._follow_ups.discard)

    async def _run_follow_up(self, follow_up: FollowUp) -> None:
        try:
            await follow_up.run(self._socket)
        except (CallTimedOut, ConnectionClosed) as ended:
            _log.info("follow_up_ended", station=self.peer.identity, reason=type(ended).__name__)
        except Exception:  # noqa: BLE001 - a defect of ours must not take the connection with it
            self._socket.context.counters.failures += 1
            _log.exception("follow_up_failed", station=self.peer.identity)
