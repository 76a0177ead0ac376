"""Transactions commit whole or not at all, reads see one snapshot, values come back exactly, outages have one name."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from uuid_utils.compat import uuid7

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage import tables
from ocpp_gateway.storage.column_types import Thousandths, UtcDateTime
from ocpp_gateway.storage.opening import open_database
from ocpp_gateway.storage.postgresql import PostgresDatabase
from tests.contract.storage.fleet import add_stations, column, count, now, within

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database


@pytest.mark.anyio
async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.begin() as connection:
            await connection.execute(
                insert(tables.nodes), {"id": "n", "started_at": now(), "renewed_at": now()}
            )
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await fail_half_way()
    assert await count(database, tables.nodes) == 0


@pytest.mark.anyio
async def test_a_violated_constraint_is_no_outage(database: Database) -> None:
    node = {"id": "n", "started_at": now(), "renewed_at": now()}
    with pytest.raises(IntegrityError):
        async with database.begin() as connection:
            await connection.execute(insert(tables.nodes), [node, node])
    assert await count(database, tables.nodes) == 0


@pytest.mark.anyio
async def test_a_read_sees_one_snapshot_and_cannot_write(database: Database) -> None:
    await add_stations(database, 1)
    async with database.read() as reading:
        before = (await reading.execute(select(tables.stations.c.name))).scalar()
        async with database.begin() as writing:
            await writing.execute(update(tables.stations).values(name="new"))
        assert (await reading.execute(select(tables.stations.c.name))).scalar() == before
    assert await column(database, tables.stations.c.name) == ["new"]
    with pytest.raises(Exception, match=r"readonly|read-only"):
        async with database.read() as reading:
            await reading.execute(update(tables.stations).values(name="newer"))


@pytest.mark.anyio
async def test_many_writers_take_turns(database: Database) -> None:
    await add_stations(database, 1)

    async def add_one() -> None:
        async with database.begin() as connection:
            await connection.execute(update(tables.stations).values(version=tables.stations.c.version + 1))

    await within(asyncio.gather(*(add_one() for _ in range(40))))
    assert await column(database, tables.stations.c.version) == [41]


@pytest.mark.anyio
async def test_a_cancelled_statement_leaves_the_database_usable(database: Database) -> None:
    endless = {
        "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n",
        "postgresql": "SELECT count(*) FROM generate_series(1, 1e12)",
    }[database.dialect_name]
    for begin in (database.begin, database.read):
        async with begin() as connection:
            await connection.execute(select(1))

        async def run(begin: object = begin) -> None:
            async with begin() as connection:  # type: ignore[operator]
                await connection.execute(text(endless))

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await run()
    await within(add_stations(database, 1))


@pytest.mark.anyio
async def test_a_transaction_has_a_time_limit(database_url: str) -> None:
    database = await open_database(database_url, statement_seconds=0.2)
    with pytest.raises(StorageUnavailable, match="longer than"):
        async with database.begin():
            await asyncio.Event().wait()
    async with database.begin() as connection:
        await connection.execute(select(1))
    await database.close()


@pytest.mark.anyio
async def test_a_statement_has_a_time_limit(migrated_postgres_url: str) -> None:
    database = await open_database(migrated_postgres_url, statement_seconds=0.2)
    with pytest.raises(StorageUnavailable):
        async with database.begin() as connection:
            await connection.execute(text("SELECT pg_sleep(30)"))
    await database.ping()
    await database.close()


@pytest.mark.anyio
async def test_the_pool_is_bounded(migrated_postgres_url: str) -> None:
    database = PostgresDatabase(migrated_postgres_url, statement_seconds=0.2, pool_size=1, pool_overflow=1)
    async with database.begin(), database.begin():
        with pytest.raises(StorageUnavailable):
            async with database.begin():
                pass
    await database.ping()
    await database.close()


@pytest.mark.anyio
async def test_a_database_that_is_not_there_is_unavailable() -> None:
    database = await open_database("postgresql://nobody@127.0.0.1:1/nothing")
    with pytest.raises(StorageUnavailable):
        await database.ping()
    await database.close()


@pytest.mark.anyio
async def test_closed_connections_are_replaced_without_an_error(postgres: Database) -> None:
    await postgres.ping()
    others = (
        select(func.pg_terminate_backend(text("pid"), 5000))  # until it is gone
        .select_from(text("pg_stat_activity"))
        .where(text("datname = current_database() AND pid <> pg_backend_pid()"))
    )
    another = await open_database(postgres.url)
    async with another.begin() as connection:
        assert True in (await connection.execute(others)).scalars()
    await another.close()
    await postgres.ping()


@pytest.mark.anyio
async def test_other_addresses_are_refused() -> None:
    for url in ("mysql://x", "sqlite://", "sqlite:///:memory:"):
        with pytest.raises(ValueError, match="sqlite"):
            await open_database(url)


@pytest.mark.anyio
async def test_values_come_back_exactly(database: Database) -> None:
    (station,) = await add_stations(database, 1)
    elsewhere = datetime(2026, 3, 29, 2, 30, 0, 1, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    odd = {"location": {"ü": [1.5, None, "\u2028"]}, "last_heartbeat": elsewhere}
    async with database.begin() as connection:
        await connection.execute(update(tables.stations).values(**odd))
        await connection.execute(
            update(tables.connectors).values(meter_value=0.1 + 0.2, power_w=-0.0005, soc_percent=1e9)
        )
        await connection.execute(
            insert(tables.quarantine),
            {
                "id": uuid7(),
                "station_id": station.id,
                "raw": bytes(range(256)),
                "reason": "r",
                "received_at": now(),
            },
        )
    async with database.read() as connection:
        row = (await connection.execute(select(tables.stations))).mappings()[0]
        power = (await connection.execute(select(tables.connectors))).mappings()[0]
        difference = tables.connectors.c.meter_value - tables.connectors.c.power_w
        (total,) = (await connection.execute(select(difference))).scalars()
    assert row["location"] == odd["location"]
    assert row["last_heartbeat"] == elsewhere
    assert row["last_heartbeat"].tzinfo is UTC
    assert (power["meter_value"], power["power_w"], power["soc_percent"]) == (0.3, 0.0, 1e9)
    assert total == 0.3
    assert await column(database, tables.quarantine.c.raw) == [bytes(range(256))]


@given(st.floats(min_value=-9e10, max_value=9e10), st.sampled_from([sqlite.dialect(), postgresql.dialect()]))
def test_a_decimal_is_the_nearest_float_with_three_places(number: float, dialect: object) -> None:
    column_type = Thousandths()
    stored = column_type.process_bind_param(number, dialect)  # type: ignore[arg-type]
    back = column_type.process_result_value(stored, dialect)  # type: ignore[arg-type]
    assert back == round(number * 1000) / 1000


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        UtcDateTime().process_bind_param(datetime(2026, 1, 1), sqlite.dialect())
