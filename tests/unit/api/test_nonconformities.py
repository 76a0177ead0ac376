"""What a station bends, by API; and how people decide about validation and quirks of one station."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert, select

from ocpp_gateway.ocpp.rules import Rule
from ocpp_gateway.storage.tables import nonconformities, stations

if TYPE_CHECKING:
    from uuid import UUID

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def bent(api: Gateway, station: UUID, rule: str, minutes: int, **columns: Any) -> None:
    row = {
        "station_id": station,
        "rule": rule,
        "count": 3,
        "first_at": api.clock.now,
        "last_at": api.clock.now + timedelta(minutes=minutes),
        "last_log_id": None,
        "last_excerpt": "Heartbeat frame: x",
        **columns,
    }
    async with api.database.begin() as connection:
        await connection.execute(insert(nonconformities), row)


async def test_the_report_says_what_how_often_when_and_where(api: Gateway) -> None:
    station = await api.station("CP-1")
    other = await api.station("CP-2")
    log = await api.log(station)
    await bent(api, station, Rule.TIME_FORMAT, 1, last_log_id=log, count=10**10)
    await bent(api, station, Rule.NO_SUBPROTOCOL, 2)
    await bent(api, station, "Q99-of-a-newer-version", 0)
    await bent(api, other, Rule.TIME_ZONE, 0)
    answer = await api.get("/stations/cp-1/nonconformities", role="viewer")
    assert answer.status_code == 200
    assert answer.json()["next_cursor"] is None
    first, second, third = answer.json()["items"]
    assert (first["rule"], first["last_frame"]["log"]) == (Rule.NO_SUBPROTOCOL, None)
    assert second == {
        "rule": "Q38-time-format",
        "meaning": Rule.TIME_FORMAT.meaning,
        "count": 10**10,
        "first_at": "2026-11-23T08:00:00.250Z",
        "last_at": "2026-11-23T08:01:00.250Z",
        "last_frame": {"log": str(log), "excerpt": "Heartbeat frame: x"},
    }
    assert third["meaning"] == "Q99-of-a-newer-version"


@pytest.mark.parametrize("name", ["NOBODY", "a%00b"])
async def test_there_is_no_report_of_a_station_that_is_not_there(api: Gateway, name: str) -> None:
    assert (await api.get(f"/stations/{name}/nonconformities")).status_code == 404


async def test_validation_and_quirks_are_decided_for_one_station(api: Gateway) -> None:
    station = await api.station("CP-1", vendor="EN+", model="AC7K")
    shown = (await api.get("/stations/CP-1")).json()
    assert shown["validation"] is None
    assert set(shown["quirks"].values()) == {None}
    assert shown["quirks_in_effect"]["ping"] is False
    assert shown["quirk_profiles"] == ["EN+"]
    body = {"validation": "strict", "quirks": {"ping": True, "time_zone": "+02:00", "accept_vendors": ["*"]}}
    edited = await api.patch("/stations/CP-1", json=body)
    assert edited.status_code == 200, edited.text
    assert edited.json()["validation"] == "strict"
    assert edited.json()["quirks"]["time_zone"] == "+02:00"
    assert edited.json()["quirks_in_effect"] == {
        "ping": True,
        "any_answer_id": True,
        "time_zone": "+02:00",
        "local_time_as_utc": False,
        "energy_unit": None,
        "accept_vendors": ["*"],
        "named_configuration": False,
    }
    async with api.database.read() as connection:
        row = (await connection.execute(select(stations).where(stations.c.id == station))).one()
    assert (row.validation, row.quirks) == ("strict", body["quirks"])
    untouched = await api.patch("/stations/CP-1", json={"name": "Garage"})
    assert untouched.json()["quirks"] == edited.json()["quirks"]
    cleared = await api.patch("/stations/CP-1", json={"validation": None, "quirks": None})
    assert cleared.json()["validation"] is None
    assert cleared.json()["quirks_in_effect"]["ping"] is False
    assert api.bus.published == ["events"] * 3


@pytest.mark.parametrize(
    "body",
    [
        {"validation": "sloppy"},
        {"quirks": {"pings": False}},
        {"quirks": {"ping": "no"}},
        {"quirks": {"time_zone": "Mars/Olympus"}},
        {"quirks": {"local_time_as_utc": True}},
        {"quirks": {"energy_unit": "J"}},
        {"quirks": {"accept_vendors": ["v"] * 21}},
        {"quirks": []},
    ],
)
async def test_what_is_no_quirk_is_refused_and_changes_nothing(api: Gateway, body: dict[str, Any]) -> None:
    await api.station("CP-1")
    before = (await api.get("/stations/CP-1")).json()
    assert (await api.patch("/stations/CP-1", json=body)).status_code == 422
    assert (await api.get("/stations/CP-1")).json() == before


async def test_quirks_are_decided_by_those_who_may_change_stations(api: Gateway) -> None:
    await api.station("CP-1")
    refused = await api.patch("/stations/CP-1", json={"quirks": {"ping": False}}, role="viewer")
    assert refused.json()["permission"] == "stations:write"


async def test_a_key_sees_what_was_bent_only_if_it_sees_it_in_the_log(api: Gateway) -> None:
    """An excerpt can quote a tag or a serial number."""
    await bent(api, await api.station("CP-1"), Rule.TIME_FORMAT, 1, last_excerpt="Authorize idTag: HIDDEN")
    path = "/stations/CP-1/nonconformities"
    (shown,) = (await api.get(path, key=await api.key("stations:read"))).json()["items"]
    assert (shown["rule"], shown["last_frame"]["excerpt"]) == (Rule.TIME_FORMAT, None)
    seeing = await api.key("stations:read", fields={"logs": ["violations"]})
    assert "HIDDEN" in (await api.get(path, key=seeing)).text
