"""The listening sockets: accept in small batches, pause when the process has no file descriptor left, and recover."""

from __future__ import annotations

import errno
import socket
from typing import TYPE_CHECKING, Final

import structlog

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from ocpp_gateway.wire.counters import WireCounters
    from ocpp_gateway.wire.timer_wheel import TimerWheel

_log = structlog.get_logger(__name__)

_BATCH: Final = 64
"""Sockets accepted before the loop gets its turn again."""
_PAUSE_SECONDS: Final = 1.0
_EXHAUSTED: Final = {errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
_USER_TIMEOUT: Final = getattr(socket, "TCP_USER_TIMEOUT", None)


def open_sockets(
    host: str, port: int, *, reuse_port: bool = False, backlog: int = 4096
) -> list[socket.socket]:
    """Listening sockets for every address of a host (several for names, both families for an empty one).

    Port 0 takes a free one, the same for all of them. Raises `OSError` if one cannot be had; then none stays open.
    """
    found = socket.getaddrinfo(
        host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE, proto=socket.IPPROTO_TCP
    )
    opened: list[socket.socket] = []
    try:
        for family, kind, protocol, _, address in dict.fromkeys(found):
            listening = socket.socket(family, kind, protocol)
            opened.append(listening)
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if reuse_port:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if family == socket.AF_INET6:
                listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            chosen = opened[0].getsockname()[1] if len(opened) > 1 and port == 0 else port
            listening.bind((address[0], chosen, *address[2:]))
            listening.listen(backlog)
            listening.setblocking(False)
    except OSError:
        for listening in opened:
            listening.close()
        raise
    return opened


def tune(client: socket.socket, *, user_timeout: float) -> None:
    """Small frames leave at once, and a dead peer is noticed by the kernel while a ping of ours is unacknowledged."""
    client.setblocking(False)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    if _USER_TIMEOUT is not None and user_timeout > 0:
        client.setsockopt(socket.IPPROTO_TCP, _USER_TIMEOUT, int(user_timeout * 1000))


class Listener:
    """Accepts on a set of sockets and hands each client on, in the event loop's own thread."""

    __slots__ = ("_counters", "_loop", "_on_client", "_paused", "_sockets", "_wheel", "port")

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        sockets: list[socket.socket],
        on_client: Callable[[socket.socket, str], None],
        wheel: TimerWheel,
        counters: WireCounters,
    ) -> None:
        """`on_client` gets the accepted socket and the address of its other end, without the port."""
        self._loop = loop
        self._sockets = sockets
        self._on_client = on_client
        self._wheel = wheel
        self._counters = counters
        self._paused = False
        self.port = int(sockets[0].getsockname()[1])
        """The port of the first socket."""

    @property
    def paused(self) -> bool:
        """Whether accepting waits for file descriptors."""
        return self._paused

    def start(self) -> None:
        """Accept from now on."""
        for listening in self._sockets:
            self._loop.add_reader(listening.fileno(), self._accept, listening)

    def close(self) -> None:
        """Accept no more; the sockets are closed."""
        self._paused = False
        for listening in self._sockets:
            self._loop.remove_reader(listening.fileno())
            listening.close()
        self._sockets = []

    def _accept(self, listening: socket.socket) -> None:
        for _ in range(_BATCH):
            try:
                client, address = listening.accept()
            except (BlockingIOError, InterruptedError):
                return
            except ConnectionError:
                continue  # it went away while it waited in the queue
            except OSError as error:
                if error.errno not in _EXHAUSTED:
                    raise
                self._pause(error)
                return
            self._on_client(client, str(address[0]))

    def _pause(self, error: OSError) -> None:
        """Leave the others in the kernel's queue; those who are connected need the last descriptors."""
        if self._paused:
            return
        self._paused = True
        self._counters.accept_pauses += 1
        _log.error("accept_paused", reason=error.strerror, connections=self._counters.connections)
        for listening in self._sockets:
            self._loop.remove_reader(listening.fileno())
        self._wheel.after(_PAUSE_SECONDS, self._resume)

    def _resume(self) -> None:
        if self._paused:
            self._paused = False
            self.start()
