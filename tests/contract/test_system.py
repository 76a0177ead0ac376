"""What the database tells about the installation, on both databases."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.migrations import schema_version
from ocpp_gateway.storage.nodes import Nodes
from ocpp_gateway.storage.queries.system import StoredSystemQueries
from ocpp_gateway.storage.tables import stations
from tests.rows import Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


async def test_nodes_are_shown_with_the_stations_that_are_online_through_them(database: Database) -> None:
    rows = Rows(database, Clock(), Ids())
    for name in ("old", "new"):
        rows.clock.advance(timedelta(minutes=1))
        node = Nodes(database, name, clock=rows.clock, monotonic=lambda: 0.0, new_id=rows.new_id)
        await node.register()
    for number in range(3):
        station = await rows.station(f"CP-{number}")
        assert await StoredLeases(database, node_id="new", clock=rows.clock).claim(station) is not None
        online = update(stations).where(stations.c.id == station).values(online=number > 0)
        async with database.begin() as connection:
            await connection.execute(online)
    view = await StoredSystemQueries(database).system()
    assert [(node.id, node.stations) for node in view.nodes] == [("new", 2), ("old", 0)]
    assert view.nodes[0].is_alive(rows.clock.now + timedelta(seconds=14))
    assert not view.nodes[0].is_alive(rows.clock.now + timedelta(seconds=15))


async def test_the_database_tells_its_kind_revision_and_size(database: Database) -> None:
    view = (await StoredSystemQueries(database).system()).database
    assert view.kind == database.dialect_name
    assert view.revision == await schema_version(database.url)
    assert view.bytes > 0
    if view.kind == "postgresql":
        names = [table.name for table in view.tables]
        assert len(names) == len(set(names)), "a partitioned table is one"
        assert "log_entries" in names or len(names) == 20
    else:
        assert view.tables == ()
