"""A message of 1 MiB is worked on beside the event loop, so that other stations are served meanwhile (fault F31)."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from ocpp_gateway.charging.changes import MeterRecord
from ocpp_gateway.operations import metering
from ocpp_gateway.operations.metering import MANY
from ocpp_gateway.translation.conversation import LARGE_PAYLOAD
from ocpp_gateway.translation.v16 import meter_values
from ocpp_gateway.translation.v16.table import HANDLERS
from tests.unit.operations.ledger import station
from tests.unit.translation.test_conversation import Talk, answer_of

pytestmark = pytest.mark.anyio


class Watch:
    """Notes on which thread a function runs."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.beside: list[bool] = []

    def __call__(self, *arguments: Any) -> Any:
        self.beside.append(threading.current_thread() is not threading.main_thread())
        return self.function(*arguments)


def values(count: int) -> list[dict[str, Any]]:
    return [
        {"timestamp": "2026-05-04T12:00:00Z", "sampledValue": [{"value": str(1000 + n)}]}
        for n in range(count)
    ]


@pytest.mark.parametrize(("size", "beside"), [(10, False), (LARGE_PAYLOAD, True)])
async def test_a_large_payload_is_decoded_beside_the_loop(
    size: int, beside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = HANDLERS["DataTransfer"]
    decode = Watch(handler.decode)
    monkeypatch.setitem(HANDLERS, "DataTransfer", replace(handler, decode=decode))
    talk = Talk(station())
    reply = await talk.say("DataTransfer", {"vendorId": "V", "data": "x" * size})
    assert answer_of(reply)[2] == {"status": "UnknownVendorId"}
    assert decode.beside == [beside]


@pytest.mark.parametrize(("count", "beside"), [(MANY, False), (MANY + 1, True)])
async def test_very_many_readings_are_normalised_and_encoded_beside_the_loop(
    count: int, beside: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meter_values, "_all", normalising := Watch(meter_values._all))
    monkeypatch.setattr(metering, "_rows", encoding := Watch(metering._rows))
    talk = Talk(station())
    await talk.say("MeterValues", {"connectorId": 1, "meterValue": values(count)})
    assert (normalising.beside, encoding.beside) == ([beside], [beside])
    rows = [c for c in talk.journal.entries[0].changes if isinstance(c, MeterRecord)]
    assert [row.energy_wh for row in rows] == [1000.0 + n for n in range(count)]


async def test_many_samples_of_one_moment_count_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meter_values, "_all", normalising := Watch(meter_values._all))
    talk = Talk(station())
    value = {"timestamp": "2026-05-04T12:00:00Z", "sampledValue": [{"value": "1"}] * (MANY + 1)}
    await talk.say("MeterValues", {"connectorId": 1, "meterValue": [value]})
    assert normalising.beside == [True]


async def test_a_stop_with_thousands_of_readings_keeps_them_all() -> None:
    talk = Talk(station())
    start = {"connectorId": 1, "idTag": "TAG-1", "meterStart": 0, "timestamp": "2026-05-04T11:00:00Z"}
    transaction = answer_of(await talk.say("StartTransaction", start))[2]["transactionId"]
    stop = {
        "transactionId": transaction,
        "meterStop": 9000,
        "timestamp": "2026-05-04T12:00:00Z",
        "transactionData": values(5000),
    }
    assert answer_of(await talk.say("StopTransaction", stop, "m2"))[0] == 3
    rows = [c for c in talk.journal.entries[1].changes if isinstance(c, MeterRecord)]
    assert len(rows) == 5000
    assert {row.origin for row in rows} == {"transaction_data"}
    assert len(json.dumps(stop)) > LARGE_PAYLOAD
