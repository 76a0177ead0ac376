"""What happened on the sockets of this node, as plain numbers for the metrics. No station's name is ever a label."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class WireCounters:
    """All of them only grow, except the two that say how many there are now."""

    accepted_sockets: int = 0
    refused_sockets: int = 0
    """Turned away before a byte was read: too many at once, or too many from one address."""
    accept_pauses: int = 0
    """How often the process had no file descriptor left for another socket."""
    handshakes_pending: int = 0
    handshakes_refused: int = 0
    handshakes_accepted: int = 0
    connections: int = 0
    """Open now."""
    connections_closed: int = 0
    take_overs: int = 0
    take_overs_held: int = 0
    calls_received: int = 0
    calls_sent: int = 0
    calls_answered: int = 0
    calls_timed_out: int = 0
    late_answers: int = 0
    stray_answers: int = 0
    rejected_frames: int = 0
    bytes_received: int = 0
    frames_sent: int = 0
    pings_sent: int = 0
    reading_paused: int = 0
    """How often back-pressure was put on a station."""
    slow_readers: int = 0
    """Closed because they did not take what we sent."""
    silent_closed: int = 0
    idle_strangers_closed: int = 0
    messages_too_big: int = 0
    invalid_text: int = 0
    protocol_errors: int = 0
    binary_messages: int = 0
    failures: int = 0
    """Defects of ours: a conversation raised something that it should not have raised."""
