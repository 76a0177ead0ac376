"""`/stations/{ocpp_id}/credentials` and `/password/rotate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from ocpp_gateway.storage.command_table import commands
from ocpp_gateway.storage.tables import stations

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

PATH = "/stations/CP-1/credentials"
ROTATE = "/stations/CP-1/password/rotate"


async def shown(api: Gateway) -> dict[str, Any]:
    answer = await api.get(PATH)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_how_a_password_and_a_profile_came_about_is_told_newest_first(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1", "security_profile": 1})
    assert (await shown(api))["has_password"] is False
    await api.post("/stations/CP-1/password")
    await api.patch("/stations/CP-1", json={"name": "Garage"})
    await api.patch("/stations/CP-1", json={"security_profile": 2})
    await api.patch("/stations/CP-1", json={"certificate": {"name": "SN-1"}})
    told = await shown(api)
    assert (told["has_password"], told["offered"]) == (True, [])
    assert [(one["what"], one["security_profile"]) for one in told["history"]] == [
        ("certificate_set", None),
        ("profile_set", 2),
        ("password_set", None),
        ("profile_set", 1),
    ]
    assert {(one["by"], one["by_kind"]) for one in told["history"]} == {("admin@example.com", "user")}


async def test_what_was_offered_is_told_without_its_hashes(api: Gateway) -> None:
    station = await api.station("CP-1", key_hash="hmac-sha256$k$old")
    offered = [[["hmac-sha256$k$planted"], True], [["hmac-sha256$k$planted-too"], False]]
    async with api.database.begin() as connection:
        change = update(stations).where(stations.c.id == station).values(offered_keys=offered)
        await connection.execute(change)
    answer = await api.get(PATH)
    assert answer.json()["offered"] == [{"accepted": True}, {"accepted": False}]
    assert "planted" not in answer.text


async def test_a_rotation_makes_a_key_that_nobody_sees(api: Gateway) -> None:
    await api.station("CP-1", online=True)
    made = (await api.post(ROTATE)).json()
    assert (made["action"], made["status"]) == ("ChangeConfiguration", "queued")
    assert made["payload"] == {"key": "AuthorizationKey", "value": "***"}
    async with api.database.read() as connection:
        (row,) = (await connection.execute(commands.select())).all()
    assert row.secret is not None
    other = (await api.post(ROTATE)).json()
    assert other["id"] != made["id"]


async def test_a_repeated_rotation_is_the_same_command(api: Gateway) -> None:
    await api.station("CP-1", online=True)
    headers = {"Idempotency-Key": "rotation-1"}
    made = [(await api.post(ROTATE, headers=headers)).json()["id"] for _ in range(2)]
    assert made[0] == made[1]
    other = await api.post(ROTATE, json={"timeout_seconds": 5}, headers=headers)
    assert other.status_code == 422


async def test_a_key_that_may_not_change_the_configuration_may_not_rotate(api: Gateway) -> None:
    await api.station("CP-1", online=True)
    key = await api.key("commands:write", commands=["Reset"])
    assert (await api.call("POST", ROTATE, key=key)).status_code == 403


async def test_an_unknown_station_has_no_credentials(api: Gateway) -> None:
    assert (await api.get(PATH)).status_code == 404
    assert (await api.post(ROTATE)).status_code == 404
