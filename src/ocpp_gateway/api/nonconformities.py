"""`/stations/{ocpp_id}/nonconformities`: how a station departs from the specification, and how often."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ocpp_gateway.api.fields import Moment
from ocpp_gateway.api.paging import ListPage
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations
from ocpp_gateway.api.problems import not_found
from ocpp_gateway.api.stations import OcppId
from ocpp_gateway.operations.queries import NonconformityView
from ocpp_gateway.translation.nonconformities import meaning_of

router = APIRouter(prefix="/stations", tags=["stations"])


class LastFrame(BaseModel):
    """The last message that broke the rule. `log` is its row in `/logs`, as long as the log is kept."""

    log: UUID | None = Field(description="Null for what was bent at the handshake")
    excerpt: str | None = Field(
        description="Where and what; never a secret. Null for a key whose `fields` do not name `violations` of `logs`"
    )


class Nonconformity(BaseModel):
    """One rule that the station broke and that the gateway tolerated."""

    rule: str
    meaning: str = Field(description="What was bent, and how it was read nevertheless")
    count: int = Field(description="Up to a minute behind while the station is connected")
    first_at: Moment
    last_at: Moment
    last_frame: LastFrame


@router.get("/{ocpp_id}/nonconformities")
async def list_station_nonconformities(
    ocpp_id: OcppId, caller: CanReadStations, ports: PortsHere
) -> ListPage[Nonconformity]:
    """List what the station bends, the latest first: one entry for each rule, in one page."""
    station = await ports.stations.find(ocpp_id, caller.visible) if ocpp_id.isprintable() else None
    if station is None:
        raise not_found("station", ocpp_id)
    found = await ports.nonconformities.of_station(station.id)
    hidden = "violations" in caller.hidden("logs")
    return ListPage(items=[_shown(view, hidden=hidden) for view in found], next_cursor=None)


def _shown(view: NonconformityView, *, hidden: bool) -> Nonconformity:
    return Nonconformity(
        rule=view.rule,
        meaning=meaning_of(view.rule),
        count=view.count,
        first_at=view.first_at,
        last_at=view.last_at,
        last_frame=LastFrame(log=view.last_log_id, excerpt=None if hidden else view.last_excerpt),
    )
