"""Offered keys and profiles of stations: written beside those in force, moved there by the handshake that uses them.

None of this needs the station's lease: every statement names what it expects to find.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import update

from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.storage.engine import Database


class StoredCredentialChanges:
    """`CredentialChangeStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def offer(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        *,
        key_hash: str | None = None,
        profile: int | None = None,
    ) -> bool:
        """Remember a key or a higher profile beside those in force, in place of an earlier offer."""
        values: dict[str, Any] = {}
        expected: list[ColumnElement[bool]] = []
        if key_hash is not None:
            values["next_key_hash"] = key_hash
        if profile is not None:
            values["raised_profile"] = profile
            expected.append(stations.c.security_profile < profile)
        return await self._write(station_id, now, events, audit, values, expected)

    async def withdraw(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        *,
        key: bool = False,
        profile: bool = False,
    ) -> bool:
        """Forget what was offered."""
        columns = [name for name, asked in (("next_key_hash", key), ("raised_profile", profile)) if asked]
        expected = [stations.c[name].is_not(None) for name in columns]
        return await self._write(station_id, now, events, audit, dict.fromkeys(columns), expected)

    async def settle(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        *,
        key_hash: str | None = None,
        profile: int | None = None,
    ) -> bool:
        """Put in force what was offered, if it is still exactly this."""
        values: dict[str, Any] = {}
        expected: list[ColumnElement[bool]] = []
        if key_hash is not None:
            values |= {"key_hash": key_hash, "next_key_hash": None, "unauthenticated_until": None}
            expected.append(stations.c.next_key_hash == key_hash)
        if profile is not None:
            values |= {"security_profile": profile, "raised_profile": None}
            expected.append(stations.c.raised_profile == profile)
        return await self._write(station_id, now, events, audit, values, expected)

    async def _write(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        values: dict[str, Any],
        expected: Sequence[ColumnElement[bool]],
    ) -> bool:
        change = (
            update(stations)
            .where(stations.c.id == station_id, stations.c.archived_at.is_(None), *expected)
            .values(**values, version=stations.c.version + 1, updated_at=now)
        )
        async with self._database.begin() as connection:
            if (await connection.execute(change)).rowcount == 0:
                return False
            await audit_log.append(connection, audit)
            await event_log.append(connection, events, now)
        return True
