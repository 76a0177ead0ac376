"""Each of the 39 actions of OCPP 1.6 over a real socket, with every field of its schema set.

`tests/architecture/test_actions.py` holds the two lists against the catalogue.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from ocpp_gateway.ocpp.catalogue import ACTIONS_16
from ocpp_gateway.ocpp.codec import Direction, check
from ocpp_gateway.ocpp.versions import OcppVersion
from tests.conformance.central_system import CentralSystem
from tests.flows.obeying_station import ObeyingStation
from tests.unit.ocpp.payloads import text_of
from tests.unit.ocpp.schema_cases import MOMENT, full

pytestmark = pytest.mark.anyio

FROM_THE_STATION = (
    *("Authorize", "BootNotification", "DataTransfer", "DiagnosticsStatusNotification"),
    *("FirmwareStatusNotification", "Heartbeat", "LogStatusNotification", "MeterValues"),
    *("SecurityEventNotification", "SignCertificate", "SignedFirmwareStatusNotification"),
    *("StartTransaction", "StatusNotification", "StopTransaction"),
)
TO_THE_STATION = (
    *("CancelReservation", "CertificateSigned", "ChangeAvailability", "ChangeConfiguration", "ClearCache"),
    *("ClearChargingProfile", "DataTransfer", "DeleteCertificate", "ExtendedTriggerMessage"),
    *("GetCompositeSchedule", "GetConfiguration", "GetDiagnostics", "GetInstalledCertificateIds"),
    *("GetLocalListVersion", "GetLog", "InstallCertificate", "RemoteStartTransaction"),
    *("RemoteStopTransaction", "ReserveNow", "Reset", "SendLocalList", "SetChargingProfile"),
    *("SignedUpdateFirmware", "TriggerMessage", "UnlockConnector", "UpdateFirmware"),
)


@pytest.fixture(scope="module")
async def talker(on_sqlite: CentralSystem) -> AsyncIterator[ObeyingStation]:
    """A station that has not booted as yet: it has a boot to send."""
    async with on_sqlite.station(on_sqlite.identity()) as station:
        yield station


@pytest.fixture(scope="module")
async def listener(on_sqlite: CentralSystem) -> ObeyingStation:
    return await on_sqlite.booted()


async def logged(central: CentralSystem, station: ObeyingStation, action: str) -> dict[tuple[str, str], Any]:
    """The newest frame of each direction and type that is stored of an action."""
    rows = await asyncio.to_thread(central.api.all, "/logs", station=station.identity, action=action)
    return {(row["direction"], row["message_type"]): row for row in reversed(rows)}


@pytest.mark.parametrize("action", FROM_THE_STATION)
async def test_what_a_station_says_is_answered_by_the_schema_and_stored_whole(
    central: CentralSystem, talker: ObeyingStation, action: str
) -> None:
    said = full(action, "request")
    if "transactionId" in said:
        about = {"connectorId": 2} if action == "MeterValues" else {"meterStop": 2000}
        number = await talker.start(about.get("connectorId", 3), "VALID", MOMENT)
        said |= {**about, "transactionId": number}
    answer = await talker.call(action, said)
    assert check(OcppVersion.V16, ACTIONS_16[action], Direction.RESPONSE, text_of(answer)) == []
    rows = await logged(central, talker, action)
    call, result = rows["in", "Call"], rows["out", "CallResult"]
    assert (call["payload"], call["violations"]) == (said, [])
    assert (result["payload"], result["message_id"]) == (answer, call["message_id"])


@pytest.mark.parametrize("action", TO_THE_STATION)
async def test_what_a_station_is_told_goes_out_whole_and_its_answer_is_stored(
    central: CentralSystem, listener: ObeyingStation, action: str
) -> None:
    told, answer = full(action, "request"), full(action, "response")
    command = await central.command(listener, action, told)
    sent = await listener.obey(action, answer)
    assert sent == told
    assert text_of(sent) == text_of(told), "the order of the members is the caller's"
    status, response = await central.outcome(command)
    assert status in {"accepted", "rejected"}
    assert response == answer
    rows = await logged(central, listener, action)
    call, result = rows["out", "Call"], rows["in", "CallResult"]
    assert (call["payload"], result["payload"]) == (told, answer)
    assert result["message_id"] == call["message_id"]
