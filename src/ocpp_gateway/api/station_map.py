"""`/map`: stations in clusters, for whoever draws them; and where the pictures behind them come from."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator, BaseModel, Field

from ocpp_gateway.api.fields import Input, Moment, Needle, members
from ocpp_gateway.api.ports import PortsHere
from ocpp_gateway.api.principal import CanReadStations
from ocpp_gateway.charging.stations import ConnectorStatus
from ocpp_gateway.operations.station_map import (
    CELLS_PER_TILE,
    MOST_CELLS,
    MOST_ZOOM,
    Area,
    MapCluster,
    MapWanted,
    grid_of,
)

router = APIRouter(tags=["map"])

WHOLE_WORLD = "-180,-90,180,90"


def read_area(text: str) -> Area:
    """A box as the API writes it: west, south, east, north in degrees. Raises `ValueError`."""
    try:
        west, south, east, north = map(float, text.split(","))
    except ValueError:
        raise ValueError("a box has the form west,south,east,north in degrees") from None
    if not all(map(math.isfinite, (west, south, east, north))):
        raise ValueError("a box has the form west,south,east,north in degrees")
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError("a box lies between -180,-90 and 180,90, its west not east of its east")
    return Area(west, south, east, north)


def _checked(text: str) -> str:
    read_area(text)
    return text


Box = Annotated[str, Field(max_length=200), AfterValidator(_checked)]
"""west,south,east,north in degrees (WGS 84), as RFC 7946 orders them."""


class MapLooked(Input):
    """The part of the map that is looked at, and which stations are wanted."""

    bbox: Box = Field(
        WHOLE_WORLD,
        description="west,south,east,north in degrees; the whole world if left out. A box over the 180th meridian is "
        "asked for as two",
        examples=["5.9,47.3,15.0,55.1"],
    )
    zoom: int = Field(
        2,
        ge=0,
        le=MOST_ZOOM,
        description=f"As of tiled maps. One tile is {CELLS_PER_TILE} cells wide; larger cells are taken when there "
        f"would be more than {MOST_CELLS}",
        examples=[6],
    )
    group: Needle | None = Field(None, description="Exactly this group", examples=["site-a"])
    status: ConnectorStatus | None = Field(
        None,
        description="Stations with a connector that shows this state; `Unknown` includes those that are offline",
        examples=["Faulted"],
    )


class AreaShown(BaseModel):
    """A box in degrees."""

    west: float = Field(examples=[13.36])
    south: float = Field(examples=[52.51])
    east: float = Field(examples=[13.41])
    north: float = Field(examples=[52.53])


class ClusterShown(BaseModel):
    """The stations of one cell."""

    id: str = Field(
        description="The same cell has the same id in every answer of this grid", examples=["64/33/20"]
    )
    latitude: float = Field(description="The middle of its stations", examples=[52.52])
    longitude: float = Field(examples=[13.4])
    area: AreaShown = Field(description="The smallest box around them")
    stations: int = Field(examples=[7])
    offline: int = Field(examples=[1])
    station: str | None = Field(description="Its identity, if there is only one")
    states: dict[str, int] = Field(
        description="Connectors by the state that they show; those of stations that are offline are `Unknown`",
        examples=[{"Available": 9, "Faulted": 1}],
    )


class StationMap(BaseModel):
    """Clusters of the cells that the box touches."""

    as_of: Moment = Field(
        description="When it was counted. Answers are shared for a second, for longer if counting takes long"
    )
    clusters: list[ClusterShown]
    placed: int = Field(description="Stations with coordinates, wherever they are", examples=[119])
    without_place: int = Field(description="Stations without", examples=[5])


class TilesShown(BaseModel):
    """A server of map tiles that the settings name; without one the map is the outline of the countries."""

    url: str | None = Field(
        description="Template with {z}, {x} and {y}", examples=["https://tiles.example.com/{z}/{x}/{y}.png"]
    )
    attribution: str = Field(description="Whose map it is, to be shown beside it")


@router.get("/map")
async def get_map(
    looked: Annotated[MapLooked, Query()], caller: CanReadStations, ports: PortsHere
) -> StationMap:
    """Show the stations of a box that you may see, in clusters by a grid: a hundred thousand as well as ten.

    Stations without coordinates are only counted; `GET /stations?placed=false` lists them.
    """
    wanted = MapWanted(
        grid=grid_of(read_area(looked.bbox), looked.zoom), group=looked.group, status=looked.status
    )
    view = await ports.figures.map(wanted, caller.visible, now=ports.clock())
    return StationMap(
        as_of=view.as_of,
        clusters=[_shown(one, view.grid.size) for one in view.clusters],
        placed=view.placed,
        without_place=view.without_place,
    )


@router.get("/map/tiles")
async def get_map_tiles(_caller: CanReadStations, ports: PortsHere) -> TilesShown:
    """Say where the pictures behind the map come from, if anywhere."""
    tiles = ports.map_tiles
    return TilesShown(url=tiles.url if tiles else None, attribution=tiles.attribution if tiles else "")


def _shown(cluster: MapCluster, size: int) -> ClusterShown:
    shown = members(cluster)
    area = {name: _degrees(value) for name, value in members(cluster.area).items()}
    return ClusterShown(
        id=f"{size}/{shown.pop('x')}/{shown.pop('y')}",
        **shown
        | {
            "area": AreaShown(**area),
            "latitude": _degrees(cluster.latitude),
            "longitude": _degrees(cluster.longitude),
        },
    )


def _degrees(angle: float) -> float:
    """To the tenth of a metre."""
    return round(angle, 6)
