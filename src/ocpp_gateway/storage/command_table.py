"""The table of commands to stations; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from ocpp_gateway.storage.column_types import JsonText, JsonValue, UtcDateTime
from ocpp_gateway.storage.schema import metadata, one_of

COMMAND_STATES = (
    "queued",
    "sent",
    "accepted",
    "rejected",
    "failed",
    "timed_out",
    "expired",
    "cancelled",
)
EFFECT_STATES = ("none", "waiting", "seen", "not_seen")

commands = Table(
    "commands",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("station_id", Uuid, ForeignKey("stations.id"), nullable=False),
    Column("action", Text, nullable=False),
    Column("payload", JsonText, nullable=False),
    Column("secret", Text),
    Column("status", Text, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("when_offline", Text, nullable=False),
    Column("force", Boolean, nullable=False),
    Column("timeout_seconds", Double, nullable=False),
    Column("requested_by", Text),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime),
    Column("epoch", BigInteger),
    Column("message_id", Text),
    Column("sent_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("response", JsonText),
    Column("late_response", JsonText),
    Column("error", Text),
    Column("expectation", JsonValue),
    Column("effect_state", Text, nullable=False),
    Column("effect_event", Text),
    Column("effect_at", UtcDateTime),
    Column("effect_until", UtcDateTime),
    Column("principal", Uuid),
    Column("idempotency_key", Text),
    Column("body_hash", LargeBinary),
    Column("version", Integer, nullable=False, server_default="1"),
    one_of("status", COMMAND_STATES),
    one_of("effect_state", EFFECT_STATES),
    UniqueConstraint("principal", "idempotency_key"),
)
"""Commands to stations. `payload` has its secrets masked; `secret` is the true one, encrypted, until the command is
final. Several writers move `status` (the owner's journal, the API, the sweep): each by comparing and setting it."""
Index(
    "ix_commands_queued",
    commands.c.station_id,
    commands.c.priority,
    commands.c.id,
    postgresql_where=text("status = 'queued'"),
    sqlite_where=text("status = 'queued'"),
)
Index(
    "ix_commands_expiring",
    commands.c.expires_at,
    postgresql_where=text("status = 'queued'"),
    sqlite_where=text("status = 'queued'"),
)
Index(
    "ix_commands_sent",
    commands.c.sent_at,
    postgresql_where=text("status = 'sent'"),
    sqlite_where=text("status = 'sent'"),
)
Index(
    "ix_commands_awaited",
    commands.c.effect_until,
    postgresql_where=text("effect_state = 'waiting'"),
    sqlite_where=text("effect_state = 'waiting'"),
)
Index(
    "ix_commands_awaited_of",
    commands.c.station_id,
    commands.c.id,
    postgresql_where=text("effect_state = 'waiting'"),
    sqlite_where=text("effect_state = 'waiting'"),
)
Index("ix_commands_station", commands.c.station_id, commands.c.id)
