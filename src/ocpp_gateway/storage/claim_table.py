"""The table of Idempotency-Keys in use; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, LargeBinary, Table, Text, UniqueConstraint, Uuid

from ocpp_gateway.storage.column_types import UtcDateTime
from ocpp_gateway.storage.schema import metadata

idempotency_claims = Table(
    "idempotency_claims",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("principal", Uuid, nullable=False),
    Column("key", Text, nullable=False),
    Column("request_hash", LargeBinary, nullable=False),
    Column("claimed_at", UtcDateTime, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("answer", Text),
    UniqueConstraint("principal", "key"),
)
"""`done` is set by the transaction of the change; `answer` is encrypted. Commands keep their keys in their own rows."""
