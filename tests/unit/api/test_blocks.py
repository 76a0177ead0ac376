"""Blocking over the API: what is answered, and what the resources show of it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from ocpp_gateway.storage.command_table import commands
from tests.unit.api.gateway import START

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

BLOCK, UNBLOCK = "/stations/CP-1/connectors/1/block", "/stations/CP-1/connectors/1/unblock"
WHOLE = "/stations/CP-1/connectors/0/block"


async def site(api: Gateway) -> UUID:
    station = await api.station("CP-1", status="Available")
    await api.connector(station, 1, status="Available")
    await api.connector(station, 2, status="Available")
    return station


async def test_the_command_is_the_answer_and_the_connector_shows_the_block(api: Gateway) -> None:
    await site(api)
    answer = await api.post(BLOCK)
    assert answer.status_code == 202
    command = answer.json()
    assert answer.headers["Location"] == f"/api/v1/commands/{command['id']}"
    assert (command["action"], command["payload"], command["status"], command["expires_at"]) == (
        "ChangeAvailability",
        {"connectorId": 1, "type": "Inoperative"},
        "queued",
        None,
    )
    shown = (await api.get("/stations/CP-1/connectors/1")).json()
    assert {name: shown[name] for name in shown if "block" in name} == {
        "blocked": True,
        "block_state": "pending",
        "blocked_by": "admin@example.com",
        "blocked_at": "2026-11-23T08:00:00.250Z",
        "block_command": command["id"],
    }
    assert shown["available"] is False
    assert (await api.post(BLOCK)).json() == command
    lifted = (await api.post(UNBLOCK)).json()
    assert lifted["payload"] == {"connectorId": 1, "type": "Operative"}
    assert (await api.get(f"/commands/{command['id']}")).json()["status"] == "cancelled"


async def test_a_whole_station_shows_its_block_on_itself_and_on_its_connectors(api: Gateway) -> None:
    await site(api)
    assert (await api.post(WHOLE, role="operator")).status_code == 202
    station = (await api.get("/stations/CP-1")).json()
    assert (station["blocked"], station["block_state"], station["blocked_by"], station["blocked_at"]) == (
        True,
        "pending",
        "operator@example.com",
        "2026-11-23T08:00:00.250Z",
    )
    items = (await api.get("/connectors?blocked=true")).json()["items"]
    assert [(item["connector_number"], item["blocked_by"]) for item in items] == [
        (1, "operator@example.com"),
        (2, "operator@example.com"),
    ]
    assert (await api.get("/connectors?blocked=false")).json()["items"] == []


async def test_waiting_for_a_final_command_is_over_at_once(api: Gateway) -> None:
    await site(api)
    command = (await api.post(BLOCK)).json()
    rejected = {
        "status": "rejected",
        "response": '{"status":"Rejected"}',
        "answered_at": START,
        "sent_at": START,
    }
    await api.change(commands, UUID(command["id"]), **rejected)
    answer = await api.post(f"{BLOCK}?wait=30")
    assert (answer.status_code, answer.json()["id"]) == (200, command["id"])
    assert (await api.get("/stations/CP-1/connectors/1")).json()["block_state"] == "rejected"


async def test_the_same_key_is_the_same_request(api: Gateway) -> None:
    await site(api)
    headers = {"Idempotency-Key": "k"}
    command = (await api.post(BLOCK, headers=headers)).json()["id"]
    await api.post(UNBLOCK)
    assert (await api.post(BLOCK, headers=headers)).json()["id"] == command
    assert (await api.get("/stations/CP-1/connectors/1")).json()["blocked"] is False
    refused = await api.post(UNBLOCK, headers=headers)
    assert (refused.status_code, refused.json()["type"]) == (422, "/problems/idempotency-key-reused")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/stations/CP-1/connectors/9/block", 404),
        ("/stations/CP-9/connectors/1/block", 404),
        ("/stations/CP-1/connectors/-1/unblock", 422),
        ("/stations/CP-1/connectors/x/block", 422),
    ],
)
async def test_what_is_not_there_cannot_be_blocked(api: Gateway, path: str, status: int) -> None:
    await site(api)
    assert (await api.post(path)).status_code == status


async def test_a_station_of_another_version_cannot_be_told_yet(api: Gateway) -> None:
    station = await api.station("CP-1", ocpp_version="2.0.1")
    await api.connector(station, 1)
    command = (await api.post(BLOCK)).json()
    assert (command["status"], command["error"][:11]) == ("failed", "unsupported")
    assert (await api.get("/stations/CP-1/connectors/1")).json()["block_state"] == "rejected"
