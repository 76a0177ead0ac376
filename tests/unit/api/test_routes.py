"""Every route declares who may call it: a new one without a line here fails."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from sqlalchemy import insert, update

from ocpp_gateway.storage.fleet_samples import StoredFleetSamples
from ocpp_gateway.storage.job_table import job_stations, jobs
from ocpp_gateway.storage.tables import security_events
from tests.unit.api.gateway import PASSWORD, PREFIX

if TYPE_CHECKING:
    import httpx2

    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio

PUBLIC = {
    ("POST", "/api/v1/auth/login"),
    ("POST", "/api/v1/auth/refresh"),
    ("POST", "/api/v1/auth/logout"),
    ("GET", "/assets/{name}"),
    ("HEAD", "/assets/{name}"),
    ("GET", "/{address:page}"),
    ("HEAD", "/{address:page}"),
    ("GET", "/api/v1/auth/methods"),
    ("GET", "/api/v1/auth/oidc/start"),
    ("GET", "/api/v1/auth/oidc/callback"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/metrics"),
    ("GET", "/api/docs"),
    ("GET", "/problems/{slug}"),
}
ANYBODY_SIGNED_IN = {("GET", "/api/v1/auth/me")}
PEOPLE_ONLY = {
    ("POST", "/api/v1/auth/logout-everywhere"),
    ("POST", "/api/v1/auth/password"),
    ("POST", "/api/v1/feed/tickets"),
}
PERMISSIONS = {
    ("GET", "/stations"): "stations:read",
    ("POST", "/stations"): "stations:write",
    ("GET", "/stations/facets"): "stations:read",
    ("GET", "/stations/export.csv"): "stations:read",
    ("GET", "/overview"): "stations:read",
    ("GET", "/map"): "stations:read",
    ("GET", "/map/tiles"): "stations:read",
    ("GET", "/overview/history"): "stations:read",
    ("GET", "/stations/{ocpp_id}"): "stations:read",
    ("PATCH", "/stations/{ocpp_id}"): "stations:write",
    ("DELETE", "/stations/{ocpp_id}"): "stations:write",
    ("POST", "/stations/{ocpp_id}/approve"): "stations:write",
    ("POST", "/stations/{ocpp_id}/reject"): "stations:write",
    ("POST", "/stations/{ocpp_id}/password"): "stations:write",
    ("GET", "/stations/{ocpp_id}/nonconformities"): "stations:read",
    ("GET", "/stations/{ocpp_id}/connectors"): "connectors:read",
    ("GET", "/stations/{ocpp_id}/connectors/{number}"): "connectors:read",
    ("GET", "/connectors"): "connectors:read",
    ("GET", "/transactions"): "transactions:read",
    ("GET", "/transactions/export.csv"): "transactions:read",
    ("GET", "/transactions/{transaction}"): "transactions:read",
    ("GET", "/transactions/{transaction}/meter-values"): "transactions:read",
    ("GET", "/transactions/{transaction}/meter-values/export.csv"): "transactions:read",
    ("POST", "/stations/{ocpp_id}/commands"): "commands:write",
    ("POST", "/stations/{ocpp_id}/connectors/{number}/start"): "commands:write",
    ("POST", "/stations/{ocpp_id}/connectors/{number}/unlock"): "commands:write",
    ("POST", "/stations/{ocpp_id}/connectors/{number}/block"): "commands:write",
    ("POST", "/stations/{ocpp_id}/connectors/{number}/unblock"): "commands:write",
    ("POST", "/stations/{ocpp_id}/reset"): "commands:write",
    ("POST", "/stations/{ocpp_id}/trigger"): "commands:write",
    ("POST", "/stations/{ocpp_id}/clear-cache"): "commands:write",
    ("GET", "/stations/{ocpp_id}/configuration"): "stations:read",
    ("POST", "/stations/{ocpp_id}/configuration"): "commands:write",
    ("DELETE", "/stations/{ocpp_id}/configuration/{name}/wanted"): "commands:write",
    ("GET", "/stations/{ocpp_id}/credentials"): "stations:read",
    ("POST", "/stations/{ocpp_id}/password/rotate"): "commands:write",
    ("POST", "/transactions/{transaction}/stop"): "commands:write",
    ("GET", "/actions"): "commands:read",
    ("GET", "/actions/{action}"): "commands:read",
    ("GET", "/commands"): "commands:read",
    ("GET", "/commands/{command}"): "commands:read",
    ("POST", "/commands/{command}/cancel"): "commands:write",
    ("POST", "/jobs"): "commands:write",
    ("GET", "/jobs"): "commands:read",
    ("GET", "/jobs/{job}"): "commands:read",
    ("GET", "/jobs/{job}/results"): "commands:read",
    ("POST", "/jobs/{job}/cancel"): "commands:write",
    ("POST", "/jobs/{job}/retry"): "commands:write",
    ("GET", "/logs"): "logs:read",
    ("GET", "/logs/export.csv"): "logs:read",
    ("GET", "/logs/export.jsonl"): "logs:read",
    ("GET", "/refused-handshakes"): "stations:read",
    ("GET", "/security-events"): "stations:read",
    ("GET", "/id-tags"): "id-tags:read",
    ("POST", "/id-tags"): "id-tags:write",
    ("POST", "/id-tags/import"): "id-tags:write",
    ("GET", "/id-tags/export.csv"): "id-tags:read",
    ("GET", "/id-tags/{id_tag}"): "id-tags:read",
    ("PATCH", "/id-tags/{id_tag}"): "id-tags:write",
    ("DELETE", "/id-tags/{id_tag}"): "id-tags:write",
    ("GET", "/users"): "users:read",
    ("POST", "/users"): "users:write",
    ("GET", "/users/{user}"): "users:read",
    ("PATCH", "/users/{user}"): "users:write",
    ("DELETE", "/users/{user}"): "users:write",
    ("POST", "/users/{user}/password"): "users:write",
    ("POST", "/users/{user}/sign-out"): "users:write",
    ("GET", "/api-keys"): "api-keys:read",
    ("POST", "/api-keys"): "api-keys:write",
    ("GET", "/api-keys/{key}"): "api-keys:read",
    ("PATCH", "/api-keys/{key}"): "api-keys:write",
    ("DELETE", "/api-keys/{key}"): "api-keys:write",
    ("GET", "/audit"): "audit:read",
    ("GET", "/audit/export.csv"): "audit:read",
    ("GET", "/system"): "system:read",
}
HOLDERS = {
    "stations:read": {"admin", "operator", "viewer"},
    "connectors:read": {"admin", "operator", "viewer"},
    "transactions:read": {"admin", "operator", "viewer"},
    "logs:read": {"admin", "operator", "viewer"},
    "id-tags:read": {"admin", "operator", "viewer"},
    "stations:write": {"admin", "operator"},
    "commands:read": {"admin", "operator", "viewer"},
    "commands:write": {"admin", "operator"},
    "id-tags:write": {"admin"},
    "users:read": {"admin"},
    "users:write": {"admin"},
    "api-keys:read": {"admin"},
    "api-keys:write": {"admin"},
    "audit:read": {"admin"},
    "system:read": {"admin", "operator", "viewer"},
}
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/stations"): {"ocpp_id": "CP-NEW"},
    ("PATCH", "/stations/{ocpp_id}"): {"name": "x"},
    ("POST", "/stations/{ocpp_id}/commands"): {"action": "ClearCache"},
    ("POST", "/stations/{ocpp_id}/connectors/{number}/start"): {"id_tag": "T"},
    ("POST", "/stations/{ocpp_id}/trigger"): {"message": "Heartbeat"},
    ("POST", "/jobs"): {"action": "ClearCache", "stations": ["CP-1"]},
    ("POST", "/stations/{ocpp_id}/configuration"): {"read": True},
    ("POST", "/id-tags"): {"id_tag": "NEW"},
    ("PATCH", "/id-tags/{id_tag}"): {"note": "x"},
    ("POST", "/users"): {"email": "new@example.com", "role": "viewer"},
    ("PATCH", "/users/{user}"): {"name": "x"},
    ("POST", "/api-keys"): {"name": "x", "permissions": {"scopes": ["stations:read"]}},
    ("PATCH", "/api-keys/{key}"): {"name": "x"},
}
PAGES_FOR_PEOPLE = {
    (f"/api/v1/auth/oidc/{step}", status) for step in ("start", "callback") for status in ("403", "502")
}
"""Where a browser is, not a program."""
EXPORTS = {"csv": "text/csv", "jsonl": "application/jsonl"}
TABLES = {("POST", "/id-tags/import"): "id_tag\r\nNEW\r\n"}


def all_routes(api: Gateway) -> set[tuple[str, str]]:
    found = set()
    for context in iter_route_contexts(api.app.routes):
        if isinstance(context.original_route, APIRoute):
            for method in context.methods or ():
                found.add((method, (context.path or "").replace(":path}", "}")))
    return found


async def things(api: Gateway) -> dict[str, Any]:
    """One of each thing that an address can name."""
    station = await api.station(
        "CP-1", registration="pending", presented_hash="hmac-sha256$k$ab", group_name="site-a"
    )
    connector = await api.connector(station, 1)
    transaction = await api.transaction(station, connector_id=connector, status="active")
    await api.reading(station, connector, transaction)
    await api.log(station)
    await StoredFleetSamples(api.database).take(api.clock.now)
    async with api.database.begin() as database:
        await database.execute(insert(security_events), _security_event(api, station))
    await api.post("/id-tags", json={"id_tag": "T", "group": "fleet-7"})
    wish = {"change": {"key": "HeartbeatInterval", "value": "60"}}
    await api.post("/stations/CP-1/configuration", json=wish)
    command = (await api.post("/stations/CP-1/commands", json={"action": "ClearCache"})).json()["id"]
    job, ended = [(await api.post("/jobs", json=BODIES["POST", "/jobs"])).json()["id"] for _ in range(2)]
    async with api.database.begin() as connection:
        await connection.execute(update(jobs).where(jobs.c.id == UUID(ended)).values(status="completed"))
        failed = update(job_stations).where(job_stations.c.job_id == UUID(ended))
        await connection.execute(failed.values(status="failed"))
    user = (await api.post("/users", json={"email": "somebody@example.com", "role": "viewer"})).json()["id"]
    key = (
        await api.post("/api-keys", json={"name": "k", "permissions": {"scopes": ["stations:read"]}})
    ).json()
    return {
        "job": job,
        "ended_job": ended,
        "action": "Reset",
        "ocpp_id": "CP-1",
        "number": 1,
        "name": "HeartbeatInterval",
        "transaction": transaction,
        "id_tag": "T",
        "command": command,
        "user": user,
        "key": key["id"],
    }


def _security_event(api: Gateway, station: UUID) -> dict[str, Any]:
    return {
        "id": api.new_id(),
        "station_id": station,
        "type": "SettingSystemTime",
        "at": api.clock.now,
        "received_at": api.clock.now,
        "critical": True,
        "origin": "station",
    }


def request_for(route: tuple[str, str], names: dict[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """Method, address and body of a request that would succeed."""
    method, path = route
    if path.endswith("/retry"):
        names = names | {"job": names["ended_job"]}
    if route in TABLES:
        return method, path, {"content": TABLES[route], "headers": {"Content-Type": "text/csv"}}
    return method, path.format(**names), {"json": BODIES.get(route)}


async def call_route(
    api: Gateway,
    route: tuple[str, str],
    names: dict[str, Any],
    *,
    role: str | None = "admin",
    headers: dict[str, str] | None = None,
) -> httpx2.Response:
    """A request that succeeds if the caller may make it."""
    method, address, body = request_for(route, names)
    headers = dict(headers or {}) | body.pop("headers", {})
    return await api.call(method, address, role=role, headers=headers, **body)


async def test_every_route_is_public_or_declares_its_permission(api: Gateway) -> None:
    expected = (
        PUBLIC | ANYBODY_SIGNED_IN | PEOPLE_ONLY | {(method, PREFIX + path) for method, path in PERMISSIONS}
    )
    assert all_routes(api) == expected


async def test_the_document_tells_the_same_permissions(api: Gateway) -> None:
    paths = (await api.client.get(f"{PREFIX}/openapi.json")).json()["paths"]
    for (method, path), permission in PERMISSIONS.items():
        operation = paths[PREFIX + path][method.lower()]
        assert operation["security"] == [{"HTTPBearer": [permission]}, {"ApiKey": [permission]}]
        assert operation["x-permission"] == permission
        assert {"401", "403"} <= set(operation["responses"])


@pytest.mark.parametrize("route", PERMISSIONS, ids=" ".join)
@pytest.mark.parametrize("role", ["admin", "operator", "viewer", None])
async def test_who_lacks_the_permission_is_told_which(
    api: Gateway, route: tuple[str, str], role: str | None
) -> None:
    answer = await call_route(api, route, await things(api), role=role)
    permission = PERMISSIONS[route]
    if role is None:
        assert answer.status_code == 401
    elif role in HOLDERS[permission]:
        assert answer.status_code in {200, 201, 202, 204}, answer.text
    else:
        assert answer.status_code == 403
        assert answer.json()["type"] == "/problems/forbidden"
        assert answer.json()["permission"] == permission
        assert permission in answer.json()["detail"]


async def test_a_refused_write_has_written_nothing(api: Gateway) -> None:
    await api.post("/stations", json={"ocpp_id": "CP-1"}, role="viewer")
    assert (await api.get("/stations/CP-1")).status_code == 404
    assert api.bus.published == []


async def test_every_answer_has_the_safe_headers(api: Gateway) -> None:
    for path in ("/healthz", "/api/docs", "/nothing", f"{PREFIX}/stations", f"{PREFIX}/openapi.json"):
        headers = (await api.client.get(path)).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"


async def test_the_document_is_complete_enough_for_a_typed_client(api: Gateway) -> None:
    document = (await api.client.get(f"{PREFIX}/openapi.json")).json()
    names = set()
    for path, item in document["paths"].items():
        for method, operation in item.items():
            names.add(operation["operationId"])
            assert operation["description"], (method, path)
            for status, response in operation["responses"].items():
                if status.startswith("2") and status != "204" and path != "/metrics":
                    kind = EXPORTS.get(path.rpartition(".")[2], "application/json")
                    assert response["content"][kind]["schema"], (method, path)
                if status.startswith("3"):
                    assert "content" not in response
                elif not status.startswith("2"):
                    page = (path, status) in PAGES_FOR_PEOPLE
                    kind = "text/html" if page else "application/problem+json"
                    assert list(response["content"]) == [kind], (method, path, status)
    assert len(names) == sum(len(item) for item in document["paths"].values())
    schemas = document["components"]["schemas"]
    for reference in set(_references(document)):
        assert reference.removeprefix("#/components/schemas/") in schemas
    # A default in an edit would make generated clients overwrite what nobody wanted to change.
    for name in ("StationChanges", "IdTagChanges", "UserChanges", "ApiKeyChanges"):
        for field in schemas[name]["properties"].values():
            assert field.get("default") is None


def _references(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [found for value in part.values() for found in _references(value)]
    if isinstance(part, list):
        return [found for value in part for found in _references(value)]
    return []


async def test_the_documentation_needs_no_other_server_and_no_script(api: Gateway) -> None:
    page = await api.client.get("/api/docs")
    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert "http://" not in page.text
    assert "https://" not in page.text
    assert "<script" not in page.text
    assert "style-src 'sha256-" in page.headers["Content-Security-Policy"]
    for _, path in PERMISSIONS:
        assert PREFIX + path in page.text


async def test_planted_secrets_appear_in_no_answer(api: Gateway) -> None:
    """Whatever was set is in no answer of any readable route."""
    made = await api.post("/stations", json={"ocpp_id": "CP-1", "password": "planted-station-password"})
    issued = (await api.post("/stations/CP-1/password")).json()["password"]
    presented = "hmac-sha256$k$planted"
    await api.station("CP-2", registration="pending", presented_hash=presented)
    adopted = await api.post("/stations/CP-2/approve")
    token = await api.sign_in("admin")
    answers = [made, adopted]
    for method, path in PERMISSIONS:
        if method == "GET":
            address = path.format(
                ocpp_id="CP-1",
                number=0,
                transaction=api.new_id(),
                id_tag="T",
                command=api.new_id(),
                job=api.new_id(),
                user=api.new_id(),
                key=api.new_id(),
                action="Reset",
            )
            answers.append(await api.get(address))
    key = await api.key("stations:read")
    answers.append(await api.get("/api-keys"))
    answers.append(await api.get("/auth/me", key=key))
    answers.append(await api.get("/users", key=key))
    answers.append(await api.call("GET", "/auth/me"))
    answers.append(await api.client.get("/metrics"))
    secrets = ("planted-station-password", issued, presented, token, key, PASSWORD, "argon2", "hmac-sha256")
    for answer in answers:
        assert not [secret for secret in secrets if secret in answer.text], answer.url


async def test_the_rows_with_raw_json_have_the_described_members(api: Gateway) -> None:
    """The log and the readings are written around a model: their bytes must fit the document."""
    station = await api.station("CP-1")
    connector = await api.connector(station, 1)
    transaction = await api.transaction(station, connector_id=connector)
    await api.log(station)
    await api.reading(station, connector, transaction)
    schemas = (await api.client.get(f"{PREFIX}/openapi.json")).json()["components"]["schemas"]
    for path, schema in (
        ("/logs", "LogEntry"),
        (f"/transactions/{transaction}/meter-values", "MeterValueWithSamples"),
    ):
        item = json.loads((await api.get(path)).text)["items"][0]
        assert set(item) == set(schemas[schema]["properties"])
