"""Connectors as they are shown: with what their station adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, false, func, not_, or_, select

from ocpp_gateway.charging.blocks import shown
from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.queries import ConnectorFilter, ConnectorKey, ConnectorView, Page, Visibility
from ocpp_gateway.storage.queries.blocks import BlockColumns
from ocpp_gateway.storage.queries.keyset import page, seen_by
from ocpp_gateway.storage.tables import connectors, stations

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Row, Select

    from ocpp_gateway.storage.engine import Database

_whole = connectors.alias("whole_station")
_flagged = connectors.alias("flagged")
_own_block = BlockColumns(connectors, "own")
_whole_block = BlockColumns(_whole, "whole")
_BLOCKED = or_(connectors.c.blocked, func.coalesce(_whole.c.blocked, false()))
_UNUSABLE = (ConnectorStatus.UNAVAILABLE.value, ConnectorStatus.FAULTED.value)
_AVAILABLE = and_(
    stations.c.online,
    stations.c.registration == Registration.ACCEPTED.value,
    stations.c.status.not_in(_UNUSABLE),
    connectors.c.status == ConnectorStatus.AVAILABLE.value,
    not_(_BLOCKED),
)
"""Nobody is sent to a dead charger: the connector and its whole station must be usable."""
_AS_THEY_ARE = (
    "id",
    "station_id",
    "connector_number",
    "error_code",
    "info",
    "vendor_error_code",
    "last_status_change",
    "meter_value",
    "power_w",
    "soc_percent",
)


class StoredConnectorQueries:
    """`ConnectorQueries` on the tables."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self, wanted: ConnectorFilter, visible: Visibility, *, limit: int, after: ConnectorKey | None = None
    ) -> Page[ConnectorView, ConnectorKey]:
        """One page: stations newest first, their connectors ascending."""
        query = _living(visible).where(connectors.c.connector_number > 0, *_conditions(wanted))
        if after is not None:
            station, number = after
            of_station, of_number = connectors.c.station_id, connectors.c.connector_number
            query = query.where(of_station <= station, or_(of_station < station, of_number > number))
        query = query.order_by(connectors.c.station_id.desc(), connectors.c.connector_number).limit(limit + 1)
        async with self._database.read() as connection:
            rows = await connection.execute(query)
        return page(rows.all(), limit, _view, lambda view: (view.station_id, view.connector_number))

    async def find(self, ocpp_id: str, number: int, visible: Visibility) -> ConnectorView | None:
        """One connector; number 0 is the station itself."""
        query = _living(visible).where(
            stations.c.ocpp_id_folded == fold_identity(ocpp_id), connectors.c.connector_number == number
        )
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _view(row)


def _living(visible: Visibility) -> Select[Any]:
    query: Select[Any] = (
        select(
            *(connectors.c[name] for name in _AS_THEY_ARE),
            connectors.c.status,
            connectors.c.transaction_id,
            connectors.c.updated_at,
            stations.c.ocpp_id,
            stations.c.online,
            stations.c.last_message_at,
            stations.c.last_boot_at,
            stations.c.status.label("whole_status"),
            *_own_block.columns,
            *_whole_block.columns,
            _AVAILABLE.label("shown_available"),
        )
        .join(stations, connectors.c.station_id == stations.c.id)
        .outerjoin(_whole, and_(_whole.c.station_id == stations.c.id, _whole.c.connector_number == 0))
    )
    query = _whole_block.joined(_own_block.joined(query))
    return query.where(stations.c.archived_at.is_(None), seen_by(visible))


def _conditions(wanted: ConnectorFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        conditions.append(connectors.c.status == wanted.status.value)
    if wanted.available is not None:
        conditions.append(_AVAILABLE if wanted.available else not_(_AVAILABLE))
    if wanted.blocked is False:
        conditions.append(not_(_BLOCKED))
    elif wanted.blocked:
        # The first half says nothing new: it leads to the few rows of the index on what is blocked.
        conditions += [
            connectors.c.station_id.in_(select(_flagged.c.station_id).where(_flagged.c.blocked)),
            _BLOCKED,
        ]
    if wanted.station is not None:
        conditions.append(stations.c.ocpp_id_folded == fold_identity(wanted.station))
    if wanted.group is not None:
        conditions.append(stations.c.group_name == wanted.group)
    return conditions


def _view(row: Row[Any]) -> ConnectorView:
    status = ConnectorStatus(row.status)
    block = shown(
        _own_block.wanted(row),
        _whole_block.wanted(row),
        status,
        ConnectorStatus(row.whole_status),
        row.last_boot_at,
    )
    return ConnectorView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        station=row.ocpp_id,
        status=status,
        online=row.online,
        available=bool(row.shown_available),
        blocked=block.blocked,
        block_state=block.state,
        blocked_by=block.by,
        blocked_at=block.at,
        block_command=block.command,
        transaction=row.transaction_id,
        # Whatever the station said last would have changed this, had there been a change.
        as_of=max(row.updated_at, row.last_message_at or row.updated_at),
    )
