"""The tables of people, their sign-ins and API keys; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text, Uuid

from ocpp_gateway.storage.column_types import JsonValue, UtcDateTime
from ocpp_gateway.storage.schema import metadata, one_of

ROLES = ("admin", "operator", "viewer", "partner")

users = Table(
    "users",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text),
    Column("email", Text, nullable=False),
    Column("email_folded", Text, nullable=False, unique=True),
    Column("password_hash", Text),
    Column("role", Text, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False, server_default="1"),
    one_of("role", ROLES),
)
"""Without `password_hash` somebody can only come in through an identity provider, a service user not at all."""

refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("family", Uuid, nullable=False, index=True),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("created_at", UtcDateTime, nullable=False),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("user_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("key", Text, nullable=False, unique=True),
    Column("permissions", JsonValue, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("name", Text, nullable=False, server_default=""),
    Column("hint", Text, nullable=False, server_default=""),
    Column("expires_at", UtcDateTime),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    Column("updated_at", UtcDateTime),
    Column("version", Integer, nullable=False, server_default="1"),
)
"""`key` is the SHA-256 of the key, in hex; the key itself is shown once, `hint` is its beginning. `last_used_at` is up
to a minute old."""
