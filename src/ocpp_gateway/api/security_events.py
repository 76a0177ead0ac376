"""`/security-events`: what stations report about their own security, and what the gateway noticed about them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Input, Moment, Needle, members
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations
from ocpp_gateway.operations.queries import IdKey
from ocpp_gateway.operations.security_queries import SecurityEventFilter

router = APIRouter(prefix="/security-events", tags=["stations"])

_CURSORS: Cursors[IdKey] = Cursors("security-events", UUID)


class SecurityEventShown(BaseModel):
    """One security event of a station."""

    id: UUID
    station: str
    type: str = Field(description="One of the types of the OCPP 1.6 security whitepaper, or any other text")
    timestamp: Moment = Field(
        description="The station's own time, or that of the receipt if it is implausible"
    )
    received_at: Moment
    tech_info: str | None
    critical: bool = Field(description="Whether the whitepaper calls this type critical")
    origin: str = Field(description="`station`: it reported it; `gateway`: the gateway noticed it")


class SecurityEventsWanted(Input):
    """Filters of the list."""

    station: Needle | None = Field(None, description="Identity of the station, case aside")
    critical: bool | None = None
    type: Needle | None = Field(None, description="Exactly this type")
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("")
async def list_security_events(
    wanted: Annotated[SecurityEventsWanted, Query()], caller: CanReadStations, ports: PortsHere
) -> ListPage[SecurityEventShown]:
    """List security events, newest first. They are kept as long as meter values are."""
    page = await ports.security_events.page(
        SecurityEventFilter(station=wanted.station, critical=wanted.critical, type=wanted.type),
        caller.visible,
        limit=wanted.limit,
        after=_CURSORS.read(wanted.cursor),
    )
    items = []
    for view in page.items:
        shown = members(view)
        items.append(SecurityEventShown(timestamp=shown.pop("at"), **shown))
    return ListPage(items=items, next_cursor=_CURSORS.write(page.next_key))
