"""Tickets that open a live feed, used once on whatever node."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, insert

from ocpp_gateway.operations.feed_tickets import FeedTicket
from ocpp_gateway.storage.feed_tables import feed_tickets

if TYPE_CHECKING:
    from datetime import datetime

    from ocpp_gateway.storage.engine import Database


class StoredFeedTickets:
    """`TicketStore` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, ticket: FeedTicket, now: datetime) -> None:
        """Store a ticket and forget those that have expired."""
        values = {column.name: getattr(ticket, column.name) for column in feed_tickets.c}
        async with self._database.begin() as connection:
            await connection.execute(delete(feed_tickets).where(feed_tickets.c.expires_at <= now))
            await connection.execute(insert(feed_tickets), values)

    async def take(self, ticket_hash: bytes) -> FeedTicket | None:
        """Remove a ticket and return it: the deletion decides who has used it."""
        used = delete(feed_tickets).where(feed_tickets.c.ticket_hash == ticket_hash).returning(feed_tickets)
        async with self._database.begin() as connection:
            row = (await connection.execute(used)).first()
        return None if row is None else FeedTicket(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public name
