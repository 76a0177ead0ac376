"""One tree of revisions makes the same schema on both databases, and it is the one that `tables` describes."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from ocpp_gateway.operations.ports import StorageUnavailable
from ocpp_gateway.storage import migrations
from ocpp_gateway.storage.journal.flush_function import function_text
from ocpp_gateway.storage.migrations import is_current, migrate, schema_version
from ocpp_gateway.storage.opening import open_database
from ocpp_gateway.storage.sqlite import DatabaseInUse, path_of
from ocpp_gateway.storage.tables import metadata
from tests.contract.storage.fleet import within

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.anyio,
    # The index on starts contains an expression; its name and its effect are tested elsewhere.
    pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index"),
    pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index"),
]

PARTITIONED = {"ocpp_logs", "meter_values"}


async def on(url: str, call: Callable[[Connection], Any]) -> Any:
    """Call with a plain connection of SQLAlchemy."""
    if url.startswith("sqlite"):
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                return call(connection)
        finally:
            engine.dispose()
    asynchronous = create_async_engine(url.replace("postgresql:", "postgresql+asyncpg:"))
    async with asynchronous.connect() as connection:
        found = await connection.run_sync(call)
    await asynchronous.dispose()
    return found


def shape(connection: Connection) -> dict[str, Any]:
    """Tables, columns, uniqueness, keys and indexes, without what is spelled differently by each database."""
    look = inspect(connection)
    found = {}
    for table in look.get_table_names():
        if table.startswith(("alembic", "sqlite_")) or table.endswith("_default"):
            continue
        found[table] = {
            "columns": {column["name"]: column["nullable"] for column in look.get_columns(table)},
            "unique": sorted(tuple(unique["column_names"]) for unique in look.get_unique_constraints(table)),
            "checks": sorted(str(check["name"]) for check in look.get_check_constraints(table)),
            "references": sorted(
                (key["constrained_columns"][0], key["referred_table"]) for key in look.get_foreign_keys(table)
            ),
        }
    return found


def index_names(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        )
    else:
        rows = connection.exec_driver_sql(
            "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE '%_default'"
            " AND indexname NOT LIKE 'pk_%' AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint WHERE contype = 'u')"
            " AND tablename <> 'alembic_version'"
        )
    return {name for (name,) in rows}


async def test_an_empty_database_gets_the_newest_schema(empty_url: str) -> None:
    assert await schema_version(empty_url) is None
    assert not await is_current(empty_url)
    await migrate(empty_url)
    assert await is_current(empty_url)
    version = await schema_version(empty_url)
    await migrate(empty_url)
    assert await schema_version(empty_url) == version


async def test_the_migrated_schema_is_the_one_the_program_works_with(database_url: str) -> None:
    def differences(connection: Connection) -> list[Any]:
        def included(thing: Any, name: str | None, kind: str, reflected: bool, other: Any) -> bool:
            # The partitions are PostgreSQL's business; an index on an expression is read back in another spelling.
            return (
                not (kind == "table" and str(name).endswith("_default")) and name != "uq_transactions_start"
            )

        context = MigrationContext.configure(
            connection,
            opts={"include_object": included, "compare_type": True, "compare_server_default": False},
        )
        return [
            difference
            for difference in compare_metadata(context, metadata)
            # On SQLite alone the rows of the journal have foreign keys; see `tables`.
            if not (difference[0] == "remove_fk" and difference[1].table.name in PARTITIONED)
        ]

    assert await on(database_url, differences) == []


async def test_both_databases_have_the_same_shape(
    migrated_sqlite_url: str, migrated_postgres_url: str
) -> None:
    sqlite, postgres = await on(migrated_sqlite_url, shape), await on(migrated_postgres_url, shape)
    for table in PARTITIONED:
        assert {target for _, target in sqlite[table].pop("references")} == {"connectors", "stations"}
        assert postgres[table].pop("references") == []
    assert sqlite == postgres
    assert await on(migrated_sqlite_url, index_names) == await on(migrated_postgres_url, index_names)


def test_the_installed_function_is_the_one_that_is_generated() -> None:
    """A change of the specification needs a function with another version and a revision that installs it."""
    installed = Path(migrations.__file__).parent / "versions" / "journal_flush_v1.sql"
    assert installed.read_text() == function_text()


async def test_a_newer_schema_is_left_alone(empty_url: str) -> None:
    """During a rolling upgrade the old release works on the schema of the new one."""
    await migrate(empty_url)
    if empty_url.startswith("sqlite"):
        raw = sqlite3.connect(path_of(empty_url))
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()
        raw.close()
    else:
        connection = await asyncpg.connect(empty_url)
        await connection.execute("UPDATE alembic_version SET version_num = '9999'")
        await connection.close()
    assert await is_current(empty_url)
    await migrate(empty_url)
    assert await schema_version(empty_url) == "9999"


async def test_nodes_that_start_together_migrate_once(postgres_url: str) -> None:
    await within(asyncio.gather(*(migrate(postgres_url) for _ in range(3))))
    assert await is_current(postgres_url)


async def test_a_sqlite_file_serves_one_process(migrated_sqlite_url: str) -> None:
    database = await open_database(migrated_sqlite_url)
    with pytest.raises(DatabaseInUse, match="SQLite serves exactly one process"):
        await open_database(migrated_sqlite_url)
    with pytest.raises(DatabaseInUse):
        await migrate(migrated_sqlite_url)
    beside = await open_database(migrated_sqlite_url, exclusive=False)
    await beside.close()
    await database.close()
    again = await open_database(migrated_sqlite_url)
    await again.close()


async def test_a_database_that_cannot_be_reached_is_unavailable() -> None:
    with pytest.raises(StorageUnavailable):
        await migrate("postgresql://nobody@127.0.0.1:1/nothing")
