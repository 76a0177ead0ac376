from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.storage.tables import connectors
from tests.unit.api.gateway import START

if TYPE_CHECKING:
    from uuid import UUID

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def charging(api: Gateway, **columns: Any) -> tuple[UUID, UUID, UUID]:
    station = await api.station("CP-1")
    connector = await api.connector(station, 1)
    values = {
        "connector_id": connector,
        "connector_number": 1,
        "id_tag": "TAG-1",
        "id_tag_folded": "tag-1",
        "id_tag_status": "Accepted",
        "status": "active",
        "start_time": START,
        "start_meter": 1000.0,
        **columns,
    }
    transaction = await api.transaction(station, **values)
    await api.change(connectors, connector, transaction_id=transaction, meter_value=4702.0)
    return station, connector, transaction


async def test_the_main_shape_of_a_running_transaction(api: Gateway) -> None:
    _, _, transaction = await charging(api)
    shown = (await api.get(f"/transactions/{transaction}")).json()
    assert shown == {
        "id": str(transaction),
        "transaction_id": "4711",
        "station": "CP-1",
        "connector": 1,
        "id_tag": "TAG-1",
        "id_tag_status": "Accepted",
        "status": "active",
        "start_time": "2026-11-23T08:00:00.250Z",
        "end_time": None,
        "start_meter": 1000.0,
        "end_meter": None,
        "total_kwh": 3.702,
        "stop_reason": None,
        "stop_id_tag": None,
        "reservation_id": None,
        "estimated": [],
        "created_at": "2026-11-23T08:00:00.250Z",
        "updated_at": "2026-11-23T08:00:00.250Z",
    }
    assert (await api.get("/transactions")).json()["items"] == [shown]


@pytest.mark.parametrize(
    ("meter", "names_it", "total"),
    [
        (4702.0, True, 3.702),
        (900.0, True, 0.0),
        (None, True, 0.0),
        (4702.0, False, 0.0),
        (1000.001, True, 0.0),
    ],
)
async def test_energy_so_far_is_never_negative_and_only_of_the_running_one(
    api: Gateway, meter: float | None, names_it: bool, total: float
) -> None:
    _, connector, transaction = await charging(api)
    owner = transaction if names_it else api.new_id()
    await api.change(connectors, connector, meter_value=meter, transaction_id=owner)
    assert (await api.get(f"/transactions/{transaction}")).json()["total_kwh"] == total


async def test_a_completed_one_shows_what_is_stored(api: Gateway) -> None:
    _, _, transaction = await charging(
        api,
        status="completed",
        end_time=START,
        end_meter=9000.5,
        total_kwh=8.001,
        stop_reason="Local",
        estimated=["end_time"],
    )
    shown = (await api.get(f"/transactions/{transaction}")).json()
    assert (shown["total_kwh"], shown["end_meter"], shown["stop_reason"]) == (8.001, 9000.5, "Local")
    assert shown["estimated"] == ["end_time"]


async def test_an_unmatched_one_may_know_next_to_nothing(api: Gateway) -> None:
    station = await api.station("CP-1")
    transaction = await api.transaction(station, status="unmatched", started_received_at=None)
    shown = (await api.get(f"/transactions/{transaction}")).json()
    assert (shown["status"], shown["connector"], shown["total_kwh"]) == ("unmatched", None, None)
    assert (await api.get(f"/transactions/{transaction}/meter-values")).json() == {
        "items": [],
        "next_cursor": None,
    }


