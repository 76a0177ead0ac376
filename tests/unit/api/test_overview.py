"""The overview, the counts beside the filters of stations, and the orders of their list."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from ocpp_gateway.storage.fleet_samples import StoredFleetSamples
from tests.unit.api.gateway import START

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def test_the_shape_of_the_overview(api: Gateway) -> None:
    station = await api.station("CP-1", status="Available", group_name="a")
    await api.connector(
        station, 1, status="Faulted", error_code="GroundFailure", last_status_change=START, power_w=12.3456
    )
    await api.transaction(station, start_time=START - timedelta(hours=1), total_kwh=1.5)
    shown = (await api.get("/overview")).json()
    hours = shown.pop("hours")
    by_status = shown["connectors"].pop("by_status")
    assert shown == {
        "as_of": "2026-11-23T08:00:00.250Z",
        "day_start": "2026-11-23T00:00:00.000Z",
        "power_w": 12.346,
        "energy_today_kwh": 1.5,
        "transactions_today": 1,
        "transactions_running": 0,
        "stations": {"total": 1, "online": 1, "offline": 0, "faulted": 0, "pending": 0},
        "connectors": {"total": 1, "available": 0, "charging": 0, "faulted": 1, "blocked": 0},
        "needs_attention": [
            {
                "kind": "connector_faulted",
                "station": "CP-1",
                "group": "a",
                "connector": 1,
                "since": "2026-11-23T08:00:00.250Z",
                "count": 1,
                "detail": "GroundFailure",
            }
        ],
        "attention_counts": {
            "offline_while_charging": 0,
            "connector_faulted": 1,
            "station_faulted": 0,
            "block_rejected": 0,
            "station_offline": 0,
            "messages_quarantined": 0,
            "station_pending": 0,
            "rules_departed": 0,
        },
    }
    assert by_status["Faulted"] == 1
    assert hours[-2:] == [
        {"begin": "2026-11-23T07:00:00.000Z", "started": 1, "energy_kwh": 1.5},
        {"begin": "2026-11-23T08:00:00.000Z", "started": 0, "energy_kwh": 0.0},
    ]


async def test_the_overview_is_shared_for_a_second_and_says_how_old_it_is(api: Gateway) -> None:
    await api.station("CP-1")
    first = (await api.get("/overview")).json()
    await api.station("CP-2")
    api.clock.advance(timedelta(milliseconds=900))
    assert (await api.get("/overview", role="viewer")).json() == first
    api.clock.advance(timedelta(milliseconds=100))
    second = (await api.get("/overview")).json()
    assert (second["as_of"], second["stations"]["total"]) == ("2026-11-23T08:00:01.250Z", 2)


async def test_a_day_begins_where_the_reader_is(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.transaction(station, start_time=START - timedelta(hours=8, minutes=30), total_kwh=1.0)
    assert (await api.get("/overview")).json()["transactions_today"] == 0
    berlin = (await api.get("/overview?day_start=2026-11-23T00:00:12%2B01:00")).json()
    assert (berlin["day_start"], berlin["transactions_today"]) == ("2026-11-22T23:00:00.000Z", 1)
    for wrong in ("2026-11-23T09:00:00Z", "2026-11-20T08:00:00Z", "today"):
        answer = await api.get(f"/overview?day_start={wrong}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "day_start"


async def test_the_counts_beside_the_filters(api: Gateway) -> None:
    await api.station("CP-1", vendor="ACME", status="Available")
    await api.station("CP-2", vendor="ACME", status="Faulted", online=False)
    await api.station("CP-3", group_name="a", status="Available")
    shown = (await api.get("/stations/facets?vendor=ACME")).json()
    assert shown == {
        "as_of": "2026-11-23T08:00:00.250Z",
        "complete": True,
        "total": 2,
        "status": [{"value": "Available", "count": 1}, {"value": "Faulted", "count": 1}],
        "registration": [{"value": "accepted", "count": 2}],
        "online": [{"value": False, "count": 1}, {"value": True, "count": 1}],
        "group": [{"value": None, "count": 2}],
        "vendor": [{"value": "ACME", "count": 2}, {"value": None, "count": 1}],
        "model": [{"value": None, "count": 2}],
    }
    assert (await api.get("/stations/facets?limit=5")).status_code == 422


@pytest.mark.parametrize("name", ["facets", "export.csv"])
async def test_a_station_that_is_called_like_a_route_is_reached_with_a_capital_letter(
    api: Gateway, name: str
) -> None:
    assert (await api.post("/stations", json={"ocpp_id": name})).status_code == 201
    assert "ocpp_id" in (await api.get("/stations")).text
    shown = await api.get(f"/stations/{name.capitalize()}")
    assert (shown.status_code, shown.json()["ocpp_id"]) == (200, name)
    edited = await api.patch(f"/stations/{name}", json={"name": "x"})
    assert (edited.status_code, edited.json()["name"]) == (200, "x")
    assert (await api.get(f"/stations/{name}/connectors")).status_code == 200


async def test_stations_come_in_the_order_that_is_asked_for_and_a_cursor_keeps_to_it(api: Gateway) -> None:
    for name in ("CP-2", "CP-1", "CP-3"):
        await api.station(name)

    async def page(query: str) -> tuple[list[str], str | None]:
        shown = (await api.get(f"/stations?limit=2&{query}")).json()
        return [item["ocpp_id"] for item in shown["items"]], shown["next_cursor"]

    first, cursor = await page("sort=ocpp_id")
    assert first == ["CP-1", "CP-2"]
    assert await page(f"sort=ocpp_id&cursor={cursor}") == (["CP-3"], None)
    assert (await page("sort=-ocpp_id"))[0] == ["CP-3", "CP-2"]
    assert (await page("sort=created_at"))[0] == ["CP-2", "CP-1"]
    assert (await page(""))[0] == ["CP-3", "CP-1"]
    other_order = await api.get(f"/stations?sort=created_at&cursor={cursor}")
    assert (other_order.status_code, other_order.json()["type"]) == (422, "/problems/invalid-cursor")
    assert (await api.get("/stations?sort=last_message_at")).status_code == 422


LISTS = (
    "/stations",
    "/stations/facets",
    "/stations/export.csv",
    "/connectors",
    "/transactions",
    "/transactions/export.csv",
    "/logs",
    "/logs/export.csv",
    "/logs/export.jsonl",
    "/id-tags",
    "/refused-handshakes",
    "/overview",
    "/map",
)


@pytest.mark.parametrize("path", LISTS)
async def test_every_parameter_of_a_list_is_described_with_an_example(api: Gateway, path: str) -> None:
    document = (await api.client.get("/api/v1/openapi.json")).json()
    operation = document["paths"][f"/api/v1{path}"]["get"]
    assert operation["description"]
    for parameter in operation["parameters"]:
        described = {**parameter["schema"], **parameter}
        assert described.get("description"), parameter["name"]
        assert described.get("examples") or described.get("example") is not None, parameter["name"]


async def test_the_history_is_a_curve_of_what_was_sampled(api: Gateway) -> None:
    station = await api.station("CP-1", group_name="a")
    await api.connector(station, 1, status="Charging", power_w=7400.0)
    samples = StoredFleetSamples(api.database)
    await samples.take(START)
    api.clock.advance(timedelta(minutes=5))
    day = (await api.get("/overview/history")).json()
    point = {
        "at": "2026-11-23T08:00:00.000Z",
        "power_w": 7400.0,
        "stations": 1,
        "online": 1,
        "connectors": 1,
        "charging": 1,
        "faulted": 0,
    }
    assert day == {"step_seconds": 300, "points": [point]}
    span = {"from": "2026-11-23T07:00:00Z", "to": "2026-11-23T08:00:30Z"}
    assert (await api.get("/overview/history", params=span)).json() == {"step_seconds": 60, "points": []}


@pytest.mark.parametrize(
    "span",
    [
        {"from": "2026-11-23T08:00:00Z", "to": "2026-11-23T08:00:59Z"},
        {"from": "2026-11-24T00:00:00Z"},
        {"from": "2026-11-01T00:00:00Z", "to": "2026-11-20T00:00:00Z"},
    ],
)
async def test_a_history_that_is_empty_or_too_long_is_refused(api: Gateway, span: dict[str, str]) -> None:
    refused = await api.get("/overview/history", params=span)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "from"
