"""The simulator on real sockets, against a small central system in the same event loop."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from websockets.asyncio.server import Request, Response, Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from ocpp_gateway.simulator.client import basic_credentials
from ocpp_gateway.simulator.fleet import Fleet, Options, run_fleet

if TYPE_CHECKING:
    from pathlib import Path

DEADLINE = 20.0


@dataclass
class Office:
    """What the central system has seen; tests wait for facts, not for time."""

    url: str = ""
    calls: list[tuple[str, str, dict[str, Any]]] = field(default_factory=list)
    results: list[list[Any]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    connections: list[ServerConnection] = field(default_factory=list)
    refuse_handshakes: int = 0
    transaction_id: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, fact: Callable[[], bool]) -> None:
        """Wait until a fact holds."""
        async with asyncio.timeout(DEADLINE), self.changed:
            await self.changed.wait_for(fact)

    def actions(self) -> list[str]:
        return [action for _, action, _ in self.calls]

    async def admit(self, _connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        if len(self.requests) <= self.refuse_handshakes:
            return _connection.respond(HTTPStatus.SERVICE_UNAVAILABLE, "later\n")
        return None

    async def handle(self, connection: ServerConnection) -> None:
        async with self.changed:
            self.connections.append(connection)
            self.changed.notify_all()
        identity = connection.request.path.rpartition("/")[2] if connection.request else ""
        try:
            async for text in connection:
                await self._take(connection, identity, json.loads(text))
        except ConnectionClosed:
            return

    async def _take(self, connection: ServerConnection, identity: str, frame: list[Any]) -> None:
        if frame[0] != 2:
            self.results.append(frame)
        else:
            _, message_id, action, payload = frame
            answer: dict[str, Any] = {}
            if action == "BootNotification":
                answer = {"status": "Accepted", "currentTime": "2026-11-23T00:00:00Z", "interval": 300}
            elif action == "Authorize":
                answer = {"idTagInfo": {"status": "Accepted"}}
            elif action == "StartTransaction":
                self.transaction_id += 1
                answer = {"idTagInfo": {"status": "Accepted"}, "transactionId": self.transaction_id}
            await connection.send(json.dumps([3, message_id, answer]))
            self.calls.append((identity, action, payload))
        async with self.changed:
            self.changed.notify_all()


@asynccontextmanager
async def central_system() -> AsyncIterator[tuple[Office, Server]]:
    office = Office()
    async with serve(
        office.handle,
        "127.0.0.1",
        0,
        subprotocols=["ocpp1.6"],
        process_request=office.admit,  # type: ignore[list-item]
    ) as server:
        office.url = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/ocpp"
        yield office, server


def quiet(url: str, **more: Any) -> Options:
    return Options(**{"url": url, "stations": 1, "charging": 0.0, "seed": 1, "progress": False} | more)


@asynccontextmanager
async def running(options: Options) -> AsyncIterator[Fleet]:
    """A fleet that is stopped, and has left in good order, at the end of the block."""
    fleet, stop = Fleet(options), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        group.create_task(fleet.run(stop))
        try:
            yield fleet
        finally:
            stop.set()


@pytest.mark.anyio
async def test_stations_are_numbered_and_boot_with_their_own_identity() -> None:
    async with central_system() as (office, _):
        async with running(quiet(office.url, stations=3, prefix="LAB", connectors=1)):
            await office.until(lambda: office.actions().count("StatusNotification") == 6)
        assert {identity for identity, _, _ in office.calls} == {"LAB-1", "LAB-2", "LAB-3"}
        assert office.requests[0].headers["Sec-WebSocket-Protocol"] == "ocpp1.6"
        assert len({p["chargePointModel"] for _, a, p in office.calls if a == "BootNotification"}) == 3


@pytest.mark.anyio
async def test_a_fleet_charges_and_stops_its_transactions_when_it_leaves() -> None:
    async with central_system() as (office, _):
        async with running(
            quiet(office.url, stations=2, charging=1.0, speed=200.0, sample_interval=30)
        ) as fleet:
            await office.until(lambda: "MeterValues" in office.actions())
        summary = fleet.summary()
        starts = [p for _, a, p in office.calls if a == "StartTransaction"]
        stops = [p for _, a, p in office.calls if a == "StopTransaction"]
        assert len(starts) == len(stops) == summary.ledger.ends_acknowledged >= 1
        energy = sum(p["meterStop"] for p in stops) - sum(p["meterStart"] for p in starts)
        assert summary.ledger.ends_acknowledged_wh == energy
        assert (summary.running, summary.unsent) == (0, 0)


@pytest.mark.anyio
async def test_transactions_may_be_left_open() -> None:
    async with central_system() as (office, _):
        options = quiet(office.url, charging=1.0, speed=50.0, sample_interval=30, stop_transactions=False)
        async with running(options) as fleet:
            await office.until(lambda: "StartTransaction" in office.actions())
        assert fleet.summary().running >= 1
        assert fleet.summary().running_wh >= 0


@pytest.mark.anyio
async def test_a_call_of_the_central_system_is_answered_or_refused() -> None:
    async with central_system() as (office, _), running(quiet(office.url)):
        await office.until(lambda: len(office.calls) >= 4)
        await office.connections[0].send('[2,"q1","GetLocalListVersion",{}]')
        await office.connections[0].send('[2,"q2","MakeCoffee",{}]')
        await office.until(lambda: len(office.results) == 2)
        assert office.results[0] == [3, "q1", {"listVersion": 0}]
        assert office.results[1][:3] == [4, "q2", "NotImplemented"]


@pytest.mark.anyio
async def test_a_broken_connection_is_opened_again_without_another_boot() -> None:
    async with central_system() as (office, _), running(quiet(office.url)):
        await office.until(lambda: len(office.calls) >= 4)
        office.connections[0].transport.abort()
        await office.connections[0].wait_closed()
        await office.until(lambda: len(office.connections) == 2)
        await office.connections[1].send('[2,"q1","TriggerMessage",{"requestedMessage":"Heartbeat"}]')
        await office.until(lambda: "Heartbeat" in office.actions())
        assert office.actions().count("BootNotification") == 1


@pytest.mark.anyio
async def test_reset_closes_the_connection_and_boots_again() -> None:
    async with central_system() as (office, _), running(quiet(office.url, speed=100.0)):
        await office.until(lambda: len(office.calls) >= 4)
        await office.connections[0].send('[2,"q1","Reset",{"type":"Soft"}]')
        await office.until(lambda: office.actions().count("BootNotification") == 2)
        assert office.results == [[3, "q1", {"status": "Accepted"}]]
        assert office.connections[0].close_code == 1000


@pytest.mark.anyio
async def test_refused_handshakes_are_tried_again() -> None:
    async with central_system() as (office, _):
        office.refuse_handshakes = 2
        async with running(quiet(office.url)) as fleet:
            await office.until(lambda: len(office.calls) >= 4)
        assert fleet.counters.failed_connects == 2
        assert "503" in fleet.counters.last_problem


@pytest.mark.anyio
async def test_the_password_is_sent_as_the_bytes_that_its_hex_digits_stand_for() -> None:
    async with central_system() as (office, _):
        async with running(quiet(office.url, password="0f" * 20)):
            await office.until(lambda: len(office.calls) >= 1)
        header = office.requests[0].headers["Authorization"]
        assert base64.b64decode(header.removeprefix("Basic ")) == b"CP-1:" + b"\x0f" * 20
    assert base64.b64decode(basic_credentials("A", "plain words").removeprefix("Basic ")) == b"A:plain words"


@pytest.mark.anyio
async def test_the_history_has_every_call_and_every_answer(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    async with central_system() as (office, _), running(quiet(office.url, history=path)):
        await office.until(lambda: len(office.calls) >= 4)
        await office.connections[0].send('[2,"q1","ClearCache",{}]')
        await office.until(lambda: len(office.results) == 1)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    calls = [line for line in lines if line["kind"] == "call"]
    answers = {line["message_id"]: line for line in lines if line["kind"] == "answer"}
    assert [(c["action"], c["payload"]) for c in calls] == [(a, p) for _, a, p in office.calls]
    assert all(answers[c["message_id"]]["key"] == c["key"] for c in calls)
    assert [line["kind"] for line in lines if line["kind"] in {"asked", "replied"}] == ["asked", "replied"]
    assert (lines[0]["kind"], lines[-1]["kind"]) == ("connected", "disconnected")


@pytest.mark.anyio
async def test_a_key_that_is_set_stays_out_of_the_history(tmp_path: Path) -> None:
    path, key = tmp_path / "history.jsonl", "5e" * 20
    async with central_system() as (office, _), running(quiet(office.url, history=path)):
        await office.until(lambda: len(office.calls) >= 4)
        request = json.dumps({"key": "AuthorizationKey", "value": key})
        await office.connections[0].send(f'[2,"q1","ChangeConfiguration",{request}]')
        await office.until(lambda: len(office.results) == 1)
    assert office.results[0] == [3, "q1", {"status": "Accepted"}]
    assert '"kind":"asked"' in path.read_text()
    assert key not in path.read_text()


@pytest.mark.anyio
async def test_a_station_comes_back_with_the_key_that_it_was_given_and_does_not_boot() -> None:
    key = "5e" * 20
    async with central_system() as (office, _), running(quiet(office.url, password="0f" * 20)):
        await office.until(lambda: len(office.calls) >= 4)
        request = json.dumps({"key": "AuthorizationKey", "value": key})
        await office.connections[0].send(f'[2,"q1","ChangeConfiguration",{request}]')
        await office.until(lambda: len(office.requests) == 2)
        header = office.requests[1].headers["Authorization"]
        assert base64.b64decode(header.removeprefix("Basic ")) == b"CP-1:" + bytes.fromhex(key)
        request = json.dumps({"key": "AuthorizationKey", "value": "not a key"})
        await office.connections[-1].send(f'[2,"q2","ChangeConfiguration",{request}]')
        await office.until(lambda: len(office.results) == 2)
    assert [result[2]["status"] for result in office.results] == ["Accepted", "Rejected"]
    assert [action for _, action, _ in office.calls].count("BootNotification") == 1


@pytest.mark.anyio
async def test_a_run_may_end_by_itself() -> None:
    async with central_system() as (office, _):
        summary = await run_fleet(quiet(office.url, stations=2, duration=0.5), asyncio.Event())
        assert summary.stations == 2
        assert summary.connections == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "http://example.com"},
        {"stations": 0},
        {"charging": 1.5},
        {"speed": 0.0},
        {"prefix": "A:B"},
        {"connectors": 0},
    ],
)
def test_options_that_cannot_work_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        quiet(**{"url": "ws://example.com"} | wrong)


@pytest.mark.anyio
async def test_stopping_is_possible_while_a_client_is_just_waking_up() -> None:
    (client,) = Fleet(quiet("ws://127.0.0.1:1")).clients
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.0) as ended:
            await asyncio.Event().wait()
    client._nap = ended
    client.stop(1.0)
    assert client._leave_by is not None
