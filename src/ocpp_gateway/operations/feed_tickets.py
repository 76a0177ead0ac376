"""Tickets: how a browser opens a live feed, since it can send no `Authorization` header with it (attack S15).

A ticket is asked for with an ordinary authenticated request and works once, for 30 seconds, on every node, for the
same person, sign-in and origin. Only its hash is stored (it is random, so SHA-256 is enough).
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

LIFETIME = timedelta(seconds=30)
LONGEST = 100
"""Characters; what is longer is no ticket of ours and is not looked up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTicket:
    """A stored ticket: who may open one feed, from pages of which origin."""

    ticket_hash: bytes
    user_id: UUID
    family: UUID
    origin: str
    expires_at: datetime


class TicketStore(Protocol):
    """Storage of tickets. May raise `StorageUnavailable`."""

    async def add(self, ticket: FeedTicket, now: datetime) -> None:
        """Store a ticket and forget those that have expired."""
        ...

    async def take(self, ticket_hash: bytes) -> FeedTicket | None:
        """Remove a ticket and return it; of several that try, on whatever node, one gets it."""
        ...


class FeedTickets:
    """Giving tickets out and taking them in."""

    def __init__(self, store: TicketStore) -> None:
        self._store = store

    async def issue(self, user_id: UUID, family: UUID, origin: str, now: datetime) -> str:
        """Return a new ticket; its text is known to nobody else and stored nowhere."""
        text = secrets.token_urlsafe(32)
        ticket = FeedTicket(
            ticket_hash=_hash(text),
            user_id=user_id,
            family=family,
            origin=origin,
            expires_at=now + LIFETIME,
        )
        await self._store.add(ticket, now)
        return text

    async def redeem(self, text: str, origin: str, now: datetime) -> FeedTicket | None:
        """Use a ticket up. `None` if it is unknown, used, expired or was made for another origin."""
        if not 0 < len(text) <= LONGEST:
            return None
        ticket = await self._store.take(_hash(text))
        if ticket is None or ticket.expires_at <= now or ticket.origin != origin:
            return None
        return ticket


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()
