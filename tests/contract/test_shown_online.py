"""A node keeps what is shown online true: it compares with the connections it has, and nothing stops it for good."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from sqlalchemy import insert, select
from uuid_utils.compat import uuid7

from ocpp_gateway.storage import tables
from ocpp_gateway.storage.nodes import COMPARE_SECONDS, RENEW_SECONDS, Nodes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LONG_AGO = NOW - timedelta(seconds=COMPARE_SECONDS + 1)


async def add_online(database: Database, name: str, *, claimed_at: datetime = LONG_AGO) -> UUID:
    """A station that is shown online through the node `me`, with epoch 3."""
    station = uuid7()
    written = {"created_at": NOW, "updated_at": NOW}
    row = {"id": station, "ocpp_id": name, "ocpp_id_folded": name, "registration": "accepted", "online": True}
    lease = {"station_id": station, "epoch": 3, "node_id": "me", "claimed_at": claimed_at}
    async with database.begin() as connection:
        await connection.execute(insert(tables.stations), row | written)
        await connection.execute(insert(tables.leases), lease)
    return station


async def online(database: Database) -> set[str]:
    query = select(tables.stations.c.ocpp_id).where(tables.stations.c.online.is_(True))
    async with database.read() as connection:
        return set((await connection.execute(query)).scalars())


def me(database: Database, held: Mapping[UUID, int], seconds: list[float]) -> Nodes:
    return Nodes(
        database,
        "me",
        clock=lambda: NOW,
        monotonic=lambda: seconds[0],
        new_id=uuid7,
        held=lambda: held,
    )


async def test_what_is_shown_online_here_but_has_no_connection_is_taken_offline(database: Database) -> None:
    held = {await add_online(database, "held"): 3, await add_online(database, "fenced"): 2}
    await add_online(database, "lost")
    await add_online(database, "opening", claimed_at=NOW - timedelta(seconds=1))
    seconds = [1000.0]
    node = me(database, held, seconds)
    assert await node.sweep() == 2
    assert await online(database) == {"held", "opening"}
    async with database.read() as connection:
        epochs = await connection.execute(select(tables.leases.c.epoch, tables.leases.c.node_id))
        assert sorted(tuple(row) for row in epochs) == [(3, "me"), (3, "me"), (4, ""), (4, "")]


async def test_the_comparison_is_made_now_and_then(database: Database) -> None:
    seconds = [1000.0]
    node = me(database, {}, seconds)
    assert await node.sweep() == 0
    await add_online(database, "lost")
    seconds[0] += RENEW_SECONDS
    assert await node.sweep() == 0
    seconds[0] += COMPARE_SECONDS
    assert await node.sweep() == 1


async def test_a_node_goes_on_renewing_whatever_happened_to_it() -> None:
    """A deadlock is no outage; a node that stopped here would be declared dead by all others."""

    class Broken(Nodes):
        attempts = 0

        async def renew(self) -> None:
            self.attempts += 1
            raise RuntimeError("deadlock detected")

    async def sleep(_: float) -> None:
        if node.attempts == 3:
            raise asyncio.CancelledError

    node = Broken(None, "me", clock=lambda: NOW, monotonic=lambda: 0.0, new_id=uuid7)  # type: ignore[arg-type]
    with pytest.raises(asyncio.CancelledError):
        await node.run(sleep)
    assert node.attempts == 3
