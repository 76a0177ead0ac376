"""The matrix of API keys: every route × {scope, no scope, role without it, other grant, ended, none}."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from ocpp_gateway.operations.accounts import Role
from ocpp_gateway.operations.api_key_text import make_key
from ocpp_gateway.operations.audit import GATEWAY
from ocpp_gateway.operations.permissions import FOR_PEOPLE_ONLY, KEY_SCOPES, Permission
from tests.unit.api.test_routes import HOLDERS, PEOPLE_ONLY, PERMISSIONS, request_for, things

if TYPE_CHECKING:
    import httpx2

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

EVERY_ROUTE = pytest.mark.parametrize("route", PERMISSIONS, ids=" ".join)
Request = tuple[str, str, dict[str, Any]]
DONE = {200, 201, 202, 204}
SCOPES = sorted(KEY_SCOPES)
OF_A_STATION_OR_TAG = ("{ocpp_id}", "{transaction}", "{command}", "{id_tag}")
ABOUT_ALL_STATIONS = {("GET", "/refused-handshakes")}
"""Lists that a key which is bound to some stations finds empty."""
NOT_ABOUT_STATIONS = {"users:read", "api-keys:read", "system:read"}
ABOUT_THE_PROTOCOL = {("GET", "/actions"), ("GET", "/actions/{action}")}
"""The same for every key that may ask at all."""
FOR_WHOEVER_SEES_STATIONS = {("GET", "/map/tiles")}
"""They tell of the installation, not of stations."""


async def revoked(api: Gateway, text: str) -> str:
    key, _ = await api.api_keys.authenticate(text, api.clock.now)
    await api.api_keys.revoke(key.id, by=GATEWAY, now=api.clock.now)
    return text


def assert_forbidden(answer: httpx2.Response, permission: str) -> None:
    assert answer.status_code == 403, answer.text
    assert answer.json()["permission"] == permission
    assert permission in answer.json()["detail"]


def _heading_lines(address: str) -> int | None:
    """Of an export: a table names its columns first."""
    return {"csv": 1, "jsonl": 0}.get(address.rpartition(".")[2])


HISTORY = ("GET", "/overview/history")
COUNTED = {("GET", "/overview"), HISTORY, ("GET", "/stations/facets"), ("GET", "/map")}
"""They answer with figures, not with a list."""


@EVERY_ROUTE
async def test_a_key_with_the_scope_may_and_hears_of_its_quota(api: Gateway, route: tuple[str, str]) -> None:
    permission = PERMISSIONS[route]
    method, address, body = request_for(route, await things(api))
    if permission in FOR_PEOPLE_ONLY:
        # No key can have it, so there is none with it to try.
        assert_forbidden(await api.call(method, address, key=await api.key(*SCOPES), **body), permission)
        return
    answer = await api.call(method, address, key=await api.key(permission), **body)
    assert answer.status_code in DONE, answer.text
    assert answer.headers["RateLimit-Policy"] == '"key";q=600;w=60'


@EVERY_ROUTE
async def test_a_key_that_may_not_is_refused_and_told_why(api: Gateway, route: tuple[str, str]) -> None:
    """All in one world, since a refusal changes nothing: were it otherwise, a later one would fail."""
    request = request_for(route, await things(api))
    await _without_the_scope(api, route, request)
    await _outside_of_the_grant(api, route, request)
    await _beyond_the_owners_role(api, route, request)
    await _ended(api, request)


async def _without_the_scope(api: Gateway, route: tuple[str, str], request: Request) -> None:
    method, address, body = request
    others = [scope for scope in SCOPES if scope != PERMISSIONS[route]]
    answer = await api.call(method, address, key=await api.key(*others), **body)
    assert_forbidden(answer, PERMISSIONS[route])


async def _outside_of_the_grant(api: Gateway, route: tuple[str, str], request: Request) -> None:
    """Neither a key without any grant nor one for other stations and tags can tell that there is something."""
    permission = PERMISSIONS[route]
    method, address, body = request
    if permission in FOR_PEOPLE_ONLY:
        return
    another = {"stations": {"ids": ["CP-2"], "groups": ["site-b"]}, "id_tags": {"groups": ["fleet-8"]}}
    for grant in ({"stations": {}, "id_tags": {}}, another):
        answer = await api.call(method, address, key=await api.key(permission, **grant), **body)
        if any(name in route[1] for name in (*OF_A_STATION_OR_TAG, "{job}")):
            assert answer.status_code == 404, answer.text
        elif route == ("POST", "/jobs"):
            assert answer.status_code == 422, answer.text
            assert "There are no such stations: CP-1." in answer.text
        elif permission in NOT_ABOUT_STATIONS or route in ABOUT_THE_PROTOCOL | FOR_WHOEVER_SEES_STATIONS:
            assert answer.status_code == 200
        elif (heading := _heading_lines(address)) is not None:
            assert len(answer.text.splitlines()) == heading
        elif route in COUNTED:
            assert _counted(answer.json()) == 0
        elif method == "GET":
            assert answer.json() == {"items": [], "next_cursor": None}
        else:
            assert_forbidden(answer, permission)


def _counted(answer: dict[str, Any]) -> int:
    """How many stations an answer of figures tells of."""
    if "clusters" in answer:
        return len(answer["clusters"]) + int(answer["placed"]) + int(answer["without_place"])
    if "points" in answer:
        return sum(point["stations"] for point in answer["points"])
    total: int = answer["total"] if "total" in answer else answer["stations"]["total"]
    return total


async def _beyond_the_owners_role(api: Gateway, route: tuple[str, str], request: Request) -> None:
    """The owner was an administrator when the key was made, and is a viewer now."""
    permission = PERMISSIONS[route]
    method, address, body = request
    if permission in FOR_PEOPLE_ONLY or Role.VIEWER in HOLDERS[permission]:
        return
    boss = await api.accounts.create(
        email="boss@example.com", role=Role.ADMIN, password=None, by=GATEWAY, now=api.clock.now
    )
    _, text = await api.api_keys.create(
        name="k",
        owner=boss.id,
        permissions={"scopes": [permission], "stations": {"all": True}, "id_tags": {"all": True}},
        by=GATEWAY,
        now=api.clock.now,
    )
    await api.accounts.edit(boss.id, {"role": Role.VIEWER}, by=GATEWAY, now=api.clock.now)
    answer = await api.call(method, address, key=text, **body)
    assert_forbidden(answer, permission)
    assert "viewer" in answer.json()["detail"]


async def _ended(api: Gateway, request: Request) -> None:
    """Expired, revoked, of a disabled owner, unknown, damaged, none."""
    method, address, body = request
    expiring = await api.key(*SCOPES, expires_at=api.clock.now + timedelta(minutes=5))
    of_disabled = await api.key("stations:read", owner="operator")
    somebody = await api.accounts.by_email("operator@example.com")
    await api.accounts.edit(somebody.id, {"disabled": True}, by=GATEWAY, now=api.clock.now)
    ended = await revoked(api, await api.key(*SCOPES))
    api.clock.advance(timedelta(minutes=5))
    for text, why in (
        (expiring, "expired"),
        (ended, "revoked"),
        (of_disabled, "disabled"),
        (make_key(), "no such"),
        ("ogw_" + "A" * 49, "no such"),
        ("", "access token or an API key"),
    ):
        headers = {**body.get("headers", {}), "Authorization": f"Bearer {text}"}
        answer = await api.call(method, address, role=None, **body | {"headers": headers})
        assert answer.status_code == 401, (text, answer.text)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert why in answer.json()["detail"]


@EVERY_ROUTE
@pytest.mark.parametrize(
    "grant",
    [
        {"stations": {"ids": ["cp-1"]}, "id_tags": {"groups": ["fleet-7"]}},
        {"stations": {"groups": ["site-a"]}, "id_tags": {"groups": ["fleet-7"]}},
    ],
    ids=["by id", "by group"],
)
async def test_what_lies_inside_of_a_keys_grant_is_all_there(
    api: Gateway, route: tuple[str, str], grant: dict[str, Any]
) -> None:
    permission = PERMISSIONS[route]
    named = any(name in route[1] for name in OF_A_STATION_OR_TAG)
    listed = route[0] == "GET" and permission not in NOT_ABOUT_STATIONS and route not in ABOUT_ALL_STATIONS
    if permission in FOR_PEOPLE_ONLY or not (named or listed) or route[1].startswith("/jobs"):
        return
    if route in ABOUT_THE_PROTOCOL:
        return
    method, address, body = request_for(route, await things(api))
    answer = await api.call(method, address, key=await api.key(permission, **grant), **body)
    assert answer.status_code in DONE, answer.text
    if (heading := _heading_lines(address)) is not None:
        assert len(answer.text.splitlines()) > heading
    elif route in COUNTED:
        # Samples are added up by group: there is none of a single station.
        unsampled = route == HISTORY and "groups" not in grant["stations"]
        assert _counted(answer.json()) == (0 if unsampled else 1)
    elif route in FOR_WHOEVER_SEES_STATIONS:
        assert "items" not in answer.json()
    elif not named:
        assert answer.json()["items"], "one of each thing is there to be seen"


async def test_a_key_for_some_stations_sees_the_jobs_it_has_made_and_no_others(api: Gateway) -> None:
    await things(api)
    scopes = (Permission.COMMANDS_READ, Permission.COMMANDS_WRITE)
    mine, other = [await api.key(*scopes, stations={"ids": ["CP-1"]}) for _ in range(2)]
    body = {"action": "ClearCache", "stations": ["CP-1"]}
    job = (await api.call("POST", "/jobs", key=mine, json=body)).json()["id"]
    assert [one["id"] for one in (await api.call("GET", "/jobs", key=mine)).json()["items"]] == [job]
    assert (await api.call("GET", f"/jobs/{job}/results", key=mine)).json()["items"]
    assert (await api.call("GET", "/jobs", key=other)).json()["items"] == []
    assert (await api.call("GET", f"/jobs/{job}", key=other)).status_code == 404
    assert (await api.call("POST", f"/jobs/{job}/cancel", key=other)).status_code == 404


async def test_what_is_about_a_sign_in_is_nothing_for_keys(api: Gateway) -> None:
    text = await api.key(*SCOPES)
    for method, address in sorted(PEOPLE_ONLY):
        answer = await api.call(
            method,
            address.removeprefix("/api/v1"),
            key=text,
            json={"old_password": "x", "new_password": "a new password"},
        )
        assert answer.status_code == 403
    shown = (await api.get("/auth/me", key=text)).json()
    assert shown["api_key"] is not None
    assert shown["permissions"] == SCOPES


def test_every_permission_is_a_scope_or_named_as_one_for_people() -> None:
    assert frozenset(Permission) == KEY_SCOPES | FOR_PEOPLE_ONLY
    assert {permission.value for permission in Permission} >= set(PERMISSIONS.values())
