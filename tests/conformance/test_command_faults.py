"""Bad inputs around commands (ocpp.md section 5, G64, I75, I76), through sockets and the public API only."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest

from tests.conformance.central_system import CentralSystem
from tests.conformance.test_core_commands import ACCEPTED, remote_start
from tests.conformance.test_core_sessions import charging, start, stop
from tests.conformance.test_security import change
from tests.flows.obeying_station import ObeyingStation
from tests.raw_socket import open_raw, upgrade

pytestmark = pytest.mark.anyio


# -- remote starts and stops that cross something else (G64) ---------------------------------------------------------


async def test_g64_a_start_with_another_tag_or_connector_is_not_the_effect_of_the_command(
    central: CentralSystem,
) -> None:
    station = await central.booted()
    command = await remote_start(central, station, ACCEPTED)
    await start(station, "UNKNOWN")
    other = {"connectorId": 2, "idTag": "VALID", "meterStart": 1, "timestamp": "2026-05-04T12:00:00Z"}
    await station.call("StartTransaction", other)
    assert await central.effect(command) == ("waiting", None)
    assert len(await central.transactions(station)) == 2


async def test_g64_two_remote_starts_at_once_are_told_one_after_the_other(central: CentralSystem) -> None:
    station = await central.booted()
    paths = [f"/stations/{station.identity}/connectors/{n}/start" for n in (1, 2)]
    given = await asyncio.gather(*(central.give(path, {"id_tag": "VALID"}) for path in paths))
    told = [await station.obey("RemoteStartTransaction", ACCEPTED) for _ in given]
    assert sorted(payload["connectorId"] for payload in told) == [1, 2]
    await start(station)
    for command in given:
        assert (await central.outcome(command["id"]))[0] == "accepted"
    effects = [await central.effect(command["id"]) for command in given]
    assert sorted(effects) == [("seen", "started"), ("waiting", None)]


async def test_g64_a_local_stop_that_overtakes_the_remote_one_ends_the_transaction_once(
    central: CentralSystem,
) -> None:
    station = await central.booted()
    number = await charging(station)
    running = await central.transaction(station)
    command = (await central.give(f"/transactions/{running['id']}/stop"))["id"]
    message_id, payload = await station.ordered("RemoteStopTransaction")
    await stop(station, number, "Local")
    await station.answer(message_id, {"status": "Rejected"})
    assert payload == {"transactionId": number}
    assert await central.outcome(command) == ("rejected", {"status": "Rejected"})
    ended = await central.transaction(station)
    assert (ended["status"], ended["stop_reason"]) == ("completed", "Local")


# -- a socket that hangs (reliability F15) -----------------------------------------------------------------------------


async def test_a_station_whose_old_socket_hangs_is_let_in_at_once_and_gets_the_next_command(
    central: CentralSystem,
) -> None:
    """Its old socket is never read and never closed, as after a lost mobile link."""
    station = await central.booted()
    identity = station.identity
    hanging = await open_raw(central.gateway.station_port)
    hanging.send(upgrade(f"/ocpp/{identity}", identity))
    assert (await hanging.response()).status == 101
    hanging.writer.transport.pause_reading()  # type: ignore[attr-defined]
    await central.settled(f"/stations/{identity}", lambda seen: seen["online"])
    lost = await central.give(f"/stations/{identity}/connectors/1/unlock", {"timeout_seconds": 60})
    await central.settled(f"/commands/{lost['id']}", lambda seen: seen["status"] == "sent")
    begun = time.monotonic()
    async with central.station(identity) as again:
        assert "currentTime" in await again.call("Heartbeat", {})
        assert time.monotonic() - begun < 5
        ended = await central.final(lost["id"])
        assert (ended["status"], ended["response"]) == ("timed_out", None)
        reset = await central.give(f"/stations/{identity}/reset", {"type": "Soft"})
        assert await again.obey("Reset", ACCEPTED) == {"type": "Soft"}
        assert (await central.outcome(reset["id"]))[0] == "accepted"
        assert again.frames[-1][2] == "Reset"
    await hanging.close()


# -- configuration (I75, I76) ------------------------------------------------------------------------------------------


async def test_i75_a_change_that_needs_a_reboot_is_accepted_and_the_reboot_is_a_boot(
    central: CentralSystem,
) -> None:
    station = await central.booted()
    assert await change(central, station, "ConnectionTimeOut", "90", "RebootRequired") == "accepted"
    async with central.station(station.identity, boots=True) as again:
        assert "currentTime" in await again.call("Heartbeat", {})


async def read_configuration(central: CentralSystem, answer: dict[str, Any]) -> tuple[ObeyingStation, Any]:
    """Ask a station for everything; it answers so. The station and the command's response."""
    station = await central.booted()
    command = await central.command(station, "GetConfiguration")
    assert await station.obey("GetConfiguration", answer) == {}
    status, response = await central.outcome(command)
    assert status == "accepted"
    assert "currentTime" in await station.call("Heartbeat", {})
    return station, response


async def test_i76_an_answer_of_a_thousand_keys_is_kept_whole(central: CentralSystem) -> None:
    keys = [{"key": f"Vendor.Key{n:04}", "readonly": n % 3 == 0, "value": "v" * 100} for n in range(1000)]
    answer = {"configurationKey": keys}
    _, response = await read_configuration(central, answer)
    assert response == answer


@pytest.mark.parametrize(
    "answer", [{"unknownKey": ["A", "B"]}, {}, {"configurationKey": [], "unknownKey": []}]
)
async def test_i76_an_answer_that_knows_no_key_is_an_answer(
    central: CentralSystem, answer: dict[str, Any]
) -> None:
    _, response = await read_configuration(central, answer)
    assert response == answer
