"""Set-up that the flow tests of the station port share: event loops, houses, and what they are asked most.

A test module takes a fixture by giving it its name: `house = a_house()`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from ocpp_gateway.operations.refused_handshakes import RefusalReason
from tests.gateway_house import GatewayHouse
from tests.raw_socket import RawSocket
from tests.station_house import StationHouse, unharmed

Loop = tuple[str, dict[str, bool]]


def on_uvloop() -> Any:
    """`anyio_backend`: the event loop of the product."""

    @pytest.fixture(scope="module")
    def anyio_backend() -> Loop:
        return "asyncio", {"use_uvloop": True}

    return anyio_backend


def on_both_loops() -> Any:
    """`anyio_backend`: every test on uvloop and on asyncio's own loop, whose transports differ."""

    @pytest.fixture(params=[True, False], ids=["uvloop", "asyncio"], scope="module")
    def anyio_backend(request: pytest.FixtureRequest) -> Loop:
        return "asyncio", {"use_uvloop": request.param}

    return anyio_backend


def a_house(**options: Callable[[], Any]) -> Any:
    """`house`: a listener with a scripted conversation, which must be unharmed in the end. Options are made anew."""

    @pytest.fixture
    async def house() -> AsyncIterator[StationHouse]:
        async with built(**{name: make() for name, make in options.items()}) as house:
            yield house

    return house


def a_gateway_house(name: str, **settings: Any) -> Any:
    """`house`: listener, translation and storage of one node, for all tests of the module."""

    @pytest.fixture(scope="module")
    async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[GatewayHouse]:
        async with GatewayHouse(tmp_path_factory.mktemp(name), **settings) as house:
            yield house

    return house


def a_witness() -> Any:
    """`witness`: a station of a `GatewayHouse` that nothing may disturb."""

    @pytest.fixture(scope="module")
    async def witness(house: GatewayHouse) -> RawSocket:
        return await house.station("WITNESS")

    return witness


@asynccontextmanager
async def built(**options: Any) -> AsyncIterator[StationHouse]:
    """A house that must be unharmed in the end."""
    async with unharmed(StationHouse(**options)) as house:
        yield house


async def answered(raw: RawSocket, message_id: str = "1") -> bool:
    """Whether the next frame is the answer to this CALL."""
    return bool((await raw.message())[:2] == [3, message_id])


def reasons(house: StationHouse) -> list[RefusalReason]:
    """Why the last handshakes were refused, the newest first."""
    return [refusal.reason for refusal in house.server.refused.latest()]
