"""OCTT cases of the profile Core in which the station speaks: boots, authorisations, transactions, faults."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.conformance.central_system import CentralSystem
from tests.flows.obeying_station import BOOT, ObeyingStation

pytestmark = pytest.mark.anyio

EARLIER = "2026-05-04T11:00:00.000Z"


async def authorize(station: ObeyingStation, id_tag: str) -> str:
    answer = await station.call("Authorize", {"idTag": id_tag})
    return str(answer["idTagInfo"]["status"])


async def start(
    station: ObeyingStation, id_tag: str = "VALID", timestamp: str = "2026-05-04T12:00:00Z"
) -> tuple[str, int]:
    """StartTransaction on connector 1 at 1,000 Wh; the tag's status and the id."""
    payload = {"connectorId": 1, "idTag": id_tag, "meterStart": 1000, "timestamp": timestamp}
    answer = await station.call("StartTransaction", payload)
    return answer["idTagInfo"]["status"], answer["transactionId"]


async def stop(
    station: ObeyingStation, number: int, reason: str, timestamp: str = "2026-05-04T13:00:00Z"
) -> None:
    payload = {"transactionId": number, "meterStop": 3500, "timestamp": timestamp, "reason": reason}
    answer = await station.call("StopTransaction", payload)
    assert set(answer) <= {"idTagInfo"}


async def charging(station: ObeyingStation) -> int:
    """Precondition "Charging": a session that began plug in first; its transaction id."""
    await station.status(1, "Preparing")
    assert await authorize(station, "VALID") == "Accepted"
    status, number = await start(station)
    assert status == "Accepted"
    await station.status(1, "Charging")
    return number


def is_now(moment: str) -> bool:
    assert moment.endswith("Z")
    return abs(datetime.now(UTC) - datetime.fromisoformat(moment)) < timedelta(minutes=1)


async def cold_boot(central: CentralSystem) -> None:
    identity = central.identity()
    async with central.station(identity) as station:
        boot = await station.call("BootNotification", {**BOOT, "firmwareVersion": "1.0"})
        assert (boot["status"], boot["interval"]) == ("Accepted", 300)
        assert is_now(boot["currentTime"])
        for connector in (0, 1, 2):
            await station.status(connector, "Available")
        beat = await station.call("Heartbeat", {})
        assert is_now(beat["currentTime"])
        shown = await central.get(f"/stations/{identity}")
        assert (shown["online"], shown["status"], shown["firmware_version"]) == (True, "Available", "1.0")
        assert (await central.connector(station, 2))["status"] == "Available"


async def regular_session(central: CentralSystem) -> None:
    async with central.fresh() as station:
        number = await charging(station)
        transaction = await central.transaction(station)
        assert (transaction["transaction_id"], transaction["status"]) == (str(number), "active")
        assert (transaction["id_tag"], transaction["start_meter"]) == ("VALID", 1000)
        assert (await central.connector(station))["status"] == "Charging"


async def test_tc_001_cold_boot(central: CentralSystem) -> None:
    await cold_boot(central)


async def test_tc_001_cold_boot_on_postgresql(on_postgresql: CentralSystem) -> None:
    await cold_boot(on_postgresql)


async def test_tc_003_regular_session_plug_in_first(central: CentralSystem) -> None:
    await regular_session(central)


async def test_tc_003_regular_session_plug_in_first_on_postgresql(on_postgresql: CentralSystem) -> None:
    await regular_session(on_postgresql)


async def test_tc_004_1_regular_session_identification_first(central: CentralSystem) -> None:
    async with central.fresh() as station:
        assert await authorize(station, "VALID") == "Accepted"
        await station.status(1, "Preparing")
        status, number = await start(station)
        await station.status(1, "Charging")
        assert status == "Accepted"
        assert (await central.transaction(station))["transaction_id"] == str(number)


async def test_tc_004_2_identification_first_and_the_cable_is_never_plugged_in(
    central: CentralSystem,
) -> None:
    async with central.fresh() as station:
        assert await authorize(station, "VALID") == "Accepted"
        await station.status(1, "Preparing")
        await station.status(1, "Available")
        assert await central.transactions(station) == []
        connector = await central.connector(station)
        assert (connector["status"], connector["transaction"]) == ("Available", None)


async def test_tc_005_1_ev_side_disconnect(central: CentralSystem) -> None:
    async with central.fresh() as station:
        number = await charging(station)
        await station.status(1, "SuspendedEV")
        await stop(station, number, "EVDisconnected")
        await station.status(1, "Finishing")
        await station.status(1, "Available")
        transaction = await central.transaction(station)
        assert (transaction["status"], transaction["stop_reason"]) == ("completed", "EVDisconnected")
        assert transaction["total_kwh"] == 2.5


