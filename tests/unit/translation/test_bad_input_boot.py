"""Family F of the bad inputs (ocpp.md section 5, 48 to 53): boots and states, on a real conversation and SQLite."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.charging.stations import Registration
from ocpp_gateway.storage import tables
from tests.unit.translation.spoken_station import BOOT, SpokenStation, spoken_station

if TYPE_CHECKING:
    from ocpp_gateway.storage.engine import Database

pytestmark = pytest.mark.anyio

START = {"connectorId": 1, "idTag": "TAG", "meterStart": 1000, "timestamp": "2026-05-04T12:00:00Z"}
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
BEFORE_A_BOOT = [("Heartbeat", {}), ("StatusNotification", STATUS), ("StartTransaction", START)]


def stranger(station: SpokenStation, registration: Registration) -> SpokenStation:
    """Another identity on the same gateway that nobody knows, under this policy."""
    new = SpokenStation(station.database, station.journal, station.validation, identity="NEW")
    new.desk = replace(new.desk, enrol_as=registration)
    new.connect(None)
    return new


async def status(station: SpokenStation, connector: int, status: str, error: str = "NoError") -> Any:
    payload = {"connectorId": connector, "errorCode": error, "status": status}
    return await station.say("StatusNotification", payload)


async def connectors(station: SpokenStation) -> dict[int, str]:
    return {row["connector_number"]: row["status"] for row in await station.rows(tables.connectors)}


@pytest.mark.parametrize(("action", "payload"), BEFORE_A_BOOT)
async def test_f48_before_its_first_boot_nothing_a_new_station_says_counts(
    action: str, payload: dict[str, Any], sqlite_database: Database
) -> None:
    async with spoken_station(sqlite_database) as known:
        new = stranger(known, Registration.ACCEPTED)
        assert (await new.say(action, payload))[2] == "SecurityError"
        assert await known.count(tables.transactions) == 0
        assert len(await known.rows(tables.stations)) == 1
        assert (await new.say("BootNotification", BOOT))[2]["status"] == "Accepted"
        assert (await new.say(action, payload))[0] == 3


@pytest.mark.parametrize(("action", "payload"), BEFORE_A_BOOT)
async def test_f48_a_known_station_need_not_boot_after_a_reconnect(
    action: str, payload: dict[str, Any], sqlite_database: Database
) -> None:
    async with spoken_station(sqlite_database) as station:
        await station.reconnect()
        assert (await station.say(action, payload))[0] == 3


async def test_f49_a_hundred_boots_in_a_row_are_answered_and_make_one_row(sqlite_database: Database) -> None:
    async with spoken_station(sqlite_database) as station:
        await status(station, 1, "Available")
        for _ in range(100):
            assert (await station.say("BootNotification", BOOT))[2]["status"] == "Accepted"
        assert len(await station.rows(tables.stations)) == 1
        assert await connectors(station) == {0: "Unknown", 1: "Available"}, "quirk Q18: no reset again"


async def test_f49_a_boot_in_the_middle_of_a_transaction_ends_nothing(sqlite_database: Database) -> None:
    async with spoken_station(sqlite_database) as station:
        number = (await station.say("StartTransaction", START))[2]["transactionId"]
        station.now += timedelta(minutes=10)
        await station.reconnect()
        await station.say("BootNotification", BOOT)
        (running,) = await station.rows(tables.transactions)
        assert (running["status"], running["transaction_id"]) == ("active", str(number))
        stop = {"transactionId": number, "meterStop": 2000, "timestamp": "2026-05-04T12:20:00Z"}
        assert (await station.say("StopTransaction", stop))[0] == 3
        (ended,) = await station.rows(tables.transactions)
        assert (ended["status"], float(ended["total_kwh"])) == ("completed", 1.0)


async def test_f49_a_boot_with_another_model_and_serial_is_the_same_station_renewed(
    sqlite_database: Database,
) -> None:
    async with spoken_station(sqlite_database) as station:
        changed = {**BOOT, "chargePointModel": "M2", "chargePointSerialNumber": "S-2", "firmwareVersion": "9"}
        await station.say("BootNotification", changed)
        (row,) = await station.rows(tables.stations)
        assert (row["model"], row["firmware_version"]) == ("M2", "9")


@pytest.mark.parametrize(("action", "payload"), BEFORE_A_BOOT)
async def test_f50_what_a_pending_station_says_does_not_count(
    action: str, payload: dict[str, Any], sqlite_database: Database
) -> None:
    """That it is not told to charge is proven with the commands (`test_command_runner.py`)."""
    async with spoken_station(sqlite_database) as known:
        new = stranger(known, Registration.PENDING)
        assert (await new.say("BootNotification", BOOT))[2]["status"] == "Pending"
        assert (await new.say(action, payload))[2] == "SecurityError"
        assert (await new.say("BootNotification", BOOT))[2]["status"] == "Pending"
        assert await known.count(tables.transactions) == 0


async def test_f51_the_first_message_after_a_reconnect_may_be_a_stop(sqlite_database: Database) -> None:
    async with spoken_station(sqlite_database) as station:
        number = (await station.say("StartTransaction", START))[2]["transactionId"]
        await station.reconnect()
        stop = {"transactionId": number, "meterStop": 2000, "timestamp": "2026-05-04T12:20:00Z"}
        assert (await station.say("StopTransaction", stop))[0] == 3
        (ended,) = await station.rows(tables.transactions)
        assert ended["status"] == "completed"


async def test_f52_odd_connector_numbers_are_answered_and_create_only_what_can_exist(
    sqlite_database: Database,
) -> None:
    async with spoken_station(sqlite_database) as station:
        assert (await status(station, 0, "Charging"))[2] == {}
        assert (await status(station, 255, "Available"))[2] == {}
        assert (await status(station, -1, "Available"))[2] == {}
        for number in range(1, 101):
            assert (await status(station, number, "Available"))[2] == {}
        found = await connectors(station)
        assert -1 not in found
        assert set(range(1, 101)) <= found.keys()
        assert len(found) <= 102, "a station cannot fill the table by counting"
        assert found[0] != "Charging"
        for number in range(1000, 1100):
            assert (await status(station, number, "Available"))[2] == {}
        assert await connectors(station) == found


async def test_f53_states_that_do_not_follow_each_other_are_taken_as_reported(
    sqlite_database: Database,
) -> None:
    async with spoken_station(sqlite_database) as station:
        for state, error in (
            ("Available", "NoError"),
            ("Finishing", "NoError"),
            ("Faulted", "NoError"),
            ("Available", "GroundFailure"),
            ("SuspendedEV", "NoError"),
            ("Reserved", "NoError"),
        ):
            assert (await status(station, 1, state, error))[2] == {}
            row = next(r for r in await station.rows(tables.connectors) if r["connector_number"] == 1)
            assert (row["status"], row["error_code"]) == (state, error)
