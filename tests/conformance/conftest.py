"""One central system for all conformance tests of a worker process, and one more on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.conformance.central_system import CentralSystem
from tests.flows.gateway_process import GatewayProcess
from tests.servers import PostgresServer


@pytest.fixture(scope="session")
async def on_sqlite() -> AsyncIterator[CentralSystem]:
    with GatewayProcess(REGISTRATION="closed") as process:
        central = CentralSystem(process, stations=80, booted=22)
        await central.prepare()
        yield central
        await central.close()


@pytest.fixture(scope="session")
async def on_postgresql(postgres_server: PostgresServer) -> AsyncIterator[CentralSystem]:
    with GatewayProcess(postgres_server.create_database(), REGISTRATION="closed") as process:
        central = CentralSystem(process, stations=16, booted=4)
        await central.prepare()
        yield central
        await central.close()


@pytest.fixture
def central(on_sqlite: CentralSystem) -> CentralSystem:
    """What nearly every case runs against; `on_postgresql` repeats a few."""
    return on_sqlite
