"""The table of configuration keys: what stations report of them, and what people want."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, PrimaryKeyConstraint, Table, Text, Uuid

from ocpp_gateway.storage.column_types import UtcDateTime
from ocpp_gateway.storage.schema import metadata

configuration = Table(
    "configuration",
    metadata,
    Column("station_id", Uuid, ForeignKey("stations.id"), nullable=False),
    Column("key_folded", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("value", Text),
    Column("readonly", Boolean),
    Column("known", Boolean),
    Column("reported_at", UtcDateTime),
    Column("wanted", Text),
    Column("wanted_at", UtcDateTime),
    Column("wanted_by", Text),
    Column("wanted_command", Uuid),
    PrimaryKeyConstraint("station_id", "key_folded"),
)
"""`value` to `reported_at` are written by the journal, the wanted ones by the API. No secret is in any of them.

`wanted_command` is the ChangeConfiguration that carries the wanted value: its state is that of the wish.
"""
