"""`/stations/{ocpp_id}/configuration` and `/clear-cache`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import insert

from ocpp_gateway.storage.configuration_table import configuration
from ocpp_gateway.translation.v16.asked_keys import STANDARD_KEYS

if TYPE_CHECKING:
    from uuid import UUID

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

PATH = "/stations/CP-1/configuration"


async def reported(api: Gateway, station: UUID, key: str, value: str | None) -> None:
    row = {
        "station_id": station,
        "key": key,
        "key_folded": key.casefold(),
        "value": value,
        "readonly": False,
        "known": True,
        "reported_at": api.clock(),
    }
    async with api.database.begin() as connection:
        await connection.execute(insert(configuration).values(**row))


async def ask(api: Gateway, body: dict[str, Any], status: int = 202, **more: Any) -> list[Any]:
    answer = await api.post(PATH, json=body, **more)
    assert answer.status_code == status, answer.text
    return list(answer.json()["commands"])


def payloads(commands: list[Any]) -> list[Any]:
    return [command["payload"] for command in commands]


async def test_the_main_shape(api: Gateway) -> None:
    station = await api.station("CP-1", online=True)
    await reported(api, station, "HeartbeatInterval", "300")
    (command,) = await ask(api, {"change": {"key": "heartbeatinterval", "value": "60"}})
    assert (command["action"], command["payload"]) == (
        "ChangeConfiguration",
        {"key": "heartbeatinterval", "value": "60"},
    )
    answer = (await api.get(PATH)).json()
    assert answer == {
        "items": [
            {
                "key": "HeartbeatInterval",
                "standard": {"kind": "integer", "unit": "s"},
                "secret": False,
                "value": "300",
                "readonly": False,
                "known": True,
                "reported_at": "2026-11-23T08:00:00.250Z",
                "reported_by": None,
                "wanted": {
                    "value": "60",
                    "at": command["requested_at"],
                    "by": command["requested_by"],
                    "command": command["id"],
                    "sent_at": None,
                    "answer": None,
                    "error": None,
                    "state": "pending",
                },
                "drift": True,
            }
        ],
        "next_cursor": None,
    }


async def test_reading_all_is_one_question_and_reading_some_is_split_by_the_stations_limit(
    api: Gateway,
) -> None:
    station = await api.station("CP-1", online=True)
    assert payloads(await ask(api, {"read": True})) == [{}]
    names = [f"Key{n}" for n in range(45)]
    assert [len(p["key"]) for p in payloads(await ask(api, {"read": [*names, "Key0"]}))] == [20, 20, 5]
    await reported(api, station, "GetConfigurationMaxKeys", "40")
    assert [len(p["key"]) for p in payloads(await ask(api, {"read": names}))] == [40, 5]


async def test_q58_a_model_that_does_not_survive_it_is_never_asked_for_everything(api: Gateway) -> None:
    station = await api.station("CP-1", online=True, vendor="ABB", model="Terra AC")
    await reported(api, station, "Vendor.Own", "1")
    asked = payloads(await ask(api, {"read": True}))
    assert all(payload["key"] for payload in asked)
    assert [key for payload in asked for key in payload["key"]] == [*STANDARD_KEYS, "Vendor.Own"]


async def test_several_changes_are_several_commands_in_the_given_order(api: Gateway) -> None:
    await api.station("CP-1", online=True)
    changes = [{"key": f"Key{n}", "value": str(n)} for n in range(3)]
    headers = {"Idempotency-Key": "order-1"}
    made = await ask(api, {"change": changes}, headers=headers)
    assert payloads(made) == changes
    again = await ask(api, {"change": changes}, headers=headers)
    assert [command["id"] for command in again] == [command["id"] for command in made]


async def test_a_secret_is_sent_and_not_kept(api: Gateway) -> None:
    await api.station("CP-1", online=True)
    (command,) = await ask(api, {"change": {"key": "AuthorizationKey", "value": "11" * 20}})
    assert command["payload"]["value"] == "***"
    assert (await api.get(PATH)).json()["items"] == []


@pytest.mark.parametrize(
    "body",
    [{}, {"read": True, "change": {"key": "A", "value": "1"}}, {"read": []}, {"read": False}, {"change": []}],
)
async def test_a_body_that_says_nothing_or_two_things_is_refused(api: Gateway, body: dict[str, Any]) -> None:
    await api.station("CP-1", online=True)
    assert (await api.post(PATH, json=body)).status_code == 422


async def test_an_unknown_station_has_none(api: Gateway) -> None:
    assert (await api.get(PATH)).status_code == 404
    assert (await api.post(PATH, json={"read": True})).status_code == 404


async def test_offline_all_commands_are_final_at_once(api: Gateway) -> None:
    await api.station("CP-1", online=False)
    made = await ask(api, {"read": [f"Key{n}" for n in range(21)]}, 202)
    assert [command["status"] for command in made] == ["failed", "failed"]
    answer = await api.post(f"{PATH}?wait=1", json={"read": True})
    assert answer.status_code == 200


async def test_tc061_clear_cache_is_a_command(api: Gateway) -> None:
    await api.station("CP-1", online=True)
    answer = await api.post("/stations/CP-1/clear-cache")
    assert answer.status_code == 202
    assert (answer.json()["action"], answer.json()["payload"]) == ("ClearCache", {})


async def test_keys_of_the_vendor_are_told_apart_and_passwords_are_marked(api: Gateway) -> None:
    station = await api.station("CP-1", online=True)
    await reported(api, station, "Vendor.Own", "1")
    await reported(api, station, "AuthorizationKey", None)
    secret, own = (await api.get(PATH)).json()["items"]
    assert (own["standard"], own["secret"]) == (None, False)
    assert (secret["standard"], secret["secret"]) == ({"kind": "text", "unit": None}, True)


async def test_a_wish_that_is_taken_back_is_gone_and_its_waiting_command_is_not_sent(api: Gateway) -> None:
    station = await api.station("CP-1", online=False)
    await reported(api, station, "HeartbeatInterval", "300")
    change = {"change": {"key": "HeartbeatInterval", "value": "60"}, "when_offline": "queue"}
    (command,) = await ask(api, change)
    assert (await api.delete(f"{PATH}/heartbeatinterval/wanted")).status_code == 204
    (item,) = (await api.get(PATH)).json()["items"]
    assert (item["value"], item["wanted"], item["drift"]) == ("300", None, None)
    assert (await api.get(f"/commands/{command['id']}")).json()["status"] == "cancelled"
    (entry,) = (await api.get("/audit", params={"action": "station.wish_removed"})).json()["items"]
    assert (entry["station"], entry["actor"]) == ("CP-1", "admin@example.com")
    assert entry["before"] == {"key": "HeartbeatInterval", "command": command["id"]}
    assert (await api.delete(f"{PATH}/heartbeatinterval/wanted")).status_code == 404


async def test_a_key_that_was_only_ever_wanted_goes_with_the_wish(api: Gateway) -> None:
    await api.station("CP-1", online=False)
    await ask(api, {"change": {"key": "Vendor/Own", "value": "1"}})
    assert (await api.delete(f"{PATH}/Vendor%2FOwn/wanted")).status_code == 204
    assert (await api.get(PATH)).json()["items"] == []


async def test_the_wish_of_an_unknown_station_cannot_be_taken_back(api: Gateway) -> None:
    assert (await api.delete(f"{PATH}/HeartbeatInterval/wanted")).status_code == 404
