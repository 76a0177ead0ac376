"""Blocking a connector, through the real program: the frame, the database, the event log and the audit, each time."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select

from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.opening import open_database
from ocpp_gateway.storage.tables import connectors, events, stations
from tests.flows.gateway_process import ADMIN, Api, GatewayProcess
from tests.flows.obeying_station import ObeyingStation
from tests.flows.test_commands import final, give, settled
from tests.servers import PostgresServer

pytestmark = pytest.mark.anyio

_NUMBERS = itertools.count(1)
INOPERATIVE = {"connectorId": 1, "type": "Inoperative"}
OPERATIVE = {"connectorId": 1, "type": "Operative"}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def gateway(request: pytest.FixtureRequest) -> Iterator[GatewayProcess]:
    url = None
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database()
    with GatewayProcess(url, REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as process:
        yield process


@pytest.fixture
def cp(gateway: GatewayProcess) -> Site:
    return Site(gateway, gateway.api(), f"BL-{next(_NUMBERS)}")


@dataclass(frozen=True, slots=True)
class Site:
    """One station's place in the gateway, and what the gateway has stored of it."""

    gateway: GatewayProcess
    api: Api
    identity: str

    def station(self, *, boots: bool = True) -> ObeyingStation:
        return ObeyingStation(self.gateway.station_url, self.identity, boots=boots)

    async def post(self, what: str) -> Any:
        return await give(self.api, f"/stations/{self.identity}/connectors/1/{what}")

    def connector(self) -> Any:
        return self.api.get(f"/stations/{self.identity}/connectors/1")

    async def until(self, state: str) -> Any:
        path = f"/stations/{self.identity}/connectors/1"
        return await settled(self.api, path, lambda seen: seen["block_state"] == state)

    async def offline(self) -> None:
        await settled(self.api, f"/stations/{self.identity}", lambda seen: not seen["online"])

    async def rows(self, *columns: Any) -> list[Any]:
        database = await open_database(self.gateway.database_url, exclusive=False)
        try:
            async with database.read() as connection:
                of_it = columns[0].table.c.station_id == stations.c.id
                query = select(*columns).join(stations, of_it).where(stations.c.ocpp_id == self.identity)
                return (await connection.execute(query.order_by(columns[0]))).all()
        finally:
            await database.close()

    async def flag(self) -> bool:
        found = await self.rows(connectors.c.connector_number, connectors.c.blocked)
        return next(row.blocked for row in found if row.connector_number == 1)

    async def told(self) -> list[tuple[str, str]]:
        """What the event log says of blocks and commands."""
        found = await self.rows(events.c.position, events.c.type, events.c.data)
        interesting = {"connector.blocked", "connector.unblocked", "command.updated"}
        return [(row.type, row.data.get("status", "")) for row in found if row.type in interesting]

    async def deeds(self) -> list[tuple[str, str, str]]:
        found = await self.rows(audit.c.id, audit.c.action, audit.c.actor, audit.c.subject)
        return [(row.action, row.actor, row.subject) for row in found if row.action.startswith("connector.")]

    async def sent(self) -> list[tuple[str, str]]:
        """Commands with their states, oldest first."""
        found = await self.rows(commands.c.id, commands.c.status, commands.c.requested_by)
        return [(row.status, row.requested_by) for row in found]

    def deed(self, what: str, actor: str = ADMIN[0]) -> tuple[str, str, str]:
        return (f"connector.{what}", actor, f"{self.identity}/1")


def updated(*states: str) -> list[tuple[str, str]]:
    return [("command.updated", state) for state in states]


BLOCKED = ("connector.blocked", "")
UNBLOCKED = ("connector.unblocked", "")


