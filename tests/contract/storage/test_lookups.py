"""The reads of decisions: repeated and unknown transactions and readings, tags, numbers, strangers, credentials."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select, text, update
from uuid_utils.compat import uuid7

from ocpp_gateway.charging.changes import UnmatchedTransaction
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.charging.tokens import Token, TokenStatus
from ocpp_gateway.operations.decision import Committed
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.credentials import StoredCredentials
from ocpp_gateway.storage.enrolment import StoredEnrolment
from ocpp_gateway.storage.events import StoredEventLog
from ocpp_gateway.storage.lookups import StoredMeterLookup, StoredTransactionLookup
from ocpp_gateway.storage.retention import Retention
from ocpp_gateway.storage.tokens import FRESH_SECONDS, StoredTokens
from ocpp_gateway.storage.transaction_ids import StoredTransactionIds
from tests.contract.storage.fleet import (
    START,
    TestStation,
    add_stations,
    column,
    count,
    end_of,
    entry,
    journal_on,
    meter_record,
    now,
    start_of,
    within,
)

if TYPE_CHECKING:
    from ocpp_gateway.charging.changes import Change
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio


async def write(database: Database, station: TestStation, *changes: Change) -> None:
    journal = journal_on(database)
    assert isinstance(await within(journal.write(entry(station, *changes))), Committed)
    await journal.close()


def unmatched(**given: Any) -> UnmatchedTransaction:
    values: dict[str, Any] = {
        "id": uuid7(),
        "transaction_id": "7",
        "connector_id": None,
        "connector_number": None,
        "id_tag": None,
        "start_time": None,
        "start_meter": None,
        "end_time": START,
        "end_meter": 5.0,
        "stop_reason": "Local",
        "stop_key": b"lost",
        "received_at": now(),
    }
    return UnmatchedTransaction(**(values | given))


async def test_a_transaction_is_found_by_id_start_and_stop_of_its_own_station_only(
    database: Database,
) -> None:
    one, other = await add_stations(database, 2)
    start = start_of(one, "4711", start_key=b"start", estimated=("start_time",))
    await write(database, one, start)
    await write(database, one, end_of(start.id, stop_key=b"stop", estimated=("start_time", "end_meter")))
    lookup = StoredTransactionLookup(database)
    found = await lookup.by_transaction_id(one.id, "4711")
    assert found is not None
    assert (found.id, found.status, found.start_meter, found.end_meter) == (
        start.id,
        "completed",
        1000.0,
        4702.0,
    )
    assert (found.id_tag, found.id_tag_status, found.connector_number) == ("TAG-1", "Accepted", 1)
    assert found.estimated == ("start_time", "end_meter")
    assert await lookup.by_start_key(one.id, b"start") == found == await lookup.by_stop_key(one.id, b"stop")
    for nothing in (
        await lookup.by_transaction_id(other.id, "4711"),
        await lookup.by_start_key(other.id, b"start"),
        await lookup.by_stop_key(other.id, b"stop"),
        await lookup.by_transaction_id(one.id, "4712"),
    ):
        assert nothing is None


async def test_an_unmatched_stop_is_recognised_but_never_taken_for_a_transaction(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    await write(database, station, unmatched())
    lookup = StoredTransactionLookup(database)
    assert await lookup.by_transaction_id(station.id, "7") is None
    repeated = await lookup.by_stop_key(station.id, b"lost")
    assert repeated is not None
    assert repeated.status == "unmatched"


async def test_the_newest_of_equal_starts_is_found(database: Database) -> None:
    """A station stuck in 1970 repeats its content; rows differ by the effective time."""
    (station,) = await add_stations(database, 1)
    older, newer = start_of(station, "1"), start_of(station, "2", start_time=START + timedelta(days=1))
    await write(database, station, older, newer)
    found = await StoredTransactionLookup(database).by_start_key(station.id, b"start-key")
    assert found is not None
    assert found.id == newer.id


async def test_the_last_register_of_a_transaction(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    start = start_of(station, "1")
    readings = [
        meter_record(
            station, transaction=start.id, sampled_at=START + timedelta(minutes=minutes), energy_wh=wh
        )
        for minutes, wh in ((10, 1200.0), (30, 1500.5), (40, None), (20, 1300.0))
    ]
    stranger = meter_record(station, transaction=None, sampled_at=START + timedelta(hours=9), energy_wh=9e9)
    await write(database, station, start, *readings, stranger)
    lookup = StoredTransactionLookup(database)
    assert await lookup.last_energy(start.id) == (START + timedelta(minutes=30), 1500.5)
    assert await lookup.last_energy(uuid7()) is None


async def test_stored_hashes_are_those_of_this_connector_since_then(database: Database) -> None:
    one, other = await add_stations(database, 2)
    received = now()
    await write(
        database,
        one,
        meter_record(one, content_hash=1, received_at=received),
        meter_record(one, content_hash=-2, received_at=received),
        meter_record(one, content_hash=3, received_at=received - timedelta(days=3)),
        meter_record(one, content_hash=4, connector_number=2, received_at=received),
    )
    await write(database, other, meter_record(other, content_hash=5, received_at=received))
    lookup = StoredMeterLookup(database)
    since = received - timedelta(days=2)
    assert await lookup.stored_hashes(one.id, 1, [1, -2, 3, 4, 5, 6], since) == {1, -2}
    assert await lookup.stored_hashes(one.id, 2, [4], since) == {4}
    assert await lookup.stored_hashes(one.id, 1, [6], since) == set()


async def test_only_the_partitions_of_those_days_are_read(postgres: Database) -> None:
    await Retention(postgres, log_days=30, meter_days=400, event_days=7).prepare(now())
    query = select(tables.meter_values.c.content_hash).where(
        tables.meter_values.c.station_id == uuid7(),
        tables.meter_values.c.received_at >= now() + timedelta(days=2),
    )
    from sqlalchemy.dialects import postgresql

    async with postgres.read() as connection:
        plain = query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True})
        plan = "\n".join((await connection.execute(text(f"EXPLAIN {plain}".replace(":", r"\:")))).scalars())
    today = f"meter_values_{now():%Y%m%d}"
    assert today not in plan
    assert f"meter_values_{now() + timedelta(days=2):%Y%m%d}" in plan


async def add_tag(database: Database, id_tag: str, *, aliases: tuple[str, ...] = (), **given: Any) -> None:
    row = {"id": uuid7(), "id_tag": id_tag, "id_tag_folded": id_tag.casefold(), "status": "Accepted"}
    async with database.begin() as connection:
        await connection.execute(
            insert(tables.id_tags), {**row, "created_at": now(), "updated_at": now(), **given}
        )
        for alias in aliases:
            await connection.execute(
                insert(tables.id_tag_aliases), {"alias_folded": alias, "id_tag_id": row["id"]}
            )


async def test_a_tag_is_found_by_its_text_and_by_its_other_names(database: Database) -> None:
    expiry = now() + timedelta(days=1)
    await add_tag(
        database, "TAG-1", aliases=("long-roaming-name",), parent="FLEET", group_name="g", expiry=expiry
    )
    tokens = StoredTokens(database, clock=lambda: 0.0)
    token = Token(id_tag="TAG-1", status=TokenStatus.ACCEPTED, expiry=expiry, parent="FLEET", group="g")
    assert await tokens.find("tag-1") == token
    assert await tokens.find("long-roaming-name") == token
    assert await tokens.find("tag-2") is None


async def test_a_tag_is_at_most_five_seconds_old(database: Database) -> None:
    await add_tag(database, "TAG-1")
    seconds = [0.0]
    tokens = StoredTokens(database, clock=lambda: seconds[0], remembered=2)
    await tokens.find("tag-1")
    async with database.begin() as connection:
        await connection.execute(update(tables.id_tags).values(status="Blocked"))
    seconds[0] = FRESH_SECONDS - 0.1
    remembered = await tokens.find("tag-1")
    seconds[0] = FRESH_SECONDS
    fresh = await tokens.find("tag-1")
    assert remembered is not None
    assert fresh is not None
    assert (remembered.status, fresh.status) == (TokenStatus.ACCEPTED, TokenStatus.BLOCKED)


async def test_a_tag_that_was_changed_is_read_again_at_once(database: Database) -> None:
    await add_tag(database, "TAG-1")
    tokens = StoredTokens(database, clock=lambda: 0.0)
    await tokens.find("tag-1")
    async with database.begin() as connection:
        await connection.execute(update(tables.id_tags).values(status="Blocked"))
    tokens.forget()
    token = await tokens.find("tag-1")
    assert token is not None
    assert token.status is TokenStatus.BLOCKED


async def test_transaction_numbers_are_unique_across_nodes_and_restarts(database: Database) -> None:
    key = b"k" * 32
    nodes = [StoredTransactionIds(database, key, block=7) for _ in range(3)]
    drawn = await within(asyncio.gather(*(node.draw() for node in nodes for _ in range(40))))
    drawn += [await StoredTransactionIds(database, key, block=7).draw() for _ in range(5)]
    assert len(set(drawn)) == len(drawn)
    assert all(1 <= number < 2**31 for number in drawn)


async def test_a_stranger_is_enrolled_once_with_its_connector_0_and_an_event(database: Database) -> None:
    enrolment = StoredEnrolment(database, new_id=uuid7)
    asked: dict[str, Any] = {
        "registration": Registration.PENDING,
        "presented_hash": "h",
        "remote_address": "192.0.2.1",
    }
    ids = await within(
        asyncio.gather(
            *(enrolment.enrol(ocpp_id=name, now=now(), **asked) for name in ("CP-1", "cp-1", "CP-1"))
        )
    )
    assert len(set(ids)) == 1
    assert await enrolment.pending_count() == 1
    assert await count(database, tables.stations) == 1
    assert await column(database, tables.connectors.c.connector_number) == [0]
    (told,) = await StoredEventLog(database).after(0, 10)
    assert (told.event.type, told.event.station_id) == (EventType.STATION_ADMINISTERED, ids[0])


async def test_credentials_of_all_living_stations_are_streamed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stations = await add_stations(database, 25)
    monkeypatch.setattr("ocpp_gateway.storage.credentials.PAGE", 10)
    until = now() + timedelta(days=1)
    async with database.begin() as connection:
        await connection.execute(update(tables.stations).values(key_hash="hash", unauthenticated_until=until))
        await connection.execute(
            update(tables.stations).where(tables.stations.c.id == stations[3].id).values(archived_at=now())
        )
    source = StoredCredentials(database)
    found = [credential async for credential in source.all()]
    assert {c.ocpp_id for c in found} == {s.ocpp_id for s in stations} - {"CP-3"}
    assert len(found) == 24
    one = await source.one(stations[0].id)
    assert one in found
    assert one is not None
    assert (one.key_hash, one.unauthenticated_until, one.registration) == (
        "hash",
        until,
        Registration.ACCEPTED,
    )
    assert await source.one(stations[3].id) is None
