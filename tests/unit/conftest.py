"""A real database for unit tests of what administers and reads: a SQLite file with the newest schema."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from ocpp_gateway.storage.migrations import migrate
from ocpp_gateway.storage.opening import open_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from ocpp_gateway.storage.engine import Database


@pytest.fixture(scope="session")
async def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the newest schema, made once and copied for every test."""
    path = tmp_path_factory.mktemp("schema") / "gateway.db"
    await migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_file(migrated_file: Path, tmp_path: Path) -> Path:
    """A database file of this test's own."""
    return shutil.copy(migrated_file, tmp_path / "gateway.db")


@pytest.fixture
async def sqlite_database(database_file: Path) -> AsyncIterator[Database]:
    """That file, open."""
    database = await open_database(f"sqlite:///{database_file}")
    yield database
    await database.close()
