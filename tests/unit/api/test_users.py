from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from ocpp_gateway.storage.audit_table import audit
from tests.unit.api.gateway import PASSWORD, PREFIX

if TYPE_CHECKING:
    import httpx2

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

ADA = "ada@example.com"


async def added(api: Gateway, role: str = "operator", **more: Any) -> dict[str, Any]:
    answer = await api.post("/users", json={"email": ADA, "role": role, "name": "Ada", **more})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def login(browser: httpx2.AsyncClient, password: str, email: str = ADA) -> httpx2.Response:
    return await browser.post(f"{PREFIX}/auth/login", json={"email": email, "password": password})


async def entries(api: Gateway) -> list[dict[str, Any]]:
    async with api.database.read() as connection:
        rows = await connection.execute(select(audit).order_by(audit.c.id))
    return [dict(row._mapping) for row in rows]


async def test_a_made_password_is_shown_once_and_works(api: Gateway) -> None:
    made = await added(api)
    assert len(made["password"]) >= 20
    assert (await login(api.client, made["password"])).status_code == 200
    shown = (await api.get(f"/users/{made['id']}")).json()
    assert shown == {name: value for name, value in made.items() if name != "password"}
    assert (await added(api, email="bob@example.com", password="a given password"))["password"] is None


async def test_the_list_is_paged_and_filtered(api: Gateway) -> None:
    await api.sign_in("admin")
    for number in range(5):
        await added(api, email=f"user{number}@example.com", role="viewer" if number % 2 else "operator")
    first = (await api.get("/users?limit=4")).json()
    rest = (await api.get(f"/users?limit=4&cursor={first['next_cursor']}")).json()
    emails = [user["email"] for user in first["items"] + rest["items"]]
    assert emails == [*(f"user{number}@example.com" for number in (4, 3, 2, 1, 0)), "admin@example.com"]
    assert rest["next_cursor"] is None
    assert [u["email"] for u in (await api.get("/users?role=viewer")).json()["items"]] == [
        "user3@example.com",
        "user1@example.com",
    ]
    assert len((await api.get("/users?q=USER2")).json()["items"]) == 1
    assert (await api.get("/users?disabled=true")).json()["items"] == []


async def test_an_edit_needs_the_edition_that_was_read(api: Gateway) -> None:
    ada = await added(api)
    read = await api.get(f"/users/{ada['id']}")
    changed = await api.patch(f"/users/{ada['id']}", json={"role": "viewer"})
    assert changed.json()["role"] == "viewer"
    assert changed.headers["ETag"] != read.headers["ETag"]
    late = await api.patch(
        f"/users/{ada['id']}", json={"name": "X"}, headers={"If-Match": read.headers["ETag"]}
    )
    assert late.status_code == 412
    now = await api.patch(
        f"/users/{ada['id']}", json={"name": "Ada L."}, headers={"If-Match": changed.headers["ETag"]}
    )
    assert now.json()["name"] == "Ada L."


@pytest.mark.parametrize("change", [{"role": "operator"}, {"disabled": True}, None], ids=str)
async def test_the_last_enabled_administrator_stays(api: Gateway, change: dict[str, Any] | None) -> None:
    await api.sign_in("admin")
    admin = (await api.accounts.by_email("admin@example.com")).id
    other = await added(api, role="admin")
    assert (await api.patch(f"/users/{other['id']}", json={"disabled": True})).status_code == 200
    before = await entries(api)
    if change is None:
        answer = await api.delete(f"/users/{admin}")
    else:
        answer = await api.patch(f"/users/{admin}", json=change)
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/last-admin"
    assert await entries(api) == before
    assert (await api.patch(f"/users/{other['id']}", json={"disabled": False})).status_code == 200
    if change is None:
        assert (await api.delete(f"/users/{admin}")).status_code == 204
    else:
        assert (await api.patch(f"/users/{admin}", json=change)).status_code == 200


async def test_who_is_disabled_is_signed_out_and_stays_so_after_being_enabled(api: Gateway) -> None:
    ada = await added(api, password=PASSWORD)
    async with api.browser() as browser:
        token = (await login(browser, PASSWORD)).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        await api.patch(f"/users/{ada['id']}", json={"disabled": True})
        assert (await browser.get(f"{PREFIX}/auth/me", headers=headers)).status_code == 401
        assert (await login(browser, PASSWORD)).status_code == 401
        await api.patch(f"/users/{ada['id']}", json={"disabled": False})
        assert (await browser.get(f"{PREFIX}/auth/me", headers=headers)).status_code == 401
        assert (await login(browser, PASSWORD)).status_code == 200


