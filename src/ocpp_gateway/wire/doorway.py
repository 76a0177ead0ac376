"""How many sockets may stand in the doorway: accepted, but neither connected nor refused yet.

This limits concurrency, not the rate: a storm of reconnecting stations passes as fast as handshakes are done (F17),
while silent and dripping sockets cannot take more than their share (S05).
"""

from __future__ import annotations

import socket
from functools import partial
from typing import TYPE_CHECKING, Final

from ocpp_gateway.operations.refused_handshakes import RefusalReason
from ocpp_gateway.wire import responses

if TYPE_CHECKING:
    from ocpp_gateway.operations.ports import Clock
    from ocpp_gateway.operations.refused_handshakes import RefusedHandshakes
    from ocpp_gateway.wire.counters import WireCounters
    from ocpp_gateway.wire.limits import WireLimits
    from ocpp_gateway.wire.timer_wheel import TimerWheel

_TURNED_AWAY: Final = 256
"""Sockets whose 503 is on its way; more than these are closed without one."""
_TURN_AWAY_SECONDS: Final = 2.0


class Doorway:
    """Counts who stands there, in all and from each address, and turns away who finds no place."""

    __slots__ = (
        "_by_address",
        "_counters",
        "_limits",
        "_refused",
        "_turned_away",
        "_wall",
        "_wheel",
        "inside",
    )

    def __init__(
        self,
        limits: WireLimits,
        counters: WireCounters,
        refused: RefusedHandshakes,
        wheel: TimerWheel,
        wall: Clock,
    ) -> None:
        self._limits = limits
        self._counters = counters
        self._refused = refused
        self._wheel = wheel
        self._wall = wall
        self._by_address: dict[str, int] = {}
        self._turned_away: set[socket.socket] = set()
        self.inside = 0

    def enter(self, address: str) -> RefusalReason | None:
        """Take a place; the reason if there is none."""
        if self.inside >= self._limits.pending_handshakes:
            return RefusalReason.TOO_MANY_PENDING
        from_there = self._by_address.get(address, 0)
        if from_there >= self._limits.unaccepted_per_address:
            return RefusalReason.TOO_MANY_FROM_ADDRESS
        self.inside += 1
        self._by_address[address] = from_there + 1
        self._counters.handshakes_pending = self.inside
        return None

    def leave(self, address: str) -> None:
        """Free a place."""
        self.inside -= 1
        self._counters.handshakes_pending = self.inside
        left = self._by_address[address] - 1
        if left:
            self._by_address[address] = left
        else:
            del self._by_address[address]

    def turn_away(self, client: socket.socket, address: str, reason: RefusalReason) -> None:
        """Answer 503 without reading, if there is room even for that.

        The socket stays open for a moment: closing it with an unread request in it would reset the answer away.
        """
        self._counters.refused_sockets += 1
        if len(self._turned_away) >= _TURNED_AWAY:
            client.close()
            self._refused.record(address, None, 0, reason)
            return
        self._turned_away.add(client)
        try:
            client.send(responses.refusal(503, self._wall(), retry_after=self._limits.retry_after))
            client.shutdown(socket.SHUT_WR)
        except OSError:
            self._finish(client)  # it is gone already
        else:
            self._wheel.after(_TURN_AWAY_SECONDS, partial(self._finish, client))
        self._refused.record(address, None, 503, reason)

    def close(self) -> None:
        """Let go of everybody who is being turned away."""
        for client in list(self._turned_away):
            self._finish(client)

    def _finish(self, client: socket.socket) -> None:
        self._turned_away.discard(client)
        client.close()
