"""All bounds of the station listener in one place. Sizes are bytes, times are seconds."""

from __future__ import annotations

from dataclasses import dataclass

from ocpp_gateway.wire.liveness import Patience


@dataclass(frozen=True, slots=True, kw_only=True)
class WireLimits:
    """Defaults are those of production; tests and laboratories change single ones."""

    message_bytes: int = 1_048_576
    """One WebSocket message, all its fragments together; beyond it the connection ends with 1009."""
    head_bytes: int = 16_384
    """Request line and headers of a handshake together."""

    handshake_seconds: float = 5.0
    """From accept, or the end of the TLS handshake, to the end of the request head."""
    tls_seconds: float = 10.0
    """From accept to the end of the TLS handshake: weak stations on slow links take seconds for their part."""
    tls_shutdown_seconds: float = 2.0
    """How long a closed TLS connection waits for the other side's goodbye."""
    decision_seconds: float = 10.0
    """From the request head to the answer; the database may be slow, not stuck."""
    pending_handshakes: int = 500
    """Sockets that are not answered yet; beyond it they get 503. This limits concurrency, not the rate."""
    unaccepted_per_address: int = 250
    refusal_seconds: float = 0.25
    """A refusal for credentials leaves no earlier than this after the request: its time tells nothing."""
    retry_after: int = 30

    heartbeat_interval: float = 300.0
    ping_interval: float = 60.0
    missed_pings: int = 3
    tcp_user_timeout: float = 90.0
    """How long the kernel waits for an acknowledgement of what we sent (Linux); finds a half-open socket by a ping."""
    stranger_seconds: float = 60.0
    """A station that was never accepted has this long to send its BootNotification."""

    inbound_calls: int = 64
    """CALLs of a station that wait for their answer; while there are more, reading is paused."""
    outgoing_calls: int = 16
    """CALLs of ours that wait for the one outgoing slot."""
    flood_per_second: float = 10.0
    flood_burst: int = 100
    """A station above this rate is slowed by back-pressure, but only while the journal is over half full."""

    write_buffer_bytes: int = 1_048_576
    write_stall_seconds: float = 30.0
    """A station that takes nothing of what we sent for this long is disconnected."""
    close_seconds: float = 5.0
    """From our Close frame to the end of the socket."""
    linger_bytes: int = 1_048_576
    """How much a refused client may go on sending while it reads its refusal."""

    probe_seconds: float = 5.0
    """How long an old connection has to answer a ping when a newcomer without credentials wants its place."""
    take_overs_per_minute: int = 5
    hold_seconds: float = 60.0
    """More take-overs than that within a minute: the present connection keeps its place for this long."""

    @property
    def patience(self) -> Patience:
        """The silence rules of ocpp.md 2.6 for these intervals."""
        return Patience.derive(
            heartbeat_interval=self.heartbeat_interval,
            ping_interval=self.ping_interval,
            missed_pings=self.missed_pings,
        )
