"""One open socket: bytes become messages, replies become bytes, and every bound of the connection is kept here.

The reader never waits for a handler: a CALL is put on a short queue and the reader returns to the socket. An idle
connection has no task, no queue and no timer of its own in the event loop.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Final, cast

import structlog

from ocpp_gateway.ocpp.violations import Validation
from ocpp_gateway.translation.peer import ConnectionClosed
from ocpp_gateway.wire.framing import Framing
from ocpp_gateway.wire.liveness import Patience, next_step
from ocpp_gateway.wire.talk import Talk

if TYPE_CHECKING:
    from ocpp_gateway.ocpp.exchange import Answered, Refused
    from ocpp_gateway.translation.conversation import Conversation
    from ocpp_gateway.translation.errands import Errand
    from ocpp_gateway.translation.peer import Peer
    from ocpp_gateway.wire.context import WireContext
    from ocpp_gateway.wire.timer_wheel import Timer

_log = structlog.get_logger(__name__)

_SLICE: Final = 8192
"""Bytes that are parsed at once. What a slice holds can wait in memory while reading is paused, so it is small."""
_HALF_FULL: Final = 0.5
_HOLD_SECONDS: Final = 0.25
ABNORMAL: Final = 1006
"""The code for an end without a Close frame (RFC 6455 section 7.1.5); never sent."""


class Connection(asyncio.Protocol):
    """A station, or a stranger, that has been let in."""

    __slots__ = (
        "_close_timer",
        "_close_when_idle",
        "_deaf",
        "_end",
        "_framing",
        "_hold_timer",
        "_last_asked",
        "_look_timer",
        "_lost",
        "_messages",
        "_next_free",
        "_opened_at",
        "_probe",
        "_reading_paused",
        "_stall_timer",
        "_transport",
        "_unread",
        "_write_paused",
        "context",
        "last_heard",
        "peer",
        "talk",
    )

    def __init__(
        self,
        context: WireContext,
        peer: Peer,
        conversation: Conversation,
        transport: asyncio.Transport,
    ) -> None:
        """Take over a socket whose handshake is answered with 101; `begin` starts it."""
        now = context.clock()
        self.context = context
        self.peer = peer
        self.talk = Talk(self, peer, conversation)
        self.last_heard = now
        """Monotonic time of the last byte from the station."""
        self._transport = transport
        self._framing = Framing(context.limits.message_bytes)
        self._messages: list[str | bytes] = []  # parsed and not taken yet, newest first
        self._unread: memoryview | None = None
        self._end: tuple[int, str] | None = None
        self._close_when_idle: tuple[int, str] | None = None
        self._probe: asyncio.Future[bool] | None = None
        self._opened_at = self._last_asked = self._next_free = now
        self._lost = self._deaf = self._reading_paused = self._write_paused = False
        self._look_timer: Timer | None = None
        self._stall_timer: Timer | None = None
        self._close_timer: Timer | None = None
        self._hold_timer: Timer | None = None

    # -- what others see of it -----------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether frames can be sent."""
        return self._end is None and not self._lost and self._framing.is_open

    @property
    def epoch(self) -> int:
        """The epoch of the lease under which the station was taken over; 0 for a stranger."""
        return 0 if self.peer.station is None else self.peer.station.epoch

    def begin(self, leftover: bytes) -> None:
        """Start: tell the conversation, watch for silence, read what came right behind the handshake."""
        self._look_timer = self.context.wheel.at(self._opened_at, self._look)
        self.talk.begin()
        if leftover:
            self.data_received(leftover)

    async def call(
        self,
        action: str,
        payload: bytes,
        *,
        timeout: float,  # noqa: ASYNC109
        errand: Errand | None = None,
    ) -> Answered | Refused:
        """Send a CALL of ours and wait for its stored answer; see `translation.conversation.Caller`."""
        if not self.is_open or self._close_when_idle is not None:
            raise ConnectionClosed("the connection is closing")
        return await self.talk.call(action, payload, timeout, errand)

    def send(self, text: str) -> None:
        """Write one frame, unless the connection is past that."""
        if self._lost or not self._framing.is_open:
            return
        self.context.counters.frames_sent += 1
        self._framing.send_text(text)
        self._flush()

    def close(self, code: int, reason: str) -> None:
        """End the connection by our will. What waits is dropped; the CALL that is being worked on is finished."""
        if self._end is not None or self._lost:
            return
        self._end = (code, reason)
        self._drop_input()
        self._framing.close(code, reason)
        self._flush()
        self._arm_close_timer()
        self._set_reading(paused=False)

    def close_when_idle(self, code: int, reason: str) -> None:
        """End the connection as soon as no CALL of either side is unfinished; take no new ones of ours."""
        self._close_when_idle = (code, reason)
        self._close_if_idle()

    def abort(self, reason: str) -> None:
        """Drop the socket without another word, and what waits with it."""
        if self._end is None:
            self._end = (ABNORMAL, reason)
        self._drop_input()
        self._transport.abort()

    async def answers(self, seconds: float) -> bool:
        """Ping it and wait for any sign of life (a connection without credentials asks before it takes over)."""
        if not self.is_open:
            return False
        if self._reading_paused:
            return True  # it talks faster than we listen
        if self._probe is None:
            self._probe = asyncio.get_running_loop().create_future()
        probe = self._probe
        self._ask()
        timer = self.context.wheel.after(seconds, partial(_settle, probe, alive=False))
        try:
            return await asyncio.shield(probe)
        finally:
            timer.cancel()
            if probe.done() and self._probe is probe:
                self._probe = None

    # -- asyncio.Protocol ----------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Bytes from the station: a sign of life, and perhaps messages."""
        context = self.context
        context.counters.bytes_received += len(data)
        self.last_heard = context.clock()
        if self._probe is not None:
            _settle(self._probe, alive=True)
        if self._deaf:
            return
        self._unread = memoryview(data if self._unread is None else bytes(self._unread) + data)
        self._read_on()

    def eof_received(self) -> bool:
        """The station has ended its half of the connection; the transport ends ours."""
        self._framing.feed_eof()
        self._flush()
        return False

    def pause_writing(self) -> None:
        """It does not take what we send: read nothing from it meanwhile, and wait not forever."""
        self._write_paused = True
        self._stall_timer = self.context.wheel.after(self.context.limits.write_stall_seconds, self._stalled)

    def resume_writing(self) -> None:
        """It takes again."""
        self._write_paused = False
        if self._stall_timer is not None:
            self._stall_timer.cancel()
            self._stall_timer = None
        self._read_on()

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone. CALLs that came before are facts: they are worked on, their answers are dropped."""
        self._lost = True
        for timer in (self._look_timer, self._stall_timer, self._close_timer, self._hold_timer):
            if timer is not None:
                timer.cancel()
        self._messages.clear()
        self._unread = None
        if self._probe is not None:
            _settle(self._probe, alive=False)
        self.talk.fail_calls()
        self.context.register.lost(self)
        self.talk.finish(*(self._end or self._how_it_ended(exc)))

    # -- the socket that the talk sees ---------------------------------------------------------------------------

    def progressed(self) -> None:
        """A job is done: read on if reading was held, close if that was waited for."""
        if self._reading_paused:
            self._read_on()
        if self._close_when_idle is not None:
            self._close_if_idle()

    def enrolled(self) -> None:
        """The stranger has become a station of ours."""
        self.context.register.enrolled(self)

    def gone(self) -> None:
        """Nothing is left to do."""
        self.context.register.finished(self)

    # -- reading -------------------------------------------------------------------------------------------------

    def _read_on(self) -> None:
        """Take what has come until there is no more, or until back-pressure holds."""
        held = self._held()
        while not held:
            if self._messages:
                self._take(self._messages.pop())
            elif self._unread is not None:
                self._parse_slice()
            else:
                break
            held = self._held()
        if held != self._reading_paused:
            self._set_reading(paused=held)

    def _parse_slice(self) -> None:
        unread = cast("memoryview", self._unread)
        messages = self._framing.feed(unread[:_SLICE])
        self._unread = unread[_SLICE:] if len(unread) > _SLICE else None
        messages.reverse()
        self._messages = messages
        self._flush()
        failure = self._framing.failure
        if failure is not None:
            self._misbehaved(failure)

    def _take(self, message: str | bytes) -> None:
        if self._end is not None:
            # We are closing, perhaps because a commit failed: what this connection knows of its station may be older
            # than the database by now, so nothing may be decided on it. The station says it again to its next one.
            return
        if isinstance(message, bytes):
            self.context.counters.binary_messages += 1
            if self.peer.validation is Validation.STRICT:
                self._framing.fail(1003, "text frames only")
                self._flush()
                self._misbehaved(1003)
                return
        if self.talk.take(message):
            self._charge()

    def _misbehaved(self, code: int) -> None:
        """The framing has failed: its Close is on the way, nothing more is read."""
        if self._deaf:
            return
        counters = self.context.counters
        if code == 1009:
            counters.messages_too_big += 1
        elif code == 1007:
            counters.invalid_text += 1
        else:
            counters.protocol_errors += 1
        _log.warning("websocket_failed", station=self.peer.identity, code=code)
        self._deaf = True
        self._unread = None
        self._arm_close_timer()

    def _drop_input(self) -> None:
        self.talk.drop()
        self._messages.clear()
        self._unread = None

    # -- back-pressure -------------------------------------------------------------------------------------------

    def _held(self) -> bool:
        if self._end is not None or self._lost:
            return False
        talk, limits = self.talk, self.context.limits
        if self._write_paused or self.peer.exchange.full or len(talk.work) >= limits.inbound_calls:
            return True
        return talk.waiting_bytes > limits.message_bytes or self._flooding()

    def _charge(self) -> None:
        """Count a CALL against the station's rate (generic cell rate algorithm, never further than its burst)."""
        limits = self.context.limits
        gap = 1.0 / limits.flood_per_second
        now = self.context.clock()
        self._next_free = min(max(self._next_free, now), now + gap * limits.flood_burst) + gap

    def _flooding(self) -> bool:
        """Above its rate while the journal is over half full: slowed by TCP, never by an error (ocpp.md, limits)."""
        limits = self.context.limits
        allowance = limits.flood_burst / limits.flood_per_second
        if self._next_free - self.last_heard <= allowance or self.context.journal_load() <= _HALF_FULL:
            return False
        if self._next_free - self.context.clock() <= allowance:
            return False
        if self._hold_timer is None or not self._hold_timer.active:
            self._hold_timer = self.context.wheel.after(_HOLD_SECONDS, self._read_on)
        return True

    def _set_reading(self, *, paused: bool) -> None:
        if paused is self._reading_paused or self._lost or self._transport.is_closing():
            return
        self._reading_paused = paused
        if paused:
            self.context.counters.reading_paused += 1
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    # -- writing and ending --------------------------------------------------------------------------------------

    def _flush(self) -> None:
        output, ends = self._framing.take_output()
        transport = self._transport
        if self._lost or transport.is_closing():
            return
        if output:
            transport.write(output)
            if (
                self._write_paused
                and transport.get_write_buffer_size() > self.context.limits.write_buffer_bytes
            ):
                self._stalled()
                return
        if ends:
            self._arm_close_timer()
            if self._framing.close_received is not None or not transport.can_write_eof():
                transport.close()  # over TLS its goodbye ends our half, and what still comes is read
            else:
                # The peer may still be sending: closing now would reset the connection under our Close frame.
                transport.write_eof()

    def _stalled(self) -> None:
        self.context.counters.slow_readers += 1
        self.abort("does not read what it is sent")

    def _arm_close_timer(self) -> None:
        if self._close_timer is None and not self._lost:
            seconds = self.context.limits.close_seconds
            self._close_timer = self.context.wheel.after(seconds, self._transport.abort)

    def _how_it_ended(self, exc: Exception | None) -> tuple[int, str]:
        framing = self._framing
        if framing.failure is not None and framing.close_sent is not None:
            return framing.close_sent
        if framing.close_received is not None:
            return framing.close_received
        return ABNORMAL, "connection lost" if exc is None else f"connection lost: {type(exc).__name__}"

    def _close_if_idle(self) -> None:
        if self._close_when_idle is not None and not self.talk.busy:
            self.close(*self._close_when_idle)

    # -- silence -------------------------------------------------------------------------------------------------

    def _look(self) -> float | None:
        """Called by the timer wheel: ping a silent station, give up a dead one and a stranger that does not boot."""
        if self._end is not None or self._lost:
            return None
        now, context = self.context.clock(), self.context
        step = next_step(self.last_heard, self._last_asked, now, self._patience())
        if step.close and not self._reading_paused:
            context.counters.silent_closed += 1
            self.abort("nothing was heard of it")
            return None
        if step.ping:
            self._ask()
        wake = max(step.look_again_at, now + context.wheel.tick)
        if self.talk.waits_for_boot:
            limit = self._opened_at + context.limits.stranger_seconds
            if now >= limit and not self.talk.busy:
                context.counters.idle_strangers_closed += 1
                self.close(1008, "no BootNotification came")
                return None
            wake = min(wake, max(limit, now + 1.0))
        return wake

    def _patience(self) -> Patience:
        """A model that does not bear pings gets none (Q10): only complete silence ends its connection."""
        patience, station = self.context.limits.patience, self.peer.station
        if station is None or station.quirks.ping:
            return patience
        return Patience(0.0, patience.silence)

    def _ask(self) -> None:
        if not self.is_open:
            return
        self._last_asked = self.context.clock()
        self.context.counters.pings_sent += 1
        self._framing.ping()
        self._flush()


def _settle(probe: asyncio.Future[bool], *, alive: bool) -> None:
    if not probe.done():
        probe.set_result(alive)
