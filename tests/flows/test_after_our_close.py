"""What a station says after the gateway has begun to close: nothing of it may be decided any more.

The gateway closes because a commit failed or the station moved on (ocpp.md 2.15, journal.md "Unknown outcome"). From
then on what this connection knows of the station may be older than the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from websockets.frames import Opcode

from ocpp_gateway.ocpp.frames import Call
from ocpp_gateway.operations.decision import Entry, Outcome, Unavailable
from ocpp_gateway.storage import tables
from ocpp_gateway.translation.peer import Reply
from ocpp_gateway.translation.writing import CLOSE_AWAY
from tests.flows.houses import on_both_loops
from tests.gateway_house import GatewayHouse, reply
from tests.raw_socket import RawSocket, call_text, frame, text_frame
from tests.station_house import ScriptedConversation, StationHouse, unharmed

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.anyio

anyio_backend = on_both_loops()


async def goodbye(station: RawSocket) -> None:
    """Answer the gateway's Close frame and leave."""
    station.send(frame(Opcode.CLOSE, b"\x03\xf5"))
    await station.ended()


async def away(conversation: ScriptedConversation, call: Call) -> Reply:
    return Reply(close=CLOSE_AWAY)


async def test_a_call_that_comes_after_our_close_frame_is_not_decided() -> None:
    async with unharmed(StationHouse()) as house:
        house.script["StartTransaction"] = away
        station = await house.raw_station()
        station.send(text_frame(call_text("1", "StartTransaction")))
        assert await station.close_code() == 1013
        station.send(text_frame(call_text("2", "MeterValues")) + text_frame(call_text("3", "Heartbeat")))
        await goodbye(station)
        await house.until(lambda: any(entry[0] == "CP-1" for entry in house.diary.closed))
        assert [action for identity, action in house.diary.calls if identity == "CP-1"] == [
            "StartTransaction"
        ]


PREPARING = {"connectorId": 1, "errorCode": "NoError", "status": "Preparing"}
START = {"connectorId": 1, "idTag": "TAG-1", "meterStart": 1000, "timestamp": "2026-05-04T12:00:00Z"}
READING = {
    "connectorId": 1,
    "meterValue": [{"timestamp": "2026-05-04T12:05:00Z", "sampledValue": [{"value": "1500"}]}],
}


async def test_a_start_whose_outcome_was_unknown_stays_on_its_connector(tmp_path: Path) -> None:
    """The start is committed, but the connection never learned it: a reading decided on that would take it away."""
    async with GatewayHouse(tmp_path) as house:
        station = await house.station()
        station.send(text_frame(call_text("0", "StatusNotification", PREPARING)))
        assert (await reply(station, "0"))[2] == {}
        journal = house.node.journal
        write = journal.write

        async def without_outcome(entry: Entry) -> Outcome:
            await write(entry)
            return Unavailable("the connection to the database was lost")

        journal.write = without_outcome  # type: ignore[method-assign]
        station.send(text_frame(call_text("1", "StartTransaction", START)))
        assert await station.close_code() == 1013
        journal.write = write  # type: ignore[method-assign]
        station.send(text_frame(call_text("2", "MeterValues", READING)))
        await goodbye(station)
        await house.until(lambda: len(house.node.stations.connections) == 0)
        await journal.drain()
        async with house.node.database.read() as connection:
            (row,) = await connection.execute(select(tables.transactions.c.id, tables.transactions.c.status))
            held = await connection.execute(
                select(tables.connectors.c.transaction_id).where(tables.connectors.c.connector_number == 1)
            )
        assert (row.status, held.scalar()) == ("active", row.id)
