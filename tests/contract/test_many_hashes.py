"""A message of 1 MiB can hold more readings than a statement can have parameters (PostgreSQL: 32,767)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import insert

from ocpp_gateway.storage import tables
from ocpp_gateway.storage.lookups import StoredMeterLookup

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
STATION, CONNECTOR = UUID(int=1), UUID(int=2)


async def test_repetitions_are_found_among_forty_thousand_readings(database: Database) -> None:
    written = {"created_at": NOW, "updated_at": NOW}
    station = {"id": STATION, "ocpp_id": "CP-1", "ocpp_id_folded": "cp-1", "registration": "accepted"}
    connector = {"id": CONNECTOR, "station_id": STATION, "connector_number": 1}
    reading = {
        "station_id": STATION,
        "connector_id": CONNECTOR,
        "connector_number": 1,
        "sampled_at": NOW,
        "received_at": NOW,
        "origin": "meter_values",
        "context": "Sample.Periodic",
        "samples": "[]",
    }
    async with database.begin() as connection:
        await connection.execute(insert(tables.stations), station | written)
        await connection.execute(insert(tables.connectors), connector | written)
        await connection.execute(
            insert(tables.meter_values), [reading | {"content_hash": n} for n in (5, 39_999)]
        )
    found = await StoredMeterLookup(database).stored_hashes(STATION, 1, range(40_000), NOW)
    assert found == {5, 39_999}
