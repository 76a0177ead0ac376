"""Stations as they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, not_, or_, select

from ocpp_gateway.charging.stations import ConnectorStatus, Registration
from ocpp_gateway.operations.provisioning import fold_identity
from ocpp_gateway.operations.queries import (
    EVERYTHING,
    IdKey,
    Page,
    StationFilter,
    StationSort,
    StationView,
    Visibility,
)
from ocpp_gateway.operations.station_map import x_of, y_of
from ocpp_gateway.storage.queries.blocks import BlockColumns
from ocpp_gateway.storage.queries.keyset import contains, listing, page, seen_by
from ocpp_gateway.storage.tables import connectors, stations

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import Column, ColumnElement, Row, Select

    from ocpp_gateway.storage.engine import Connection, Database
    from ocpp_gateway.storage.queries.station_names import StationNames

_whole = connectors.alias("whole_station")
_any = connectors.alias("any_connector")
_block = BlockColumns(_whole, "whole")
_AS_THEY_ARE = (
    "id",
    "ocpp_id",
    "name",
    "location",
    "online",
    "ocpp_version",
    "security_profile",
    "certificate",
    "presented_certificate",
    "unauthenticated_until",
    "validation",
    "quirks",
    "vendor",
    "model",
    "serial_number",
    "firmware_version",
    "iccid",
    "imsi",
    "meter_type",
    "meter_serial_number",
    "firmware_status",
    "diagnostics_status",
    "remote_address",
    "connected_at",
    "last_boot_at",
    "last_heartbeat",
    "last_message_at",
    "created_at",
    "updated_at",
    "version",
)

_last = stations.alias("last_seen")
_ORDERS: dict[StationSort, tuple[Column[Any], bool]] = {
    "-created_at": (stations.c.id, True),
    "created_at": (stations.c.id, False),
    "ocpp_id": (stations.c.ocpp_id_folded, False),
    "-ocpp_id": (stations.c.ocpp_id_folded, True),
}
"""Each order is that of a unique index, and whether it descends."""


class StoredStationQueries:
    """`StationQueries` on the table."""

    def __init__(self, database: Database, names: StationNames | None = None) -> None:
        """`names` finds a text without reading every station."""
        self._database = database
        self._names = names

    async def page(
        self,
        wanted: StationFilter,
        visible: Visibility,
        *,
        limit: int,
        after: IdKey | None = None,
        sort: StationSort = "-created_at",
    ) -> Page[StationView, IdKey]:
        """One page. The key is an id in every order: what an archived station was called is still known."""
        column, descending = _ORDERS[sort]
        chosen = (
            select(stations.c.id)
            .where(
                stations.c.archived_at.is_(None),
                seen_by(visible),
                *conditions(wanted),
                *await narrowed(wanted, self._names),
            )
            .order_by(column.desc() if descending else column)
            .limit(limit + 1)
        )
        if after is not None:
            last = select(_last.c[column.name]).where(_last.c.id == after[0]).scalar_subquery()
            chosen = chosen.where(column < last if descending else column > last)
        # The rows of the page first: what is shown beside them is looked up for these alone.
        query = _living(visible).where(stations.c.id.in_(chosen.correlate(None)))
        query = query.order_by(column.desc() if descending else column)
        async with listing(self._database) as connection:
            rows = await connection.execute(query)
        return page(rows.all(), limit, _view, lambda view: (view.id,))

    async def find(self, ocpp_id: str, visible: Visibility) -> StationView | None:
        """One station by its identity, case aside."""
        query = _living(visible).where(stations.c.ocpp_id_folded == fold_identity(ocpp_id))
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return None if row is None else _view(row)


async def views_of(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, StationView]:
    """The living ones of these stations, by id."""
    rows = await connection.execute(_living(EVERYTHING).where(stations.c.id.in_(ids)))
    return {row.id: _view(row) for row in rows}


def _living(visible: Visibility) -> Select[Any]:
    # The hashes of credentials never leave the database: only whether there is one.
    columns = (
        *(stations.c[name] for name in _AS_THEY_ARE),
        stations.c.status,
        stations.c.registration,
        stations.c.raised_profile,
        stations.c.group_name,
        stations.c.key_hash.is_not(None).label("has_password"),
        stations.c.presented_hash.is_not(None).label("presented_password"),
        *_block.columns,
    )
    at_zero = and_(_whole.c.station_id == stations.c.id, _whole.c.connector_number == 0)
    query = _block.joined(select(*columns).select_from(stations).outerjoin(_whole, at_zero))
    return query.where(stations.c.archived_at.is_(None), seen_by(visible))


async def narrowed(wanted: StationFilter, names: StationNames | None) -> list[ColumnElement[bool]]:
    """The few stations that a text can mean, as a condition beside that of the text itself; none if they are many."""
    if wanted.text is None or names is None:
        return []
    few = await names.few(wanted.text)
    return [] if few is None else [stations.c.id.in_(few)]


def conditions(wanted: StationFilter) -> list[ColumnElement[bool]]:
    """A filter as conditions on the rows of stations."""
    found: list[ColumnElement[bool]] = []
    if wanted.status is not None:
        found.append(stations.c.status == wanted.status.value)
    if wanted.registration is not None:
        found.append(stations.c.registration == wanted.registration.value)
    if wanted.online is not None:
        found.append(stations.c.online.is_(wanted.online))
    for column, value in (
        (stations.c.group_name, wanted.group),
        (stations.c.vendor, wanted.vendor),
        (stations.c.model, wanted.model),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.shows is not None:
        found.append(_shows(wanted.shows))
    if wanted.placed is not None:
        found.append(stations.c.map_x.is_not(None) if wanted.placed else stations.c.map_x.is_(None))
    if wanted.area is not None:
        area = wanted.area
        found += [
            stations.c.map_x.between(x_of(area.west), x_of(area.east)),
            stations.c.map_y.between(y_of(area.north), y_of(area.south)),
        ]
    if wanted.text is not None:
        in_identity = stations.c.ocpp_id_folded.contains(fold_identity(wanted.text), autoescape=True)
        found.append(or_(in_identity, contains(stations.c.name, wanted.text)))
    return found


def _shows(status: ConnectorStatus) -> ColumnElement[bool]:
    """Whether a connector of the station shows a state; while the station is offline all show `Unknown`."""
    says = exists().where(
        _any.c.station_id == stations.c.id,
        _any.c.connector_number > 0,
        _any.c.status == status.value,
    )
    if status is ConnectorStatus.UNKNOWN:
        return or_(not_(stations.c.online), says)
    return and_(stations.c.online, says)


def _view(row: Row[Any]) -> StationView:
    wanted = _block.wanted(row)
    status = ConnectorStatus(row.status)
    return StationView(
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
        status=status,
        raised_profile=max(row.raised_profile, default=None),
        blocked=wanted.blocked,
        block_state=wanted.state(status, row.last_boot_at),
        blocked_by=wanted.by if wanted.blocked else None,
        blocked_at=wanted.at if wanted.blocked else None,
        registration=Registration(row.registration),
        group=row.group_name,
        has_password=bool(row.has_password),
        presented_password=bool(row.presented_password),
    )
