"""Where a place lies on the map, and which cells a box touches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocpp_gateway.operations.station_map import (
    MOST_CELLS,
    MOST_ZOOM,
    NORTHMOST,
    Area,
    grid_of,
    latitude_of,
    longitude_of,
    point_of,
    x_of,
    y_of,
)

LATITUDES = st.floats(-NORTHMOST, NORTHMOST)
LONGITUDES = st.floats(-180, 180)


def test_the_middle_and_the_corners_of_the_square() -> None:
    assert (x_of(0), y_of(0)) == (0.5, 0.5)
    assert (x_of(-180), x_of(180)) == (0.0, 1.0)
    assert (y_of(90), y_of(-90)) == (pytest.approx(0, abs=1e-12), pytest.approx(1))
    assert pytest.approx(85.0511287798) == NORTHMOST


@given(LATITUDES, LONGITUDES)
def test_there_and_back(latitude: float, longitude: float) -> None:
    assert latitude_of(y_of(latitude)) == pytest.approx(latitude, abs=1e-9)
    assert longitude_of(x_of(longitude)) == pytest.approx(longitude, abs=1e-9)


@pytest.mark.parametrize(
    "location", [None, {}, {"latitude": 1.0}, {"latitude": None, "longitude": 2.0}, {"address": "Gate 4"}]
)
def test_a_location_without_coordinates_is_nowhere(location: dict[str, object] | None) -> None:
    assert point_of(location) is None


@given(st.floats(-90, 90), LONGITUDES, st.integers(0, MOST_ZOOM))
def test_a_point_is_in_the_cells_of_every_box_around_it(latitude: float, longitude: float, zoom: int) -> None:
    grid = grid_of(Area(longitude, latitude, longitude, latitude), zoom)
    x, y = point_of({"latitude": latitude, "longitude": longitude}) or (0, 0)
    assert grid.left <= int(x * grid.size) <= grid.right < grid.size
    assert grid.top <= int(y * grid.size) <= grid.bottom < grid.size


@given(st.integers(0, MOST_ZOOM))
def test_an_answer_has_a_bounded_number_of_cells(zoom: int) -> None:
    grid = grid_of(Area(-180, -90, 180, 90), zoom)
    assert (grid.right - grid.left + 1) * (grid.bottom - grid.top + 1) <= MOST_CELLS
    assert grid.size <= 64


def test_who_moves_the_map_a_little_asks_for_the_same_cells() -> None:
    assert grid_of(Area(5.9, 47.3, 15.0, 55.1), 6) == grid_of(Area(5.92, 47.31, 15.01, 55.12), 6)
