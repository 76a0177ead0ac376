"""From a bent frame on a socket to the report, the event, the metric; and from a decision to the open connection."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from prometheus_client import generate_latest
from sqlalchemy import select

from ocpp_gateway.assembly.application import metrics
from ocpp_gateway.charging.events import EventType
from ocpp_gateway.operations.provisioning import StationEdit
from ocpp_gateway.storage.queries.nonconformities import StoredNonconformityQueries
from ocpp_gateway.storage.tables import events, nonconformities, ocpp_logs
from tests.gateway_house import GatewayHouse, exchange, reply
from tests.raw_socket import call_text, text_frame
from tests.station_house import LIMITS, ManualClock, StationHouse

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio

BENT = {"connectorId": "1", "errorCode": "NoError", "status": "available"}


async def rows(house: GatewayHouse) -> dict[str, int]:
    async with house.node.database.read() as connection:
        found = (await connection.execute(select(nonconformities))).mappings()
    return {row["rule"]: row["count"] for row in found}


async def test_what_a_station_bends_is_reported_and_metered_by_rule(tmp_path: Path) -> None:
    async with GatewayHouse(tmp_path) as house:
        raw = await house.station("CP-1")
        for number in range(5):
            raw.send(text_frame(call_text(f"s{number}", "StatusNotification", BENT)))
            assert (await reply(raw, f"s{number}"))[0] == 3
        assert await rows(house) == {"Q21-word-case": 1, "Q33-number-as-text": 1}
        (connection,) = list(house.node.stations.connections)
        station = connection.peer.station
        assert station is not None
        await raw.close()
        await house.until(lambda: len(house.node.stations.connections) == 0)
        await house.node.journal.drain()
        assert await rows(house) == {"Q21-word-case": 5, "Q33-number-as-text": 5}
        report = await StoredNonconformityQueries(house.node.database).of_station(station.id)
        async with house.node.database.read() as reading:
            logged = (
                await reading.execute(select(ocpp_logs).where(ocpp_logs.c.id == report[0].last_log_id))
            ).first()
            told = (
                await reading.execute(
                    select(events.c.data).where(events.c.type == EventType.STATION_NONCONFORMITY.value)
                )
            ).scalars()
        assert logged is not None
        assert json.loads(logged.payload) == BENT
        assert sorted(data["rule"] for data in told) == ["Q21-word-case", "Q33-number-as-text"]
        text = generate_latest(metrics(house.node)).decode()
        assert 'ocpp_gateway_nonconformities_total{rule="Q21-word-case"} 5.0' in text
        assert "CP-1" not in text


async def test_a_decision_reaches_the_open_connection(tmp_path: Path) -> None:
    async with GatewayHouse(tmp_path) as house:
        raw = await house.station("CP-1")
        raw.send(text_frame(call_text("one", "StatusNotification", BENT)))
        assert (await reply(raw, "one"))[0] == 3
        (connection,) = list(house.node.stations.connections)
        station = connection.peer.station
        assert station is not None
        edit: StationEdit = {"validation": "strict", "quirks": {"ping": False}}
        await decide(house, "CP-1", edit)
        await house.until(lambda: station.validation == "strict")
        raw.send(text_frame(call_text("two", "StatusNotification", BENT)))
        refused = await reply(raw, "two")
        assert (refused[0], refused[2]) == (4, "TypeConstraintViolation")
        await exchange(raw)
        assert station.quirks.ping is False


async def decide(house: GatewayHouse, identity: str, edit: StationEdit) -> None:
    from datetime import UTC, datetime

    from uuid_utils.compat import uuid7

    from ocpp_gateway.operations.audit import COMMAND_LINE
    from ocpp_gateway.operations.provisioning import Provisioning
    from ocpp_gateway.storage.stations import StoredStations

    node: Any = house.node
    provisioning = Provisioning(
        StoredStations(node.database, new_id=uuid7), node.passwords, node.bus, new_id=uuid7
    )
    await provisioning.edit(identity, edit, by=COMMAND_LINE, now=datetime.now(UTC))


@pytest.mark.parametrize("ping", [True, False])
async def test_q10_a_model_that_bears_no_pings_gets_none_and_is_found_dead_by_silence(ping: bool) -> None:
    clock = ManualClock()
    async with StationHouse(clock=clock, limits=LIMITS) as house:
        await house.raw_station("CP-1")
        await house.until(lambda: len(house.server.connections) == 1)
        (connection,) = list(house.server.connections)
        station = connection.peer.station
        assert station is not None
        from dataclasses import replace

        station.quirks = replace(station.quirks, ping=ping)
        house.pass_time(LIMITS.ping_interval + 2.0)
        assert house.server.counters.pings_sent == (1 if ping else 0)
        if not ping:
            house.pass_time(3 * LIMITS.heartbeat_interval)
            assert house.server.counters.silent_closed == 1
            assert house.server.counters.pings_sent == 0
