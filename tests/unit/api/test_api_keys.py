from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import structlog
from sqlalchemy import select

from ocpp_gateway.operations.api_key_text import hash_key
from ocpp_gateway.storage.audit_table import audit
from ocpp_gateway.storage.people_tables import api_keys

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

PERMISSIONS: dict[str, Any] = {
    "scopes": ["stations:read", "commands:write"],
    "stations": {"all": False, "ids": ["CP-1"], "groups": ["site-a"]},
    "commands": ["RemoteStartTransaction", "UnlockConnector"],
    "id_tags": {"all": False, "groups": ["fleet-7"]},
    "fields": {"transactions": ["id_tag"]},
    "requests_per_minute": 60,
}


async def made(api: Gateway, **more: Any) -> dict[str, Any]:
    answer = await api.post("/api-keys", json={"name": "billing", "permissions": PERMISSIONS, **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_a_key_is_shown_once_and_stored_hashed(api: Gateway) -> None:
    with structlog.testing.capture_logs() as logs:
        new = await made(api)
    text = new.pop("key")
    assert text.startswith(new["hint"])
    assert new["permissions"] == PERMISSIONS | {"scopes": sorted(PERMISSIONS["scopes"])}
    assert (await api.get(f"/api-keys/{new['id']}")).json() == new
    assert (await api.get("/api-keys")).json()["items"] == [new]
    async with api.database.read() as connection:
        rows = list(await connection.execute(select(api_keys)))
        told = list(await connection.execute(select(audit)))
    assert rows[0].key == hash_key(text)
    assert text not in str(rows) + str(told) + str(logs)
    assert hash_key(text) not in str(told)
    assert [row.action for row in told if row.subject_kind == "api_key"] == ["api_key.created"]


@pytest.mark.parametrize("header", ["Authorization", "X-API-Key"])
async def test_a_key_comes_in_either_header(api: Gateway, header: str) -> None:
    text = await api.key("stations:read")
    value = f"Bearer {text}" if header == "Authorization" else text
    assert (await api.get("/stations", role=None, headers={header: value})).status_code == 200


async def test_a_key_beside_a_token_is_refused(api: Gateway) -> None:
    """Two identities in one request: whichever counted, the other would be a surprise."""
    text = await api.key("stations:read")
    assert (await api.get("/stations", headers={"X-API-Key": text})).status_code == 401


async def test_changes_count_from_the_next_request_on(api: Gateway) -> None:
    new = await made(api, permissions={"scopes": ["stations:read"], "stations": {"all": True}})
    await api.station("CP-1")
    assert len((await api.get("/stations", key=new["key"])).json()["items"]) == 1
    path = f"/api-keys/{new['id']}"
    edited = await api.patch(path, json={"permissions": {"scopes": ["stations:read"]}})
    assert edited.json()["permissions"]["stations"]["all"] is False
    assert (await api.get("/stations", key=new["key"])).json()["items"] == []
    await api.patch(path, json={"permissions": {"scopes": ["logs:read"]}})
    assert (await api.get("/stations", key=new["key"])).status_code == 403
    assert (await api.delete(path)).status_code == 204
    assert (await api.get("/stations", key=new["key"])).status_code == 401
    assert (await api.delete(path)).status_code == 204  # repeating it is no error
    assert (await api.patch(path, json={"name": "x"})).json()["type"] == "/problems/revoked"
    async with api.database.read() as connection:
        told = await connection.execute(select(audit).order_by(audit.c.id))
    actions = [row.action for row in told if row.subject_kind == "api_key"]
    assert actions == ["api_key.created", "api_key.edited", "api_key.edited", "api_key.revoked"]


async def test_an_edit_needs_the_edition_that_was_read(api: Gateway) -> None:
    new = await made(api)
    path = f"/api-keys/{new['id']}"
    tag = (await api.get(path)).headers["ETag"]
    assert (await api.patch(path, json={"name": "x"}, headers={"If-Match": tag})).status_code == 200
    assert (await api.patch(path, json={"name": "y"}, headers={"If-Match": tag})).status_code == 412


async def test_the_last_use_is_written_at_most_once_a_minute(api: Gateway) -> None:
    new = await made(api)
    seen = []
    for _ in range(4):
        await api.get("/stations", key=new["key"])
        seen.append((await api.get(f"/api-keys/{new['id']}")).json()["last_used_at"])
        api.clock.advance(timedelta(seconds=30))
    assert seen[0] == seen[1] == "2026-11-23T08:00:00.250Z"
    assert seen[2] == seen[3] == "2026-11-23T08:01:00.250Z"


async def test_the_quota_is_held_and_every_answer_tells_what_is_left(api: Gateway) -> None:
    permissions = {"scopes": ["stations:read"], "requests_per_minute": 3}
    one, two = [await made(api, permissions=permissions) for _ in range(2)]
    left = []
    for path in ("/stations", "/logs", "/stations/CP-9"):  # 200, 403 and 200 or 404: all count, all tell
        answer = await api.get(path, key=one["key"])
        left.append(answer.headers["RateLimit"])
    assert left == ['"key";r=2;t=20', '"key";r=1;t=40', '"key";r=0;t=60']
    over = await api.get("/stations", key=one["key"])
    assert over.status_code == 429
    assert over.json()["type"] == "/problems/rate-limited"
    assert over.headers["Retry-After"] == "20"
    assert over.headers["RateLimit"] == '"key";r=0;t=60'
    assert (await api.get("/stations", key=two["key"])).status_code == 200
    api.clock.advance(timedelta(seconds=20))
    assert (await api.get("/stations", key=one["key"])).status_code == 200
    assert (await api.get("/stations", key=one["key"])).status_code == 429


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"scopes": []}, "permissions.scopes"),
        ({"scopes": ["stations:read", "users:write"]}, "permissions.scopes.1"),
        ({"commands": ["RemoteStartTransaction", "Explode"]}, "permissions.commands.1"),
        ({"stations": {"all": "yes"}}, "permissions.stations.all"),
        ({"stations": {"ids": [""]}}, "permissions.stations.ids.0"),
        ({"stations": {"id": ["CP-1"]}}, "permissions.stations.id"),
        ({"id_tags": {"groups": ["a\nb"]}}, "permissions.id_tags.groups.0"),
        ({"fields": {"transactions": ["total_kwh"]}}, "permissions.fields.transactions.0"),
        ({"fields": {"users": ["email"]}}, "permissions.fields.users"),
        ({"requests_per_minute": 0}, "permissions.requests_per_minute"),
        ({"requests_per_minute": True}, "permissions.requests_per_minute"),
        ({"everything": True}, "permissions.everything"),
    ],
    ids=str,
)
async def test_each_wrong_field_of_permissions_is_named(
    api: Gateway, change: dict[str, Any], field: str
) -> None:
    answer = await api.post("/api-keys", json={"name": "x", "permissions": PERMISSIONS | change})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_a_scope_beyond_the_owners_role_is_refused_at_once(api: Gateway) -> None:
    await api.sign_in("viewer")
    viewer = await api.accounts.by_email("viewer@example.com")
    body = {"name": "x", "permissions": PERMISSIONS, "user_id": str(viewer.id)}
    answer = await api.post("/api-keys", json=body)
    assert answer.status_code == 422
    assert "commands:write" in answer.json()["errors"][0]["message"]


