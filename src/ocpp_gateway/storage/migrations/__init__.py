"""Bringing a database to this version's schema: one tree of revisions for both databases.

Rules of a revision (reliability F28): expand, backfill in batches, contract one release later; no table is rewritten;
a lock that is not had within two seconds is given up and the whole revision with it, so that live traffic never
queues behind a migration. There is no way down: restore a backup, or go forward.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import pool, text
from sqlalchemy.ext.asyncio import create_async_engine

from ocpp_gateway.storage.engine import translating_outages
from ocpp_gateway.storage.postgresql import CONNECT_SECONDS, session_limits
from ocpp_gateway.storage.sqlite import lock_file, make_engine, path_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

T = TypeVar("T")

MIGRATION_LOCK = 0x6F67_776D_6967
"""Key of the advisory lock on PostgreSQL ("ogwmig"): one migration at a time."""

_SETTINGS = {
    "application_name": "ocpp-gateway migrate",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}


async def migrate(url: str) -> None:
    """Run what is missing. A database that is newer than this program is left alone.

    On SQLite nobody else may have the file open: raises `DatabaseInUse`. Call it before `open_database`.
    """
    if url.startswith("sqlite:"):
        await asyncio.to_thread(_migrate_sqlite, path_of(url))
    else:
        await _on_postgresql(url, _upgrade)


async def schema_version(url: str) -> str | None:
    """Return the revision of a database, `None` if it has no schema yet."""
    if not url.startswith("sqlite:"):
        return await _on_postgresql(url, _revision)
    path = path_of(url)
    return await asyncio.to_thread(_on_sqlite, path, _revision) if path.exists() else None


async def is_current(url: str) -> bool:
    """Whether this program can work on a database: its schema is this version's, or a newer one."""
    version = await schema_version(url)
    if version is None:
        return False
    script = ScriptDirectory.from_config(_config())
    return version == script.get_current_head() or not _is_known(script, version)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def _is_known(script: ScriptDirectory, revision: str) -> bool:
    """A newer release keeps the schema usable for the one before it, which does not know the new revision."""
    try:
        return script.get_revision(revision) is not None
    except CommandError:
        return False


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        # Several nodes may start together: one migrates, the others wait here and then find nothing to do.
        connection.execute(text("SET lock_timeout = '60s'"))
        connection.execute(text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})"))
        connection.execute(text("SET lock_timeout = '2s'"))
        connection.commit()
    config = _config()
    current = _revision(connection)
    connection.rollback()
    if current is not None and not _is_known(ScriptDirectory.from_config(config), current):
        return
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _migrate_sqlite(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock_file(path):
        _on_sqlite(path, _upgrade)


def _on_sqlite(path: Path, call: Callable[[Connection], T]) -> T:
    engine = make_engine(path, writer=True)
    try:
        with translating_outages(), engine.connect() as connection:
            return call(connection)
    finally:
        engine.dispose()


async def _on_postgresql(url: str, call: Callable[[Connection], T]) -> T:
    async def connect() -> asyncpg.Connection:
        settings = {**session_limits(5.0), **_SETTINGS}
        return await asyncpg.connect(url, timeout=CONNECT_SECONDS, server_settings=settings)

    engine = create_async_engine(
        "postgresql+asyncpg://", async_creator=connect, poolclass=pool.NullPool, hide_parameters=True
    )
    try:
        with translating_outages():
            async with engine.connect() as connection:
                return await connection.run_sync(call)
    finally:
        await engine.dispose()
