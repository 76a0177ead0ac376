"""A socket before its handshake is answered: it collects the request head, and no more than it may.

What comes behind the head in the same segment is kept for the connection; reading is paused until the answer is known.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from websockets.exceptions import HeaderLineTooLong, RequestLineTooLong, TooManyHeaders
from websockets.http11 import Request
from websockets.streams import StreamReader

from ocpp_gateway.operations.refused_handshakes import RefusalReason

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.wire.limits import WireLimits
    from ocpp_gateway.wire.timer_wheel import Timer, TimerWheel

_END_OF_HEAD = b"\r\n\r\n"
_LINGER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class NoHead:
    """Why there is no request to look at. `status` 0: nobody is there to answer. `detail` is for operators."""

    status: int
    reason: RefusalReason
    detail: str | None = None


class Arrival(asyncio.Protocol):
    """The protocol of a socket from accept to its answer."""

    __slots__ = (
        "_answered",
        "_buffer",
        "_connected",
        "_discarded",
        "_limits",
        "_may_linger",
        "_on_answered",
        "_on_gone",
        "_timer",
        "_wheel",
        "gone",
        "head",
        "leftover",
        "transport",
    )

    transport: asyncio.Transport

    def __init__(
        self,
        wheel: TimerWheel,
        limits: WireLimits,
        *,
        on_answered: Callable[[], None],
        on_gone: Callable[[Arrival], object],
        may_linger: Callable[[], bool],
    ) -> None:
        """`on_answered` is called once, when it is decided what becomes of it; `on_gone` when it is no more.

        `may_linger` says whether there is room to keep a refused socket until its client has read the refusal.
        """
        self._wheel = wheel
        self._limits = limits
        self._on_answered: Callable[[], None] | None = on_answered
        self._on_gone = on_gone
        self._may_linger = may_linger
        self._connected = False
        self._buffer = bytearray()
        self._answered = False
        self._discarded = 0
        self._timer: Timer | None = None
        self.head: asyncio.Future[Request | NoHead] = asyncio.get_running_loop().create_future()
        self.leftover = b""
        """What came behind the request head."""
        self.gone = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The clock of the handshake starts."""
        self.transport = transport  # type: ignore[assignment]  # a stream transport
        self._connected = True
        self._timer = self._wheel.after(self._limits.handshake_seconds, self._too_slow)

    def data_received(self, data: bytes) -> None:
        """More of the head, or noise after the answer."""
        if self._answered:
            self._discarded += len(data)
            if self._discarded > self._limits.linger_bytes:
                self.transport.abort()
            return
        if self.head.done():
            self.leftover += data
            return
        searched = max(0, len(self._buffer) - len(_END_OF_HEAD) + 1)
        self._buffer += data
        end = self._buffer.find(_END_OF_HEAD, searched)
        size = end + len(_END_OF_HEAD) if end >= 0 else len(self._buffer)
        if size > self._limits.head_bytes:
            status = 431 if b"\r\n" in self._buffer[: self._limits.head_bytes] else 414
            self.decide(NoHead(status, RefusalReason.REQUEST_TOO_LARGE))
        elif end >= 0:
            self.leftover = bytes(self._buffer[size:])
            self.decide(_parse(bytes(self._buffer[:size])))

    def eof_received(self) -> bool:
        """A client that ends its half before the answer is gone; one that has been answered may go."""
        if not self._answered:
            self.gone = True
            self.decide(NoHead(0, RefusalReason.GONE))
        return False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the signature is asyncio's
        """The socket is gone."""
        self.gone = True
        self.decide(NoHead(0, RefusalReason.GONE))
        self._stop_timer()
        self._leave()
        self._on_gone(self)

    def answer(self, response: bytes) -> None:
        """Write a response that refuses, then end: first our half, so that the response is not lost in a reset."""
        if self.gone or self._answered:
            return
        self._answered = True
        self._leave()
        self._buffer.clear()
        self.leftover = b""
        self._stop_timer()
        self.transport.write(response)
        if not self._may_linger():
            self.transport.close()
            return
        if not self.transport.can_write_eof():
            # TLS: its goodbye follows the response, and the library waits for the other side's.
            self.transport.close()
            return
        self.transport.write_eof()
        self.transport.resume_reading()
        self._timer = self._wheel.after(_LINGER_SECONDS, self.transport.abort)

    def drop(self) -> None:
        """Close without a word."""
        self._stop_timer()
        self._leave()
        if not self.gone:
            self.transport.abort()

    def hand_over(self) -> None:
        """The handshake is done: the socket belongs to a connection from now on."""
        self._stop_timer()
        self._leave()
        self._on_gone(self)

    def decide(self, head: Request | NoHead) -> None:
        """Settle what the head is, once."""
        if self.head.done():
            return
        self._buffer.clear()
        self._stop_timer()
        self.head.set_result(head)
        if self._connected and not self.gone and not self.transport.is_closing():
            self.transport.pause_reading()

    def _too_slow(self) -> None:
        self.decide(NoHead(408, RefusalReason.TIMED_OUT))

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _leave(self) -> None:
        on_answered, self._on_answered = self._on_answered, None
        if on_answered is not None:
            on_answered()


def _parse(head: bytes) -> Request | NoHead:
    """Parse a complete head with the library's parser, which is strict: one way to read a request, no smuggling."""
    reader = StreamReader()
    reader.feed_data(head)
    reader.feed_eof()
    parser = Request.parse(reader.read_line)
    try:
        next(parser)
    except StopIteration as done:
        request: Request = done.value
        return request
    except RequestLineTooLong:
        return NoHead(414, RefusalReason.REQUEST_TOO_LARGE)
    except (HeaderLineTooLong, TooManyHeaders):
        return NoHead(431, RefusalReason.REQUEST_TOO_LARGE)
    except (ValueError, EOFError, NotImplementedError):
        return NoHead(400, RefusalReason.MALFORMED_REQUEST)
    return NoHead(400, RefusalReason.MALFORMED_REQUEST)
