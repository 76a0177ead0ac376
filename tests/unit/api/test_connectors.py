from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.storage.tables import stations
from tests.unit.api.gateway import START

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def test_the_main_shape_of_a_connector(api: Gateway) -> None:
    station = await api.station("CP-1", status="Available", last_message_at=START + timedelta(seconds=5))
    transaction = api.new_id()
    await api.connector(
        station,
        1,
        status="Charging",
        last_status_change=START,
        meter_value=12345.0,
        power_w=7400.0,
        soc_percent=61.0,
        transaction_id=transaction,
    )
    shown = (await api.get("/stations/CP-1/connectors/1")).json()
    assert shown == {
        "station": "CP-1",
        "connector_number": 1,
        "status": "Charging",
        "error_code": "NoError",
        "info": None,
        "vendor_error_code": None,
        "online": True,
        "available": False,
        "blocked": False,
        "block_state": "none",
        "blocked_by": None,
        "blocked_at": None,
        "block_command": None,
        "last_status_change": "2026-11-23T08:00:00.250Z",
        "meter_value": 12345.0,
        "power_w": 7400.0,
        "soc_percent": 61.0,
        "transaction": str(transaction),
        "as_of": "2026-11-23T08:00:05.250Z",
    }
    assert (await api.get("/connectors")).json()["items"] == [shown]
    assert (await api.get("/stations/cp-1/connectors")).json() == {"items": [shown], "next_cursor": None}


async def test_connector_0_is_a_resource_but_in_no_list(api: Gateway) -> None:
    station = await api.station("CP-1", status="Available")
    await api.connector(station, 1)
    for path in ("/connectors", "/stations/CP-1/connectors"):
        assert [item["connector_number"] for item in (await api.get(path)).json()["items"]] == [1]
    assert (await api.get("/stations/CP-1/connectors/0")).json()["connector_number"] == 0


USABLE: dict[str, Any] = {"online": True, "status": "Available", "registration": "accepted"}


@pytest.mark.parametrize(
    ("station", "connector", "whole", "available"),
    [
        ({}, {}, {}, True),
        ({"status": "Unknown"}, {}, {}, True),  # many stations never report connector 0
        ({"online": False}, {}, {}, False),
        ({"status": "Faulted"}, {}, {}, False),
        ({"status": "Unavailable"}, {}, {}, False),
        ({"registration": "rejected"}, {}, {}, False),
        ({}, {"status": "Preparing"}, {}, False),
        ({}, {"status": "Unknown"}, {}, False),
        ({}, {"blocked": True}, {}, False),
        ({}, {}, {"blocked": True}, False),
    ],
)
async def test_nobody_is_sent_to_a_dead_charger(
    api: Gateway, station: dict[str, Any], connector: dict[str, Any], whole: dict[str, Any], available: bool
) -> None:
    made = await api.station("CP-1", **(USABLE | station))
    await api.connector(made, 1, **({"status": "Available"} | connector))
    if whole:
        await api.block_whole_station(made)
    shown = (await api.get("/stations/CP-1/connectors/1")).json()
    assert shown["available"] is available
    assert shown["blocked"] is bool(whole or connector.get("blocked"))
    for wanted in (True, False):
        items = (await api.get(f"/connectors?available={str(wanted).lower()}")).json()["items"]
        assert len(items) == (1 if wanted is available else 0)


async def test_a_block_is_in_effect_once_the_connector_is_out_of_service(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.connector(station, 1, status="Charging", blocked=True)
    await api.connector(station, 2, status="Unavailable", blocked=True)
    await api.connector(station, 3, status="Unavailable")
    items = (await api.get("/connectors")).json()["items"]
    assert [item["block_state"] for item in items] == ["pending", "in_effect", "none"]


async def test_the_list_is_filtered(api: Gateway) -> None:
    one = await api.station("CP-1", group_name="a", status="Available")
    two = await api.station("CP-2", group_name="b", status="Available")
    await api.connector(one, 1, status="Available")
    await api.connector(one, 2, status="Charging", blocked=True)
    await api.connector(two, 1, status="Available")

    async def names(query: str) -> list[str]:
        answer = await api.get(f"/connectors?{query}")
        assert answer.status_code == 200, answer.text
        return [f"{item['station']}/{item['connector_number']}" for item in answer.json()["items"]]

    assert await names("") == ["CP-2/1", "CP-1/1", "CP-1/2"]
    assert await names("status=Charging") == ["CP-1/2"]
    assert await names("blocked=true") == ["CP-1/2"]
    assert await names("blocked=false") == ["CP-2/1", "CP-1/1"]
    assert await names("station=cp-1") == ["CP-1/1", "CP-1/2"]
    assert await names("group=b") == ["CP-2/1"]
    assert await names("station=nobody") == []


async def test_a_stations_connectors_have_pages_of_their_own_below_it(api: Gateway) -> None:
    station = await api.station("CP-1")
    for number in range(100, 0, -1):
        await api.connector(station, number)
    items = (await api.get("/stations/CP-1/connectors")).json()["items"]
    assert [item["connector_number"] for item in items] == list(range(1, 101))


@pytest.mark.parametrize(
    "path", ["/stations/X/connectors", "/stations/X/connectors/1", "/stations/CP-1/connectors/9"]
)
async def test_what_is_not_there_is_404(api: Gateway, path: str) -> None:
    await api.station("CP-1")
    answer = await api.get(path)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/problems/not-found"


@pytest.mark.parametrize("number", ["-1", "x", "2147483648", "1.5"])
async def test_a_silly_number_is_refused(api: Gateway, number: str) -> None:
    await api.station("CP-1")
    assert (await api.get(f"/stations/CP-1/connectors/{number}")).status_code == 422


async def test_amounts_have_at_most_three_decimals(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.connector(station, 1, meter_value=0.1 + 0.2, power_w=1234.56789)
    text = (await api.get("/stations/CP-1/connectors/1")).text
    assert '"meter_value":0.3,' in text
    assert '"power_w":1234.568,' in text


async def test_connectors_of_an_offline_station_keep_their_state(api: Gateway) -> None:
    station = await api.station("CP-1", online=True)
    await api.connector(station, 1, status="Charging")
    await api.change(stations, station, online=False)
    shown = (await api.get("/stations/CP-1/connectors/1")).json()
    assert (shown["status"], shown["online"], shown["available"]) == ("Charging", False, False)
