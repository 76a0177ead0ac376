"""Offered keys and profiles of stations: written beside those in force, moved there by the handshake that uses them.

None of this needs the station's lease: the row is locked while the decision is made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from ocpp_gateway.operations.credential_changes import CredentialState
from ocpp_gateway.operations.ports import OfferedKey
from ocpp_gateway.storage import audit as audit_log
from ocpp_gateway.storage import events as event_log
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from ocpp_gateway.charging.events import Event
    from ocpp_gateway.operations.audit import AuditEntry
    from ocpp_gateway.storage.engine import Database


class StoredCredentialChanges:
    """`CredentialChangeStore` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def change(
        self,
        station_id: UUID,
        now: datetime,
        events: Sequence[Event],
        audit: Sequence[AuditEntry],
        decide: Callable[[CredentialState], CredentialState],
    ) -> bool:
        """Replace what is stored by what `decide` makes of it; `False` if that is the same or the station is gone."""
        living = (stations.c.id == station_id, stations.c.archived_at.is_(None))
        query = select(
            stations.c.key_hash,
            stations.c.offered_keys,
            stations.c.security_profile,
            stations.c.raised_profile,
        ).where(*living)
        async with self._database.begin() as connection:
            row = (await connection.execute(query.with_for_update())).first()
            if row is None:
                return False
            before = CredentialState(
                key_hash=row.key_hash,
                offered_keys=offered_keys(row.offered_keys),
                security_profile=row.security_profile,
                raised_profiles=row.raised_profile,
            )
            after = decide(before)
            if after == before:
                return False
            change = update(stations).where(*living).values(**_values(before, after), updated_at=now)
            await connection.execute(change.values(version=stations.c.version + 1))
            await audit_log.append(connection, audit)
            await event_log.append(connection, events, now)
        return True


def _values(before: CredentialState, after: CredentialState) -> dict[str, Any]:
    values: dict[str, Any] = {
        "offered_keys": [[list(offer.key_hashes), offer.accepted] for offer in after.offered_keys] or None,
        "security_profile": after.security_profile,
        "raised_profile": after.raised_profiles,
    }
    if after.key_hash != before.key_hash:
        values |= {"key_hash": after.key_hash, "unauthenticated_until": None}
    return values


def offered_keys(stored: list[Any] | None) -> tuple[OfferedKey, ...]:
    """What the column holds: `[[[hash, …], accepted], …]`, oldest first."""
    return tuple(OfferedKey(tuple(hashes), accepted) for hashes, accepted in stored or ())
