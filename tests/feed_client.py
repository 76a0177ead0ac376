"""A client of the live feed, as a page (ticket and Origin) or as a program (access token) opens it."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Self

import websockets
from websockets.typing import Origin, Subprotocol

if TYPE_CHECKING:
    from types import TracebackType

PROTOCOL = Subprotocol("ogw.feed.v1")
DEADLINE = 15.0


class FeedClient:
    """One open feed; `subscribe` first."""

    def __init__(
        self,
        http_url: str,
        *,
        token: str | None = None,
        ticket: str | None = None,
        origin: str | None = None,
        protocols: list[str] | None = None,
        **options: Any,
    ) -> None:
        offered = [PROTOCOL] if protocols is None else [Subprotocol(name) for name in protocols]
        if ticket is not None:
            offered.append(Subprotocol(f"ogw.ticket.{ticket}"))
        self._connect = websockets.connect(
            http_url.replace("http", "ws", 1) + "/api/v1/feed",
            subprotocols=offered or None,
            origin=None if origin is None else Origin(origin),
            additional_headers={} if token is None else {"Authorization": f"Bearer {token}"},
            compression="deflate",
            open_timeout=DEADLINE,
            proxy=None,
            **options,
        )
        self.cursor: str | None = None
        self.events: list[dict[str, Any]] = []

    async def __aenter__(self) -> Self:
        self.socket = await self._connect.__aenter__()
        assert self.socket.subprotocol == PROTOCOL
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._connect.__aexit__(kind, error, trace)

    async def say(self, text: str | bytes) -> None:
        await self.socket.send(text)

    async def subscribe(self, **members: Any) -> dict[str, Any]:
        """Subscribe; what `subscribed` said."""
        await self.say(json.dumps({"type": "subscribe", **members}))
        while True:
            message = await self.message()
            if message["type"] == "subscribed":
                return message

    async def message(self) -> dict[str, Any]:
        """The next message of whatever kind; its cursor is kept, events are remembered."""
        message: dict[str, Any] = json.loads(await asyncio.wait_for(self.socket.recv(), DEADLINE))
        self.cursor = message.get("cursor", self.cursor)
        if "specversion" in message:
            self.events.append(message)
        return message

    async def event(self, kind: str | None = None) -> dict[str, Any]:
        """The next event, or the next one of a type."""
        while True:
            message = await self.message()
            if "specversion" in message and kind in {None, message["type"]}:
                return message

    async def snapshot(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Stations and connectors of a whole snapshot."""
        stations: list[dict[str, Any]] = []
        connectors: list[dict[str, Any]] = []
        while True:
            page = await self.message()
            assert page["type"] == "snapshot", page
            stations += page["stations"]
            connectors += page["connectors"]
            if not page["more"]:
                return stations, connectors

    async def closed(self) -> tuple[int | None, str | None]:
        """Read to the end: code and reason of the close frame."""
        try:
            while True:
                await self.message()
        except websockets.ConnectionClosed:
            return self.socket.close_code, self.socket.close_reason


async def refusal(http_url: str, **how: Any) -> int:
    """The HTTP status with which a handshake is refused."""
    try:
        async with FeedClient(http_url, **how):
            raise AssertionError("the feed was opened")
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
