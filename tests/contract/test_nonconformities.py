"""Rare rows travel with their flush: fenced, once, on both databases; and what a new owner loads of them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from ocpp_gateway.charging.changes import NonconformityCount
from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.operations.decision import Committed, Entry, Priority, StaleEpoch
from ocpp_gateway.storage.journal import open_journal
from ocpp_gateway.storage.leases import StoredLeases
from ocpp_gateway.storage.lookups import StoredTransactionLookup
from ocpp_gateway.storage.queries.nonconformities import StoredNonconformityQueries
from ocpp_gateway.storage.station_tuning import StoredStationTuning
from ocpp_gateway.storage.tables import connectors, nonconformities, stations
from tests.rows import START, Clock, Ids, Rows

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

RULE = "Q21-word-case"


def counted(count: int, **members: Any) -> NonconformityCount:
    values: dict[str, Any] = {
        "rule": RULE,
        "count": count,
        "first_at": START,
        "last_at": START + timedelta(seconds=count),
        "last_log": UUID(int=count),
        "last_excerpt": f"excerpt {count}",
        "at": START,
        "due": True,
        "added": 1,
    }
    return NonconformityCount(**(values | members))


def entry(station: UUID, epoch: int, *changes: NonconformityCount, events: tuple[Event, ...] = ()) -> Entry:
    return Entry(station_id=station, epoch=epoch, priority=Priority.STATUS, changes=changes, events=events)


async def test_counts_are_stored_by_their_flush_and_loaded_by_the_next_owner(database: Database) -> None:
    rows = Rows(database, Clock(), Ids())
    ids = [await rows.station(f"CP-{number}") for number in range(3)]
    leases = StoredLeases(database, node_id="n", clock=rows.clock)
    owned = [await leases.claim(station) for station in ids]
    journal = open_journal(database, clock=rows.clock, new_id=rows.new_id)
    try:
        told = Event(
            id=rows.new_id(),
            type=EventType.STATION_NONCONFORMITY,
            time=START,
            station_id=ids[0],
            station="CP-0",
            connector=None,
            data={"rule": RULE},
        )
        for station in owned:
            assert station is not None
            outcome = await journal.write(entry(station.id, station.epoch, counted(1), events=(told,)))
            assert isinstance(outcome, Committed)
            assert outcome.position is not None
        first = owned[0]
        assert first is not None
        other = counted(7, rule="Q25-surroundings", last_log=None)
        assert isinstance(await journal.write(entry(first.id, first.epoch, counted(5), other)), Committed)
        assert isinstance(await journal.write(entry(first.id, first.epoch, counted(6, due=False))), Committed)
        stale = await journal.write(entry(first.id, first.epoch - 1, counted(99)))
        assert isinstance(stale, StaleEpoch)
    finally:
        await journal.close()
    shown = await StoredNonconformityQueries(database).of_station(ids[0])
    assert [(view.rule, view.count, view.last_log_id, view.last_excerpt) for view in shown] == [
        ("Q25-surroundings", 7, None, "excerpt 7"),
        (RULE, 5, UUID(int=5), "excerpt 5"),
    ]
    assert (shown[1].first_at, shown[1].last_at) == (START, START + timedelta(seconds=5))
    again = await leases.claim(ids[0])
    assert again is not None
    assert {rule: known.count for rule, known in again.nonconformities.items()} == {
        RULE: 5,
        "Q25-surroundings": 7,
    }
    assert again.nonconformities[RULE].unstored == 0


async def test_a_count_that_no_column_holds_costs_only_its_own_entry(database: Database) -> None:
    rows = Rows(database, Clock(), Ids())
    leases = StoredLeases(database, node_id="n", clock=rows.clock)
    good, bad = [await leases.claim(await rows.station(name)) for name in ("GOOD", "BAD")]
    assert good is not None
    assert bad is not None
    journal = open_journal(database, clock=rows.clock, new_id=rows.new_id)
    try:
        import asyncio

        await asyncio.gather(
            journal.write(entry(bad.id, bad.epoch, counted(1, last_excerpt="a\0b"))),
            journal.write(entry(good.id, good.epoch, counted(1))),
        )
    finally:
        await journal.close()
    async with database.read() as connection:
        stored = (await connection.execute(select(nonconformities.c.station_id))).scalars()
    assert stored == [good.id]


async def test_what_was_decided_for_a_station_is_loaded_with_it(database: Database) -> None:
    rows = Rows(database, Clock(), Ids())
    station = await rows.station("CP-1")
    leases = StoredLeases(database, node_id="n", clock=rows.clock)
    fresh = await leases.claim(station)
    assert fresh is not None
    assert (fresh.validation, dict(fresh.quirk_overrides)) == (None, {})
    async with database.begin() as connection:
        await connection.execute(update(stations).values(validation="strict", quirks={"ping": False}))
    tuned = await leases.claim(station)
    assert tuned is not None
    assert (tuned.validation, tuned.quirk_overrides) == ("strict", {"ping": False})
    tuning = await StoredStationTuning(database).one(station)
    assert tuning is not None
    assert (tuning.validation, tuning.quirks) == ("strict", {"ping": False})
    assert await StoredStationTuning(database).one(UUID(int=1)) is None


async def test_running_transactions_of_a_tag_are_found_wherever_they_run(database: Database) -> None:
    rows = Rows(database, Clock(), Ids())
    running: dict[str, UUID] = {}
    for name, columns in {
        "runs": {},
        "other tag": {"id_tag_folded": "tag-2"},
        "alias": {"id_tag_folded": "app-1"},
        "refused": {"id_tag_status": "ConcurrentTx"},
        "ended": {"status": "completed"},
        "superseded": {"held": False},
    }.items():
        station = await rows.station(name)
        connector = await rows.connector(station, 1)
        held = columns.pop("held", True)  # type: ignore[call-overload]
        values = {"status": "active", "id_tag_folded": "tag-1", "id_tag_status": "Accepted", **columns}
        transaction = await rows.transaction(
            station, connector_id=connector, start_key=name.encode(), **values
        )
        if held:
            await rows.change(connectors, connector, transaction_id=transaction)
        running[name] = transaction
    lookup = StoredTransactionLookup(database)
    found = await lookup.running_under(["tag-1", "app-1"], 10)
    assert [(row.id, row.start_key) for row in found] == [
        (running["runs"], b"runs"),
        (running["alias"], b"alias"),
    ]
    assert len(await lookup.running_under(["tag-1", "app-1"], 1)) == 1
    assert await lookup.running_under(["nobody"], 10) == []