async def test_accepted(cp: Site) -> None:
    async with cp.station() as station:
        await station.status(1, "Available")
        given = await cp.post("block")
        assert (given["status"], given["expires_at"], given["when_offline"]) == ("queued", None, "queue")
        seen = cp.connector()
        assert (seen["blocked"], seen["block_state"], seen["blocked_by"]) == (True, "pending", ADMIN[0])
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == INOPERATIVE
        await station.answer(message_id, {"status": "Accepted"})
        assert (await final(cp.api, given["id"]))["status"] == "accepted"
        assert cp.connector()["block_state"] == "pending"  # it said yes; it has not shown it
        await station.status(1, "Unavailable")
        assert (await cp.until("in_effect"))["block_command"] == given["id"]
        assert (await cp.post("block"))["id"] == given["id"]
        lifted = await cp.post("unblock")
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == OPERATIVE
        await station.answer(message_id, {"status": "Accepted"})
        await final(cp.api, lifted["id"])
        assert (cp.connector()["blocked"], cp.connector()["block_state"]) == (False, "pending")
        await station.status(1, "Available")
        seen = await cp.until("none")
        assert (seen["available"], seen["blocked_by"], seen["blocked_at"]) == (True, None, None)
        assert len(station.frames) == 2
    assert await cp.flag() is False
    once = [*updated("sent", "accepted", "accepted")]  # the last one tells of the effect
    assert await cp.told() == [
        *updated("queued"),
        BLOCKED,
        *once,
        *updated("queued"),
        UNBLOCKED,
        *once,
    ]
    assert await cp.deeds() == [cp.deed("blocked"), cp.deed("unblocked")]


async def test_scheduled_until_the_charge_ends(cp: Site) -> None:
    async with cp.station() as station:
        number = await station.start(1, "TAG-1")
        await station.status(1, "Charging")
        given = await cp.post("block")
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == INOPERATIVE
        await station.answer(message_id, {"status": "Scheduled"})
        await final(cp.api, given["id"])
        assert cp.connector()["block_state"] == "scheduled"
        await station.status(1, "SuspendedEV")
        stop = {"transactionId": number, "meterStop": 2000, "timestamp": "2026-05-04T13:00:00Z"}
        await station.call("StopTransaction", stop)
        assert cp.connector()["block_state"] == "scheduled"
        await station.status(1, "Unavailable")
        await cp.until("in_effect")
        assert len(station.frames) == 1
    assert await cp.flag() is True
    assert await cp.told() == [*updated("queued"), BLOCKED, *updated("sent", "accepted", "accepted")]
    assert await cp.deeds() == [cp.deed("blocked")]


async def test_rejected(cp: Site) -> None:
    async with cp.station() as station:
        await station.status(1, "Available")
        given = await cp.post("block")
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == INOPERATIVE
        await station.answer(message_id, {"status": "Rejected"})
        assert (await final(cp.api, given["id"]))["status"] == "rejected"
        seen = cp.connector()
        assert (seen["blocked"], seen["block_state"], seen["available"]) == (True, "rejected", False)
        assert len(station.frames) == 1
    assert await cp.flag() is True
    assert await cp.told() == [*updated("queued"), BLOCKED, *updated("sent", "rejected")]
    assert await cp.deeds() == [cp.deed("blocked")]


async def test_offline_it_waits_for_the_station_without_a_deadline(cp: Site) -> None:
    async with cp.station() as station:
        await station.status(1, "Available")
    await cp.offline()
    given = await cp.post("block")
    assert (given["status"], given["sent_at"]) == ("queued", None)
    await cp.post("unblock")
    again = await cp.post("block")
    assert again["id"] != given["id"]
    assert cp.connector()["block_state"] == "pending"
    async with cp.station() as station:
        await station.status(1, "Available")
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == INOPERATIVE
        await station.answer(message_id, {"status": "Accepted"})
        await station.status(1, "Unavailable")
        await cp.until("in_effect")
        assert len(station.frames) == 1  # what was taken back is never said
    assert await cp.flag() is True
    assert await cp.sent() == [
        ("cancelled", ADMIN[0]),
        ("cancelled", ADMIN[0]),
        ("accepted", ADMIN[0]),
    ]
    assert (await cp.told())[:6] == [
        *updated("queued"),
        BLOCKED,
        *updated("cancelled", "queued"),
        UNBLOCKED,
        *updated("cancelled"),
    ]
    assert await cp.deeds() == [cp.deed("blocked"), cp.deed("unblocked"), cp.deed("blocked")]


