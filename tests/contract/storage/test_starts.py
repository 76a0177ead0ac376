"""One transaction id for one start, whoever asks and how often (journal.md, proof 3)."""

from __future__ import annotations

import asyncio
import json
import random
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from ocpp_gateway.operations.decision import Committed, Entry
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.opening import open_database
from tests.contract.storage.fleet import TestStation, add_stations, entry, frame, journal_on, start_of, within

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

STATIONS = 100


def proposal(station: TestStation, transaction_id: str, message_id: str) -> Entry:
    """The same start with another proposed id; a known one becomes nothing but its answer."""

    def answered(told: str) -> tuple[Entry, ...]:
        payload = json.dumps({"transactionId": told}).encode()
        return (
            entry(station, message_id=message_id, frames=(frame(message_id, payload=payload),), answer=told),
        )

    return entry(
        station,
        start_of(station, transaction_id),
        message_id=message_id,
        frames=answered(transaction_id)[0].frames,
        answer=transaction_id,
        restated=lambda told: answered(told)[0],
    )


async def test_two_journals_that_store_the_same_starts_agree_on_their_ids(
    database: Database, database_url: str
) -> None:
    stations = await add_stations(database, STATIONS)
    other = await open_database(database_url) if database.dialect_name == "postgresql" else database
    journals = [journal_on(database), journal_on(other)]
    chance = random.Random(3)
    writes: list[Callable[[], object]] = []
    for station in stations:
        for number, journal in enumerate(journals * 2):
            made = proposal(station, f"{number}-{station.number}", f"{station.ocpp_id}/{number}")
            writes.append(lambda journal=journal, made=made: journal.write(made))
    chance.shuffle(writes)
    outcomes = await within(asyncio.gather(*(write() for write in writes)))  # type: ignore[call-overload]
    assert {type(outcome) for outcome in outcomes} == {Committed}
    async with database.read() as connection:
        rows = (await connection.execute(select(tables.transactions))).mappings()
        logs = (await connection.execute(select(tables.ocpp_logs))).mappings()
    stored = {row["station_id"]: row["transaction_id"] for row in rows}
    assert len(rows) == len(stored) == STATIONS
    for outcome in outcomes:
        assert outcome.entry.answer == stored[outcome.entry.station_id]
    assert len(logs) == 4 * STATIONS
    assert all(json.loads(log["payload"])["transactionId"] == stored[log["station_id"]] for log in logs)
    assert sum(journal.measurements.restated for journal in journals) == 3 * STATIONS
    for journal in journals:
        await journal.close()
    if other is not database:
        await other.close()


async def test_starts_that_differ_in_anything_are_different(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    for number, difference in enumerate(
        (
            {},
            {"start_meter": 1000.001},
            {"id_tag_folded": "tag-2"},
            {"start_time": start_of(station, "").received_at},
        )
    ):
        outcome = await within(journal.write(entry(station, start_of(station, str(number), **difference))))
        assert isinstance(outcome, Committed)
    async with database.read() as connection:
        rows = (await connection.execute(select(tables.transactions.c.transaction_id))).scalars()
    assert sorted(rows) == ["0", "1", "2", "3"]
    await journal.close()


async def test_a_start_whose_meter_nobody_knows_is_recognised_too(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    for transaction_id in ("1", "2"):
        made = entry(
            station,
            start_of(station, transaction_id, start_meter=None),
            restated=lambda told: entry(station, answer=told),
        )
        outcome = await within(journal.write(made))
        assert isinstance(outcome, Committed)
    assert outcome.entry.answer == "1"
    async with database.read() as connection:
        rows = (await connection.execute(select(tables.transactions.c.transaction_id))).scalars()
    assert rows == ["1"]
    await journal.close()
