"""`/feed`: the live feed (docs: the live feed). Who may open one is decided here; what it says, in the room `feeds`.

No cookie opens a feed: a browser presents a ticket that it asked for with its access token, a program the token itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.requests import HTTPConnection, Request
from starlette.websockets import WebSocket

from ocpp_gateway.api.access_tokens import AccessClaims, InvalidToken
from ocpp_gateway.api.ports import Ports, PortsHere
from ocpp_gateway.api.principal import SignedInPerson
from ocpp_gateway.api.problems import (
    FEED_PROTOCOL,
    FORBIDDEN,
    FOREIGN_ORIGIN,
    STORAGE_UNAVAILABLE,
    Problem,
    unauthenticated,
)
from ocpp_gateway.feeds.grants import Grant
from ocpp_gateway.feeds.messages import BadMessage
from ocpp_gateway.feeds.ports import SocketGone, StandingOf, Who
from ocpp_gateway.operations.accounts import User
from ocpp_gateway.operations.feed_tickets import LIFETIME
from ocpp_gateway.operations.permissions import ROLE_PERMISSIONS
from ocpp_gateway.operations.ports import Clock, StorageUnavailable
from ocpp_gateway.operations.queries import EVERYTHING
from ocpp_gateway.operations.sign_ins import SignIns

router = APIRouter(prefix="/feed", tags=["feed"])

PROTOCOL = "ogw.feed.v1"
TICKET_PREFIX = "ogw.ticket."
WRITER = "ocpp_gateway.writer"
"""The extension of ASGI that a feed needs: writing ready-made frames without waiting."""


class Writer(Protocol):
    """What the HTTP listener gives a WebSocket's scope as extension `WRITER`: `FeedSocket` without `receive`."""

    @property
    def writable(self) -> bool:
        """Whether what was written before has left, but for a bounded rest."""
        ...

    def write(self, frames: bytes) -> None:
        """Hand over whole frames."""
        ...

    async def drained(self) -> bool:
        """Wait until it is writable; `False` if the other side is away."""
        ...

    async def close(self, code: int, reason: str) -> None:
        """Say goodbye behind what was written; after a while the socket is cut."""
        ...


class Ticket(BaseModel):
    """Offer it as subprotocol `ogw.ticket.<ticket>` beside `ogw.feed.v1`."""

    ticket: str
    expires_in: int = Field(description="Seconds")


@router.post("/tickets", status_code=201)
async def create_ticket(caller: SignedInPerson, request: Request, ports: PortsHere) -> Ticket:
    """Give out a ticket that opens one feed within 30 seconds, from a page of the same origin.

    Browsers send `Origin` with this request by themselves. A program needs no ticket: it sends its access token in the
    `Authorization` header of the handshake.
    """
    origin = request.headers.get("origin")
    if origin is None or not ports.origins.allows(request.headers):
        raise Problem(
            FOREIGN_ORIGIN, "Tickets are for pages of this gateway: `Origin` is missing or another one."
        )
    assert caller.family is not None  # noqa: S101 - people have one, and keys do not come here
    text = await ports.feed_tickets.issue(caller.user.id, caller.family, origin, ports.clock())
    return Ticket(ticket=text, expires_in=int(LIFETIME.total_seconds()))


@router.websocket("")
async def feed(socket: WebSocket) -> None:
    """Admit or refuse, then hand over to the feeds."""
    ports: Ports = socket.app.state.ports
    try:
        user, family = await _admitted(socket, ports)
    except Problem as problem:
        await socket.send_denial_response(problem.response())
        return
    except StorageUnavailable:
        away = Problem(STORAGE_UNAVAILABLE, "The database is away.", headers={"Retry-After": "5"})
        await socket.send_denial_response(away.response())
        return
    await socket.accept(PROTOCOL)
    await ports.feeds.follow(_Socket(socket), (user.id, family), grant_of(user))


def grant_of(user: User) -> Grant:
    """What somebody may see of the feed."""
    return Grant(frozenset(permission.value for permission in ROLE_PERMISSIONS[user.role]), EVERYTHING)


async def _admitted(socket: WebSocket, ports: Ports) -> tuple[User, UUID]:
    """Whoever opens this feed, and the sign-in it belongs to. Raises a `Problem`."""
    offered = socket.scope.get("subprotocols", [])
    if PROTOCOL not in offered:
        raise Problem(FEED_PROTOCOL, f"Offer the subprotocol {PROTOCOL}.", headers={"Upgrade": "websocket"})
    if "origin" in socket.headers and not ports.origins.allows(socket.headers):
        raise Problem(FOREIGN_ORIGIN, "Pages of another origin may not open a feed.")
    claims = await _claims(socket, offered, ports)
    user = await ports.sign_ins.standing(claims.user_id, claims.family, ports.clock())
    if user is None:
        raise unauthenticated("This sign-in has ended. Sign in again.")
    if not grant_of(user).types:
        raise Problem(FORBIDDEN, f"The role {user.role.value} may read nothing that the feed tells.")
    return user, claims.family


async def _claims(socket: HTTPConnection, offered: list[str], ports: Ports) -> AccessClaims:
    """The user and the sign-in that a ticket or an access token stands for."""
    scheme, _, token = socket.headers.get("authorization", "").partition(" ")
    if scheme:
        try:
            return ports.access_tokens.read(
                token.strip() if scheme.lower() == "bearer" else "", ports.clock()
            )
        except InvalidToken as invalid:
            raise unauthenticated(str(invalid)) from invalid
    tickets = [name.removeprefix(TICKET_PREFIX) for name in offered if name.startswith(TICKET_PREFIX)]
    origin = socket.headers.get("origin")
    if len(tickets) != 1 or origin is None:
        raise unauthenticated("Send an access token, or from a page one ticket as a subprotocol.")
    ticket = await ports.feed_tickets.redeem(tickets[0], origin, ports.clock())
    if ticket is None:
        raise unauthenticated(
            "The ticket is unknown, used, expired or for another origin. Ask for a new one."
        )
    return AccessClaims(ticket.user_id, ticket.family)


class _Socket:
    """`FeedSocket` over a WebSocket of the framework: it receives, the listener's extension writes."""

    def __init__(self, socket: WebSocket) -> None:
        extensions: dict[str, Any] = socket.scope.get("extensions") or {}
        self._socket = socket
        self._writer: Writer = extensions[WRITER]
        self.write = self._writer.write
        self.close = self._writer.close

    @property
    def writable(self) -> bool:
        return self._writer.writable

    async def drained(self) -> None:
        if not await self._writer.drained():
            raise SocketGone

    async def receive(self) -> str:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise SocketGone
        text = message.get("text")
        if not isinstance(text, str):
            raise BadMessage("a message is text")
        return text


def standing_of(sign_ins: SignIns, clock: Clock) -> StandingOf:
    """Return what looks up, for those who follow, what each may see as of now."""

    async def standings(followers: Collection[Who]) -> Mapping[Who, Grant]:
        users = await sign_ins.standings(followers, clock())
        return {who: grant_of(user) for who, user in users.items()}

    return standings
