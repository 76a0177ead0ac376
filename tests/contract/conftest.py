"""Databases for the contract suites: a test that asks for `database` runs on a real SQLite and a real PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from ocpp_gateway.storage.migrations import migrate
from ocpp_gateway.storage.opening import open_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from ocpp_gateway.storage.engine import Database
    from tests.servers import PostgresServer


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Address of a database without a schema."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/gateway.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def migrated_template(postgres_server: PostgresServer) -> Iterator[str]:
    """A database with the newest schema, from which others are copied: that is quicker than migrating each."""
    url = postgres_server.create_database()
    asyncio.run(migrate(url))
    yield url
    postgres_server.drop_database(url)


@pytest.fixture
async def migrated_postgres_url(migrated_template: str) -> AsyncIterator[str]:
    """Address of a PostgreSQL database with the newest schema that only this test knows."""
    template = urlsplit(migrated_template)
    name = f"{template.path[1:]}_copy"
    maintenance = await asyncpg.connect(urlunsplit(template._replace(path="/postgres")))
    await maintenance.execute(f"CREATE DATABASE {name} TEMPLATE {template.path[1:]}")
    yield urlunsplit(template._replace(path=f"/{name}"))
    await maintenance.execute(f"DROP DATABASE {name} WITH (FORCE)")
    await maintenance.close()


@pytest.fixture
async def migrated_sqlite_url(tmp_path: Path) -> str:
    """Address of a SQLite database with the newest schema."""
    url = f"sqlite:///{tmp_path}/gateway.db"
    await migrate(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Address of a database with the newest schema, of each kind."""
    name = "migrated_sqlite_url" if request.param == "sqlite" else "migrated_postgres_url"
    return str(request.getfixturevalue(name))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database with the newest schema, of each kind."""
    database = await open_database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def postgres(migrated_postgres_url: str) -> AsyncIterator[Database]:
    """For what SQLite cannot show."""
    database = await open_database(migrated_postgres_url)
    yield database
    await database.close()


@pytest.fixture
async def sqlite(migrated_sqlite_url: str) -> AsyncIterator[Database]:
    """For what only SQLite does."""
    database = await open_database(migrated_sqlite_url)
    yield database
    await database.close()
