"""What a take-over loads decides the next answer without a look at the database: nothing may be missing."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Engine, event, update
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.changes import StationUpdate
from ocpp_gateway.charging.stations import ConnectorStatus, Registration, Station
from ocpp_gateway.operations.decision import Committed, Entry
from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.leases import NOBODY, StoredLeases
from ocpp_gateway.storage.opening import open_database
from tests.contract.storage.fleet import (
    START,
    TestStation,
    add_stations,
    connector_update,
    end_of,
    entry,
    journal_on,
    now,
    start_of,
    within,
)

if TYPE_CHECKING:
    from uuid import UUID

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


async def claimed(database: Database, station: TestStation) -> Station:
    owned = await within(StoredLeases(database, node_id="node-2", clock=now).claim(station.id))
    assert owned is not None
    return owned


async def test_hot_state_that_is_loaded_equals_hot_state_that_was_moved(database: Database) -> None:
    """Replaying the changes over the old state and loading the new one give the same."""
    (station,) = await add_stations(database, 1)
    kept = await claimed(database, station)
    station.epoch = kept.epoch
    journal = journal_on(database)
    second = uuid7()
    done, running = (
        start_of(station, "1"),
        start_of(
            station,
            "2",
            start_time=START + timedelta(hours=2),
            start_key=b"two",
            estimated=("start_time",),
            start_meter=0.125,
        ),
    )
    moment = now()
    entries: list[Entry] = [
        entry(station, StationUpdate(vendor="ACME", model="One", firmware_version="1", last_boot_at=moment)),
        entry(station, connector_update(station, transaction=done.id), done),
        entry(station, connector_update(station), end_of(done.id, stop_key=b"stop-1")),
        entry(
            station,
            connector_update(
                station,
                id=second,
                number=2,
                error_code="OverVoltage",
                info="i",
                vendor_error_code="v",
                status=ConnectorStatus.FAULTED,
                last_status_change=moment,
            ),
        ),
        entry(
            station,
            connector_update(
                station,
                transaction=running.id,
                status=ConnectorStatus.CHARGING,
                meter_value=1234.567,
                power_w=7400.5,
                soc_percent=61.0,
                last_sample_at=moment,
                last_start_at=moment,
            ),
            running,
        ),
        entry(station, StationUpdate(last_message_at=moment, last_heartbeat=moment)),
    ]
    for made in entries:
        outcome = await within(journal.write(made))
        assert isinstance(outcome, Committed)
        for change in outcome.entry.changes:
            kept.apply(change)
    loaded = await claimed(database, station)
    assert loaded.epoch == kept.epoch + 1
    loaded.epoch = kept.epoch
    assert loaded == kept
    assert [t.transaction_id for t in loaded.open_transactions()] == ["2"]
    assert loaded.last_stop_key == b"stop-1"
    await journal.close()


async def test_what_people_decided_is_loaded(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    async with database.begin() as connection:
        await connection.execute(update(tables.stations).values(registration="pending", group_name="site-a"))
        await connection.execute(update(tables.connectors).values(blocked=True))
    owned = await claimed(database, station)
    assert (owned.registration, owned.group) == (Registration.PENDING, "site-a")
    assert owned.connectors[1].blocked


async def test_an_archived_station_cannot_be_claimed(database: Database) -> None:
    one, other = await add_stations(database, 2)
    async with database.begin() as connection:
        await connection.execute(
            update(tables.stations).where(tables.stations.c.id == one.id).values(archived_at=now())
        )
    leases = StoredLeases(database, node_id="node-2", clock=now)
    gone, there = await within(asyncio.gather(leases.claim(one.id), leases.claim(other.id)))
    assert gone is None
    assert there is not None


async def test_the_node_that_takes_a_station_from_another_one_hears_of_it(database: Database) -> None:
    one, other = await add_stations(database, 2)
    async with database.begin() as connection:
        free = update(tables.leases).where(tables.leases.c.station_id == other.id).values(node_id=NOBODY)
        await connection.execute(free)
    taken: list[tuple[str, UUID, int]] = []

    def leases(name: str) -> StoredLeases:
        return StoredLeases(
            database, node_id=name, clock=now, on_taken=lambda *what: taken.append((name, *what))
        )

    near, far = leases("near"), leases("far")
    begun = (await claimed(database, one)).epoch  # by node-2
    await within(asyncio.gather(near.claim(one.id), near.claim(other.id)))
    await within(near.claim(one.id))
    assert taken == [("near", one.id, begun + 1)], "it was told of what nobody else had"
    await within(far.claim(one.id))
    assert taken[1:] == [("far", one.id, begun + 3)]


async def test_a_storm_of_claims_shares_its_queries(database: Database) -> None:
    stations = await add_stations(database, 300)
    leases = StoredLeases(database, node_id="node-2", clock=now)
    statements: list[str] = []

    def note(*given: Any) -> None:
        statements.append(given[2])

    event.listen(Engine, "before_cursor_execute", note)
    try:
        owned = await within(asyncio.gather(*(leases.claim(s.id) for s in stations)))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    assert {o.id for o in owned if o is not None} == {s.id for s in stations}
    assert len([s for s in statements if s.split()[0] in {"SELECT", "INSERT", "UPDATE"}]) <= 20


async def test_claims_fail_together_when_the_database_is_away() -> None:
    database = await open_database("postgresql://nobody@127.0.0.1:1/nothing")
    leases = StoredLeases(database, node_id="node-2", clock=now)
    outcomes = await within(
        asyncio.gather(*(leases.claim(uuid7()) for _ in range(3)), return_exceptions=True)
    )
    assert {type(outcome) for outcome in outcomes} == {StorageUnavailable}
    await database.close()
