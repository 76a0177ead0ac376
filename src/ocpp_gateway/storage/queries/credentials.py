"""The credentials of one station as they are shown: what waits, and what the audit tells of how they came about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.operations.audit import ActorKind
from ocpp_gateway.operations.credential_queries import (
    DEEDS,
    EDITS,
    LONGEST_HISTORY,
    MEMBERS,
    CredentialEvent,
    CredentialView,
)
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.credential_changes import offered_keys
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from sqlalchemy import Row

    from ocpp_gateway.operations.credential_queries import CredentialChange
    from ocpp_gateway.storage.engine import Database

_LOOKED_AT = 200
"""Entries of the audit: edits of a name or a group are among them."""


class StoredCredentialQueries:
    """`CredentialQueries` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of_station(self, station_id: UUID) -> CredentialView:
        """What waits and how it came about, newest first."""
        now = select(stations.c.key_hash, stations.c.offered_keys).where(stations.c.id == station_id)
        past = (
            select(audit.c.at, audit.c.action, audit.c.actor, audit.c.actor_kind, audit.c.after)
            .where(audit.c.station_id == station_id, audit.c.action.in_((*DEEDS, *EDITS)))
            .order_by(audit.c.at.desc(), audit.c.id.desc())
            .limit(_LOOKED_AT)
        )
        async with self._database.read() as connection:
            row = (await connection.execute(now)).one()
            entries = (await connection.execute(past)).all()
        history = [event for entry in entries for event in _events(entry)]
        return CredentialView(
            has_password=row.key_hash is not None,
            offered=tuple(offer.accepted for offer in offered_keys(row.offered_keys)),
            history=tuple(history[:LONGEST_HISTORY]),
        )


def _events(entry: Row[Any]) -> Iterator[CredentialEvent]:
    after: dict[str, Any] = entry.after or {}
    known = DEEDS.get(entry.action)
    if known is not None:
        yield _event(entry, known, after)
        return
    for member, what in MEMBERS.items():
        # A new station has all members: those that say nothing are no change.
        if member in after and not (entry.action == "station.created" and after[member] in (None, "none")):
            yield _event(entry, what, after)


def _event(entry: Row[Any], what: CredentialChange, after: dict[str, Any]) -> CredentialEvent:
    profile = after.get("security_profile") if what.name.startswith("PROFILE") else None
    return CredentialEvent(
        at=entry.at,
        what=what,
        by=entry.actor,
        by_kind=ActorKind(entry.actor_kind),
        security_profile=profile,
    )
