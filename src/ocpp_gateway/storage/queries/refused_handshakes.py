"""Refused handshakes as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.queries import IdKey, Page, RefusalFilter, RefusedHandshakeView, Visibility
from ocpp_gateway.storage.queries.keyset import page
from ocpp_gateway.storage.tables import refused_handshakes

if TYPE_CHECKING:
    from sqlalchemy import Row

    from ocpp_gateway.storage.engine import Database

_SHOWN = ("id", "at", "remote_address", "identity", "status", "reason", "detail", "times")


class StoredRefusalQueries:
    """`RefusalQueries` on the table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, wanted: RefusalFilter, visible: Visibility, *, limit: int, after: IdKey | None = None
    ) -> Page[RefusedHandshakeView, IdKey]:
        """One page, newest first."""
        if not visible.all_stations:
            return Page([], None)
        table = refused_handshakes.c
        query = select(*(table[name] for name in _SHOWN)).order_by(table.id.desc()).limit(limit + 1)
        if wanted.identity is not None:
            query = query.where(table.identity_folded == fold_identity(wanted.identity))
        if wanted.remote_address is not None:
            query = query.where(table.remote_address == wanted.remote_address)
        if wanted.reason is not None:
            query = query.where(table.reason == wanted.reason)
        if after is not None:
            query = query.where(table.id < after[0])
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return page(rows.all(), limit, _view, lambda view: (view.id,))


def _view(row: Row[Any]) -> RefusedHandshakeView:
    return RefusedHandshakeView(**{name: getattr(row, name) for name in _SHOWN})