@pytest.mark.parametrize("way", ["everywhere", "by an admin"])
async def test_signing_out_everywhere_ends_every_sign_in(api: Gateway, way: str) -> None:
    ada = await added(api, password=PASSWORD)
    async with api.browser() as one, api.browser() as two:
        tokens = [(await login(browser, PASSWORD)).json()["access_token"] for browser in (one, two)]
        headers = [{"Authorization": f"Bearer {token}"} for token in tokens]
        if way == "everywhere":
            answer = await one.post(f"{PREFIX}/auth/logout-everywhere", headers=headers[0])
            assert 'ocpp_gateway_refresh=""' in answer.headers["Set-Cookie"]
        else:
            answer = await api.post(f"/users/{ada['id']}/sign-out")
        assert answer.status_code == 204
        for browser, header in zip((one, two), headers, strict=True):
            assert (await browser.get(f"{PREFIX}/auth/me", headers=header)).status_code == 401
            assert (await browser.post(f"{PREFIX}/auth/refresh")).status_code == 401
    assert (await api.get("/auth/me")).status_code == 200  # the administrator is still there


async def test_ones_own_password_needs_the_old_one_and_guesses_are_limited(api: Gateway) -> None:
    await added(api, password=PASSWORD)
    token = (await login(api.client, PASSWORD)).json()["access_token"]

    async def change(old: str) -> httpx2.Response:
        return await api.client.post(
            f"{PREFIX}/auth/password",
            json={"old_password": old, "new_password": "an even better one"},
            headers={"Authorization": f"Bearer {token}"},
        )

    wrong = await change("a wrong guess")
    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "old_password"
    assert "a wrong guess" not in wrong.text
    assert (await change(PASSWORD)).status_code == 204
    assert (await login(api.client, PASSWORD)).status_code == 401
    answer = await login(api.client, "an even better one")
    token = answer.json()["access_token"]
    statuses = [(await change("a wrong guess")).status_code for _ in range(11)]
    assert statuses == [422] * 10 + [429]


async def test_whoever_sets_the_password_of_others_need_not_know_it(api: Gateway) -> None:
    ada = await added(api, password=PASSWORD)
    made = (await api.post(f"/users/{ada['id']}/password")).json()["password"]
    assert (await login(api.client, made)).status_code == 200
    given = await api.post(f"/users/{ada['id']}/password", json={"password": "another good one"})
    assert given.json()["password"] is None
    assert (await login(api.client, made)).status_code == 401


async def test_owners_of_keys_are_not_removed_before_their_keys(api: Gateway) -> None:
    ada = await added(api)
    new = {"name": "k", "user_id": ada["id"], "permissions": {"scopes": ["stations:read"]}}
    key = (await api.post("/api-keys", json=new)).json()
    refused = await api.delete(f"/users/{ada['id']}")
    assert refused.json()["type"] == "/problems/owns-keys"
    assert (await api.delete(f"/api-keys/{key['id']}")).status_code == 204
    assert (await api.delete(f"/users/{ada['id']}")).status_code == 204
    assert (await api.get(f"/users/{ada['id']}")).status_code == 404
    assert (await api.get(f"/api-keys/{key['id']}")).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "nobody", "role": "viewer"}, "email"),
        ({"email": ADA, "role": "partner"}, "role"),
        ({"email": ADA, "role": "viewer", "password": "short"}, "password"),
        ({"email": ADA, "role": "viewer", "id": 1}, "id"),
    ],
)
async def test_what_cannot_be_accepted_is_named(api: Gateway, body: dict[str, Any], field: str) -> None:
    answer = await api.post("/users", json=body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


async def test_an_address_is_taken_once(api: Gateway) -> None:
    await added(api)
    answer = await api.post("/users", json={"email": ADA.upper(), "role": "viewer"})
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/already-exists"


@pytest.mark.parametrize("unknown", ["x", "0190f000-0000-7000-8000-000000000000"])
async def test_nobody_of_that_id(api: Gateway, unknown: str) -> None:
    for method, rest in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "/sign-out")):
        answer = await api.call(method, f"/users/{unknown}{rest}", json={} if method == "PATCH" else None)
        assert answer.status_code == 404, method


async def test_the_audit_tells_who_did_what_without_any_secret(api: Gateway) -> None:
    ada = await added(api, password=PASSWORD)
    await api.patch(f"/users/{ada['id']}", json={"role": "viewer"})
    await api.post(f"/users/{ada['id']}/password", json={"password": "another good one"})
    await api.post(f"/users/{ada['id']}/sign-out")
    await api.delete(f"/users/{ada['id']}")
    found = [entry for entry in await entries(api) if entry["subject"] == ADA]
    assert [(entry["action"], entry["before"], entry["after"]) for entry in found] == [
        ("user.created", None, {"email": ADA, "name": "Ada", "role": "operator", "disabled": False}),
        ("user.edited", {"role": "operator"}, {"role": "viewer"}),
        ("user.password_set", None, None),
        ("user.signed_out", None, None),
        ("user.removed", {"email": ADA, "name": "Ada", "role": "viewer", "disabled": False}, None),
    ]
    assert {(entry["actor"], entry["actor_kind"], entry["remote_address"]) for entry in found} == {
        ("admin@example.com", "user", "127.0.0.1")
    }
    text = str(found)
    assert PASSWORD not in text
    assert "another good one" not in text
    assert "argon2" not in text
