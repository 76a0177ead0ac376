"""OCTT cases of the profile RemoteTrigger."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance.central_system import CentralSystem

pytestmark = pytest.mark.anyio

TRIGGERED: dict[str, dict[str, Any]] = {
    "MeterValues": {
        "connectorId": 1,
        "meterValue": [
            {
                "timestamp": "2026-05-04T12:00:00Z",
                "sampledValue": [{"value": "1000", "context": "Trigger"}],
            }
        ],
    },
    "Heartbeat": {},
    "StatusNotification": {"connectorId": 1, "errorCode": "NoError", "status": "Available"},
    "DiagnosticsStatusNotification": {"status": "Idle"},
    "FirmwareStatusNotification": {"status": "Idle"},
}
ABOUT_A_CONNECTOR = {"MeterValues", "StatusNotification"}


async def test_tc_054_trigger_messages(central: CentralSystem) -> None:
    station = await central.booted()
    for message, payload in TRIGGERED.items():
        wanted = {"message": message} | ({"connector": 1} if message in ABOUT_A_CONNECTOR else {})
        command = (await central.give(f"/stations/{station.identity}/trigger", wanted))["id"]
        sent = await station.obey("TriggerMessage", {"status": "Accepted"})
        about = {"connectorId": 1} if message in ABOUT_A_CONNECTOR else {}
        assert sent == {"requestedMessage": message, **about}
        assert (await central.outcome(command))[0] == "accepted"
        answer = await station.call(message, payload)
        assert answer == {} or message == "Heartbeat"
        assert await central.effect(command) == ("seen", "message")


async def test_tc_055_trigger_message_rejected(central: CentralSystem) -> None:
    station = await central.booted()
    command = (await central.give(f"/stations/{station.identity}/trigger", {"message": "MeterValues"}))["id"]
    sent = await station.obey("TriggerMessage", {"status": "Rejected"})
    assert sent == {"requestedMessage": "MeterValues"}
    assert await central.outcome(command) == ("rejected", {"status": "Rejected"})
    assert await central.effect(command) == ("none", None)
