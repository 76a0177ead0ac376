"""The table of blocks; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, Uuid

from ocpp_gateway.storage.column_types import UtcDateTime
from ocpp_gateway.storage.schema import metadata

connector_blocks = Table(
    "connector_blocks",
    metadata,
    Column("connector_id", Uuid, ForeignKey("connectors.id"), primary_key=True),
    Column("command_id", Uuid, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("changed_by_kind", Text, nullable=False),
    Column("changed_by_id", Uuid),
    Column("asked_status", Text, nullable=False),
    Column("asks", Integer, nullable=False, server_default="0"),
    Column("asks_since", UtcDateTime),
)
"""Beside `connectors.blocked`: who blocked or unblocked last, and the command that carried it last.

A table of its own, because rows of `connectors` are written with nearly every message and most connectors are never
blocked. What the station answered is the command's, what it reports is the connector's; neither is repeated here.
`command_id` has no constraint: commands may be forgotten one day, a block must not keep them.
"""