async def test_the_list_is_filtered(api: Gateway) -> None:
    one, two = await api.station("CP-1"), await api.station("CP-2")
    await api.transaction(one, transaction_id="1", connector_number=1, id_tag_folded="abc", start_time=START)
    later = START + timedelta(hours=1)
    await api.transaction(one, transaction_id="2", connector_number=2, start_time=later, status="interrupted")
    await api.transaction(two, transaction_id="3", connector_number=1, status="unmatched")

    async def ids(query: str) -> list[str]:
        answer = await api.get(f"/transactions?{query}")
        assert answer.status_code == 200, answer.text
        return [item["transaction_id"] for item in answer.json()["items"]]

    assert await ids("") == ["3", "2", "1"]
    assert await ids("station=cp-1") == ["2", "1"]
    assert await ids("station=CP-1&connector=2") == ["2"]
    assert await ids("status=unmatched") == ["3"]
    assert await ids("id_tag=ABC") == ["1"]
    assert await ids("from=2026-11-23T08:30:00Z") == ["2"]
    assert await ids("to=2026-11-23T10:30:00%2B02:00") == ["1"]
    assert await ids("from=2026-11-23T09:00:00.250Z&to=2026-11-23T09:00:00.251Z") == ["2"]
    assert await ids("station=nobody") == []


@pytest.mark.parametrize(
    "query",
    [
        "from=yesterday",
        "from=2026-11-23",
        "from=2026-11-23T08:00:00",
        "from=1764000000",
        "to=0001-01-01T00:00:00Z",
    ],
)
async def test_a_time_must_have_its_form_and_a_zone(api: Gateway, query: str) -> None:
    answer = await api.get(f"/transactions?{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in {"from", "to"}


@pytest.mark.parametrize("name", ["nonsense", "4711", "0192f0c0-0000-7000-8000-000000000000", "%00"])
async def test_what_is_not_there_is_404(api: Gateway, name: str) -> None:
    await charging(api)
    assert (await api.get(f"/transactions/{name}")).status_code == 404
    assert (await api.get(f"/transactions/{name}/meter-values")).status_code == 404


async def test_readings_are_shown_newest_first_with_their_raw_samples(api: Gateway) -> None:
    station, connector, transaction = await charging(api)
    sample = {
        "measurand": "Power.Active.Import",
        "value": 7400.0,
        "unit": "W",
        "phase": None,
        "location": "Outlet",
        "context": "Sample.Periodic",
        "format": "Raw",
        "raw_value": "7.400",
        "raw_unit": "kW",
    }
    for minute in range(3):
        at = START + timedelta(minutes=minute)
        await api.reading(
            station,
            connector,
            transaction,
            sampled_at=at,
            received_at=at,
            power_w=7400.0004,
            energy_wh=1000.0 + minute,
            samples=json.dumps([sample]),
            content_hash=-minute,
        )
    await api.reading(station, connector, api.new_id())  # of another transaction
    page = (await api.get(f"/transactions/{transaction}/meter-values?limit=2")).json()
    assert page["items"][0] == {
        "sampled_at": "2026-11-23T08:02:00.250Z",
        "received_at": "2026-11-23T08:02:00.250Z",
        "connector": 1,
        "origin": "meter_values",
        "context": "Sample.Periodic",
        "energy_wh": 1002.0,
        "power_w": 7400.0,
        "current_a": None,
        "voltage_v": None,
        "soc_percent": None,
        "samples": [sample],
    }
    rest = (await api.get(f"/transactions/{transaction}/meter-values?cursor={page['next_cursor']}")).json()
    assert [item["energy_wh"] for item in page["items"] + rest["items"]] == [1002.0, 1001.0, 1000.0]
    assert rest["next_cursor"] is None


async def test_readings_of_one_moment_are_all_walked(api: Gateway) -> None:
    station, connector, transaction = await charging(api)
    for content_hash in (-(2**63), -1, 0, 1, 2**63 - 1):
        await api.reading(
            station, connector, transaction, content_hash=content_hash, energy_wh=float(content_hash % 7)
        )
    await api.reading(
        station,
        connector,
        transaction,
        content_hash=1,
        energy_wh=9.0,
        received_at=START + timedelta(seconds=1),
    )
    walked: list[float] = []
    cursor = ""
    while cursor is not None:
        page = (await api.get(f"/transactions/{transaction}/meter-values?limit=1{cursor}")).json()
        walked += [item["energy_wh"] for item in page["items"]]
        cursor = f"&cursor={page['next_cursor']}" if page["next_cursor"] else None
    assert len(walked) == 6
    assert sorted(walked) == sorted([float(h % 7) for h in (-(2**63), -1, 0, 1, 2**63 - 1)] + [9.0])
