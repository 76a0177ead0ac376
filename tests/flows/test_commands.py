"""Commands from the API to a station and back, through the real program on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.flows.gateway_process import Api, GatewayProcess
from tests.flows.obeying_station import ObeyingStation
from tests.servers import PostgresServer

pytestmark = pytest.mark.anyio

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def gateway(request: pytest.FixtureRequest) -> Iterator[GatewayProcess]:
    url = None
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.create_database()
    with GatewayProcess(url, REGISTRATION="open", UNKNOWN_ID_TAGS="accept") as process:
        yield process


@pytest.fixture(scope="module")
def api(gateway: GatewayProcess) -> Api:
    return gateway.api()


@pytest.fixture
def identity() -> str:
    return f"CP-{next(_NUMBERS)}"


async def give(api: Api, path: str, body: Any = None) -> Any:
    """A POST that does not hold up the stations of this test."""
    return await asyncio.to_thread(api.post, path, body)


async def final(api: Api, command: str, seconds: float = 15.0) -> Any:
    """The command once it is final."""
    path = f"/commands/{command}"
    return await settled(api, path, lambda seen: seen["status"] not in {"queued", "sent"}, seconds)


async def settled(api: Api, path: str, condition: Any, seconds: float = 15.0) -> Any:
    """What is at a path once it is as it should be."""
    async with asyncio.timeout(seconds):
        while True:
            seen = await asyncio.to_thread(api.get, path)
            if condition(seen):
                return seen
            await asyncio.sleep(0.05)  # it is another process that moves it


async def test_an_accepted_command_is_followed_to_its_effect(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with ObeyingStation(gateway.station_url, identity) as station:
        body = {"action": "ChangeAvailability", "payload": {"type": "Inoperative", "connectorId": 1}}
        given = asyncio.create_task(give(api, f"/stations/{identity}/commands?wait=20", body))
        message_id, payload = await station.ordered("ChangeAvailability")
        assert list(payload.items()) == [("type", "Inoperative"), ("connectorId", 1)]
        await station.answer(message_id, {"status": "Scheduled"})
        command = await given
        assert (command["status"], command["response"]) == ("accepted", {"status": "Scheduled"})
        assert command["requested_by"] == "admin@example.org"
        assert command["effect"] == {"state": "waiting", "event": None, "at": None}
        await station.status(1, "Unavailable")
        seen = api.get(f"/commands/{command['id']}")
        assert (seen["effect"]["state"], seen["effect"]["event"]) == ("seen", "status")
        logged = api.all("/logs", station=identity, action="ChangeAvailability")
        assert [(e["direction"], e["message_type"], e["message_id"]) for e in logged] == [
            ("in", "CallResult", message_id),
            ("out", "Call", message_id),
        ]


@pytest.mark.parametrize(
    ("action", "payload", "answer", "status"),
    [
        ("ClearCache", {}, {"status": "Rejected"}, "rejected"),
        ("UnlockConnector", {"connectorId": 1}, {"status": "NotSupported"}, "rejected"),
        ("GetLocalListVersion", {}, {"listVersion": 3}, "accepted"),
    ],
)
async def test_the_answer_decides_the_final_state(
    gateway: GatewayProcess,
    api: Api,
    identity: str,
    action: str,
    payload: dict[str, Any],
    answer: dict[str, Any],
    status: str,
) -> None:
    async with ObeyingStation(gateway.station_url, identity) as station:
        body = {"action": action, "payload": payload}
        command = await give(api, f"/stations/{identity}/commands", body)
        assert command["status"] == "queued"
        message_id, sent = await station.ordered(action)
        assert sent == payload
        assert api.get(f"/commands/{command['id']}")["status"] == "sent"
        await station.answer(message_id, answer)
        seen = await final(api, command["id"])
        assert (seen["status"], seen["response"]) == (status, answer)
        assert seen["sent_at"] <= seen["answered_at"]


async def test_a_call_error_fails_the_command(gateway: GatewayProcess, api: Api, identity: str) -> None:
    async with ObeyingStation(gateway.station_url, identity) as station:
        command = await give(api, f"/stations/{identity}/reset", {"type": "Hard"})
        message_id, payload = await station.ordered("Reset")
        assert payload == {"type": "Hard"}
        await station.refuse(message_id, "NotSupported", "no relay")
        seen = await final(api, command["id"])
        assert (seen["status"], seen["error"], seen["response"]) == ("failed", "NotSupported: no relay", None)
        assert seen["effect"]["state"] == "none"


async def test_an_answer_that_comes_too_late_is_kept_and_changes_nothing(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with ObeyingStation(gateway.station_url, identity) as station:
        # The quiet time after a boot counts too: the command must have its turn within its deadline.
        body = {"action": "ClearCache", "timeout_seconds": 1, "expires_at": moment(30)}
        command = await give(api, f"/stations/{identity}/commands", body)
        message_id, _ = await station.ordered("ClearCache")
        assert (await final(api, command["id"]))["status"] == "timed_out"
        await station.answer(message_id, {"status": "Accepted"})
        seen = await settled(
            api, f"/commands/{command['id']}", lambda seen: seen["late_response"] is not None
        )
        assert (seen["status"], seen["late_response"]) == ("timed_out", {"status": "Accepted"})
        assert seen["response"] is None
        assert len(station.frames) == 1


async def test_offline_a_command_fails_at_once_or_waits_for_the_station(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with ObeyingStation(gateway.station_url, identity):
        pass
    await settled(api, f"/stations/{identity}", lambda seen: not seen["online"])
    failed = await give(api, f"/stations/{identity}/commands", {"action": "ClearCache"})
    assert (failed["status"], failed["error"], failed["sent_at"]) == (
        "failed",
        "the station is offline",
        None,
    )
    queued = []
    for action in ("GetLocalListVersion", "ClearCache"):
        body = {"action": action, "when_offline": "queue"}
        queued.append(await give(api, f"/stations/{identity}/commands", body))
    stop = {"action": "RemoteStopTransaction", "payload": {"transactionId": 1}, "when_offline": "queue"}
    await give(api, f"/stations/{identity}/commands", stop)
    async with ObeyingStation(gateway.station_url, identity) as station:
        for action, answer in (
            ("RemoteStopTransaction", {"status": "Rejected"}),
            ("ClearCache", {"status": "Accepted"}),
            ("GetLocalListVersion", {"listVersion": 0}),
        ):
            message_id, _ = await station.ordered(action)
            await station.answer(message_id, answer)
        for command in queued:
            assert (await final(api, command["id"]))["status"] == "accepted"
        assert len(station.frames) == 3


async def test_a_queued_command_never_executes_after_its_deadline(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with ObeyingStation(gateway.station_url, identity):
        pass
    await settled(api, f"/stations/{identity}", lambda seen: not seen["online"])
    body = {"action": "ClearCache", "when_offline": "queue", "expires_at": moment(1)}
    expired = await give(api, f"/stations/{identity}/commands", body)
    assert (await final(api, expired["id"]))["status"] == "expired"
    cancelled = await give(
        api, f"/stations/{identity}/commands", {"action": "ClearCache", "when_offline": "queue"}
    )
    assert (await give(api, f"/commands/{cancelled['id']}/cancel"))["status"] == "cancelled"
    async with ObeyingStation(gateway.station_url, identity) as station:
        live = await give(api, f"/stations/{identity}/commands", {"action": "GetLocalListVersion"})
        message_id, _ = await station.ordered("GetLocalListVersion")
        await station.answer(message_id, {"listVersion": 0})
        assert (await final(api, live["id"]))["status"] == "accepted"
        assert len(station.frames) == 1


async def test_crossing_calls_do_not_wait_for_each_other(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    """The transaction starts before the answer to the command that started it."""
    async with ObeyingStation(gateway.station_url, identity) as station:
        command = await give(api, f"/stations/{identity}/connectors/1/start", {"id_tag": "TAG-1"})
        message_id, payload = await station.ordered("RemoteStartTransaction")
        assert payload == {"connectorId": 1, "idTag": "TAG-1"}
        number = await station.start(1, "tag-1")
        assert api.get(f"/commands/{command['id']}")["effect"]["state"] == "seen"
        await station.answer(message_id, {"status": "Accepted"})
        seen = await final(api, command["id"])
        assert (seen["status"], seen["effect"]["state"], seen["effect"]["event"]) == (
            "accepted",
            "seen",
            "started",
        )
        (running,) = api.all("/transactions", station=identity)
        stopping = await give(api, f"/transactions/{running['id']}/stop")
        message_id, payload = await station.ordered("RemoteStopTransaction")
        assert payload == {"transactionId": number}
        await station.answer(message_id, {"status": "Accepted"})
        await final(api, stopping["id"])
        stop = {"transactionId": number, "meterStop": 2000, "timestamp": "2026-05-04T13:00:00Z"}
        await station.call("StopTransaction", stop)
        seen = api.get(f"/commands/{stopping['id']}")
        assert (seen["effect"]["state"], seen["effect"]["event"]) == ("seen", "ended")


async def test_a_reset_is_seen_at_the_next_boot_also_by_another_connection(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with ObeyingStation(gateway.station_url, identity) as station:
        reset = await give(api, f"/stations/{identity}/reset")
        message_id, _ = await station.ordered("Reset")
        await station.answer(message_id, {"status": "Accepted"})
        await final(api, reset["id"])
    async with ObeyingStation(gateway.station_url, identity):
        seen = api.get(f"/commands/{reset['id']}")
        assert (seen["effect"]["state"], seen["effect"]["event"]) == ("seen", "boot")


async def test_the_connection_that_closes_before_the_answer_ends_the_command(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    async with ObeyingStation(gateway.station_url, identity) as station:
        command = await give(api, f"/stations/{identity}/connectors/1/unlock")
        await station.ordered("UnlockConnector")
    async with ObeyingStation(gateway.station_url, identity) as station:
        assert (await final(api, command["id"]))["status"] == "timed_out"
        after = await give(api, f"/stations/{identity}/trigger", {"message": "Heartbeat"})
        message_id, payload = await station.ordered("TriggerMessage")
        assert payload == {"requestedMessage": "Heartbeat"}
        await station.answer(message_id, {"status": "Accepted"})
        assert (await final(api, after["id"]))["effect"]["state"] == "waiting"
        await station.call("Heartbeat", {})
        assert api.get(f"/commands/{after['id']}")["effect"]["event"] == "message"


async def test_a_secret_goes_out_in_clear_and_stands_nowhere(
    gateway: GatewayProcess, api: Api, identity: str
) -> None:
    secret = "706c616e7465642d736563726574"
    async with ObeyingStation(gateway.station_url, identity) as station:
        body = {
            "action": "ChangeConfiguration",
            "payload": {"key": "AuthorizationKey", "value": secret},
        }
        command = await give(api, f"/stations/{identity}/commands", body)
        message_id, payload = await station.ordered("ChangeConfiguration")
        assert payload["value"] == secret
        await station.answer(message_id, {"status": "Accepted"})
        seen = await final(api, command["id"])
        assert seen["payload"] == {"key": "AuthorizationKey", "value": "***"}
        logged = api.all("/logs", station=identity, action="ChangeConfiguration")
        assert len(logged) == 2
        assert secret not in str(logged)
    assert not [line for line in gateway.output if secret in line]


async def test_wrong_values_go_out_only_by_force(gateway: GatewayProcess, api: Api, identity: str) -> None:
    async with ObeyingStation(gateway.station_url, identity) as station:
        body = {"action": "Reset", "payload": {"type": "Medium"}, "force": True}
        command = await give(api, f"/stations/{identity}/commands", body)
        message_id, payload = await station.ordered("Reset")
        assert payload == {"type": "Medium"}
        await station.refuse(message_id, "PropertyConstraintViolation")
        assert (await final(api, command["id"]))["status"] == "failed"


def moment(seconds: float) -> str:
    return (datetime.now(UTC) + timedelta(seconds=seconds)).isoformat().replace("+00:00", "Z")