async def test_tc_007_start_with_a_cached_id(central: CentralSystem) -> None:
    async with central.fresh() as station:
        await station.status(1, "Preparing")
        status, number = await start(station)
        await station.status(1, "Charging")
        assert (status, number > 0) == ("Accepted", True)


async def test_tc_023_1_authorize_invalid(central: CentralSystem) -> None:
    async with central.fresh() as station:
        assert await authorize(station, "UNKNOWN") == "Invalid"


async def test_tc_023_2_authorize_expired(central: CentralSystem) -> None:
    async with central.fresh() as station:
        assert await authorize(station, "EXPIRED") == "Expired"


async def test_tc_023_3_authorize_blocked(central: CentralSystem) -> None:
    async with central.fresh() as station:
        assert await authorize(station, "BLOCKED") == "Blocked"


async def test_tc_024_lock_failure(central: CentralSystem) -> None:
    async with central.fresh() as station:
        await station.status(1, "Preparing")
        await station.status(1, "Faulted", "ConnectorLockFailure")
        connector = await central.connector(station)
        assert (connector["status"], connector["error_code"]) == ("Faulted", "ConnectorLockFailure")
        assert not connector["available"]


async def power_failure(central: CentralSystem) -> None:
    async with central.fresh() as station:
        number = await charging(station)
    async with central.station(station.identity) as station:
        assert (await station.boot())["status"] == "Accepted"
        assert (await central.transaction(station))["status"] == "active"
        await station.status(1, "Finishing")
        await stop(station, number, "PowerLoss")
        transaction = await central.transaction(station)
        assert (transaction["status"], transaction["stop_reason"]) == ("completed", "PowerLoss")


async def test_tc_032_1_power_failure(central: CentralSystem) -> None:
    await power_failure(central)


async def test_tc_032_1_power_failure_on_postgresql(on_postgresql: CentralSystem) -> None:
    await power_failure(on_postgresql)


async def offline(central: CentralSystem) -> str:
    """A station that booted and lost its connection: its identity, when the gateway has noticed."""
    async with central.fresh() as station:
        await station.status(1, "Available")
    await central.settled(f"/stations/{station.identity}", lambda seen: not seen["online"])
    return station.identity


async def test_tc_037_1_offline_start_of_a_valid_id(central: CentralSystem) -> None:
    async with central.station(await offline(central)) as station:
        status, number = await start(station, timestamp=EARLIER)
        await station.status(1, "Charging")
        assert status == "Accepted"
        transaction = await central.transaction(station)
        assert (transaction["transaction_id"], transaction["start_time"]) == (str(number), EARLIER)


async def test_tc_037_3_offline_start_of_an_invalid_id(central: CentralSystem) -> None:
    async with central.station(await offline(central)) as station:
        status, number = await start(station, "UNKNOWN", EARLIER)
        assert (status, number > 0) == ("Invalid", True)
        await stop(station, number, "DeAuthorized")
        transaction = await central.transaction(station)
        assert (transaction["status"], transaction["stop_reason"]) == ("completed", "DeAuthorized")


async def offline_transaction(central: CentralSystem) -> None:
    async with central.station(await offline(central)) as station:
        status, number = await start(station, timestamp=EARLIER)
        await stop(station, number, "Local", "2026-05-04T11:30:00.000Z")
        transaction: Any = await central.transaction(station)
        assert (status, transaction["status"], transaction["total_kwh"]) == ("Accepted", "completed", 2.5)
        assert (transaction["start_time"], transaction["end_time"]) == (EARLIER, "2026-05-04T11:30:00.000Z")


async def test_tc_039_offline_transaction(central: CentralSystem) -> None:
    await offline_transaction(central)


async def test_tc_039_offline_transaction_on_postgresql(on_postgresql: CentralSystem) -> None:
    await offline_transaction(on_postgresql)


async def test_tc_064_data_transfer_to_the_central_system(central: CentralSystem) -> None:
    async with central.fresh() as station:
        answer = await station.call("DataTransfer", {"vendorId": "org.example.nobody", "data": "{}"})
        assert answer == {"status": "UnknownVendorId"}


async def test_every_session_of_core_again_at_the_same_time(central: CentralSystem) -> None:
    """Precondition of the whole list: cases of different stations do not touch each other."""
    await asyncio.gather(*(regular_session(central) for _ in range(5)), cold_boot(central))
