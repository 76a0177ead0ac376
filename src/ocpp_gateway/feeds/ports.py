"""What the feeds need from outside: the log, sockets, rights."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from ocpp_gateway.charging.events import EventType, LogState, StoredEvent
from ocpp_gateway.feeds.grants import Grant

if TYPE_CHECKING:
    from ocpp_gateway.feeds.engine import Subscriber

Who = tuple[UUID, UUID]
"""Somebody who follows: the user and the sign-in."""

StandingOf = Callable[[Collection[Who]], Awaitable[Mapping[Who, Grant]]]
"""What each of them may see as of now; who is missing in the answer is signed out. May raise `StorageUnavailable`."""

GroupsOf = Callable[[Collection[UUID]], Awaitable[Mapping[UUID, str | None]]]
"""The groups of stations. May raise `StorageUnavailable`."""


class FeedLog(Protocol):
    """The event log. May raise `StorageUnavailable`."""

    async def state(self) -> LogState:
        """The log as a whole."""
        ...

    async def after(
        self, position: int, limit: int, types: Collection[EventType] | None = None
    ) -> list[StoredEvent]:
        """Events with a greater position, in order, at most `limit`."""
        ...


class BesideTheLog(Protocol):
    """What a feed shows beside the event log: types that are asked for by name."""

    async def join(self, subscriber: Subscriber) -> None:
        """Show it what comes from now on, if it asked for it and may see it."""
        ...

    def leave(self, subscriber: Subscriber) -> None:
        """Show it nothing more."""
        ...

    def change(self, subscriber: Subscriber) -> None:
        """Its rights have changed."""
        ...

    async def run(self) -> None:
        """Serve until cancelled."""
        ...


class SocketGone(Exception):
    """The other side is away."""


class FeedSocket(Protocol):
    """One open WebSocket. Writing never waits: `writable` and `drained` tell how much the reader keeps up."""

    @property
    def writable(self) -> bool:
        """Whether what was written before has left, but for a bounded rest."""
        ...

    def write(self, frames: bytes) -> None:
        """Hand over one or more whole WebSocket frames. On a socket that is gone they are lost."""
        ...

    async def drained(self) -> None:
        """Return when it is writable. Raises `SocketGone`."""
        ...

    async def receive(self) -> str:
        """The next text of the client. Raises `SocketGone`, or `BadMessage` for something else than text."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye behind what was written, without waiting for the reader; after a while the socket is cut."""
        ...
