"""What people decide about stations, on both databases: one transaction with its event, nobody overwritten, nobody
charging archived."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import StatementError

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.operations.provisioning import StationRecord, fold_identity
from ocpp_gateway.operations.station_map import point_of
from ocpp_gateway.storage.stations import StoredStations
from ocpp_gateway.storage.tables import connectors, events, leases, stations
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


@pytest.fixture
def rows(database: Database) -> Rows:
    return Rows(database, Clock(), Ids())


@pytest.fixture
def store(rows: Rows) -> StoredStations:
    return StoredStations(rows.database, new_id=rows.new_id)


def record(rows: Rows, ocpp_id: str = "CP-1", **members: Any) -> StationRecord:
    values: dict[str, Any] = {
        "id": rows.new_id(),
        "ocpp_id": ocpp_id,
        "name": "Garage",
        "location": {"latitude": 52.5, "longitude": 13.4, "address": "Yard 1"},
        "group": "site-a",
        "registration": Registration.ACCEPTED,
        "security_profile": 1,
        "key_hash": "hmac-sha256$k$00",
        "presented_hash": None,
        "unauthenticated_until": START + timedelta(days=30),
        "version": 1,
    }
    return StationRecord(**(values | members))


def happened(rows: Rows, station: StationRecord, change: str = "tested") -> list[Event]:
    return [
        Event(
            id=rows.new_id(),
            type=EventType.STATION_ADMINISTERED,
            time=START,
            station_id=station.id,
            station=station.ocpp_id,
            connector=None,
            data={"change": change},
        )
    ]


async def inserted(rows: Rows, store: StoredStations, **members: Any) -> StationRecord:
    station = record(rows, **members)
    assert await store.insert(station, fold_identity(station.ocpp_id), START, happened(rows, station), [])
    return station


async def count(rows: Rows, table: Any) -> int:
    async with rows.database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(table))).scalar())


async def test_what_was_inserted_is_found_by_its_folded_identity(rows: Rows, store: StoredStations) -> None:
    station = await inserted(rows, store, ocpp_id="Straße-7")
    assert await store.find("strasse-7") == station
    assert await store.find("straße-7") is None  # the caller folds
    assert await count(rows, events) == 1
    async with rows.database.read() as connection:
        zero = (await connection.execute(select(connectors))).one()
    assert (zero.station_id, zero.connector_number, zero.status) == (station.id, 0, "Unknown")


async def test_a_taken_identity_writes_nothing(rows: Rows, store: StoredStations) -> None:
    await inserted(rows, store)
    second = record(rows, ocpp_id="cp-1")
    assert not await store.insert(second, "cp-1", START, happened(rows, second), [])
    assert [await count(rows, table) for table in (stations, connectors, events)] == [1, 1, 1]


async def test_of_two_that_add_the_same_station_at_once_one_succeeds(
    rows: Rows, store: StoredStations
) -> None:
    both = [record(rows), record(rows, ocpp_id="cp-1")]
    outcomes = await asyncio.gather(
        *(store.insert(one, "cp-1", START, happened(rows, one), []) for one in both)
    )
    assert sorted(outcomes) == [False, True]
    assert [await count(rows, table) for table in (stations, connectors, events)] == [1, 1, 1]


async def test_an_edit_writes_what_differs_and_raises_the_version(rows: Rows, store: StoredStations) -> None:
    before = await inserted(rows, store)
    # The station knocks again meanwhile; nobody edited that column.
    await rows.change(stations, before.id, presented_hash="hmac-sha256$k$77")
    after = replace(before, name=None, group="site-b", registration=Registration.REJECTED, location=None)
    assert await store.update(before, after, START + timedelta(seconds=1), happened(rows, before), [])
    assert await store.find("cp-1") == replace(after, presented_hash="hmac-sha256$k$77", version=2)
    assert await count(rows, events) == 2


async def test_of_two_edits_of_the_same_version_one_succeeds(rows: Rows, store: StoredStations) -> None:
    before = await inserted(rows, store)
    edits = [replace(before, name=name) for name in ("one", "two")]
    outcomes = await asyncio.gather(
        *(store.update(before, edit, START, happened(rows, before), []) for edit in edits)
    )
    assert sorted(outcomes) == [False, True]
    found = await store.find("cp-1")
    assert found is not None
    assert found.name == edits[outcomes.index(True)].name
    assert found.version == 2
    assert await count(rows, events) == 2


async def test_archiving_frees_the_identity_and_fences_the_owner(rows: Rows, store: StoredStations) -> None:
    station = await inserted(rows, store)
    async with rows.database.begin() as connection:
        await connection.execute(
            insert(leases), {"station_id": station.id, "epoch": 7, "node_id": "node", "claimed_at": START}
        )
        await connection.execute(update(stations).values(online=True))
    assert await store.archive(station, START, happened(rows, station), []) == "archived"
    assert await store.find("cp-1") is None
    async with rows.database.read() as connection:
        assert (await connection.execute(select(leases.c.epoch))).scalar() == 8
        row = (await connection.execute(select(stations))).one()
    assert (row.archived_at, row.online) == (START, False)
    await inserted(rows, store, ocpp_id="cp-1")
    assert await store.archive(station, START, happened(rows, station), []) == "changed"


async def test_a_station_that_was_never_connected_is_fenced_too(rows: Rows, store: StoredStations) -> None:
    station = await inserted(rows, store)
    assert await store.archive(station, START, happened(rows, station), []) == "archived"
    async with rows.database.read() as connection:
        assert (await connection.execute(select(leases.c.epoch))).scalars() == [1]


async def test_a_charging_station_is_not_archived_nor_fenced(rows: Rows, store: StoredStations) -> None:
    station = await inserted(rows, store)
    await rows.connector(station.id, 1, transaction_id=rows.new_id())
    async with rows.database.begin() as connection:
        await connection.execute(
            insert(leases), {"station_id": station.id, "epoch": 7, "node_id": "node", "claimed_at": START}
        )
    assert await store.archive(station, START, happened(rows, station), []) == "charging"
    assert await store.find("cp-1") == station
    async with rows.database.read() as connection:
        assert (await connection.execute(select(leases.c.epoch))).scalar() == 7
    assert await count(rows, events) == 1


async def test_an_edited_station_is_not_archived_unseen(rows: Rows, store: StoredStations) -> None:
    before = await inserted(rows, store)
    await store.update(before, replace(before, name="new"), START, happened(rows, before), [])
    assert await store.archive(before, START, happened(rows, before), []) == "changed"


async def test_archiving_waits_for_a_flush_and_sees_the_transaction_it_began(postgres: Database) -> None:
    """The journal locks the lease for its flush: a look at the connectors before its commit would miss the start."""
    rows = Rows(postgres, Clock(), Ids())
    store = StoredStations(postgres, new_id=rows.new_id)
    station = await inserted(rows, store)
    connector = await rows.connector(station.id, 1)
    async with postgres.begin() as connection:
        await connection.execute(
            insert(leases), {"station_id": station.id, "epoch": 7, "node_id": "node", "claimed_at": START}
        )
    async with postgres.begin() as flush:
        await flush.execute(
            select(leases.c.epoch).where(leases.c.station_id == station.id).with_for_update(read=True)
        )
        archiving = asyncio.create_task(store.archive(station, START, happened(rows, station), []))
        await _until_somebody_waits_for_a_lock(postgres)
        change = update(connectors).where(connectors.c.id == connector).values(transaction_id=rows.new_id())
        await flush.execute(change)
    assert await archiving == "charging"


async def _until_somebody_waits_for_a_lock(database: Database) -> None:
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
    )
    async with asyncio.timeout(10):
        while True:
            async with database.read() as connection:
                if (await connection.execute(waiting)).scalar():
                    return


async def test_an_event_that_cannot_be_written_takes_the_edit_with_it(
    rows: Rows, store: StoredStations
) -> None:
    before = await inserted(rows, store)
    broken = replace(happened(rows, before)[0], data={"number": float("nan")})
    with pytest.raises((ValueError, StatementError)):
        await store.update(before, replace(before, name="new"), START, [broken], [])
    assert await store.find("cp-1") == before


async def test_a_place_on_the_map_is_written_with_the_location_and_goes_with_it(
    rows: Rows, store: StoredStations
) -> None:
    async def point() -> tuple[float | None, float | None]:
        query = select(stations.c.map_x, stations.c.map_y).where(stations.c.id == station.id)
        async with rows.database.read() as connection:
            row = (await connection.execute(query)).one()
        return row.map_x, row.map_y

    async def become(before: StationRecord, **changed: Any) -> StationRecord:
        after = replace(before, **changed)
        assert await store.update(before, after, START, happened(rows, before), [])
        return replace(after, version=before.version + 1)

    station = await inserted(rows, store)
    assert await point() == pytest.approx(point_of(station.location))
    renamed = await become(station, name="Yard")
    assert await point() == pytest.approx(point_of(station.location))
    moved = await become(renamed, location={"latitude": 53.55, "longitude": 9.99, "address": None})
    assert await point() == pytest.approx(point_of(moved.location))
    told = await become(moved, location={"latitude": None, "longitude": None, "address": "Yard 1"})
    assert await point() == (None, None)
    await become(told, location=None)
    assert await point() == (None, None)