async def test_an_end_in_the_past_is_refused(api: Gateway) -> None:
    body = {"name": "x", "permissions": PERMISSIONS, "expires_at": "2026-11-23T08:00:00Z"}
    answer = await api.post("/api-keys", json=body)
    assert [error["field"] for error in answer.json()["errors"]] == ["expires_at"]


COMMANDS = [
    ("/stations/CP-1/commands", {"action": "Reset", "payload": {"type": "Soft"}}),
    ("/stations/CP-1/reset", {"type": "Soft"}),
    ("/stations/CP-1/trigger", {"message": "Heartbeat"}),
    ("/stations/CP-1/connectors/0/block", {}),
    ("/stations/CP-1/configuration", {"read": True}),
    ("/stations/CP-1/configuration", {"change": [{"key": "K", "value": "1"}, {"key": "L", "value": "2"}]}),
]


@pytest.mark.parametrize(("path", "body"), COMMANDS, ids=[path for path, _ in COMMANDS])
async def test_a_key_sends_only_its_actions_by_whichever_call(
    api: Gateway, path: str, body: dict[str, Any]
) -> None:
    await api.station("CP-1")
    text = await api.key("commands:write", "commands:read", commands=["UnlockConnector"])
    answer = await api.post(path, json=body, key=text)
    assert answer.status_code == 403
    assert answer.json()["permission"] == "commands:write"
    assert (await api.get("/commands")).json()["items"] == []
    assert (await api.post("/stations/CP-1/connectors/1/unlock", key=text)).status_code == 202
    await api.post(path, json=body)
    other = (await api.get("/commands")).json()["items"][0]["id"]
    assert (await api.post(f"/commands/{other}/cancel", key=text)).status_code == 403


