"""The lean WebSocket client of the load generator.

It knows just enough of RFC 6455 to talk to a right server and uses no library that a measured server uses, so that
the load costs a fraction of what serving it costs. Frames are masked, as a client must, with the key 0: the server
does the same work and the generator none.
"""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA
_MASK = b"\0\0\0\0"


def frame(opcode: int, payload: bytes) -> bytes:
    """One masked frame, FIN set."""
    size = len(payload)
    if size < 126:
        head = bytes((0x80 | opcode, 0x80 | size))
    elif size < 65_536:
        head = bytes((0x80 | opcode, 0x80 | 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0x80 | 127)) + size.to_bytes(8, "big")
    return head + _MASK + payload


def handshake_request(url: str, identity: str, password: str | None = None) -> bytes:
    """The HTTP request that opens `url`/`identity` for OCPP 1.6."""
    parts = urlsplit(url)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {parts.path.rstrip('/')}/{identity} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Protocol: ocpp1.6",
    ]
    if password is not None:
        credentials = f"{identity}:".encode() + bytes.fromhex(password)
        lines.append(f"Authorization: Basic {base64.b64encode(credentials).decode()}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


class LeanClient(asyncio.Protocol):
    """One connection: `on_text` gets every text message, `on_lost` the reason when the connection ends.

    `opened` resolves to the HTTP status of the handshake (101 when the WebSocket is open).
    """

    __slots__ = ("_buffer", "_request", "_upgraded", "closed", "on_lost", "on_text", "opened", "transport")

    def __init__(
        self, request: bytes, on_text: Callable[[bytes], None], on_lost: Callable[[str], None]
    ) -> None:
        self._request = request
        self._buffer = b""
        self._upgraded = False
        self.closed = False
        self.on_text = on_text
        self.on_lost = on_lost
        self.opened: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(self._request)

    def send(self, text: str) -> None:
        """Send one text message."""
        if self.transport is not None and not self.closed:
            self.transport.write(frame(TEXT, text.encode()))

    def close(self, code: int = 1000) -> None:
        """Say goodbye and close; the server's own goodbye is not waited for."""
        if self.transport is not None and not self.closed:
            self.closed = True
            self.transport.write(frame(CLOSE, code.to_bytes(2, "big")))
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer + data if self._buffer else data
        if not self._upgraded:
            end = buffer.find(b"\r\n\r\n")
            if end < 0:
                self._buffer = buffer
                return
            status = int(buffer[9:12])
            self._upgraded = status == 101
            buffer = buffer[end + 4 :]
            if not self.opened.done():
                self.opened.set_result(status)
            if not self._upgraded:
                self.close()
                return
        self._buffer = self._frames(buffer)

    def _frames(self, buffer: bytes) -> bytes:
        """Deliver the complete frames of the buffer, return the rest."""
        start, available = 0, len(buffer)
        while available - start >= 2:
            size, offset = buffer[start + 1] & 0x7F, start + 2
            if size == 126:
                offset += 2
                size = int.from_bytes(buffer[start + 2 : offset], "big")
            elif size == 127:
                offset += 8
                size = int.from_bytes(buffer[start + 2 : offset], "big")
            if offset > available or offset + size > available:
                break
            self._frame(buffer[start], buffer[offset : offset + size])
            start = offset + size
        return buffer[start:] if start else buffer

    def _frame(self, first: int, payload: bytes) -> None:
        if first == 0x80 | TEXT:
            self.on_text(payload)
        elif first == 0x80 | PING:
            if self.transport is not None and not self.closed:
                self.transport.write(frame(PONG, payload))
        elif first == 0x80 | CLOSE:
            code = int.from_bytes(payload[:2], "big")
            reason = f"closed by the server: {code} {payload[2:].decode(errors='replace')}"
            self.close()
            self.on_lost(reason)
        elif first != 0x80 | PONG:
            self.close(1002)
            self.on_lost(f"unexpected frame 0x{first:02x}")

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.opened.done():
            self.opened.set_result(0)
        if not self.closed:
            self.closed = True
            self.on_lost(f"connection lost: {exc}" if exc else "connection lost")
