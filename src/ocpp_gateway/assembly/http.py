"""The HTTP listener: uvicorn inside our own loop, on a socket that we bind, without its own signal handling."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from ocpp_gateway.api.feed import WRITER
from ocpp_gateway.feeds.messages import LONGEST_MESSAGE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLOSE_SECONDS = 5.0
GOODBYE_SECONDS = 10.0
"""How long a reader may take to read up to the close frame; then the socket is cut."""


class _QuietServer(uvicorn.Server):
    """The signals are the node's: it drains stations first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class FrameWriter:
    """`api.feed.Writer` of one WebSocket: ready-made frames straight to its transport.

    ASGI knows only one message at a time, awaited: 20 µs and a task switch for each of a thousand readers. These bytes
    are whole frames already, the same for many of them.
    """

    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        self._protocol = protocol

    @property
    def writable(self) -> bool:
        """Whether the transport's buffer is below its mark."""
        return self._protocol.writable.is_set() and not self._protocol.disconnected

    def write(self, frames: bytes) -> None:
        """Hand over whole frames; none may follow a close frame."""
        protocol = self._protocol
        if not (protocol.close_sent or protocol.disconnected or protocol.transport.is_closing()):
            protocol.transport.write(frames)

    async def drained(self) -> bool:
        """Wait for the transport; `False` if the other side is away."""
        await self._protocol.writable.wait()
        return not (self._protocol.disconnected or self._protocol.close_sent)

    async def close(self, code: int, reason: str) -> None:
        """Put the close frame behind what waits in the transport; a reader that takes none of it is cut off."""
        protocol = self._protocol
        if protocol.close_sent or protocol.disconnected:
            return
        protocol.writable.set()  # `send` would wait for a reader that does not read
        await protocol.send({"type": "websocket.close", "code": code, "reason": reason})
        if protocol.close_timer is not None:
            protocol.close_timer.cancel()
        protocol.close_timer = protocol.loop.call_later(GOODBYE_SECONDS, protocol.transport.abort)


class FeedProtocol(WebSocketsSansIOProtocol):
    """uvicorn's WebSocket, with our extension in the scope."""

    def handle_connect(self, event: Any) -> None:
        """Begin as usual; the application has not run yet."""
        super().handle_connect(event)
        if hasattr(self, "scope"):  # not if the handshake itself was wrong
            extensions: dict[str, Any] = self.scope.setdefault("extensions", {})
            extensions[WRITER] = FrameWriter(self)


class HttpListener:
    """Serves one ASGI application until `stop`.

    Address and scheme of a request are those of the connection. Only what comes from `trusted_proxies` (networks) is
    believed about its client instead: X-Forwarded-For, read from the right to the first address that is no such proxy,
    and X-Forwarded-Proto.
    """

    def __init__(self, application: Any, host: str, port: int, trusted_proxies: Sequence[str] = ()) -> None:
        self._host = host
        self._port = port
        self._server = _QuietServer(
            uvicorn.Config(
                application,
                log_config=None,
                access_log=False,
                lifespan="off",
                server_header=False,
                # Left to itself the server believes whatever comes from this machine.
                proxy_headers=bool(trusted_proxies),
                forwarded_allow_ips=list(trusted_proxies),
                ws=FeedProtocol,
                ws_max_size=LONGEST_MESSAGE * 4,
                ws_per_message_deflate=False,  # a compressor for each reader: more memory than all the rest of it
                timeout_graceful_shutdown=int(CLOSE_SECONDS),
            )
        )
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> int:
        """Listen; the port (a free one was chosen if 0 was asked for). Raises `OSError` if it is taken."""
        listening = socket.create_server(
            (self._host, self._port),
            family=socket.AF_INET6 if ":" in self._host else socket.AF_INET,
            backlog=1024,
        )
        self._task = asyncio.create_task(self._server.serve(sockets=[listening]), name="http")
        port: int = listening.getsockname()[1]
        return port

    async def stop(self) -> None:
        """Finish the requests that run, then close."""
        if self._task is None:
            return
        self._server.should_exit = True
        await self._task
        self._task = None
