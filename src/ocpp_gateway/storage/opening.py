"""Which database an address names.

Each side of the room is imported here when it is opened, and nowhere by the other: neither knows that there are two.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database


async def open_database(url: str, *, exclusive: bool = True, statement_seconds: float = 5.0) -> Database:
    """Open `sqlite:///path` (`sqlite:////absolute/path`) or `postgresql://…` (any address libpq understands).

    `exclusive` only concerns SQLite: the process that serves stations takes the file for itself and a second one is
    refused with `DatabaseInUse`. A short command beside it passes `False`.
    """
    if url.startswith("sqlite:///"):
        from ocpp_gateway.storage.sqlite import SqliteDatabase

        return await SqliteDatabase.open(url, exclusive=exclusive, statement_seconds=statement_seconds)
    if url.startswith(("postgresql://", "postgres://")):
        from ocpp_gateway.storage.postgresql import PostgresDatabase

        return PostgresDatabase(url, statement_seconds=statement_seconds)
    raise ValueError("the database URL must begin with sqlite:/// or postgresql://")
