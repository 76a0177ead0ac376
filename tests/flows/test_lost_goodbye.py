"""Who is online: a goodbye that the database never got is found out, also while the node lives on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.events import EventType
from ocpp_gateway.operations.decision import Entry, Outcome, Unavailable
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.nodes import COMPARE_SECONDS, Nodes
from tests.gateway_house import GatewayHouse, exchange

if TYPE_CHECKING:
    from pathlib import Path

    from ocpp_gateway.assembly.node import Node

pytestmark = pytest.mark.anyio


async def online(node: Node) -> set[str]:
    async with node.database.read() as connection:
        rows = await connection.execute(
            select(tables.stations.c.ocpp_id).where(tables.stations.c.online.is_(True))
        )
        return set(rows.scalars())


def later(node: Node) -> Nodes:
    """The same node's sweeper, when every handshake of now is long over."""
    return Nodes(
        node.database,
        node.settings.node_id,
        clock=lambda: datetime.now(UTC) + timedelta(seconds=COMPARE_SECONDS + 1),
        monotonic=monotonic,
        new_id=uuid7,
        held=node.stations.connections.held,
    )


async def test_a_station_whose_goodbye_met_an_outage_does_not_stay_online(tmp_path: Path) -> None:
    async with GatewayHouse(tmp_path) as house:
        node = house.node
        leaving, staying = await house.station("LEAVING"), await house.station("STAYING")
        write = node.journal.write

        async def away(entry: Entry) -> Outcome:
            return Unavailable("the database is away")

        node.journal.write = away  # type: ignore[method-assign]
        await leaving.close()
        await house.until(lambda: len(node.stations.connections.held()) == 1)
        node.journal.write = write  # type: ignore[method-assign]
        assert await online(node) == {"LEAVING", "STAYING"}

        assert await later(node).sweep() == 1
        assert await online(node) == {"STAYING"}
        last = (await node.event_log.after(0, 1000))[-1].event
        assert (last.type, last.station) == (EventType.STATION_DISCONNECTED, "LEAVING")
        await exchange(staying)
        assert await later(node).sweep() == 0


async def test_a_lease_that_was_taken_for_a_client_that_had_gone_leaves_nobody_online(tmp_path: Path) -> None:
    """The take-over fences the old connection, whose goodbye then counts no longer."""
    async with GatewayHouse(tmp_path) as house:
        node = house.node
        old = await house.station("CP-1")
        (station_id,) = node.stations.connections.held()
        await node.ownership.claim(station_id)  # and the newcomer is never opened
        await old.close()
        await house.until(lambda: not node.stations.connections.held())
        assert await online(node) == {"CP-1"}
        assert await later(node).sweep() == 1
        assert await online(node) == set()
