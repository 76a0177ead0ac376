"""The first thing anybody tries: a charge point written with mobilityhouse/ocpp boots, charges and stops.

The same on SQLite and on PostgreSQL, with open registration and with the default, where an operator approves first.
"""

from __future__ import annotations

import asyncio
import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import websockets
from ocpp.routing import on
from ocpp.v16 import ChargePoint, call, call_result
from ocpp.v16.enums import ChargePointErrorCode, ChargePointStatus, RegistrationStatus

from tests.flows.gateway_process import Api, GatewayProcess

pytestmark = pytest.mark.anyio

BEGIN = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)


def moment(minute: int) -> str:
    return (BEGIN + timedelta(minutes=minute)).isoformat()


class Station(ChargePoint):  # type: ignore[misc]
    """A charge point as thousands of people write one; it answers GetConfiguration or refuses it."""

    connectors: str | None = "2"

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.asked = asyncio.Event()

    @on("GetConfiguration")
    def configuration(self, **_: Any) -> Any:
        self.asked.set()
        if self.connectors is None:
            return call_result.GetConfiguration(unknown_key=["NumberOfConnectors"])
        entry = {"key": "NumberOfConnectors", "readonly": True, "value": self.connectors}
        return call_result.GetConfiguration(configuration_key=[entry])


class Plugged:
    """The station's connection, listening in the background."""

    def __init__(self, url: str, identity: str, password: str | None = None) -> None:
        headers = {}
        if password is not None:
            token = base64.b64encode(f"{identity}:{password}".encode()).decode()
            headers["Authorization"] = f"Basic {token}"
        self._connect = websockets.connect(
            f"{url}/{identity}", subprotocols=[websockets.Subprotocol("ocpp1.6")], additional_headers=headers
        )
        self._identity = identity

    async def __aenter__(self) -> Station:
        socket = await self._connect.__aenter__()
        station = Station(self._identity, socket)
        self._listening = asyncio.create_task(station.start())
        return station

    async def __aexit__(self, *_: object) -> None:
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        await self._connect.__aexit__(None, None, None)


BOOT = call.BootNotification(charge_point_vendor="Voltaic", charge_point_model="V2", firmware_version="1.0")


async def charge(station: Station) -> int:
    """Boot to stop: 7.25 kWh in ten meter values."""
    booted = await station.call(BOOT)
    assert booted.status == RegistrationStatus.accepted
    for connector in (0, 1, 2):
        await station.call(
            call.StatusNotification(
                connector_id=connector,
                error_code=ChargePointErrorCode.no_error,
                status=ChargePointStatus.available,
            )
        )
    allowed = await station.call(call.Authorize(id_tag="TAG-1"))
    assert allowed.id_tag_info["status"] == "Accepted"
    started = await station.call(
        call.StartTransaction(connector_id=1, id_tag="TAG-1", meter_start=1000, timestamp=moment(0))
    )
    await station.call(
        call.StatusNotification(
            connector_id=1, error_code=ChargePointErrorCode.no_error, status=ChargePointStatus.charging
        )
    )
    for minute in range(1, 11):
        await station.call(
            call.MeterValues(
                connector_id=1,
                transaction_id=started.transaction_id,
                meter_value=[
                    {
                        "timestamp": moment(minute),
                        "sampledValue": [
                            {"value": str(1 + minute * 0.7), "unit": "kWh"},
                            {"value": "42000", "measurand": "Power.Active.Import", "unit": "W"},
                            {"value": str(30 + minute), "measurand": "SoC", "unit": "Percent"},
                        ],
                    }
                ],
            )
        )
    await station.call(
        call.StopTransaction(meter_stop=8250, timestamp=moment(11), transaction_id=started.transaction_id)
    )
    return int(started.transaction_id)


