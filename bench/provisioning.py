"""Stations with passwords at the gateway, made through its REST API as an operator would."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING, Any

from bench.load import password_of
from bench.processes import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.systems import System


def provision(gateway: System, identities: Iterable[str]) -> None:
    """Create the stations with the passwords that the load generator shows."""
    settings = gateway.environment
    if gateway.health is None:
        raise BenchError(f"{gateway.name} has no REST API")
    connection = http.client.HTTPConnection("127.0.0.1", gateway.health[0], timeout=30)
    try:
        login = {
            "email": settings["OCPP_GATEWAY_ADMIN_EMAIL"],
            "password": settings["OCPP_GATEWAY_ADMIN_PASSWORD"],
        }
        token = _post(connection, "/api/v1/auth/login", login, None, 200)["access_token"]
        for identity in identities:
            body = {"ocpp_id": identity, "password": password_of(identity), "security_profile": 1}
            _post(connection, "/api/v1/stations", body, token, 201)
    finally:
        connection.close()


def _post(
    connection: http.client.HTTPConnection, path: str, body: dict[str, Any], token: str | None, expected: int
) -> dict[str, Any]:
    headers = {"Content-Type": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    connection.request("POST", path, json.dumps(body), headers)
    response = connection.getresponse()
    text = response.read().decode(errors="replace")
    if response.status != expected:
        raise BenchError(f"POST {path} was answered with {response.status}: {text[:300]}")
    answer: dict[str, Any] = json.loads(text)
    return answer
