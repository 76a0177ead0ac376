"""`/system`: who sees the installation, and what of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from ocpp_gateway.storage.tables import nodes

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def test_the_installation_in_one_answer(api: Gateway) -> None:
    now = api.clock.now
    async with api.database.begin() as connection:
        for name, age in (("here", 1), ("silent", 16)):
            seen = now - timedelta(seconds=age)
            await connection.execute(
                insert(nodes).values(id=name, started_at=seen - timedelta(hours=1), renewed_at=seen)
            )
    shown = (await api.get("/system", role="viewer")).json()
    assert shown["version"] == "0.0.1"
    assert [(node["id"], node["alive"], node["this"]) for node in shown["nodes"]] == [
        ("here", True, True),
        ("silent", False, False),
    ]
    assert shown["addresses"]["station_url"] == "ws://localhost:9000/ocpp"
    assert shown["addresses"]["station_url_configured"] is False
    assert shown["node"]["journal_load"] == 0.25
    assert shown["node"]["redis"] is None
    assert shown["database"]["kind"] == "sqlite"
    assert shown["database"]["bytes"] > 0
    assert shown["waiting"]["commands_queued"] == 0


async def test_what_waits_for_stations_is_counted(api: Gateway) -> None:
    await api.station("CP-1")
    await api.post("/stations/CP-1/commands", json={"action": "ClearCache", "when_offline": "queue"})
    assert (await api.get("/system")).json()["waiting"]["commands_queued"] == 1
