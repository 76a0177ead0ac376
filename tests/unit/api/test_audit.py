"""Every change leaves its entry: who, what, from where, before and after; never a secret."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from ocpp_gateway.storage.audit_table import audit
from tests.unit.api.gateway import PASSWORD, PREFIX
from tests.unit.api.test_routes import PEOPLE_ONLY, PERMISSIONS, PUBLIC, all_routes, call_route, things

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

CHANGES = {route: permission for route, permission in PERMISSIONS.items() if route[0] != "GET"}
WITHOUT_ENTRY = {
    ("POST", f"{PREFIX}/auth/refresh"): "the sign-in stays the same; its beginning and its end are entries",
    ("POST", f"{PREFIX}/feed/tickets"): "a ticket opens what its owner may read anyway, for 30 seconds",
}
"""Routes that change something and leave no entry, with the reason."""
OF_ONES_OWN: dict[tuple[str, str], tuple[str, dict[str, str] | None]] = {
    ("POST", f"{PREFIX}/auth/logout-everywhere"): ("user.signed_out", None),
    ("POST", f"{PREFIX}/auth/password"): (
        "user.password_set",
        {"old_password": PASSWORD, "new_password": "an even better one"},
    ),
}
"""What people do to themselves: afterwards they are signed out."""
IN_OTHER_TESTS = {("POST", f"{PREFIX}/auth/login"), ("POST", f"{PREFIX}/auth/logout")}


async def count(api: Gateway) -> int:
    async with api.database.read() as connection:
        return int((await connection.execute(select(func.count()).select_from(audit))).scalar())


async def newest(api: Gateway, limit: int = 1, **wanted: str) -> list[dict[str, Any]]:
    answer = await api.get("/audit", params={"limit": limit, **wanted})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_no_changing_route_is_forgotten_here(api: Gateway) -> None:
    changing = {route for route in all_routes(api) if route[0] not in {"GET", "HEAD"}}
    looked_at = {(method, PREFIX + path) for method, path in CHANGES}
    assert changing == looked_at | set(WITHOUT_ENTRY) | IN_OTHER_TESTS | OF_ONES_OWN.keys()
    assert OF_ONES_OWN.keys() == PEOPLE_ONLY - WITHOUT_ENTRY.keys()
    assert set(WITHOUT_ENTRY) | IN_OTHER_TESTS <= PUBLIC | PEOPLE_ONLY


@pytest.mark.parametrize(("route", "expected"), OF_ONES_OWN.items(), ids=str)
async def test_what_people_do_to_themselves_is_told_too(
    api: Gateway, route: tuple[str, str], expected: tuple[str, dict[str, str] | None]
) -> None:
    action, body = expected
    answer = await api.call(route[0], route[1].removeprefix(PREFIX), role="operator", json=body)
    assert answer.is_success, answer.text
    (entry,) = await newest(api, action=action)
    assert (entry["actor_kind"], entry["actor"]) == ("user", "operator@example.com")
    assert entry["subject"] == "operator@example.com"
    assert PASSWORD not in str(entry)


@pytest.mark.parametrize("route", CHANGES, ids=" ".join)
async def test_a_change_leaves_exactly_one_entry_with_its_author(
    api: Gateway, route: tuple[str, str]
) -> None:
    names = await things(api)
    before = await count(api)
    answer = await call_route(api, route, names)
    assert answer.is_success, answer.text
    assert await count(api) == before + 1
    (entry,) = await newest(api)
    assert (entry["actor_kind"], entry["actor"]) == ("user", "admin@example.com")
    assert entry["remote_address"] == "127.0.0.1"
    assert entry["action"].startswith(entry["subject_kind"] + ".")
    assert (entry["station"] == "CP-1") == ("CP-1" in answer.request.url.path or "command" in entry["action"])


@pytest.mark.parametrize("route", CHANGES, ids=" ".join)
async def test_a_refused_change_leaves_no_entry(api: Gateway, route: tuple[str, str]) -> None:
    names = await things(api)
    await api.sign_in("viewer")
    before = await count(api)
    assert (await call_route(api, route, names, role="viewer")).status_code == 403
    assert await count(api) == before


async def test_an_edit_tells_what_was_and_what_is(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1", "name": "Garage", "group": "a"})
    await api.patch("/stations/CP-1", json={"name": "Yard", "group": "a"})
    await api.patch("/stations/CP-1", json={"name": "Yard"})
    (edited, created) = await newest(api, 2)
    assert (edited["action"], edited["subject"]) == ("station.edited", "CP-1")
    assert (edited["before"], edited["after"]) == ({"name": "Garage"}, {"name": "Yard"})
    assert (created["before"], created["after"]["name"]) == (None, "Garage")
    await api.delete("/stations/CP-1")
    (archived,) = await newest(api, station="cp-1")
    assert (archived["before"]["name"], archived["after"]) == ("Yard", None)


async def test_passwords_are_shown_as_changed_never_as_values(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    made = (await api.post("/stations/CP-1/password")).json()["password"]
    await api.post("/stations/CP-1/password", json={"password": "planted-password"})
    secret = {"key": "AuthorizationKey", "value": "AABBCCDDEEFF00112233"}
    await api.post("/stations/CP-1/commands", json={"action": "ChangeConfiguration", "payload": secret})
    entries = await newest(api, 20)
    commanded, second, first = entries[:3]
    assert (first["action"], first["after"]["password"]) == ("station.password_set", "set")
    assert (second["before"], second["after"]) == ({"password": "set"}, {"password": "changed"})
    assert commanded["after"]["payload"]["value"] == "***"
    text = str(entries) + (await api.get("/audit/export.csv")).text
    for planted in (made, "planted-password", secret["value"], PASSWORD, "hmac-sha256", "argon2"):
        assert planted not in text


async def test_a_number_that_json_cannot_write_does_not_break_the_entry(api: Gateway) -> None:
    await api.station("CP-1")
    body = '{"action": "ClearCache", "payload": {"much": 1e400}, "force": true}'
    answer = await api.post(
        "/stations/CP-1/commands", content=body, headers={"Content-Type": "application/json"}
    )
    assert answer.status_code in {202, 422}
    assert (await api.get("/audit")).status_code == 200


async def test_signing_in_and_out_are_entries_once_each(api: Gateway) -> None:
    await api.sign_in("operator")
    async with api.browser() as browser:
        body = {"email": "operator@example.com", "password": PASSWORD}
        token = (await browser.post(f"{PREFIX}/auth/login", json=body)).json()["access_token"]
        wrong = await browser.post(f"{PREFIX}/auth/login", json=body | {"password": "wrong password"})
        assert wrong.status_code == 401
        for _ in range(2):
            await browser.post(f"{PREFIX}/auth/logout", headers={"Authorization": f"Bearer {token}"})
    entries = await newest(api, 20, actor="Operator@example.com")
    assert [entry["action"] for entry in entries] == ["user.signed_out", "user.signed_in", "user.signed_in"]
    assert {entry["subject"] for entry in entries} == {"operator@example.com"}


async def test_a_stolen_refresh_token_is_ended_by_the_gateway(api: Gateway) -> None:
    await api.sign_in("operator")
    async with api.browser() as browser, api.browser() as thief:
        body = {"email": "operator@example.com", "password": PASSWORD}
        await browser.post(f"{PREFIX}/auth/login", json=body)
        for cookie in browser.cookies.jar:
            thief.cookies.set(cookie.name, cookie.value or "", domain="gateway.test", path=cookie.path)
        await browser.post(f"{PREFIX}/auth/refresh")
        api.clock.advance(timedelta(minutes=2))
        assert (await thief.post(f"{PREFIX}/auth/refresh")).status_code == 401
    (ended,) = await newest(api, 20, actor="gateway", action="user.signed_out")
    assert (ended["action"], ended["subject"]) == ("user.signed_out", "operator@example.com")
    assert "refresh token" in ended["after"]["reason"]


async def test_a_repeated_command_is_one_deed(api: Gateway) -> None:
    await api.station("CP-1")
    await api.sign_in("admin")
    before = await count(api)
    for _ in range(2):
        await api.post("/stations/CP-1/reset", json={"type": "Soft"}, headers={"Idempotency-Key": "once"})
    assert await count(api) == before + 1
    (entry,) = await newest(api, subject=(await api.get("/commands")).json()["items"][0]["id"])
    assert (entry["action"], entry["after"]["payload"]) == ("command.requested", {"type": "Soft"})


async def test_an_import_is_an_entry_for_every_tag_it_wrote(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "A", "note": "old"})
    await api.post("/id-tags", json={"id_tag": "B", "note": "same"})
    table = "id_tag,note\r\nA,new\r\nB,same\r\nC,first\r\n"
    await api.post("/id-tags/import", content=table, headers={"Content-Type": "text/csv"})
    entries = await newest(api, 20, action="id_tag.imported")
    assert {entry["subject"]: (entry["before"] or {}).get("note") for entry in entries} == {
        "A": "old",
        "C": None,
    }


async def test_the_list_is_filtered_by_time_and_walked_by_cursor(api: Gateway) -> None:
    for number in range(3):
        await api.post("/stations", json={"ocpp_id": f"CP-{number}"})
        api.clock.advance(timedelta(minutes=1))
    since = (api.clock.now - timedelta(minutes=2)).isoformat()
    found = await newest(api, 20, action="station.created", **{"from": since})
    assert [entry["subject"] for entry in found] == ["CP-2", "CP-1"]
    first = (await api.get("/audit", params={"action": "station.created", "limit": 2})).json()
    second = (
        await api.get(
            "/audit", params={"action": "station.created", "limit": 2, "cursor": first["next_cursor"]}
        )
    ).json()
    assert [entry["subject"] for entry in first["items"] + second["items"]] == ["CP-2", "CP-1", "CP-0"]
    assert second["next_cursor"] is None


async def test_a_key_sees_neither_tags_nor_what_was_changed_unless_its_fields_say_so(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "TAG-1"})
    await api.post("/stations", json={"ocpp_id": "CP-1"})
    bare = await api.key("audit:read")
    full = await api.key("audit:read", fields={"audit": ["subject", "remote_address", "before", "after"]})
    some = await api.key("audit:read", fields={"audit": ["after"]})

    async def seen(key: str, action: str) -> dict[str, Any]:
        (entry,) = (await api.get("/audit", params={"action": action}, key=key)).json()["items"]
        return dict(entry)

    tag, station = await seen(bare, "id_tag.created"), await seen(bare, "station.created")
    assert (tag["subject"], tag["subject_kind"], station["subject"]) == (None, "id_tag", "CP-1")
    for entry in (tag, station):
        assert [entry[name] for name in ("remote_address", "before", "after")] == [None] * 3
        assert entry["actor"] == "admin@example.com"
    known = (await api.get("/audit", params={"action": "id_tag.created"})).json()["items"]
    assert [await seen(full, "id_tag.created")] == known
    assert known[0]["subject"] == "TAG-1"
    partly = await seen(some, "id_tag.created")
    assert (partly["subject"], partly["after"]) == (None, known[0]["after"])


async def test_a_key_cannot_ask_the_audit_for_a_tag_that_it_does_not_see(api: Gateway) -> None:
    await api.post("/id-tags", json={"id_tag": "TAG-1"})
    bare, full = await api.key("audit:read"), await api.key("audit:read", fields={"audit": ["subject"]})
    for path in ("/audit", "/audit/export.csv"):
        refused = await api.get(path, params={"subject": "TAG-1"}, key=bare)
        assert (refused.status_code, refused.json()["field"]) == (403, "subject")
        assert (await api.get(path, params={"subject": "TAG-1"}, key=full)).status_code == 200
        assert (await api.get(path, params={"subject": "TAG-1"})).status_code == 200
    table = (await api.get("/audit/export.csv", key=bare)).text
    assert "id_tag.created" in table
    assert "TAG-1" not in table
    assert "TAG-1" in (await api.get("/audit/export.csv", key=full)).text


async def test_the_export_is_the_list_and_safe_to_open(api: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocpp_gateway.api.audit.EXPORT_PAGE", 2)
    for name in ("=1+1", "CP-2", "CP-3"):
        await api.post("/stations", json={"ocpp_id": name})
    answer = await api.get("/audit/export.csv", params={"action": "station.created"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="audit.csv"'
    lines = list(csv.DictReader(io.StringIO(answer.text)))
    assert [line["subject"] for line in lines] == ["CP-3", "CP-2", "'=1+1"]
    assert {line["actor"] for line in lines} == {"admin@example.com"}
    assert [line["id"] for line in lines] == [
        entry["id"] for entry in await newest(api, 20, action="station.created")
    ]
