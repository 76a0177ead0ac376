"""The HTTP listener: uvicorn inside our own loop, on a socket that we bind, without its own signal handling."""

from __future__ import annotations

import asyncio
import socket
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import uvicorn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CLOSE_SECONDS = 5.0


class _QuietServer(uvicorn.Server):
    """The signals are the node's: it drains stations first."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


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
                ws="websockets-sansio",
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
