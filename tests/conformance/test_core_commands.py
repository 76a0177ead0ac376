"""OCTT cases of the profile Core in which the central system acts. The case speaks of the frame that the station gets
and of what the central system then knows: the command's final state, its answer and its effect.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.central_system import CentralSystem
from tests.conformance.test_core_sessions import authorize, charging, start, stop
from tests.flows.obeying_station import ObeyingStation

pytestmark = pytest.mark.anyio

ACCEPTED = {"status": "Accepted"}


async def remote_start(central: CentralSystem, station: ObeyingStation, answer: dict[str, Any]) -> str:
    """Start connector 1 through the API; the station answers. The id of the command."""
    path = f"/stations/{station.identity}/connectors/1/start"
    command = await central.give(path, {"id_tag": "VALID"})
    assert await station.obey("RemoteStartTransaction", answer) == {"connectorId": 1, "idTag": "VALID"}
    return str(command["id"])


async def remote_start_cable_first(central: CentralSystem) -> None:
    station = await central.booted()
    await station.status(1, "Preparing")
    command = await remote_start(central, station, ACCEPTED)
    assert await authorize(station, "VALID") == "Accepted"
    status, number = await start(station)
    await station.status(1, "Charging")
    assert status == "Accepted"
    assert await central.outcome(command) == ("accepted", ACCEPTED)
    assert await central.effect(command) == ("seen", "started")
    assert (await central.transaction(station))["transaction_id"] == str(number)


async def test_tc_010_remote_start_cable_first(central: CentralSystem) -> None:
    await remote_start_cable_first(central)


async def test_tc_010_remote_start_cable_first_on_postgresql(on_postgresql: CentralSystem) -> None:
    await remote_start_cable_first(on_postgresql)


async def test_tc_011_1_remote_start_first(central: CentralSystem) -> None:
    station = await central.booted()
    command = await remote_start(central, station, ACCEPTED)
    assert await authorize(station, "VALID") == "Accepted"
    await station.status(1, "Preparing")
    status, _ = await start(station)
    await station.status(1, "Charging")
    assert status == "Accepted"
    assert await central.effect(command) == ("seen", "started")


async def test_tc_011_2_remote_start_and_the_cable_is_never_plugged_in(central: CentralSystem) -> None:
    station = await central.booted()
    command = await remote_start(central, station, ACCEPTED)
    assert await authorize(station, "VALID") == "Accepted"
    await station.status(1, "Preparing")
    await station.status(1, "Available")
    assert await central.outcome(command) == ("accepted", ACCEPTED)
    assert await central.effect(command) == ("waiting", None)
    assert await central.transactions(station) == []
    assert (await central.connector(station))["transaction"] is None


async def remote_stop(central: CentralSystem) -> None:
    station = await central.booted()
    number = await charging(station)
    running = await central.transaction(station)
    command = (await central.give(f"/transactions/{running['id']}/stop"))["id"]
    assert await station.obey("RemoteStopTransaction", ACCEPTED) == {"transactionId": number}
    await stop(station, number, "Remote")
    await station.status(1, "Finishing")
    await station.status(1, "Available")
    assert await central.outcome(command) == ("accepted", ACCEPTED)
    assert await central.effect(command) == ("seen", "ended")
    assert (await central.transaction(station))["stop_reason"] == "Remote"


async def test_tc_012_remote_stop(central: CentralSystem) -> None:
    await remote_stop(central)


async def test_tc_012_remote_stop_on_postgresql(on_postgresql: CentralSystem) -> None:
    await remote_stop(on_postgresql)


async def reset(central: CentralSystem, kind: str) -> None:
    station = await central.booted()
    command = (await central.give(f"/stations/{station.identity}/reset", {"type": kind}))["id"]
    assert await station.obey("Reset", ACCEPTED) == {"type": kind}
    assert await central.outcome(command) == ("accepted", ACCEPTED)
    async with central.station(station.identity, boots=True) as again:
        for connector in (0, 1):
            await again.status(connector, "Available")
        assert await central.effect(command) == ("seen", "boot")


async def test_tc_013_hard_reset(central: CentralSystem) -> None:
    await reset(central, "Hard")


async def test_tc_014_soft_reset(central: CentralSystem) -> None:
    await reset(central, "Soft")


async def unlock(central: CentralSystem, station: ObeyingStation, answer: str, connector: int = 1) -> str:
    """Unlock a connector through the API; the station gives this answer. The command's final state."""
    path = f"/stations/{station.identity}/connectors/{connector}/unlock"
    command = (await central.give(path))["id"]
    assert await station.obey("UnlockConnector", {"status": answer}) == {"connectorId": connector}
    status, response = await central.outcome(command)
    assert response == {"status": answer}
    return status


