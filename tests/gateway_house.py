"""The whole gateway in one process on a SQLite file, for tests that look at it through station sockets.

Registration is open: a station is let in without a password and accepted at its first BootNotification.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any, Self

from ocpp_gateway.assembly.node import Node, open_node
from ocpp_gateway.settings import Settings
from tests.raw_socket import DEADLINE, RawSocket, call_text, open_raw, text_frame, upgrade

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

BOOT = {"chargePointVendor": "Voltaic", "chargePointModel": "M1"}


class GatewayHouse:
    """A running node, with nothing scripted."""

    node: Node

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.database = folder / "gateway.db"
        self._settings = Settings(
            database_url=f"sqlite:///{self.database}",
            station_host="127.0.0.1",
            station_port=0,
            registration="open",
            **settings,
        )
        self._stack = AsyncExitStack()
        self._sockets: list[RawSocket] = []

    async def __aenter__(self) -> Self:
        self.node = await self._stack.enter_async_context(open_node(self._settings, migrate=True))
        await self.node.stations.start()
        self._stack.push_async_callback(self.node.stations.stop)
        return self

    async def __aexit__(self, *exc: object) -> None:
        for raw in self._sockets:
            await raw.close()
        await self._stack.aclose()

    async def raw(self) -> RawSocket:
        """A bare TCP connection."""
        raw = await open_raw(self.node.stations.port)
        self._sockets.append(raw)
        return raw

    async def station(self, identity: str = "CP-1", *, booted: bool = True) -> RawSocket:
        """A bare connection whose handshake is done, and its boot too."""
        raw = await self.raw()
        raw.send(upgrade(f"/ocpp/{identity}", drop=("Authorization",)))
        assert (await raw.response()).status == 101
        if booted:
            raw.send(text_frame(call_text("boot", "BootNotification", BOOT)))
            assert (await reply(raw, "boot"))[2]["status"] == "Accepted"
        return raw

    async def until(self, condition: Callable[[], bool]) -> None:
        """Let the loop run until something is so."""
        async with asyncio.timeout(DEADLINE):
            while not condition():  # noqa: ASYNC110 - what is waited for has no event of its own
                await asyncio.sleep(0.001)

    async def unharmed(self, witness: RawSocket, identity: str = "CP-1") -> None:
        """What must hold after every bad input (ocpp.md section 5)."""
        await exchange(witness)
        again = await self.station(identity)
        await exchange(again)
        await again.close()
        await exchange(witness)
        assert self.node.stations.counters.failures == 0


async def reply(raw: RawSocket, message_id: Any) -> Any:
    """The next CALLRESULT or CALLERROR with this id; CALLs of the gateway and other answers are passed over."""
    async with asyncio.timeout(DEADLINE):
        while True:
            message = await raw.message()
            if message[0] in {3, 4} and message[1] == message_id:
                return message


async def exchange(raw: RawSocket, message_id: str = "exchange") -> None:
    """One Heartbeat there and back."""
    raw.send(text_frame(call_text(message_id, "Heartbeat")))
    assert "currentTime" in (await reply(raw, message_id))[2]


async def first_reply(raw: RawSocket, text: str) -> Any:
    """Send a text and a Heartbeat behind it; the answer to the text, or `None` if it got none."""
    raw.send(text_frame(text))
    raw.send(text_frame(json.dumps([2, "behind", "Heartbeat", {}])))
    async with asyncio.timeout(DEADLINE):
        while True:
            message = await raw.message()
            if message[0] == 2:
                continue
            if message[1] == "behind":
                return None
            assert (await reply(raw, "behind"))[0] == 3
            return message
