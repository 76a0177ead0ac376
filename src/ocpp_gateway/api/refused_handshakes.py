"""`/refused-handshakes`: who was not let in, and why. Stations see one answer for many reasons, operators see which."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Input, Moment, Needle, members
from ocpp_gateway.api.paging import DEFAULT_LIMIT, Cursors, CursorText, Limit, ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations, require_shown
from ocpp_gateway.operations.queries import IdKey, RefusalFilter
from ocpp_gateway.operations.refused_handshakes import RefusalReason

router = APIRouter(prefix="/refused-handshakes", tags=["stations"])

_CURSORS: Cursors[IdKey] = Cursors("refused-handshakes", UUID)


class RefusedHandshake(BaseModel):
    """A connection that was not let in; `times` counts equal ones that came shortly after another."""

    id: UUID
    at: Moment = Field(description="Of the last one, if there were several")
    remote_address: str | None = Field(
        description="Null for an API key whose `fields` do not name `remote_address` of `stations`"
    )
    station: str | None = Field(description="The identity that was claimed; null if it never came to that")
    status: int = Field(description="HTTP status that was answered; 0: none, for example inside TLS")
    reason: str = Field(description="The real reason, one of a fixed set of words")
    detail: str | None
    times: int


class RefusalsWanted(Input):
    """Filters of the list."""

    station: Needle | None = Field(
        None, description="Identity that was claimed, case aside", examples=["CP-1"]
    )
    remote_address: Needle | None = Field(None, description="Exactly this address", examples=["192.0.2.7"])
    reason: RefusalReason | None = Field(
        None, description="The real reason", examples=[next(iter(RefusalReason))]
    )
    limit: Limit = DEFAULT_LIMIT
    cursor: CursorText = None


@router.get("")
async def list_refused_handshakes(
    wanted: Annotated[RefusalsWanted, Query()], caller: CanReadStations, ports: PortsHere
) -> ListPage[RefusedHandshake]:
    """List refused handshakes, newest first. They appear at once (in an attack within half a second), and are kept as
    long as messages are.
    """
    hidden = caller.hidden("stations")
    if wanted.remote_address is not None:
        require_shown("remote_address", hidden)
    page = await ports.refusals.page(
        RefusalFilter(
            identity=wanted.station,
            remote_address=wanted.remote_address,
            reason=wanted.reason.value if wanted.reason is not None else None,
        ),
        caller.visible,
        limit=wanted.limit,
        after=_CURSORS.read(wanted.cursor),
    )
    items = []
    for view in page.items:
        shown = members(view)
        if "remote_address" in hidden:
            shown["remote_address"] = None
        items.append(RefusedHandshake(station=shown.pop("identity"), **shown))
    return ListPage(items=items, next_cursor=_CURSORS.write(page.next_key))
