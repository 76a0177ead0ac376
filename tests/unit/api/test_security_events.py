"""`GET /security-events`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from ocpp_gateway.storage.tables import security_events

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def test_the_main_shape_and_its_pages(api: Gateway) -> None:
    station = await api.station("CP-1")
    for kind in ("InvalidMessages", "TamperDetectionActivated"):
        row = {
            "id": api.new_id(),
            "station_id": station,
            "type": kind,
            "at": api.clock(),
            "received_at": api.clock(),
            "tech_info": "lid",
            "critical": kind.startswith("Tamper"),
            "origin": "station",
        }
        async with api.database.begin() as connection:
            await connection.execute(insert(security_events).values(**row))
    first = (await api.get("/security-events?station=cp-1&limit=1")).json()
    (item,) = first["items"]
    del item["id"]
    assert item == {
        "station": "CP-1",
        "type": "TamperDetectionActivated",
        "timestamp": "2026-11-23T08:00:00.250Z",
        "received_at": "2026-11-23T08:00:00.250Z",
        "tech_info": "lid",
        "critical": True,
        "origin": "station",
    }
    rest = (await api.get(f"/security-events?limit=1&cursor={first['next_cursor']}")).json()
    assert [item["type"] for item in rest["items"]] == ["InvalidMessages"]
    assert (await api.get("/security-events?critical=false&type=Nothing")).json()["items"] == []
