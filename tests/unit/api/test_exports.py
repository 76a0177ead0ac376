"""Lists as CSV tables: the list's filters, all of its rows, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from ocpp_gateway.api import logs, station_tables, transactions
from ocpp_gateway.operations.ports import StorageUnavailable
from tests.unit.api.gateway import START

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

FORMULA = "=HYPERLINK(1)"


async def table(api: Gateway, path: str, name: str = "") -> list[dict[str, str]]:
    answer = await api.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = name or path.split("/")[1]
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    return list(csv.DictReader(io.StringIO(answer.text, newline=""), strict=True))


async def test_stations_are_exported_with_the_filters_and_the_order_of_the_list(api: Gateway) -> None:
    location = {"latitude": -33.86, "longitude": 151.2, "address": "+1 Harbour"}
    await api.station("CP-2", name=FORMULA, vendor="@v", location=location, last_message_at=START)
    await api.station("CP-1", group_name='site "a", b', serial_number="-1")
    await api.station("CP-3", online=False)
    found = await table(api, "/stations/export.csv?online=true&sort=ocpp_id")
    assert [line["ocpp_id"] for line in found] == ["CP-1", "CP-2"]
    assert list(found[0]) == list(station_tables.COLUMNS)
    assert (found[0]["group"], found[0]["serial_number"], found[0]["online"]) == (
        'site "a", b',
        "'-1",
        "true",
    )
    assert (found[1]["name"], found[1]["vendor"], found[1]["address"]) == (
        f"'{FORMULA}",
        "'@v",
        "'+1 Harbour",
    )
    assert (found[1]["latitude"], found[1]["last_message_at"]) == ("-33.86", "2026-11-23T08:00:00.250Z")


async def test_transactions_are_exported_with_the_filters_of_the_list(api: Gateway) -> None:
    station = await api.station("CP-1")
    for hours in (1, 2, 30):
        await api.transaction(
            station,
            connector_number=1,
            id_tag=FORMULA,
            start_time=START - timedelta(hours=hours),
            start_meter=-1.5,
            total_kwh=1.25,
            estimated=["end_time", "end_meter"],
        )
    found = await table(api, "/transactions/export.csv?from=2026-11-22T08:00:00Z&station=cp-1")
    assert [line["start_time"] for line in found] == ["2026-11-23T07:00:00.250Z", "2026-11-23T06:00:00.250Z"]
    assert list(found[0]) == list(transactions.COLUMNS)
    assert (found[0]["id_tag"], found[0]["start_meter_wh"], found[0]["total_kwh"]) == (
        f"'{FORMULA}",
        "-1.5",
        "1.25",
    )
    assert (found[0]["end_time"], found[0]["estimated"]) == ("", "end_time|end_meter")
    assert len(await table(api, "/transactions/export.csv")) == 3


async def test_frames_are_exported_as_their_texts_and_bounded_in_time(api: Gateway) -> None:
    station = await api.station("CP-1")
    await api.log(station, action=FORMULA, payload='{"a":1.50,\n"b":"x"}', connector_number=1)
    await api.log(station, payload=None, raw=b"-\x00\xff", timestamp=START - timedelta(hours=1))
    await api.log(station, payload="-5", timestamp=START - timedelta(hours=2))
    await api.log(station, timestamp=START - timedelta(hours=25))
    found = await table(api, "/logs/export.csv")
    assert list(found[0]) == list(logs.COLUMNS)
    assert [line["payload"] for line in found] == ['{"a":1.50,\n"b":"x"}', "", "'-5"]
    assert (found[0]["action"], found[0]["connector"], found[1]["raw"]) == (
        f"'{FORMULA}",
        "1",
        "'-\x00\ufffd",
    )
    assert len(await table(api, "/logs/export.csv?from=2026-11-21T08:00:00Z")) == 4
    # The page looks at five rows (see `gateway`): a search goes on where a page was empty.
    for number in range(12):
        await api.log(station, action="Noise", timestamp=START - timedelta(minutes=number))
    assert len(await table(api, f"/logs/export.csv?action={FORMULA}")) == 1
    assert len(await table(api, "/logs/export.csv?text=1.50")) == 1


async def test_frames_are_exported_as_lines_that_are_entries_of_the_list(
    api: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "EXPORT_PAGE", 2)
    station = await api.station("CP-1")
    for number in range(5):
        await api.log(station, message_id=f"m{number}", payload='{"a":1.50,\n"b":"x"}')
    await api.log(station, payload=None, raw=b"-\x00\xff")
    answer = await api.get("/logs/export.jsonl")
    assert answer.headers["Content-Type"] == "application/jsonl"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="logs.jsonl"'
    lines = answer.text.splitlines()
    assert len(lines) == 6
    shown = (await api.get("/logs")).json()["items"]
    assert [json.loads(line) for line in lines] == shown
    assert (await api.get("/logs/export.jsonl?station=nobody")).text == ""
    assert (await api.get("/logs/export.jsonl?from=now")).status_code == 422


async def test_the_samples_of_a_charge_are_exported_one_a_line(
    api: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "EXPORT_PAGE", 2)
    station = await api.station("CP-1")
    connector = await api.connector(station, 1)
    charge = await api.transaction(station, connector_number=1)
    sample = {
        "measurand": "Energy.Active.Import.Register",
        "value": 1500.0,
        "unit": "Wh",
        "phase": None,
        "location": None,
        "context": "Sample.Periodic",
        "format": "Raw",
        "raw_value": "=1.5",
        "raw_unit": "kWh",
    }
    for minutes in range(5):
        await api.reading(
            station,
            connector,
            charge,
            sampled_at=START - timedelta(minutes=minutes),
            samples=json.dumps([sample, sample | {"measurand": "SoC", "value": None}]),
        )
    found = await table(api, f"/transactions/{charge}/meter-values/export.csv", name="meter-values")
    assert list(found[0]) == list(transactions.SAMPLE_COLUMNS)
    assert [line["measurand"] for line in found] == ["Energy.Active.Import.Register", "SoC"] * 5
    assert (found[0]["sampled_at"], found[-1]["sampled_at"]) == (
        "2026-11-23T08:00:00.250Z",
        "2026-11-23T07:56:00.250Z",
    )
    assert (found[0]["value"], found[0]["raw_value"], found[0]["phase"]) == ("1500.0", "'=1.5", "")
    assert found[1]["value"] == ""
    assert (await api.get(f"/transactions/{UUID(int=5)}/meter-values/export.csv")).status_code == 404


@pytest.mark.parametrize("path", ["/stations/export.csv", "/transactions/export.csv", "/logs/export.csv"])
async def test_more_rows_than_a_page_are_exported_completely(
    api: Gateway, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (station_tables, transactions, logs):
        monkeypatch.setattr(module, "EXPORT_PAGE", 3)
    for number in range(8):
        station = await api.station(f"CP-{number}")
        await api.transaction(station, start_time=START)
        await api.log(station)
    found = await table(api, path)
    assert len({line["id"] for line in found}) == len(found) == 8


async def test_an_empty_list_is_a_table_with_its_columns(api: Gateway) -> None:
    answer = await api.get("/transactions/export.csv?station=nobody")
    assert answer.text == ",".join(transactions.COLUMNS) + "\r\n"


async def test_a_wrong_filter_is_refused_before_the_table_begins(api: Gateway) -> None:
    for path in ("/stations/export.csv?limit=1", "/logs/export.csv?from=now", "/transactions/export.csv?x=1"):
        answer = await api.get(path)
        assert answer.status_code == 422
        assert answer.headers["Content-Type"] == "application/problem+json"


async def test_an_absent_database_is_a_proper_answer(api: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(*_: Any, **__: Any) -> Any:
        raise StorageUnavailable("away")

    monkeypatch.setattr(api.app.state.ports.transactions, "page", away)
    assert (await api.get("/transactions/export.csv")).status_code == 503
