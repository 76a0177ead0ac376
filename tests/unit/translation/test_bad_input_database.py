"""A database that is full or read-only (ocpp.md section 5, H67): no false answer, no double, retries succeed.

On a real SQLite file. What PostgreSQL says in these cases is told apart by its error states (`storage/failures.py`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.storage import tables
from tests.unit.translation.spoken_station import SpokenStation, spoken_station

if TYPE_CHECKING:
    from ocpp_gateway.storage.sqlite import SqliteDatabase

pytestmark = pytest.mark.anyio

START = {"connectorId": 1, "idTag": "TAG", "meterStart": 1000, "timestamp": "2026-05-04T12:00:00Z"}
CLOSE_AWAY = 1013
TRIES = 50


async def pragma(database: SqliteDatabase, statement: str) -> None:
    """Set something on the one connection that writes, without a transaction: there can be none just then."""
    await database.write(lambda raw: raw.execute(f"PRAGMA {statement}").fetchall())


async def try_to_say(station: SpokenStation, action: str, payload: dict[str, Any]) -> Any:
    """The answer, or the close code with which the connection ends instead."""
    reply = await station.hear(json.dumps([2, "x", action, payload]))
    if reply.close is not None:
        assert reply.text is None, "an answer was given for what is not stored"
        return reply.close[0]
    return json.loads(reply.text or "null")


async def recovered(station: SpokenStation) -> None:
    """The station comes back and says it again, until it is answered: one transaction, nothing in quarantine."""
    for _ in range(TRIES):
        await station.reconnect()
        answer = await try_to_say(station, "StartTransaction", START)
        if answer != CLOSE_AWAY:
            break
        # The journal has not tried again yet: an entry is held for a moment only.
        await station.conversation.closed(CLOSE_AWAY, "", station.now)
    number = answer[2]["transactionId"]
    (stored,) = await station.rows(tables.transactions)
    assert (stored["transaction_id"], stored["status"]) == (str(number), "active")
    assert await station.count(tables.quarantine) == 0
    stop = {"transactionId": number, "meterStop": 2000, "timestamp": "2026-05-04T12:30:00Z"}
    assert (await station.say("StopTransaction", stop))[0] == 3


async def test_h67_while_the_database_is_full_nothing_is_answered_and_later_everything_is(
    sqlite_database: SqliteDatabase,
) -> None:
    async with spoken_station(sqlite_database, hold_seconds=0.2) as station:
        await pragma(sqlite_database, "max_page_count = 1")  # as it is now is the least
        filler = {"vendorId": "V", "data": "x" * 50_000}
        answers = [await try_to_say(station, "DataTransfer", filler) for _ in range(3)]
        assert CLOSE_AWAY in answers
        await station.conversation.closed(1013, "", station.now)
        await pragma(sqlite_database, "max_page_count = 1073741823")
        await recovered(station)


async def test_h67_while_the_database_is_read_only_no_start_is_answered_and_later_it_is_stored_once(
    sqlite_database: SqliteDatabase,
) -> None:
    async with spoken_station(sqlite_database, hold_seconds=0.2) as station:
        await pragma(sqlite_database, "query_only = ON")
        for _ in range(3):
            assert await try_to_say(station, "StartTransaction", START) == CLOSE_AWAY
        await pragma(sqlite_database, "query_only = OFF")
        await recovered(station)
