"""Take-overs by another node: the one that had the station closes the old socket at once.

The lease is what fences: from its new epoch on, the old connection can write nothing, and would be closed with its next
message. A station that has come back elsewhere sends none there, so the hint on the bus spares a dead socket minutes of
pings. A lost hint costs that time, nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

import structlog

from ocpp_gateway.operations.ports import Bus

_log = structlog.get_logger(__name__)

TAKE_OVERS_TOPIC = "take-overs"
"""Bus topic of "this station is owned under this epoch now"."""
_ID_BYTES = 16
_EPOCH_BYTES = 8


class Sockets(Protocol):
    """The connections of a node."""

    def displaced(self, station_id: UUID, epoch: int) -> bool:
        """Close the connection of a station unless its epoch is this one or newer; whether there was one to close."""
        ...


class TakeOvers:
    """Tells the other nodes of take-overs by this one, and hears of theirs."""

    def __init__(self, bus: Bus, sockets: Callable[[], Sockets]) -> None:
        self._bus = bus
        self._sockets = sockets
        self._telling: set[asyncio.Task[None]] = set()

    def tell(self, station_id: UUID, epoch: int) -> None:
        """This node has committed that it took a station from another one. Waits for nobody."""
        message = station_id.bytes + epoch.to_bytes(_EPOCH_BYTES)
        task = asyncio.get_running_loop().create_task(self._bus.publish(TAKE_OVERS_TOPIC, message))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def run(self) -> None:
        """Close what others have taken over, until cancelled."""
        async for message in self._bus.subscribe(TAKE_OVERS_TOPIC):
            if len(message) != _ID_BYTES + _EPOCH_BYTES:
                continue  # a node of another version
            station_id, epoch = UUID(bytes=message[:_ID_BYTES]), int.from_bytes(message[_ID_BYTES:])
            if self._sockets().displaced(station_id, epoch):
                _log.info("taken_over_elsewhere", station_id=str(station_id), epoch=epoch)