def assert_everything_is_there(api: Api, transaction_id: int) -> None:
    station = api.get("/stations/CP-1")
    assert (station["ocpp_id"], station["online"], station["status"]) == ("CP-1", True, "Available")
    assert (station["vendor"], station["model"], station["registration"]) == ("Voltaic", "V2", "accepted")
    connectors = {c["connector_number"]: c["status"] for c in api.all("/stations/CP-1/connectors")}
    assert connectors == {1: "Charging", 2: "Available"}
    (transaction,) = api.all("/transactions", station="CP-1")
    assert transaction["transaction_id"] == str(transaction_id)
    assert transaction["status"] == "completed"
    assert transaction["total_kwh"] == 7.25
    assert (transaction["start_meter"], transaction["end_meter"]) == (1000, 8250)
    assert (transaction["stop_reason"], transaction["estimated"]) == ("Local", [])
    meters = api.all(f"/transactions/{transaction['id']}/meter-values")
    assert len(meters) == 10
    logs = api.all("/logs", station="CP-1")
    calls = [e["action"] for e in logs if e["direction"] == "in" and e["message_type"] == "Call"]
    assert sorted(calls) == sorted(
        ["BootNotification", "Authorize", "StartTransaction", "StopTransaction", "Heartbeat"]
        + ["StatusNotification"] * 4
        + ["MeterValues"] * 10
    )
    answered = [e for e in logs if e["direction"] == "out" and e["message_type"] == "CallResult"]
    assert sorted(e["action"] for e in answered) == sorted(calls)
    asked = {(e["direction"], e["message_type"]) for e in logs if e["action"] == "GetConfiguration"}
    assert asked == {("out", "Call"), ("in", "CallResult")}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str | None:
    return None if request.param == "sqlite" else request.getfixturevalue("postgres_url")


def connectors(api: Api) -> dict[int, str]:
    return {c["connector_number"]: c["status"] for c in api.all("/stations/CP-1/connectors")}


async def until(event: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        await event.wait()


async def test_with_open_registration_a_station_charges_at_once(database_url: str | None) -> None:
    with GatewayProcess(database_url, REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as gateway:
        async with Plugged(gateway.station_url, "CP-1") as station:
            transaction_id = await charge(station)
            await until(station.asked)
            await station.call(call.Heartbeat())
            assert_everything_is_there(gateway.api(), transaction_id)
        assert gateway.stop() == 0


async def test_by_default_a_station_waits_until_it_is_approved(database_url: str | None) -> None:
    with GatewayProcess(database_url) as gateway:
        api = gateway.api()
        api.post("/id-tags", {"id_tag": "TAG-1", "status": "Accepted"})
        async with Plugged(gateway.station_url, "CP-1", password="a-password-it-came-with") as station:
            assert (await station.call(BOOT)).status == RegistrationStatus.pending
            refused = await station.call(call.Heartbeat(), suppress=True)
            assert refused is None
            assert api.get("/stations/CP-1")["registration"] == "pending"
            assert api.all("/transactions") == []
            api.post("/stations/CP-1/approve")
            transaction_id = await charge(station)
            await until(station.asked)
            await station.call(call.Heartbeat())
            assert api.all("/transactions")[0]["transaction_id"] == str(transaction_id)
        with pytest.raises(websockets.InvalidStatus) as refusal:
            async with Plugged(gateway.station_url, "CP-1", password="another"):
                pass
        assert refusal.value.response.status_code == 401
        async with Plugged(gateway.station_url, "CP-1", password="a-password-it-came-with") as station:
            await station.call(call.Heartbeat())


@pytest.mark.parametrize(("answer", "known"), [("2", {1: "Unknown", 2: "Unknown"}), (None, {})])
async def test_after_a_boot_connectors_are_unknown_until_they_report(
    answer: str | None, known: dict[int, str]
) -> None:
    with GatewayProcess(REGISTRATION="open") as gateway:
        async with Plugged(gateway.station_url, "CP-1") as station:
            station.connectors = answer
            await station.call(BOOT)
            await until(station.asked)
            await station.call(call.Heartbeat())
            api = gateway.api()
            assert connectors(api) == known
            await station.call(
                call.StatusNotification(
                    connector_id=2,
                    error_code=ChargePointErrorCode.no_error,
                    status=ChargePointStatus.available,
                )
            )
            assert connectors(api) == {**known, 2: "Available"}
