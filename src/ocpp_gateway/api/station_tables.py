"""`/stations/facets` and `/stations/export.csv`: counts beside the filters, and the list as a table.

Paths are compared with case and identities without: a station that is called `facets` is shown as `/stations/Facets`.
This router stands before that of `/stations/{ocpp_id}`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from ocpp_gateway.api.csv_export import CSV_RESPONSES, EXPORT_PAGE, csv_response, moment_cell
from ocpp_gateway.api.fields import Moment, members, without
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations
from ocpp_gateway.api.station_filters import OrderedStations, StationFilters
from ocpp_gateway.operations.csv_lines import Cell
from ocpp_gateway.operations.figures import FacetsView
from ocpp_gateway.operations.queries import IdKey, Page, StationView

router = APIRouter(prefix="/stations", tags=["stations"])

COLUMNS = (
    "ocpp_id",
    "name",
    "group",
    "registration",
    "online",
    "status",
    "ocpp_version",
    "security_profile",
    "vendor",
    "model",
    "serial_number",
    "firmware_version",
    "latitude",
    "longitude",
    "address",
    "remote_address",
    "connected_at",
    "last_boot_at",
    "last_heartbeat",
    "last_message_at",
    "created_at",
    "id",
)


class CountedText(BaseModel):
    """A value and how many stations have it; null is for those that have none."""

    value: str | None = Field(examples=["ACME"])
    count: int = Field(examples=[46])


class CountedFlag(BaseModel):
    """A value and how many stations have it."""

    value: bool = Field(examples=[True])
    count: int = Field(examples=[119])


class StationFacets(BaseModel):
    """For each filter its values and what they would find, the largest first, at most 100.

    A filter that is set itself does not narrow its own values: they are what could be chosen in its place.
    """

    as_of: Moment = Field(description="When it was counted; answers are shared for some seconds")
    complete: bool = Field(description="False: there are more stations than are counted at once (250,000)")
    total: int = Field(description="Stations that all filters together find", examples=[124])
    status: list[CountedText]
    registration: list[CountedText]
    online: list[CountedFlag]
    group: list[CountedText]
    vendor: list[CountedText]
    model: list[CountedText]


@router.get("/facets")
async def count_stations(
    wanted: Annotated[StationFilters, Query()], caller: CanReadStations, ports: PortsHere
) -> StationFacets:
    """Count stations by the values of each filter, for the panel beside a list."""
    return _shown(await ports.figures.facets(wanted.filter(), caller.visible, now=ports.clock()))


@router.get("/export.csv", response_class=Response, responses=CSV_RESPONSES)
async def export_stations(
    wanted: Annotated[OrderedStations, Query()], caller: CanReadStations, ports: PortsHere
) -> StreamingResponse:
    """Export the stations that the filters find as a CSV table.

    A text that a spreadsheet would run as a formula begins with an apostrophe.
    """
    hidden = caller.hidden("stations")

    async def page(after: IdKey | None) -> Page[StationView, IdKey]:
        return await ports.stations.page(
            wanted.filter(), caller.visible, limit=EXPORT_PAGE, after=after, sort=wanted.sort
        )

    return await csv_response("stations", COLUMNS, page, lambda view: _cells(without(view, hidden)))


def _shown(view: FacetsView) -> StationFacets:
    counts = members(view)
    counted_all = counts.pop("counted_all")
    shown = {
        name: [{"value": one.value, "count": one.count} for one in value]
        if isinstance(value, tuple)
        else value
        for name, value in counts.items()
    }
    return StationFacets(**shown, complete=counted_all)


def _cells(view: StationView) -> Sequence[Cell]:
    location = view.location or {}
    return (
        view.ocpp_id,
        view.name,
        view.group,
        view.registration.value,
        view.online,
        view.status.value,
        view.ocpp_version,
        view.security_profile,
        view.vendor,
        view.model,
        view.serial_number,
        view.firmware_version,
        location.get("latitude"),
        location.get("longitude"),
        location.get("address"),
        view.remote_address,
        *map(
            moment_cell,
            (
                view.connected_at,
                view.last_boot_at,
                view.last_heartbeat,
                view.last_message_at,
                view.created_at,
            ),
        ),
        str(view.id),
    )
