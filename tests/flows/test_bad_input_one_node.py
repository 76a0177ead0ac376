"""Bad inputs to the whole gateway over real sockets: a sample of family E, and one abusive station (ocpp.md 5, J83)."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from ocpp_gateway.ocpp.violations import Validation
from ocpp_gateway.translation.v16.table import HANDLERS
from tests.flows.houses import a_gateway_house, a_witness, on_uvloop
from tests.gateway_house import GatewayHouse, reply
from tests.raw_socket import RawSocket, call_text, text_frame
from tests.unit.ocpp.schema_cases import bent
from tests.unit.translation.test_bad_input_schema import expected

pytestmark = pytest.mark.anyio

EVERY = 13
"""Of the generated cases, every so many: all of them run without sockets in `test_bad_input_schema.py`."""
FLOOD = 300
SLOWEST = 3.0
"""Seconds: a neighbour's answer while somebody floods, on a machine that may be busy with other tests."""


anyio_backend = on_uvloop()
house = a_gateway_house("one_node", unknown_id_tags="accept")
witness = a_witness()


async def ask(raw: RawSocket, message_id: str, action: str, payload: Any) -> Any:
    raw.send(text_frame(call_text(message_id, action, payload)))
    return await reply(raw, message_id)


async def charge(raw: RawSocket) -> None:
    """TC_003, the session that must be possible after every bad input."""
    status = {"connectorId": 1, "errorCode": "NoError", "status": "Preparing"}
    assert (await ask(raw, "p", "StatusNotification", status))[2] == {}
    allowed = await ask(raw, "a", "Authorize", {"idTag": "TAG-TC-003"})
    assert allowed[2]["idTagInfo"]["status"] == "Accepted"
    start = {"connectorId": 1, "idTag": "TAG-TC-003", "meterStart": 0, "timestamp": "2026-05-04T12:00:00Z"}
    begun = (await ask(raw, "s", "StartTransaction", start))[2]
    assert begun["idTagInfo"]["status"] == "Accepted"
    assert (await ask(raw, "c", "StatusNotification", {**status, "status": "Charging"}))[2] == {}
    stop = {"transactionId": begun["transactionId"], "meterStop": 1, "timestamp": "2026-05-04T12:30:00Z"}
    assert (await ask(raw, "e", "StopTransaction", stop))[0] == 3


async def test_e43_to_e47_a_sample_over_a_socket_and_then_the_station_charges(
    house: GatewayHouse, witness: RawSocket
) -> None:
    raw = await house.station("CP-E")
    number = 0
    for action in sorted(HANDLERS):
        for case in list(bent(action, longest_array=1000))[::EVERY]:
            number += 1
            answer = await ask(raw, f"e{number}", action, case.payload)
            kind = "CALLRESULT" if answer[0] == 3 else answer[2]
            assert kind in expected(action, case, Validation.LENIENT), (action, case.name)
    assert number > 25
    await raw.close()
    again = await house.station("CP-E", booted=False)
    await charge(again)
    await house.unharmed(witness, "CP-E")


async def test_j83_a_station_that_floods_is_answered_in_order_and_its_neighbours_notice_little(
    house: GatewayHouse, witness: RawSocket
) -> None:
    raw = await house.station("CP-J")
    neighbour = await house.station("CP-N")
    meter = {
        "connectorId": 1,
        "meterValue": [{"timestamp": "2026-05-04T12:00:00Z", "sampledValue": [{"value": "1"}]}],
    }

    async def flood() -> None:
        for number in range(FLOOD):
            meter["meterValue"][0]["sampledValue"][0]["value"] = str(number)  # type: ignore[index]
            raw.send(text_frame(json.dumps([2, f"f{number}", "MeterValues", meter])))
            if number % 100 == 0:
                await raw.flush()
        for number in range(FLOOD):
            assert (await reply(raw, f"f{number}"))[2] == {}

    flooding = asyncio.create_task(flood())
    waited = []
    while not flooding.done():
        started = time.monotonic()
        assert (await ask(neighbour, f"n{len(waited)}", "Heartbeat", {}))[0] == 3
        waited.append(time.monotonic() - started)
    await flooding
    assert len(waited) > 20
    assert sorted(waited)[int(len(waited) * 0.99)] < SLOWEST
    await charge(neighbour)
    await house.unharmed(witness, "CP-J")
