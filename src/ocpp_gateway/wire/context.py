"""What all connections of a listener share, so that each of them stays small."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    from ocpp_gateway.operations.ports import Clock
    from ocpp_gateway.wire.connection import Connection
    from ocpp_gateway.wire.counters import WireCounters
    from ocpp_gateway.wire.limits import WireLimits
    from ocpp_gateway.wire.timer_wheel import TimerWheel


class Register(Protocol):
    """Who wants to know what becomes of a connection."""

    def enrolled(self, connection: Connection) -> None:
        """A stranger has become a station of ours."""
        ...

    def lost(self, connection: Connection) -> None:
        """The socket is gone; what the station said before may still be worked on."""
        ...

    def finished(self, connection: Connection) -> None:
        """Nothing of the connection is left."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WireContext:
    """Clocks, the timer wheel, bounds and counters. `clock` is monotonic seconds, `wall` is aware UTC."""

    clock: Callable[[], float]
    wall: Clock
    wheel: TimerWheel
    limits: WireLimits
    counters: WireCounters
    register: Register
    journal_load: Callable[[], float]
    """How full the journal's queue is, 0…1; above one half stations that flood are slowed down."""
    new_message_id: Callable[[], str]
