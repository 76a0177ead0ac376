"""The station listener of one process: sockets come in, connections go out, and everything ends in good order.

One task for each handshake that is being answered, none for a connection that is open.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from uuid import uuid4

from ocpp_gateway.operations.refused_handshakes import RefusalReason, RefusedHandshakes
from ocpp_gateway.wire.arrival import Arrival, NoHead
from ocpp_gateway.wire.connections import Connections
from ocpp_gateway.wire.context import WireContext
from ocpp_gateway.wire.counters import WireCounters
from ocpp_gateway.wire.doorway import Doorway
from ocpp_gateway.wire.framing import forbid_library_debug
from ocpp_gateway.wire.handshake import HandshakeRules
from ocpp_gateway.wire.limits import WireLimits
from ocpp_gateway.wire.listener import Listener, open_sockets, tune
from ocpp_gateway.wire.reception import NoCommonSubprotocol, Reception
from ocpp_gateway.wire.timer_wheel import TimerWheel
from ocpp_gateway.wire.tls import why_it_failed

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from ocpp_gateway.operations.admission import Admission
    from ocpp_gateway.operations.ports import Clock, NewId, Ownership
    from ocpp_gateway.translation.conversation import Conversation
    from ocpp_gateway.translation.peer import Peer
    from ocpp_gateway.wire.tls import StationTls


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerAddress:
    """Where stations connect. `reuse_port` lets several processes of one machine share the port."""

    host: str = "0.0.0.0"  # noqa: S104 - stations come from outside
    port: int = 9000
    reuse_port: bool = False


class StationServer:
    """Everything on the station port of one process."""

    def __init__(
        self,
        *,
        address: ListenerAddress,
        admission: Admission,
        ownership: Ownership,
        conversations: Callable[[Peer], Conversation],
        journal_load: Callable[[], float],
        wall: Clock,
        new_id: NewId,
        rules: HandshakeRules | None = None,
        limits: WireLimits | None = None,
        refused: RefusedHandshakes | None = None,
        tls: StationTls | None = None,
        no_common_subprotocol: NoCommonSubprotocol = "http_400",
        clock: Callable[[], float] = monotonic,
        new_message_id: Callable[[], str] = lambda: str(uuid4()),
    ) -> None:
        """`clock` is monotonic seconds, `wall` aware UTC; `conversations` makes the gateway's side of a connection.

        With `tls` nothing but TLS is spoken on the port.
        """
        self.limits = limits or WireLimits()
        self.counters = WireCounters()
        self.refused = refused or RefusedHandshakes(wall)
        self.wheel = TimerWheel(clock)
        self.connections = Connections(clock, self.wheel, self.limits, self.counters)
        context = WireContext(
            clock=clock,
            wall=wall,
            wheel=self.wheel,
            limits=self.limits,
            counters=self.counters,
            register=self.connections,
            journal_load=journal_load,
            new_message_id=new_message_id,
        )
        self._reception = Reception(
            context,
            admission=admission,
            ownership=ownership,
            connections=self.connections,
            conversations=conversations,
            refused=self.refused,
            new_id=new_id,
            rules=rules or HandshakeRules(),
            no_common_subprotocol=no_common_subprotocol,
        )
        self._doorway = Doorway(self.limits, self.counters, self.refused, self.wheel, wall)
        self._address = address
        self._tls = tls
        self._listener: Listener | None = None
        self._handshakes: set[asyncio.Task[None]] = set()
        self._arrivals: set[Arrival] = set()
        self._securing: set[asyncio.Task[object]] = set()

    @property
    def port(self) -> int:
        """The port that was taken (with port 0: which one)."""
        if self._listener is None:
            raise RuntimeError("the station listener has not been started")
        return self._listener.port

    @property
    def accepting(self) -> bool:
        """Whether new stations can come in now."""
        return self._listener is not None and not self._reception.draining and not self._listener.paused

    async def start(self) -> None:
        """Listen. Raises `OSError` if the address cannot be had."""
        forbid_library_debug()
        loop = asyncio.get_running_loop()
        sockets = open_sockets(self._address.host, self._address.port, reuse_port=self._address.reuse_port)
        self.wheel.drive(loop)
        self._listener = Listener(loop, sockets, self._client, self.wheel, self.counters)
        self._listener.start()

    async def drain(self, seconds: float) -> None:
        """Accept no more, let unfinished calls end, close everybody with 1012 spread over `seconds` (F13)."""
        self._reception.draining = True
        if self._listener is not None:
            self._listener.close()
        for arrival in list(self._arrivals):
            arrival.decide(NoHead(503, RefusalReason.DRAINING))
        for securing in self._securing:
            securing.cancel()
        if self._handshakes:
            await asyncio.wait(self._handshakes)
        await self.connections.drain(seconds)

    async def stop(self) -> None:
        """End at once what `drain` has left: connections, refused sockets that linger, the timer wheel."""
        await self.drain(0.0)
        self._doorway.close()
        for arrival in list(self._arrivals):
            arrival.drop()
        self.wheel.stop()

    def _client(self, client: socket.socket, address: str) -> None:
        """A socket was accepted: give it a place in the doorway or turn it away."""
        self.counters.accepted_sockets += 1
        client.setblocking(False)
        no_place = self._doorway.enter(address)
        if no_place is not None:
            self._doorway.turn_away(client, address, no_place)
            return
        task = asyncio.get_running_loop().create_task(self._receive(client, address))
        self._handshakes.add(task)
        task.add_done_callback(self._handshakes.discard)

    async def _receive(self, client: socket.socket, address: str) -> None:
        """From the accepted socket to a connection or a refusal."""
        arrival = Arrival(
            self.wheel,
            self.limits,
            on_answered=partial(self._doorway.leave, address),
            on_gone=self._arrivals.discard,
            may_linger=lambda: len(self._arrivals) <= 2 * self.limits.pending_handshakes,
        )
        self._arrivals.add(arrival)
        try:
            tune(client, user_timeout=self.limits.tcp_user_timeout)
            await self._attach(client, arrival)
        except OSError as error:
            client.close()
            if self._tls is not None:
                arrival.decide(NoHead(0, *why_it_failed(error)))
            arrival.connection_lost(None)
        else:
            if self._reception.draining:
                arrival.decide(NoHead(503, RefusalReason.DRAINING))
        await self._reception.receive(arrival, address)

    async def _attach(self, client: socket.socket, arrival: Arrival) -> None:
        """Give the socket to the loop; with TLS, return when its handshake is done. Raises `OSError`."""
        loop = asyncio.get_running_loop()
        if self._tls is None:
            await loop.connect_accepted_socket(lambda: arrival, client)
            return
        securing: asyncio.Task[object] = loop.create_task(
            loop.connect_accepted_socket(
                lambda: arrival,
                client,
                ssl=self._tls.context,
                ssl_handshake_timeout=self.limits.tls_seconds,
                ssl_shutdown_timeout=self.limits.tls_shutdown_seconds,
            )
        )
        self._securing.add(securing)
        try:
            await asyncio.wait((securing,))
        finally:
            self._securing.discard(securing)
        if securing.cancelled():
            raise ConnectionResetError("the listener is draining")
        securing.result()
