"""Stations on a map: where a place lies on it, which box and grid somebody looks at, and what is shown of each cell.

The map is the square Web Mercator one that all tiled maps use (EPSG:3857), both axes from 0 to 1: `x` from west to
east, `y` from north to south. Degrees are WGS 84. At zoom z the whole map is 256 * 2**z pixels wide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from math import asinh, atan, ceil, degrees, floor, nextafter, pi, radians, sinh, tan
from typing import Any

from ocpp_gateway.charging.stations import ConnectorStatus

NORTHMOST = degrees(atan(sinh(pi)))
"""Where the square ends, 85.05°: what lies nearer to a pole is shown at the edge."""
_LAST = nextafter(1.0, 0.0)
"""The edge belongs to the last cell."""
MOST_ZOOM = 19
CELLS_PER_TILE = 4
"""Along each axis: a cell is 64 pixels wide, so that two marks of it do not overlap."""
MOST_CELLS = 4096
"""In one answer; a box that would have more of them gets larger ones."""


@dataclass(frozen=True, slots=True)
class Area:
    """A box in degrees; `west` is not east of `east`."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A square grid of `size` by `size` cells over the whole map, and the cells of it that are looked at."""

    size: int
    left: int
    top: int
    right: int
    bottom: int
    """The last column and the last row belong to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapWanted:
    """What is looked at; `status` finds stations with a connector that shows this state."""

    grid: Grid
    group: str | None = None
    status: ConnectorStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapCluster:
    """The stations of one cell. `area` is the smallest box around them, latitude and longitude their middle.

    `station` names the only one, if there is only one. `states` counts connectors as they are shown: those of a
    station that is offline are `Unknown`.
    """

    x: int
    y: int
    stations: int
    offline: int
    latitude: float
    longitude: float
    area: Area
    station: str | None
    states: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapView:
    """What is shown of the cells that hold anything, and how many stations have no place on the map."""

    as_of: datetime
    grid: Grid
    clusters: tuple[MapCluster, ...]
    placed: int
    without_place: int


def point_of(location: Mapping[str, Any] | None) -> tuple[float, float] | None:
    """Where a station's location lies on the map (x, y); `None` if it names no coordinates."""
    latitude, longitude = (location or {}).get("latitude"), (location or {}).get("longitude")
    if latitude is None or longitude is None:
        return None
    return min(x_of(longitude), _LAST), min(y_of(latitude), _LAST)


def x_of(longitude: float) -> float:
    """The x of a meridian, 0 to 1."""
    return (longitude + 180) / 360


def y_of(latitude: float) -> float:
    """The y of a parallel, 0 to 1."""
    north = radians(max(-NORTHMOST, min(NORTHMOST, latitude)))
    return min(1.0, max(0.0, (1 - asinh(tan(north)) / pi) / 2))


def longitude_of(x: float) -> float:
    """The meridian at x, in degrees."""
    return x * 360 - 180


def latitude_of(y: float) -> float:
    """The parallel at y, in degrees."""
    return degrees(atan(sinh(pi * (1 - 2 * y))))


def grid_of(area: Area, zoom: int) -> Grid:
    """The cells that a box touches, whole ones: who moves the map a little gets the same cells again.

    Cells double in width until there are at most `MOST_CELLS`.
    """
    while True:
        size = CELLS_PER_TILE * 2**zoom
        grid = Grid(
            size,
            _cell(x_of(area.west), size),
            _cell(y_of(area.north), size),
            max(_cell(x_of(area.west), size), _last(x_of(area.east), size)),
            max(_cell(y_of(area.north), size), _last(y_of(area.south), size)),
        )
        if zoom == 0 or (grid.right - grid.left + 1) * (grid.bottom - grid.top + 1) <= MOST_CELLS:
            return grid
        zoom -= 1


def _cell(at: float, size: int) -> int:
    return min(size - 1, floor(at * size))


def _last(at: float, size: int) -> int:
    """The last cell of which the box holds more than the border."""
    return min(size - 1, max(0, ceil(at * size) - 1))
