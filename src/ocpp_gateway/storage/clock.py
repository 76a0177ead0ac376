"""What time it is for the database."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database


async def database_time(database: Database) -> datetime:
    """The server's clock, aware UTC; SQLite lives in this process and has ours."""
    if database.dialect_name == "sqlite":
        return datetime.now(UTC)
    async with database.read() as connection:
        moment: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar()
    return moment.astimezone(UTC)
