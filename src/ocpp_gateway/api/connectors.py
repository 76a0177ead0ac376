"""`/connectors` and `/stations/{ocpp_id}/connectors`: where a car can charge now."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Amount, Input, Moment, Needle, members
from ocpp_gateway.api.paging import DEFAULT_LIMIT, LARGEST_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadConnectors
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.api.stations import OcppId
from ocpp_gateway.charging.blocks import BlockState
from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.queries import ConnectorFilter, ConnectorKey, ConnectorView

router = APIRouter(tags=["connectors"])

_CURSORS: Cursors[ConnectorKey] = Cursors("connectors", UUID, int)


class Connector(BaseModel):
    """A connector. `available` is true only if a car can charge here now: online, `Available`, nothing blocked."""

    station: str
    connector_number: int
    status: ConnectorStatus = Field(description="As last reported, also while the station is offline")
    error_code: str
    info: str | None
    vendor_error_code: str | None
    online: bool
    available: bool
    blocked: bool = Field(description="The connector or its whole station is blocked")
    block_state: BlockState = Field(description="How far the block, or lifting it, has got")
    blocked_by: str | None = Field(description="Who blocked it, or its station")
    blocked_at: Moment | None
    block_command: UUID | None = Field(
        description="The last command that carried what `block_state` is about"
    )
    last_status_change: Moment | None
    meter_value: Amount | None = Field(description="Wh, the energy register")
    power_w: Amount | None = Field(description="W")
    soc_percent: Amount | None = Field(description="State of charge of the car")
    transaction: UUID | None = Field(description="The running transaction")
    as_of: Moment = Field(description="Up to when this is known")


class ConnectorsWanted(Input):
    """Filters of the list."""

    status: ConnectorStatus | None = None
    available: bool | None = None
    blocked: bool | None = None
    station: Needle | None = Field(None, description="Identity of a station")
    group: Needle | None = None
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("/connectors")
async def list_connectors(
    wanted: Annotated[ConnectorsWanted, Query()], caller: CanReadConnectors, ports: PortsHere
) -> ListPage[Connector]:
    """List connectors: stations newest first, each with its connectors in order. Connector 0 is not in the list."""
    page = await ports.connectors.page(
        ConnectorFilter(
            status=wanted.status,
            available=wanted.available,
            blocked=wanted.blocked,
            station=wanted.station,
            group=wanted.group,
        ),
        caller.visible,
        limit=wanted.limit,
        after=_CURSORS.read(wanted.cursor),
    )
    return ListPage(items=[_shown(view) for view in page.items], next_cursor=_CURSORS.write(page.next_key))


@router.get("/stations/{ocpp_id}/connectors")
async def list_station_connectors(
    ocpp_id: OcppId, caller: CanReadConnectors, ports: PortsHere
) -> ListPage[Connector]:
    """List the connectors of one station, in order; a station has at most 100."""
    station = await ports.stations.find(ocpp_id, caller.visible) if ocpp_id.isprintable() else None
    if station is None:
        raise not_found("station", ocpp_id)
    page = await ports.connectors.page(
        ConnectorFilter(station=station.ocpp_id), caller.visible, limit=LARGEST_LIMIT
    )
    return ListPage(items=[_shown(view) for view in page.items], next_cursor=_CURSORS.write(page.next_key))


@router.get("/stations/{ocpp_id}/connectors/{number}")
async def get_connector(
    ocpp_id: OcppId,
    number: Annotated[int, Path(ge=0, le=2**31 - 1, description="0 is the station itself")],
    caller: CanReadConnectors,
    ports: PortsHere,
) -> Connector:
    """Show one connector."""
    view = await ports.connectors.find(ocpp_id, number, caller.visible) if ocpp_id.isprintable() else None
    if view is None:
        raise not_found("connector", f"{ocpp_id}/{number}")
    return _shown(view)


def _shown(view: ConnectorView) -> Connector:
    shown = members(view)
    del shown["id"], shown["station_id"]
    return Connector(**shown)
