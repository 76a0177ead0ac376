"""Bytes to and from a station listener, for everything that a well-behaved client would never send."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import socket
import struct
from dataclasses import dataclass
from typing import Any

from websockets.frames import Opcode

DEADLINE = 10.0
"""Seconds that any single wait in these tests may take."""
KEY = "00112233445566778899aabbccddeeff00112233"
"""The station key of every station in these tests, as hex digits."""


def call_text(message_id: str, action: str, payload: Any = None) -> str:
    return json.dumps([2, message_id, action, {} if payload is None else payload])


def basic(user: bytes, password: bytes) -> str:
    return "Basic " + base64.b64encode(user + b":" + password).decode()


def upgrade(
    path: str,
    identity: str = "CP-1",
    *,
    drop: tuple[str, ...] = (),
    extra: tuple[tuple[str, str], ...] = (),
    method: str = "GET",
    version: str = "HTTP/1.1",
    **headers: str,
) -> bytes:
    """An upgrade request as bytes; `headers` replaces (underscores stand for hyphens), `drop` leaves out."""
    lines = {
        "Host": "gateway",
        "Upgrade": "websocket",
        "Connection": "Upgrade",
        "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Protocol": "ocpp1.6",
        "Authorization": basic(identity.encode(), bytes.fromhex(KEY)),
    }
    lines |= {name.replace("_", "-"): value for name, value in headers.items()}
    text = [f"{method} {path} {version}"]
    text += [f"{name}: {value}" for name, value in (*lines.items(), *extra) if name not in drop]
    return ("\r\n".join(text) + "\r\n\r\n").encode("latin-1")


def frame(
    opcode: int,
    payload: bytes = b"",
    *,
    fin: bool = True,
    mask: bytes | None = b"\x37\xfa\x21\x3d",
    rsv: int = 0,
    length: int | None = None,
) -> bytes:
    """One WebSocket frame as a client sends it, right or wrong. `length` lies about the payload's size."""
    size = len(payload) if length is None else length
    head = bytes([(0x80 if fin else 0) | (rsv << 4) | opcode])
    masked = 0x80 if mask is not None else 0
    if size < 126:
        head += bytes([masked | size])
    elif size < 65536:
        head += bytes([masked | 126]) + struct.pack("!H", size)
    else:
        head += bytes([masked | 127]) + struct.pack("!Q", size)
    if mask is None:
        return head + payload
    stretched = (mask * (len(payload) // 4 + 1))[: len(payload)]
    body = int.from_bytes(payload, "big") ^ int.from_bytes(stretched, "big")
    return head + mask + body.to_bytes(len(payload), "big")


def text_frame(text: str) -> bytes:
    return frame(Opcode.TEXT, text.encode())


@dataclass(slots=True)
class HttpResponse:
    status: int
    headers: dict[str, str]
    body: bytes = b""

    @property
    def subprotocol(self) -> str | None:
        return self.headers.get("sec-websocket-protocol")


class RawSocket:
    """Bytes out, HTTP responses and WebSocket frames in."""

    def __init__(
        self, client: socket.socket, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.socket = client
        self.reader = reader
        self.writer = writer

    def send(self, data: bytes) -> None:
        self.writer.write(data)

    async def flush(self) -> None:
        await asyncio.wait_for(self.writer.drain(), DEADLINE)

    async def response(self) -> HttpResponse:
        head = (await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), DEADLINE)).decode("latin-1")
        status, *lines = head.rstrip("\r\n").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        body = await asyncio.wait_for(
            self.reader.readexactly(int(headers.get("content-length", 0))), DEADLINE
        )
        return HttpResponse(int(status.split(" ")[1]), headers, body)

    async def frame(self) -> tuple[int, bytes]:
        """The next frame of the server: opcode and payload."""
        async with asyncio.timeout(DEADLINE):
            head = await self.reader.readexactly(2)
            size = head[1] & 0x7F
            if size == 126:
                size = struct.unpack("!H", await self.reader.readexactly(2))[0]
            elif size == 127:
                size = struct.unpack("!Q", await self.reader.readexactly(8))[0]
            return head[0] & 0x0F, await self.reader.readexactly(size)

    async def message(self) -> Any:
        """The next text message as JSON; pings and pongs are passed over."""
        while True:
            opcode, payload = await self.frame()
            if opcode == Opcode.TEXT:
                return json.loads(payload)
            assert opcode in {Opcode.PING, Opcode.PONG}, (opcode, payload)

    async def close_code(self) -> int:
        """The code of the server's Close frame; whatever comes before it is passed over. 1006: there was none."""
        try:
            while True:
                opcode, payload = await self.frame()
                if opcode == Opcode.CLOSE:
                    return int(struct.unpack("!H", payload[:2])[0]) if payload else 1005
        except (asyncio.IncompleteReadError, ConnectionError):
            return 1006

    async def ended(self) -> None:
        """Read until the server has ended the connection, then end our half as well."""
        async with asyncio.timeout(DEADLINE):
            with contextlib.suppress(ConnectionError):
                while await self.reader.read(65536):
                    pass
        await self.close()

    async def close(self) -> None:
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await asyncio.wait_for(self.writer.wait_closed(), DEADLINE)

    def reset(self) -> None:
        """End the connection with a TCP reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


async def open_raw(port: int, source: str | None = None) -> RawSocket:
    """A bare TCP connection to the listener on a port of this machine."""
    client = socket.socket()
    client.setblocking(False)
    if source is not None:
        client.bind((source, 0))
    try:
        connecting = asyncio.get_running_loop().sock_connect(client, ("127.0.0.1", port))
        await asyncio.wait_for(connecting, DEADLINE)
    except OSError:
        client.close()
        raise
    reader, writer = await asyncio.open_connection(sock=client, limit=2**24)
    return RawSocket(client, reader, writer)
