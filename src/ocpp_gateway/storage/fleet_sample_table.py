"""The table of the fleet's samples; see `tables` for the conventions."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Table, Text

from ocpp_gateway.storage.column_types import Thousandths, UtcDateTime
from ocpp_gateway.storage.schema import metadata

fleet_samples = Table(
    "fleet_samples",
    metadata,
    Column("at", UtcDateTime, primary_key=True),
    Column("group_name", Text, primary_key=True),
    Column("coarse", Boolean, nullable=False),
    Column("power_w", Thousandths, nullable=False),
    Column("stations", Integer, nullable=False),
    Column("online", Integer, nullable=False),
    Column("connectors", Integer, nullable=False),
    Column("charging", Integer, nullable=False),
    Column("faulted", Integer, nullable=False),
)
"""One row for each full minute and group; the group of stations without one is the empty text. `coarse` ones are kept
for long (`operations.fleet_history`)."""
