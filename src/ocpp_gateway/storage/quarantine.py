"""Messages that the database refused, for whoever looks into why. Written by the journal only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from ocpp_gateway.storage.tables import quarantine

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.storage.engine import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedMessage:
    """A message as it came, and what the database said to its rows. `sqlstate` is `None` if nobody asked it."""

    id: UUID
    station_id: UUID
    action: str | None
    message_id: str | None
    raw: bytes
    reason: str
    sqlstate: str | None
    received_at: datetime


class StoredQuarantine:
    """The table, read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def newest(self, limit: int) -> list[QuarantinedMessage]:
        """The newest messages first."""
        query = select(quarantine).order_by(quarantine.c.id.desc()).limit(limit)
        async with self._database.read() as connection:
            rows = (await connection.execute(query)).mappings()
        return [QuarantinedMessage(**row) for row in rows]

    async def count(self) -> int:
        """How many there are."""
        async with self._database.read() as connection:
            return int((await connection.execute(select(func.count()).select_from(quarantine))).scalar())