STARTS = [
    ("/stations/CP-1/connectors/1/start", {"id_tag": "{}"}),
    ("/stations/CP-1/commands", {"action": "RemoteStartTransaction", "payload": {"idTag": "{}"}}),
    (
        "/stations/CP-1/commands",
        {"action": "RemoteStartTransaction", "payload": {"IDTAG": "{}"}, "force": True},
    ),
    (
        "/stations/CP-1/commands",
        {
            "action": "SendLocalList",
            "payload": {
                "listVersion": 1,
                "updateType": "Full",
                "localAuthorizationList": [{"idTag": "{}", "idTagInfo": {"status": "Accepted"}}],
            },
        },
    ),
    (
        "/jobs",
        {"action": "RemoteStartTransaction", "payload": {"idTag": "{}"}, "stations": ["CP-1"]},
    ),
]


@pytest.mark.parametrize(("path", "body"), STARTS)
async def test_a_key_names_only_tags_of_its_groups_to_a_station(
    api: Gateway, path: str, body: dict[str, Any]
) -> None:
    """Another group's tag, one without a group and one that nobody has entered: none of them exists for it."""
    await api.station("CP-1")
    for tag, group in (("OURS", "fleet-7"), ("THEIRS", "fleet-8"), ("NOBODYS", None)):
        await api.post("/id-tags", json={"id_tag": tag, "group": group})
    text = await api.key("commands:write", id_tags={"groups": ["fleet-7"]})
    for tag, status in (("ours", 202), ("THEIRS", 404), ("NOBODYS", 404), ("UNKNOWN", 404)):
        answer = await api.post(path, json=_filled(body, tag), key=text)
        assert answer.status_code == status, (tag, answer.text)


def _filled(part: Any, tag: str) -> Any:
    if isinstance(part, dict):
        return {name: _filled(value, tag) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, tag) for value in part]
    return tag if part == "{}" else part


async def test_a_bound_key_moves_no_station_and_no_tag_out_of_its_grant(api: Gateway) -> None:
    await api.station("CP-1", group_name="site-a")
    await api.post("/id-tags", json={"id_tag": "T", "group": "fleet-7"})
    text = await api.key(
        "stations:write",
        "id-tags:write",
        stations={"groups": ["site-a", "site-b"]},
        id_tags={"groups": ["fleet-7"]},
    )
    for group, status in (("site-c", 403), (None, 403), ("site-b", 403), ("site-a", 200)):
        answer = await api.patch("/stations/CP-1", json={"group": group, "name": "x"}, key=text)
        assert answer.status_code == status, group
    for group, status in (("fleet-8", 403), (None, 403), ("fleet-7", 200)):
        answer = await api.patch("/id-tags/T", json={"group": group, "note": "x"}, key=text)
        assert answer.status_code == status, group
    new = await api.post("/id-tags", json={"id_tag": "N", "group": "fleet-7"}, key=text)
    assert new.status_code == 201


