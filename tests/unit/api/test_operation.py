from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx2
import pytest
import structlog
from prometheus_client import CollectorRegistry

from ocpp_gateway.api import operation
from ocpp_gateway.api.application import create_operation_app

if TYPE_CHECKING:
    from tests.unit.api.gateway import Gateway

pytestmark = pytest.mark.anyio


async def test_alive_is_alive(api: Gateway) -> None:
    answer = await api.client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


async def test_ready_says_what_is_not(api: Gateway) -> None:
    assert (await api.client.get("/readyz")).json() == {"status": "ready"}

    async def away() -> str:
        return "does not answer"

    async def defect() -> str:
        raise RuntimeError("a secret in here")

    api.readiness.update(bus=away, node=defect)
    with structlog.testing.capture_logs() as logs:
        answer = await api.client.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/not-ready"
    assert answer.json()["not_ready"] == [
        {"part": "bus", "reason": "does not answer"},
        {"part": "node", "reason": "its check failed"},
    ]
    assert "secret" not in answer.text
    assert [entry["event"] for entry in logs] == ["readiness_check_failed"]


async def test_a_check_that_hangs_is_not_ready(api: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operation, "CHECK_SECONDS", 0.01)

    async def hang() -> None:
        await asyncio.Event().wait()

    api.readiness["database"] = hang
    answer = await api.client.get("/readyz")
    assert answer.json()["not_ready"] == [{"part": "database", "reason": "no answer within 0.01 s"}]


async def test_metrics_are_prometheus_text(api: Gateway) -> None:
    answer = await api.client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert "ocpp_gateway_test_total 1.0" in answer.text


async def test_a_gateway_node_serves_these_three_and_nothing_else() -> None:
    app = create_operation_app(version="1", readiness={}, metrics=CollectorRegistry())
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://node.test") as client:
        for path in ("/healthz", "/readyz", "/metrics"):
            assert (await client.get(path)).status_code == 200
        assert (await client.get("/api/v1/stations")).status_code == 404