async def test_tc_017_1_unlock_without_a_session_of_a_detachable_cable(central: CentralSystem) -> None:
    assert await unlock(central, await central.booted(), "Unlocked") == "accepted"


async def test_tc_017_2_unlock_without_a_session_of_a_fixed_cable(central: CentralSystem) -> None:
    assert await unlock(central, await central.booted(), "NotSupported") == "rejected"


async def test_tc_018_1_unlock_during_a_session(central: CentralSystem) -> None:
    station = await central.booted()
    number = await charging(station)
    assert await unlock(central, station, "Unlocked") == "accepted"
    await station.status(1, "Finishing")
    await stop(station, number, "UnlockCommand")
    await station.status(1, "Available")
    transaction = await central.transaction(station)
    assert (transaction["status"], transaction["stop_reason"]) == ("completed", "UnlockCommand")


async def test_tc_019_1_get_all_configuration_keys(central: CentralSystem) -> None:
    station = await central.booted()
    command = await central.command(station, "GetConfiguration")
    keys = [{"key": f"Key{n}", "readonly": n % 2 == 0, "value": str(n)} for n in range(45)]
    full = {"configurationKey": [*keys, {"key": "AuthorizationKey", "readonly": False}], "unknownKey": []}
    assert await station.obey("GetConfiguration", full) == {}
    assert await central.outcome(command) == ("accepted", full)


async def test_tc_019_2_get_one_configuration_key(central: CentralSystem) -> None:
    station = await central.booted()
    asked = {"key": ["SupportedFeatureProfiles"]}
    command = await central.command(station, "GetConfiguration", asked)
    value = {"key": "SupportedFeatureProfiles", "readonly": True, "value": "Core,RemoteTrigger"}
    assert await station.obey("GetConfiguration", {"configurationKey": [value]}) == asked
    assert await central.outcome(command) == ("accepted", {"configurationKey": [value]})


async def change_key(central: CentralSystem, key: str, value: str, answer: str, *, final: str) -> None:
    station = await central.booted()
    wanted = {"key": key, "value": value}
    command = await central.command(station, "ChangeConfiguration", wanted)
    assert await station.obey("ChangeConfiguration", {"status": answer}) == wanted
    assert await central.outcome(command) == (final, {"status": answer})


async def test_tc_021_change_a_configuration_key(central: CentralSystem) -> None:
    await change_key(central, "MeterValueSampleInterval", "60", "Accepted", final="accepted")


async def test_tc_021_change_a_configuration_key_on_postgresql(on_postgresql: CentralSystem) -> None:
    await change_key(on_postgresql, "MeterValueSampleInterval", "60", "Accepted", final="accepted")


async def test_tc_026_remote_start_rejected(central: CentralSystem) -> None:
    station = await central.booted()
    command = await remote_start(central, station, {"status": "Rejected"})
    assert await central.outcome(command) == ("rejected", {"status": "Rejected"})
    assert await central.effect(command) == ("none", None)


async def test_tc_028_remote_stop_rejected(central: CentralSystem) -> None:
    station = await central.booted()
    await charging(station)
    unknown = {"transactionId": 987_654_321}
    command = await central.command(station, "RemoteStopTransaction", unknown)
    assert await station.obey("RemoteStopTransaction", {"status": "Rejected"}) == unknown
    assert await central.outcome(command) == ("rejected", {"status": "Rejected"})
    assert (await central.transaction(station))["status"] == "active"


async def test_tc_030_unlock_failed(central: CentralSystem) -> None:
    assert await unlock(central, await central.booted(), "UnlockFailed") == "rejected"


async def test_tc_031_unlock_of_an_unknown_connector(central: CentralSystem) -> None:
    assert await unlock(central, await central.booted(), "NotSupported", connector=77) == "rejected"


async def test_tc_040_1_change_of_a_key_that_is_not_supported(central: CentralSystem) -> None:
    await change_key(central, "org.example.Unheard", "1", "NotSupported", final="rejected")


async def test_tc_040_2_change_to_an_invalid_value(central: CentralSystem) -> None:
    await change_key(central, "MeterValueSampleInterval", "-1", "Rejected", final="rejected")


async def test_tc_061_clear_cache(central: CentralSystem) -> None:
    station = await central.booted()
    command = await central.command(station, "ClearCache")
    assert await station.obey("ClearCache", ACCEPTED) == {}
    assert await central.outcome(command) == ("accepted", ACCEPTED)
