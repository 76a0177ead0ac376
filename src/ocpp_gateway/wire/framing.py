"""RFC 6455 for one open connection, without I/O: bytes in, whole messages out.

A thin layer over the sans-I/O core of `websockets`, which frames, unmasks, answers pings and guards sizes. Here
fragments become messages and text is checked to be UTF-8. Everything that another frame codec would have to do stands
behind this one class.
"""

from __future__ import annotations

import logging
from typing import Final

from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import OPEN
from websockets.server import ServerProtocol

Octets = bytes | bytearray | memoryview

LIBRARY_LOGGERS: Final = ("websockets", "websockets.server", "websockets.client")
_SILENT = logging.getLogger("ocpp_gateway.wire.framing")
_SILENT.setLevel(logging.WARNING)

_TEXT, _BINARY, _CONTINUATION = Opcode.TEXT, Opcode.BINARY, Opcode.CONT
_LONGEST_REASON = 123


def forbid_library_debug() -> None:
    """Keep the library's DEBUG records out of every log: they print headers with credentials and whole messages."""
    for name in LIBRARY_LOGGERS:
        library = logging.getLogger(name)
        library.setLevel(max(library.level, logging.INFO))


class Framing:
    """The WebSocket state of one connection after its handshake. No extension is ever negotiated."""

    __slots__ = ("_partial", "_partial_is_text", "_protocol")

    def __init__(self, message_bytes: int) -> None:
        """`message_bytes` bounds one message with all its fragments."""
        self._protocol = ServerProtocol(state=OPEN, max_size=message_bytes, logger=_SILENT)
        self._partial: bytearray | None = None
        self._partial_is_text = False

    @property
    def is_open(self) -> bool:
        """Whether messages can still be sent: no Close frame has gone either way."""
        return self._protocol.state is OPEN

    @property
    def failure(self) -> int | None:
        """The close code with which we ended the connection because of what the peer sent; `None` while it behaved."""
        sent = self._protocol.close_sent
        return int(sent.code) if self._protocol.parser_exc is not None and sent is not None else None

    @property
    def close_received(self) -> tuple[int, str] | None:
        """Code and reason of the peer's Close frame (1005 if it gave none)."""
        received = self._protocol.close_rcvd
        return None if received is None else (int(received.code), received.reason)

    @property
    def close_sent(self) -> tuple[int, str] | None:
        """Code and reason of our Close frame."""
        sent = self._protocol.close_sent
        return None if sent is None else (int(sent.code), sent.reason)

    def feed(self, data: Octets) -> list[str | bytes]:
        """Take bytes from the socket; returns the messages they complete, text as `str`, binary as `bytes`."""
        self._protocol.receive_data(data)  # type: ignore[arg-type]  # it is only appended to a bytearray
        messages: list[str | bytes] = []
        for event in self._protocol.events_received():
            if isinstance(event, Frame) and not self._take(event, messages):
                break
        return messages

    def feed_eof(self) -> None:
        """The peer has ended its half of the connection."""
        self._protocol.receive_eof()

    def send_text(self, text: str) -> None:
        """Frame one text message."""
        self._protocol.send_text(text.encode())

    def ping(self) -> None:
        """Frame a ping without payload: some stations stumble over one with a payload."""
        self._protocol.send_ping(b"")

    def close(self, code: int, reason: str) -> None:
        """Frame our Close; the peer's is awaited."""
        if self.is_open:
            self._protocol.send_close(code, _short(reason))

    def fail(self, code: int, reason: str) -> None:
        """Frame our Close and listen no more."""
        self._protocol.fail(code, _short(reason))

    def take_output(self) -> tuple[bytes, bool]:
        """The bytes to write now, and whether our half of the connection ends after them."""
        pieces = self._protocol.data_to_send()
        if not pieces:
            return b"", False
        if pieces[-1]:
            return (pieces[0] if len(pieces) == 1 else b"".join(pieces)), False
        return b"".join(pieces), True

    def _take(self, frame: Frame, messages: list[str | bytes]) -> bool:
        """Add what a frame completes; `False` ends the reading."""
        opcode = frame.opcode
        if opcode is _TEXT or opcode is _BINARY:
            if frame.fin:
                return self._complete(frame.data, messages, is_text=opcode is _TEXT)
            self._partial, self._partial_is_text = bytearray(frame.data), opcode is _TEXT
        elif opcode is _CONTINUATION and self._partial is not None:
            # One growing buffer, not a list: a million empty fragments must not weigh anything.
            self._partial += frame.data
            if frame.fin:
                whole, self._partial = self._partial, None
                return self._complete(whole, messages, is_text=self._partial_is_text)
        return True

    def _complete(self, data: Octets, messages: list[str | bytes], *, is_text: bool) -> bool:
        if not is_text:
            messages.append(bytes(data))
            return True
        try:
            messages.append(str(data, "utf-8"))
        except UnicodeDecodeError as error:
            if self.is_open:
                self.fail(CloseCode.INVALID_DATA, f"{error.reason} at position {error.start}")
                self._protocol.parser_exc = error
            return False
        return True


def _short(reason: str) -> str:
    """A close reason has room for 123 bytes."""
    return reason.encode()[:_LONGEST_REASON].decode(errors="ignore")
