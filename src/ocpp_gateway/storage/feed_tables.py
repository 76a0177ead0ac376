"""The tables of the live feed; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
)

from ocpp_gateway.storage.column_types import UtcDateTime
from ocpp_gateway.storage.schema import metadata

event_log = Table(
    "event_log",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("generation", Text, nullable=False),
    Column("pruned_through", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("id = 1", name="single"),
)
"""One row about the log as a whole. A restore gives it another `generation`, so that a cursor from before is known for
what it is; up to and including `pruned_through`, events may have been removed because of their age."""

feed_tickets = Table(
    "feed_tickets",
    metadata,
    Column("ticket_hash", LargeBinary, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id"), nullable=False),
    Column("family", Uuid, nullable=False),
    Column("origin", Text, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)
"""Tickets that open one feed each; only hashes. Whoever deletes the row has used the ticket."""
