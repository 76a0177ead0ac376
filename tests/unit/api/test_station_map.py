"""`GET /map`: the shape of clusters, what a box may be, and the tiles that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ocpp_gateway.api.dashboard import POLICY, policy
from ocpp_gateway.api.map_tiles import MapTiles

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

PLACE = {"latitude": 52.52, "longitude": 13.405, "address": "Lindenallee 1"}


async def test_the_shape_of_the_map(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.connector(station, 1, status="Faulted")
    assert (await api.get("/map")).json()["without_place"] == 1
    assert (await api.patch("/stations/CP-1", json={"location": PLACE})).status_code == 200
    shown = (await api.get("/map?bbox=13.0,52.0,14.0,53.0&zoom=6")).json()
    assert shown == {
        "as_of": "2026-11-23T08:00:00.250Z",
        "clusters": [
            {
                "id": "256/137/83",
                "latitude": 52.52,
                "longitude": 13.405,
                "area": {"west": 13.405, "south": 52.52, "east": 13.405, "north": 52.52},
                "stations": 1,
                "offline": 0,
                "station": "CP-1",
                "states": {"Faulted": 1},
            }
        ],
        "placed": 1,
        "without_place": 0,
    }
    listed = (await api.get("/stations?bbox=13.0,52.0,14.0,53.0&connector_status=Faulted")).json()
    assert [one["ocpp_id"] for one in listed["items"]] == ["CP-1"]
    assert (await api.get("/stations?placed=false")).json()["items"] == []


@pytest.mark.parametrize(
    "box", ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "10,0,5,1", "0,5,1,1", "-181,0,1,1", "0,0,1,91"]
)
async def test_a_box_that_is_none_is_refused(api: Gateway, box: str) -> None:
    for path in ("/map", "/stations"):
        answer = await api.get(f"{path}?bbox={box}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "bbox"


async def test_nobody_has_named_a_server_of_tiles(api: Gateway) -> None:
    assert (await api.get("/map/tiles")).json() == {"url": None, "attribution": ""}


def test_the_policy_allows_exactly_the_origin_of_the_tiles_and_only_for_pictures() -> None:
    assert policy(None) == POLICY
    tiles = MapTiles("https://tiles.example.com:8443/osm/{z}/{x}/{y}.png?key=1", "© somebody")
    allowed = dict(part.strip().split(" ", 1) for part in policy(tiles).split(";"))
    assert allowed.pop("img-src") == "'self' data: https://tiles.example.com:8443"
    before = dict(part.strip().split(" ", 1) for part in POLICY.split(";"))
    del before["img-src"]
    assert allowed == before
