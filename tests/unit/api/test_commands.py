"""`/commands` and the short calls: what is stored, what is refused, and what a repeated request returns."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from ocpp_gateway.charging.events import Event, EventType
from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.tables import events

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

SECRET = "706c616e7465642d736563726574"


async def give(api: Gateway, path: str = "/stations/CP-1/commands", **body: Any) -> Any:
    answer = await api.post(path, json=body)
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"].endswith(answer.json()["id"])
    return answer.json()


async def rows(api: Gateway) -> list[Any]:
    async with api.database.read() as connection:
        return (await connection.execute(select(commands).order_by(commands.c.id))).all()


async def test_a_command_is_stored_with_its_event_and_the_node_is_told(api: Gateway) -> None:
    await api.station("CP-1")
    made = await give(api, action="Reset", payload={"type": "Soft"})
    assert (made["station"], made["action"], made["payload"]) == ("CP-1", "Reset", {"type": "Soft"})
    assert (made["status"], made["requested_by"]) == ("queued", "admin@example.com")
    assert made["effect"] == {"state": "none", "event": None, "at": None}
    assert made["expires_at"] == "2026-11-23T08:00:30.250Z"
    assert (await api.get(f"/commands/{made['id']}")).json() == made
    assert (await api.get("/commands?station=cp-1&status=queued")).json()["items"] == [made]
    assert api.bus.published == ["events", "commands"]
    async with api.database.read() as connection:
        (event,) = await connection.execute(select(events))
    assert (event.type, event.data["command"], event.data["status"]) == (
        "command.updated",
        made["id"],
        "queued",
    )
    assert "payload" not in event.data


async def test_every_member_that_does_not_fit_is_named(api: Gateway) -> None:
    await api.station("CP-1")
    periods = [{"startPeriod": 0, "limit": 16.05}, {"startPeriod": "later", "limit": 10}]
    schedule = {"chargingRateUnit": "kW", "chargingSchedulePeriod": periods, "startSchedule": "tomorrow"}
    profile = {"stackLevel": 0, "chargingProfilePurpose": "TxProfile", "chargingSchedule": schedule, "x": 1}
    body = {"action": "SetChargingProfile", "payload": {"connectorId": 1, "csChargingProfiles": profile}}
    answer = await api.post("/stations/CP-1/commands", json=body)
    assert answer.status_code == 422
    errors = {error["field"]: error["message"] for error in answer.json()["errors"]}
    above = "payload.csChargingProfiles"
    assert errors == {
        f"{above}.chargingProfileId": "chargingProfileId is missing",
        f"{above}.chargingProfileKind": "chargingProfileKind is missing",
        f"{above}.x": "not in the schema: x",
        f"{above}.chargingSchedule.chargingRateUnit": "not one of the allowed words",
        f"{above}.chargingSchedule.chargingSchedulePeriod.0.limit": "not a multiple of 0.1",
        f"{above}.chargingSchedule.chargingSchedulePeriod.1.startPeriod": "not of type integer",
        f"{above}.chargingSchedule.startSchedule": "not a date and time by RFC 3339",
    }
    assert await rows(api) == []


async def test_the_members_of_a_payload_keep_their_order(api: Gateway) -> None:
    await api.station("CP-1")
    payload = {"type": "Inoperative", "connectorId": 1}
    await give(api, action="ChangeAvailability", payload=payload)
    (row,) = await rows(api)
    assert row.payload == '{"type":"Inoperative","connectorId":1}'


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"action": "BootNotification", "payload": {}}, "action"),
        ({"action": "reset", "payload": {"type": "Soft"}}, "action"),
        ({"action": "Reset", "payload": {"type": "Medium"}}, "payload.type"),
        ({"action": "Reset"}, "payload.type"),
        ({"action": "Reset", "payload": {"type": "Soft", "more": 1}}, "payload.more"),
        ({"action": "ClearCache", "expires_at": "2026-11-23T08:00:00Z"}, "expires_at"),
        ({"action": "ClearCache", "timeout_seconds": 0}, "timeout_seconds"),
        ({"action": "ClearCache", "when_offline": "perhaps"}, "when_offline"),
        ({"action": "ClearCache", "payload": []}, "payload"),
    ],
)
async def test_what_cannot_be_sent_is_refused(api: Gateway, body: dict[str, Any], field: str) -> None:
    await api.station("CP-1")
    answer = await api.post("/stations/CP-1/commands", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert await rows(api) == []


async def test_force_sends_what_the_schema_refuses_but_not_an_unknown_action(api: Gateway) -> None:
    await api.station("CP-1")
    forced = await give(api, action="Reset", payload={"type": "Medium", "x": [1]}, force=True)
    assert (forced["payload"], forced["force"]) == ({"type": "Medium", "x": [1]}, True)
    body = {"action": "Nonsense", "force": True}
    assert (await api.post("/stations/CP-1/commands", json=body)).status_code == 422


async def test_offline_it_fails_unless_it_may_wait(api: Gateway) -> None:
    await api.station("CP-1", online=False)
    failed = await give(api, action="ClearCache")
    assert (failed["status"], failed["sent_at"], failed["error"]) == (
        "failed",
        None,
        "the station is offline",
    )
    waiting = await give(api, action="ClearCache", when_offline="queue")
    assert (waiting["status"], waiting["expires_at"]) == ("queued", "2026-11-24T08:00:00.250Z")
    answer = await api.post("/stations/CP-1/commands?wait=10", json={"action": "ClearCache"})
    assert (answer.status_code, answer.json()["status"]) == (200, "failed")


async def test_a_version_that_cannot_be_spoken_fails_before_a_byte_is_sent(api: Gateway) -> None:
    await api.station("CP-1", ocpp_version="2.0.1")
    failed = await give(api, action="ClearCache")
    assert failed["status"] == "failed"
    assert failed["error"].startswith("unsupported")


async def test_the_same_key_gives_one_command_and_another_body_is_refused(api: Gateway) -> None:
    await api.station("CP-1")
    key = {"Idempotency-Key": "k-1"}
    path = "/stations/CP-1/commands"
    first = await api.post(path, json={"action": "ClearCache"}, headers=key)
    again = await api.post(path, json={"action": "ClearCache"}, headers=key)
    assert (again.status_code, again.json()) == (202, first.json())
    other = await api.post(path, json={"action": "GetLocalListVersion"}, headers=key)
    assert (other.status_code, other.json()["type"]) == (422, "/problems/idempotency-key-reused")
    somebody = await api.post(path, json={"action": "ClearCache"}, headers=key, role="operator")
    assert somebody.json()["id"] != first.json()["id"]
    assert api.bus.published == ["events", "commands"] * 2
    api.clock.advance(timedelta(hours=25))
    tomorrow = await api.post(path, json={"action": "GetLocalListVersion"}, headers=key)
    assert tomorrow.status_code == 202
    assert len(await rows(api)) == 3


async def test_two_equal_requests_at_once_make_one_command(api: Gateway) -> None:
    await api.station("CP-1")
    await api.sign_in("admin")
    answers = await asyncio.gather(
        *(api.post("/stations/CP-1/reset", headers={"Idempotency-Key": "k"}) for _ in range(8))
    )
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["id"] for answer in answers}) == 1


@pytest.mark.parametrize(
    ("action", "payload", "shown"),
    [
        (
            "ChangeConfiguration",
            {"key": "authorizationkey", "value": SECRET},
            {"key": "authorizationkey", "value": "***"},
        ),
        (
            "GetDiagnostics",
            {"location": f"ftp://user:{SECRET}@files.test/up"},
            {"location": "ftp://***@files.test/up"},
        ),
    ],
)
async def test_a_secret_is_masked_and_kept_sealed(
    api: Gateway, action: str, payload: dict[str, Any], shown: dict[str, Any]
) -> None:
    await api.station("CP-1")
    made = await give(api, action=action, payload=payload)
    assert made["payload"] == shown
    (row,) = await rows(api)
    assert json.loads(row.payload) == shown
    assert row.secret is not None
    assert SECRET not in row.secret
    cancelled = await api.post(f"/commands/{made['id']}/cancel")
    assert cancelled.json()["status"] == "cancelled"
    (row,) = await rows(api)
    assert row.secret is None


async def test_without_a_secret_nothing_is_sealed(api: Gateway) -> None:
    await api.station("CP-1")
    await give(api, action="ChangeConfiguration", payload={"key": "HeartbeatInterval", "value": "60"})
    assert (await rows(api))[0].secret is None


async def test_waiting_ends_with_the_final_state(api: Gateway) -> None:
    await api.station("CP-1")
    asked = asyncio.create_task(api.post("/stations/CP-1/commands?wait=30", json={"action": "ClearCache"}))
    while not api.watchers._waiting:  # noqa: ASYNC110 - it has no event of its own
        await asyncio.sleep(0)
    (row,) = await rows(api)
    async with api.database.begin() as connection:
        await connection.execute(update(commands).values(status="accepted", response='{"status":"Accepted"}'))
    for status in ("sent", "accepted"):
        data = {"command": str(row.id), "status": status}
        api.watchers.tell(
            Event(
                id=UUID(int=1),
                type=EventType.COMMAND_UPDATED,
                time=api.clock.now,
                station_id=None,
                station="CP-1",
                connector=None,
                data=data,
            )
        )
    answer = await asked
    assert (answer.status_code, answer.json()["response"]) == (200, {"status": "Accepted"})
    assert api.watchers._waiting == {}


async def test_waiting_in_vain_shows_how_it_stands(api: Gateway) -> None:
    await api.station("CP-1")
    answer = await api.post("/stations/CP-1/commands?wait=0.01", json={"action": "ClearCache"})
    assert (answer.status_code, answer.json()["status"]) == (202, "queued")
    assert api.watchers._waiting == {}


async def test_only_what_is_queued_can_be_cancelled(api: Gateway) -> None:
    await api.station("CP-1")
    made = await give(api, action="ClearCache")
    path = f"/commands/{made['id']}/cancel"
    assert (await api.post(path)).json()["status"] == "cancelled"
    assert (await api.post(path)).json()["status"] == "cancelled"
    sent = await give(api, action="ClearCache")
    async with api.database.begin() as connection:
        await connection.execute(
            update(commands).where(commands.c.id == UUID(sent["id"])).values(status="sent")
        )
    refused = await api.post(f"/commands/{sent['id']}/cancel")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-queued")
    assert (await api.post("/commands/nothing/cancel")).status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "action", "payload"),
    [
        (
            "/stations/cp-1/connectors/2/start",
            {"id_tag": "TAG-1"},
            "RemoteStartTransaction",
            {"connectorId": 2, "idTag": "TAG-1"},
        ),
        ("/stations/CP-1/connectors/1/unlock", None, "UnlockConnector", {"connectorId": 1}),
        ("/stations/CP-1/reset", None, "Reset", {"type": "Soft"}),
        ("/stations/CP-1/reset", {"type": "Hard"}, "Reset", {"type": "Hard"}),
        (
            "/stations/CP-1/trigger",
            {"message": "StatusNotification", "connector": 1},
            "TriggerMessage",
            {"requestedMessage": "StatusNotification", "connectorId": 1},
        ),
    ],
)
async def test_a_short_call_gives_one_command(
    api: Gateway, path: str, body: Any, action: str, payload: dict[str, Any]
) -> None:
    await api.station("CP-1")
    answer = await api.post(path, json=body)
    assert answer.status_code == 202, answer.text
    assert (answer.json()["action"], answer.json()["payload"]) == (action, payload)


async def test_stopping_needs_a_running_transaction(api: Gateway) -> None:
    station = await api.station("CP-1")
    running = await api.transaction(station, status="active", transaction_id="4711")
    ended = await api.transaction(station, transaction_id="4712")
    answer = await api.post(f"/transactions/{running}/stop", json={"timeout_seconds": 5})
    assert (answer.json()["action"], answer.json()["payload"]) == (
        "RemoteStopTransaction",
        {"transactionId": 4711},
    )
    assert answer.json()["timeout_seconds"] == 5
    refused = await api.post(f"/transactions/{ended}/stop")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-running")
    assert (await api.post("/transactions/nothing/stop")).status_code == 404


async def test_what_does_not_exist_gets_no_command(api: Gateway) -> None:
    for path in ("/stations/NOBODY/commands", "/stations/NOBODY/reset"):
        assert (
            await api.post(path, json={"action": "ClearCache"} if "comm" in path else None)
        ).status_code == 404
    assert (await api.get(f"/commands/{UUID(int=5)}")).status_code == 404
    assert (await api.get("/commands/not-an-id")).status_code == 404