async def test_a_station_that_forgets_it_over_a_reboot_is_told_again(cp: Site) -> None:
    async with cp.station() as station:
        await station.status(1, "Available")
        await cp.post("block")
        message_id, _ = await station.ordered("ChangeAvailability")
        await station.answer(message_id, {"status": "Accepted"})
        await station.status(1, "Unavailable")
        await cp.until("in_effect")
    async with cp.station() as station:
        await station.status(0, "Available")
        await station.status(1, "Available")
        assert cp.connector()["block_state"] == "pending"
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == INOPERATIVE
        await station.answer(message_id, {"status": "Accepted"})
        await station.status(1, "Unavailable")
        seen = await cp.until("in_effect")
        assert seen["blocked_by"] == ADMIN[0]
        assert len(station.frames) == 1
    assert await cp.flag() is True
    assert await cp.sent() == [("accepted", ADMIN[0]), ("accepted", "gateway")]
    once = updated("queued", "sent", "accepted", "accepted")  # the last one tells of the effect
    assert await cp.told() == [once[0], BLOCKED, *once[1:], *once]
    assert await cp.deeds() == [cp.deed("blocked"), cp.deed("told_again", "gateway")]


async def test_a_station_on_another_connection_since_is_told_on_that_one(cp: Site) -> None:
    """The frame went out on a connection that ended: it may have been done, so it is asked, not sent twice."""
    async with cp.station() as old:
        await old.status(1, "Available")
        given = await cp.post("block")
        first, payload = await old.ordered("ChangeAvailability")
        assert payload == INOPERATIVE
    async with cp.station(boots=False) as station:
        second, payload = await station.ordered("ChangeAvailability")
        assert (payload, second != first) == (INOPERATIVE, True)
        await station.answer(second, {"status": "Accepted"})
        await station.status(1, "Unavailable")
        await cp.until("in_effect")
        assert len(station.frames) == len(old.frames) == 1
    assert (await final(cp.api, given["id"]))["status"] == "timed_out"
    assert await cp.flag() is True
    assert await cp.sent() == [("timed_out", ADMIN[0]), ("accepted", "gateway")]
    told = await cp.told()
    assert told[:7] == [
        *updated("queued"),
        BLOCKED,
        *updated("sent", "timed_out", "queued", "sent", "accepted"),
    ]
    assert len(told) == 9  # and the effect of both: the first may have been done as well
    assert await cp.deeds() == [cp.deed("blocked"), cp.deed("told_again", "gateway")]


async def test_a_gateway_that_is_killed_before_the_frame_sends_it_once(
    gateway: GatewayProcess, cp: Site
) -> None:
    async with cp.station() as station:
        await station.status(1, "Available")
        given = await cp.post("block")  # within the quiet time after the boot: it cannot have been sent
        await asyncio.to_thread(gateway.kill)
        assert station.frames == []
    await asyncio.to_thread(gateway.start)
    cp = Site(gateway, gateway.api(), cp.identity)
    assert (cp.connector()["blocked"], cp.connector()["block_state"]) == (True, "pending")
    async with cp.station() as station:
        await station.status(1, "Available")
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == INOPERATIVE
        await station.answer(message_id, {"status": "Accepted"})
        await station.status(1, "Unavailable")
        await cp.until("in_effect")
        assert (await final(cp.api, given["id"]))["status"] == "accepted"
        assert len(station.frames) == 1
    assert await cp.flag() is True
    assert await cp.sent() == [("accepted", ADMIN[0])]
    assert await cp.deeds() == [cp.deed("blocked")]


async def test_the_whole_station(cp: Site) -> None:
    async with cp.station() as station:
        await station.status(0, "Available")
        await station.status(1, "Available")
        given = await give(cp.api, f"/stations/{cp.identity}/connectors/0/block")
        message_id, payload = await station.ordered("ChangeAvailability")
        assert payload == {"connectorId": 0, "type": "Inoperative"}
        await station.answer(message_id, {"status": "Accepted"})
        await final(cp.api, given["id"])
        await station.status(0, "Unavailable")
        await cp.until("in_effect")
        assert cp.api.get(f"/stations/{cp.identity}")["block_state"] == "in_effect"
    assert await cp.flag() is False
    assert await cp.deeds() == [("connector.blocked", ADMIN[0], f"{cp.identity}/0")]