async def test_the_actor_of_a_command_is_the_key(api: Gateway) -> None:
    await api.station("CP-1")
    command = await api.post("/stations/CP-1/connectors/1/unlock", key=await api.key("commands:write"))
    assert command.json()["requested_by"] == "Test"


async def planted(api: Gateway) -> None:
    station = await api.station("CP-1", serial_number="HIDDEN-1", remote_address="192.0.2.99")
    connector = await api.connector(station, 1)
    await api.transaction(station, connector_id=connector, id_tag="HIDDEN-2", stop_id_tag="HIDDEN-3")
    await api.log(station, payload='{"idTag": "HIDDEN-4"}')
    await api.post("/stations/CP-1/connectors/1/start", json={"id_tag": "HIDDEN-5"})


READING = ("stations:read", "transactions:read", "logs:read", "commands:read")
PATHS = ("/stations", "/stations/CP-1", "/transactions", "/logs", "/commands")


async def test_a_hidden_member_appears_nowhere_and_a_named_one_does(api: Gateway) -> None:
    await planted(api)
    blind = await api.key(*READING)
    seeing = await api.key(
        *READING,
        fields={
            "stations": ["serial_number", "remote_address"],
            "transactions": ["id_tag", "stop_id_tag"],
            "logs": ["payload"],
            "commands": ["payload"],
        },
    )
    for path in PATHS:
        hidden, shown = await api.get(path, key=blind), await api.get(path, key=seeing)
        assert hidden.status_code == shown.status_code == 200
        assert "HIDDEN" not in hidden.text
        assert "192.0.2.99" not in hidden.text
        assert "HIDDEN" in shown.text, path
    for items in ("/transactions", "/commands"):
        one = (await api.get(items, key=blind)).json()["items"][0]["id"]
        assert "HIDDEN" not in (await api.get(f"{items}/{one}", key=blind)).text


@pytest.mark.parametrize("path", ["/transactions?id_tag=HIDDEN-2", "/logs?text=HIDDEN"])
async def test_nobody_searches_in_what_they_do_not_see(api: Gateway, path: str) -> None:
    """Whether there is an answer would tell."""
    await planted(api)
    assert (await api.get(path, key=await api.key(*READING))).status_code == 403
    fields = {"transactions": ["id_tag"], "logs": ["payload"]}
    assert (await api.get(path, key=await api.key(*READING, fields=fields))).status_code == 200


async def test_a_job_is_no_way_around_what_a_key_may_send_and_see(api: Gateway) -> None:
    """Its payload is that of its commands; who may not send the action neither ends nor repeats it."""
    await api.station("CP-1", online=False)
    body = {"action": "RemoteStartTransaction", "payload": {"idTag": "HIDDEN"}, "stations": ["CP-1"]}
    job = (await api.post("/jobs", json=body)).json()["id"]
    scopes = ("commands:read", "commands:write")
    blind = await api.key(*scopes)
    for path in ("/jobs", f"/jobs/{job}"):
        assert "HIDDEN" not in (await api.get(path, key=blind)).text
        seeing = await api.key(*scopes, fields={"commands": ["payload"]})
        assert "HIDDEN" in (await api.get(path, key=seeing)).text
    assert "HIDDEN" not in (await api.post("/jobs", json=body, key=blind)).text
    of_another_action = await api.key(*scopes, commands=["Reset"])
    assert (await api.post(f"/jobs/{job}/cancel", key=of_another_action)).status_code == 403
    assert await api.runner.turn(api.clock.now)
    await api.runner.turn(api.clock.now)
    of_other_tags = await api.key(*scopes, id_tags={"groups": ["fleet-7"]})
    for key, status in ((of_another_action, 403), (of_other_tags, 404), (blind, 202)):
        answer = await api.post(f"/jobs/{job}/retry", key=key)
        assert answer.status_code == status, answer.text
    assert "HIDDEN" not in answer.text
