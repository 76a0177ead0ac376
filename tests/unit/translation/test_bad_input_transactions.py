"""Family G of the bad inputs (ocpp.md section 5, 54 to 66): transactions, on a real conversation and SQLite.

What the rule is worth in one place is proven in `tests/unit/operations`; here the database must say the same.
"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.storage import tables
from tests.unit.translation.spoken_station import BOOT, SpokenStation, spoken_station

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

START = {"connectorId": 1, "idTag": "TAG", "meterStart": 1000, "timestamp": "2026-05-04T12:00:00Z"}
STOP = {"meterStop": 2000, "timestamp": "2026-05-04T12:30:00Z"}


@pytest.fixture
async def station(sqlite_database: Database) -> AsyncIterator[SpokenStation]:
    async with spoken_station(sqlite_database) as station:
        yield station


async def neighbour(station: SpokenStation) -> SpokenStation:
    """Another station of the same gateway."""
    other = SpokenStation(station.database, station.journal, station.validation, identity="CP-2")
    other.now = station.now
    assert (await other.say("BootNotification", BOOT))[2]["status"] == "Accepted"
    return other


async def start(station: SpokenStation, **changes: Any) -> int:
    answer = await station.say("StartTransaction", {**START, **changes})
    assert answer[0] == 3, answer
    return int(answer[2]["transactionId"])


async def stop(station: SpokenStation, number: int, **changes: Any) -> None:
    answer = await station.say("StopTransaction", {**STOP, "transactionId": number, **changes})
    assert answer[0] == 3, answer


async def meter(station: SpokenStation, *samples: dict[str, Any], **message: Any) -> None:
    values = [{"timestamp": message.pop("timestamp", "2026-05-04T12:10:00Z"), "sampledValue": list(samples)}]
    answer = await station.say("MeterValues", {"connectorId": 1, "meterValue": values, **message})
    assert answer[2] == {}, answer


async def transactions(station: SpokenStation) -> list[dict[str, Any]]:
    return await station.rows(tables.transactions)


async def only(station: SpokenStation) -> dict[str, Any]:
    (row,) = await transactions(station)
    return row


# -- starts ----------------------------------------------------------------------------------------------------------


async def test_g54_a_start_that_is_repeated_in_any_way_is_one_transaction(station: SpokenStation) -> None:
    first = await start(station)
    assert await start(station) == first
    assert await start(station, idTag="tag") == first
    await station.reconnect()
    assert await start(station) == first
    assert (await only(station))["transaction_id"] == str(first)


async def test_g54_a_start_on_two_sockets_at_once_is_one_transaction(station: SpokenStation) -> None:
    old = station.conversation, station.peer
    await station.reconnect()
    new = station.conversation, station.peer

    async def say(conversation: Any, peer: Any) -> Any:
        received = peer.exchange.receive('[2,"x","StartTransaction",' + TEXT + "]", 0.0)
        return await conversation.answer(received.call, station.now)

    outcomes = await asyncio.gather(say(*old), say(*new))
    assert outcomes[0].close is not None, "the fenced socket gets no answer"
    assert outcomes[1].text is not None
    assert (await only(station))["status"] == "active"


TEXT = '{"connectorId":1,"idTag":"TAG","meterStart":1000,"timestamp":"2026-05-04T12:00:00Z"}'


async def test_g55_a_start_whose_answer_was_lost_gets_the_same_id_again(station: SpokenStation) -> None:
    received = station.peer.exchange.receive('[2,"x","StartTransaction",' + TEXT + "]", 0.0)
    lost = await station.conversation.answer(received.call, station.now)  # type: ignore[union-attr]
    assert lost.text is not None
    await station.reconnect()
    again = await start(station)
    assert str(again) in lost.text
    assert (await only(station))["transaction_id"] == str(again)


async def test_g56_a_start_on_a_busy_connector_ends_the_old_transaction(station: SpokenStation) -> None:
    first = await start(station)
    await meter(station, {"value": "1500"}, transactionId=first)
    second = await start(station, timestamp="2026-05-04T13:00:00Z", meterStart=1600)
    rows = {row["transaction_id"]: row for row in await transactions(station)}
    assert rows[str(first)]["status"] == "interrupted"
    assert float(rows[str(first)]["total_kwh"]) == 0.5
    assert "end_meter" in rows[str(first)]["estimated"]
    assert rows[str(second)]["status"] == "active"


@pytest.mark.parametrize("connector", [0, 77, -1, 2**31 - 1])
async def test_g56_a_start_on_an_odd_connector_is_stored(station: SpokenStation, connector: int) -> None:
    number = await start(station, connectorId=connector)
    assert number > 0
    assert (await only(station))["transaction_id"] == str(number)


@pytest.mark.parametrize("tag", ["NOBODY", "", " ", "T" * 21, "T" * 500, "ä😀"])
async def test_g56_a_start_with_an_odd_tag_is_stored_and_its_frame_keeps_the_whole_tag(
    station: SpokenStation, tag: str
) -> None:
    answer = await station.say("StartTransaction", {**START, "idTag": tag})
    assert answer[2]["idTagInfo"]["status"] == "Invalid"
    assert (await only(station))["id_tag"] == tag[:255]
    frame = next(r for r in await station.rows(tables.ocpp_logs) if r["action"] == "StartTransaction")
    assert json.dumps(tag)[1:-1] in str(frame["payload"]) or tag in str(frame["payload"])


@pytest.mark.parametrize("reservation", [0, 4711, -1])
async def test_g56_a_start_with_a_reservation_that_nobody_knows_is_a_start(
    station: SpokenStation, reservation: int
) -> None:
    """Reservations themselves are a later feature."""
    await start(station, reservationId=reservation)
    assert (await only(station))["status"] == "active"


async def test_g57_the_same_tag_at_two_stations_gets_two_ids(station: SpokenStation) -> None:
    """What the second is told is proven in `test_concurrent_tx.py`."""
    other = await neighbour(station)
    assert await start(station) != await start(other)
    assert [row["status"] for row in await transactions(station)] == ["active", "active"]


# -- stops -----------------------------------------------------------------------------------------------------------


async def test_g58_a_stop_without_an_id_ends_the_open_transaction(station: SpokenStation) -> None:
    await start(station)
    await stop(station, -1)
    assert (await only(station))["status"] == "completed"


@pytest.mark.parametrize("number", [0, 123_456_789, -7, 2**31 - 1])
async def test_g58_a_stop_of_nothing_is_answered_and_kept_once(station: SpokenStation, number: int) -> None:
    for _ in range(3):
        await stop(station, number)
    assert (await only(station))["status"] == "unmatched"


async def test_g58_no_station_stops_another_one_s_transaction(station: SpokenStation) -> None:
    other = await neighbour(station)
    number = await start(station)
    await stop(other, number)
    statuses = sorted(row["status"] for row in await transactions(station))
    assert statuses == ["active", "unmatched"]


async def test_g58_of_two_stops_the_first_counts(station: SpokenStation) -> None:
    number = await start(station)
    await stop(station, number)
    await stop(station, number)
    await stop(station, number, meterStop=9000)
    ended = await only(station)
    assert (ended["status"], ended["end_meter"]) == ("completed", 2000)


async def test_g58_a_stop_before_its_start_and_one_a_month_late(station: SpokenStation) -> None:
    await stop(station, 5, timestamp="2026-05-04T11:00:00Z")
    number = await start(station)
    station.now += timedelta(days=30)
    await stop(station, number)
    rows = {row["transaction_id"]: row["status"] for row in await transactions(station)}
    assert rows == {"5": "unmatched", str(number): "completed"}


# -- meters ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reading", [999, -1, -(2**31), 2**31 - 1, 2**53 - 1])
async def test_g59_no_stop_meter_makes_negative_or_endless_energy(
    station: SpokenStation, reading: int
) -> None:
    number = await start(station)
    await meter(station, {"value": "1250"}, transactionId=number)
    await stop(station, number, meterStop=reading)
    ended = await only(station)
    assert ended["status"] == "completed"
    assert 0 <= float(ended["total_kwh"]) <= 2**31 / 1000
    assert ended["total_kwh"] == 0.25 or reading == 2**31 - 1


async def test_g59_a_negative_start_meter_is_an_unknown_one(station: SpokenStation) -> None:
    await start(station, meterStart=-1)
    begun = await only(station)
    assert (begun["start_meter"], begun["estimated"]) == (None, ["start_meter"])


async def test_g60_meter_values_of_whatever_transaction_are_stored(station: SpokenStation) -> None:
    number = await start(station)
    await meter(station, {"value": "1"}, transactionId=number)
    await meter(station, {"value": "2"}, transactionId=987)
    await meter(station, {"value": "3"})
    await meter(station, {"value": "4"}, connectorId=0, transactionId=number)
    await stop(station, number)
    await meter(station, {"value": "5"}, transactionId=number)
    assert await station.count(tables.meter_values) == 5
    assert await station.count(tables.quarantine) == 0


async def test_g60_odd_samples_are_kept_raw_and_move_no_total(station: SpokenStation) -> None:
    number = await start(station)
    signed = {"value": "S" * 100_000, "format": "SignedData"}
    odd = [{"value": "seven"}, {"value": ""}, {"value": "NaN"}, {"value": "1e999"}, signed]
    await meter(station, *odd, {"value": "1.5", "unit": "kWh"}, transactionId=number)
    row = next(r for r in await station.rows(tables.ocpp_logs) if r["action"] == "MeterValues")
    assert "S" * 100_000 in str(row["payload"])
    await stop(station, number, meterStop=1500)
    assert (await only(station))["total_kwh"] == 0.5


async def test_g60_ten_thousand_samples_in_one_message(station: SpokenStation) -> None:
    number = await start(station)
    samples = [
        {"value": str(1000 + n / 100), "measurand": "Energy.Active.Import.Register"} for n in range(10_000)
    ]
    await meter(station, *samples, transactionId=number)
    assert (await station.say("Heartbeat", {}))[0] == 3


async def test_g61_fifty_thousand_entries_of_transaction_data_end_the_transaction(
    station: SpokenStation,
) -> None:
    number = await start(station)
    begin = datetime(2026, 5, 4, 12)  # written with `Z` below
    data = [
        {
            "timestamp": (begin + timedelta(milliseconds=30 * n)).isoformat(timespec="milliseconds") + "Z",
            "sampledValue": [{"value": str(1000 + n // 50)}],
        }
        for n in range(50_000)
    ]
    await stop(station, number, transactionData=data)
    ended = await only(station)
    assert (ended["status"], ended["total_kwh"]) == ("completed", 1.0)


# -- queues, clocks, power -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("charges", [60, pytest.param(200, marks=pytest.mark.long)])
async def test_g62_a_queue_of_hundreds_of_messages_mixed_with_live_ones_loses_and_doubles_nothing(
    station: SpokenStation, charges: int
) -> None:
    """The transactions of an offline week on connector 1 (ten messages each), while connector 2 charges now."""
    await station.reconnect()
    live = await start(station, connectorId=2, timestamp="2026-05-11T12:00:00Z")
    begin = datetime(2026, 5, 4, 12)  # written with `Z` below
    for charge in range(charges):
        at = begin + timedelta(minutes=40 * charge)
        number = await start(station, timestamp=at.isoformat() + "Z", meterStart=1000 * charge)
        for minute in range(1, 8):
            moment = (at + timedelta(minutes=minute)).isoformat() + "Z"
            await meter(
                station, {"value": str(1000 * charge + 100 * minute)}, transactionId=number, timestamp=moment
            )
        if charge % 10 == 0:
            await meter(
                station, {"value": "5000"}, connectorId=2, transactionId=live, timestamp=at.isoformat() + "Z"
            )
        end = (at + timedelta(minutes=9)).isoformat() + "Z"
        await stop(station, number, timestamp=end, meterStop=1000 * charge + 1000)
    rows = await transactions(station)
    assert len(rows) == charges + 1
    ended = [row for row in rows if row["connector_number"] == 1]
    assert {(row["status"], float(row["total_kwh"])) for row in ended} == {("completed", 1.0)}
    assert await station.count(tables.meter_values) == charges * 7 + charges // 10
    (running,) = [row for row in rows if row["connector_number"] == 2]
    assert running["status"] == "active"


async def test_g63_a_clock_that_jumps_in_a_session_leaves_one_transaction_with_its_energy(
    station: SpokenStation,
) -> None:
    number = await start(station, timestamp="1970-01-01T00:00:05Z")
    await meter(station, {"value": "1300"}, transactionId=number, timestamp="1970-01-01T00:05:00Z")
    await meter(station, {"value": "1600"}, transactionId=number, timestamp="2026-05-04T12:10:00Z")
    await meter(station, {"value": "1700"}, transactionId=number, timestamp="2026-05-04T14:11:00+02:00")
    await stop(station, number)
    ended = await only(station)
    assert (ended["status"], ended["total_kwh"]) == ("completed", 1.0)
    assert ended["end_time"] >= ended["start_time"]


async def test_g66_after_a_power_cut_the_stop_with_its_old_time_ends_the_transaction(
    station: SpokenStation,
) -> None:
    number = await start(station)
    station.now += timedelta(hours=5)
    await station.reconnect()
    await station.say("BootNotification", BOOT)
    await stop(station, number, reason="PowerLoss", timestamp="2026-05-04T12:03:00Z")
    ended = await only(station)
    assert (ended["status"], ended["stop_reason"]) == ("completed", "PowerLoss")
    assert ended["end_time"].isoformat().startswith("2026-05-04T12:03")


# -- the gateway's own clock (H70) -----------------------------------------------------------------------------------


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1)])
async def test_h70_when_our_clock_jumps_an_hour_a_charge_and_its_repetitions_stay_one(
    station: SpokenStation, jump: timedelta
) -> None:
    number = await start(station)
    station.now += jump
    assert await start(station) == number
    await meter(station, {"value": "1400"}, transactionId=number)
    await meter(station, {"value": "1400"}, transactionId=number)
    await stop(station, number)
    await stop(station, number)
    ended = await only(station)
    assert (ended["status"], ended["total_kwh"]) == ("completed", 1.0)
    assert await station.count(tables.meter_values) == 1
