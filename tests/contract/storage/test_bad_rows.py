"""One bad row never spoils the others: it is quarantined, committed, and answered normally (journal.md, proof 6)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.decision import Committed, Entry, Quarantined
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.quarantine import StoredQuarantine
from tests.contract.storage.fleet import (
    TestStation,
    add_stations,
    column,
    connector_update,
    count,
    entry,
    frame,
    full_entry,
    journal_on,
    meter_record,
    start_of,
    within,
)

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

RAW = b'{"as":"sent"}'


def bad_entry(station: TestStation, kind: str) -> Entry:
    """An entry with one value that no database takes (the raw frame itself is good)."""
    good = frame("bad", payload=RAW)
    changes: dict[str, Any] = {
        "nul": connector_update(station, info="a\0b"),
        "surrogate": connector_update(station, vendor_error_code="\ud800"),
        "overflow": connector_update(station, number=2**40),
        "too many digits": connector_update(station, meter_value=1e15),
        "not a number": connector_update(station, power_w=float("nan")),
        "hash overflow": meter_record(station, content_hash=2**63),
        "time": meter_record(station, sampled_at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC)),
        "json": meter_record(station, samples=b'{"broken":'),
        "utf-8": meter_record(station, samples=b'{"a":"\xff"}'),
        "unknown connector": start_of(station, "1", connector_id=uuid7()),
        "unknown status": connector_update(station, status=_Impossible("Levitating")),
    }
    return entry(station, changes[kind], frames=(good,))


class _Impossible(str):
    """A status that no enumeration holds, as a defect of ours would make it."""

    __slots__ = ()

    @property
    def value(self) -> str:
        return str(self)


FOUND_BEFORE = ["nul", "surrogate", "overflow", "too many digits", "not a number", "hash overflow", "time"]
"""What the cheap checks find without asking the database."""
REFUSED_BY_POSTGRES = [
    "nul",
    "surrogate",
    "overflow",
    "too many digits",
    "not a number",
    "hash overflow",
    "json",
    "utf-8",
    "unknown connector",
    "unknown status",
]
"""What the database or its driver refuses when nobody checks before."""


async def write_with_culprits(database: Database, kind: str, culprits: int, *, check_values: bool) -> Any:
    """A batch of 128 with some bad entries: exactly those are quarantined, all others are stored once."""
    stations = await add_stations(database, 128)
    bad = {stations[(number * 37) % 128].id for number in range(culprits)}
    journal = journal_on(database, check_values=check_values)
    outcomes = await within(
        asyncio.gather(
            *(journal.write(bad_entry(s, kind) if s.id in bad else full_entry(s)) for s in stations)
        )
    )
    for station, outcome in zip(stations, outcomes, strict=True):
        assert isinstance(outcome, Quarantined if station.id in bad else Committed), outcome
    logged = await column(database, tables.ocpp_logs.c.station_id)
    assert sorted(logged) == sorted([s.id for s in stations if s.id not in bad] * 2)
    assert await count(database, tables.events) == 128 - culprits
    kept = await StoredQuarantine(database).newest(1000)
    assert {message.station_id for message in kept} == bad
    assert {message.raw for message in kept} == {RAW}
    assert {message.message_id for message in kept} == {"bad"}
    assert await StoredQuarantine(database).count() == culprits
    after = await within(journal.write(full_entry(stations[0])))
    assert isinstance(after, Committed)
    await journal.close()
    return journal.measurements


@pytest.mark.parametrize("kind", FOUND_BEFORE)
async def test_the_checks_find_it_without_a_refused_flush(database: Database, kind: str) -> None:
    measurements = await write_with_culprits(database, kind, 4, check_values=True)
    assert measurements.split == 0
    assert measurements.quarantined == 4


@pytest.mark.parametrize("culprits", [1, 4])
@pytest.mark.parametrize("kind", REFUSED_BY_POSTGRES)
async def test_splitting_finds_what_nobody_checked(postgres: Database, kind: str, culprits: int) -> None:
    measurements = await write_with_culprits(postgres, kind, culprits, check_values=False)
    assert measurements.quarantined == culprits


@pytest.mark.parametrize("kind", ["overflow", "unknown connector", "unknown status"])
async def test_splitting_finds_what_sqlite_refuses(sqlite: Database, kind: str) -> None:
    measurements = await write_with_culprits(sqlite, kind, 2, check_values=False)
    assert measurements.quarantined == 2


async def test_the_reason_says_which_column(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    outcome = await within(journal.write(bad_entry(station, "nul")))
    assert outcome == Quarantined("connectors.info: a NUL character")
    (kept,) = await StoredQuarantine(database).newest(1)
    assert (kept.reason, kept.sqlstate) == ("connectors.info: a NUL character", None)
    await journal.close()


async def test_texts_of_the_quarantine_itself_are_made_harmless(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    journal = journal_on(database)
    bad = frame("id\0\ud800", action="Boot\0", payload=b"\xff\0 raw")
    outcome = await within(journal.write(entry(station, frames=(bad,))))
    assert isinstance(outcome, Quarantined)
    (kept,) = await StoredQuarantine(database).newest(1)
    assert (kept.action, kept.message_id, kept.raw) == ("Boot\ufffd", "id\ufffd?", b"\xff\0 raw")
    await journal.close()


async def test_a_stale_culprit_is_not_quarantined(database: Database) -> None:
    """Another node owns the station; what this one thinks of it is nobody's business."""
    (station,) = await add_stations(database, 1)
    station.epoch = 0
    journal = journal_on(database)
    await within(journal.write(bad_entry(station, "nul")))
    assert await count(database, tables.quarantine) == 0
    assert journal.measurements.stale == 1
    await journal.close()
