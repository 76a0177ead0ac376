"""The audit as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.operations.audit import ActorKind, SubjectKind
from ocpp_gateway.operations.audit_queries import AuditFilter, AuditKey, AuditView
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.queries.keyset import before, ids_of, page, seen_by
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row

    from ocpp_gateway.operations.queries import Page, Visibility
    from ocpp_gateway.storage.engine import Database

_AS_THEY_ARE = ("id", "at", "actor_id", "actor", "remote_address", "action", "subject", "before", "after")


class StoredAuditQueries:
    """`AuditQueries` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, wanted: AuditFilter, visible: Visibility, *, limit: int, after: AuditKey | None = None
    ) -> Page[AuditView, AuditKey]:
        """One page, newest first."""
        query = (
            select(audit, stations.c.ocpp_id)
            .outerjoin(stations, stations.c.id == audit.c.station_id)
            .where(seen_by(visible), *_conditions(wanted))
            .order_by(audit.c.at.desc(), audit.c.id.desc())
            .limit(limit + 1)
        )
        if after is not None:
            query = query.where(before(audit.c.at, audit.c.id, after))
        async with self._database.read() as connection:
            if wanted.station is not None:
                query = query.where(audit.c.station_id.in_(await ids_of(connection, wanted.station)))
            rows = await connection.execute(query)
        return page(rows.all(), limit, _view, lambda view: (view.at, view.id))


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor is not None:
        conditions.append(audit.c.actor_folded == wanted.actor.casefold())
    if wanted.action is not None:
        conditions.append(audit.c.action == wanted.action)
    if wanted.subject is not None:
        conditions.append(audit.c.subject_folded == wanted.subject.casefold())
    if wanted.since is not None:
        conditions.append(audit.c.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(audit.c.at < wanted.until)
    return conditions


def _view(row: Row[Any]) -> AuditView:
    return AuditView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        actor_kind=ActorKind(row.actor_kind),
        subject_kind=SubjectKind(row.subject_kind),
        station=row.ocpp_id,
    )
