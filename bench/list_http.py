"""A sample of the lists over HTTP: the gateway as its own process, on the loaded database."""

from __future__ import annotations

import http.client
import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.list_report import COUNTED, Timing
from bench.processes import BenchError, cores
from bench.systems import gateway

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.list_rows import Size
    from bench.systems import System

PATHS = (
    "/stations?limit=50",
    "/stations?limit=50&sort=ocpp_id&status=Faulted",
    "/connectors?limit=50&available=true",
    "/transactions?limit=50",
    "/transactions?limit=50&status=active",
    "/logs?limit=50",
    "/logs?limit=50&station=CP-000777",
)
FIGURES = ("/stations/facets", "/overview")
"""Figures of the whole fleet, kept for a moment: no list, no target."""


def measure_over_http(url: str, size: Size, repeats: int, say: Callable[[str], None]) -> list[Timing]:
    """Start the gateway, sign in and ask, one question after the other on one connection."""
    core, _ = cores()
    with tempfile.TemporaryDirectory(prefix="ocpp-gateway-lists-") as folder:
        system = gateway(Path(folder), url, f"gateway on {size.stations:,} stations")
        try:
            system.start(core)
            return _measure(system, repeats, say)
        finally:
            system.stop()


def _measure(system: System, repeats: int, say: Callable[[str], None]) -> list[Timing]:
    if system.health is None:
        raise BenchError(f"{system.name} has no REST API")
    connection = http.client.HTTPConnection("127.0.0.1", system.health[0], timeout=60)
    try:
        headers = {"Authorization": f"Bearer {_sign_in(connection, system)}"}
        timings = []
        for path in (*PATHS, *FIGURES):
            say(f"GET {path}")
            taken = []
            for repeat in range(repeats + 5):
                begin = time.perf_counter()
                connection.request("GET", f"/api/v1{path}", headers=headers)
                response = connection.getresponse()
                text = response.read()
                if response.status != 200:
                    raise BenchError(f"GET {path} was answered with {response.status}: {text[:300]!r}")
                if repeat >= 5:
                    taken.append(time.perf_counter() - begin)
            timings.append(Timing.of(f"GET {path}", taken, note=COUNTED if path in FIGURES else ""))
        return timings
    finally:
        connection.close()


def _sign_in(connection: http.client.HTTPConnection, system: System) -> str:
    login = {
        "email": system.environment["OCPP_GATEWAY_ADMIN_EMAIL"],
        "password": system.environment["OCPP_GATEWAY_ADMIN_PASSWORD"],
    }
    connection.request("POST", "/api/v1/auth/login", json.dumps(login), {"Content-Type": "application/json"})
    response = connection.getresponse()
    text = response.read()
    if response.status != 200:
        raise BenchError(f"the sign-in was answered with {response.status}: {text[:300]!r}")
    token: str = json.loads(text)["access_token"]
    return token
