"""When to ping a silent station and when to give it up: pure rules over monotonic seconds.

Any byte from the station is a sign of life. Pongs alone are never the measure: some stations do not send them (quirk
Q10). A half-open connection is found by complete silence, or earlier by the kernel when a ping stays unacknowledged.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """`ping_interval`: silence after which we ask, 0 = never. `silence`: complete silence that ends the connection."""

    ping_interval: float
    silence: float

    @classmethod
    def derive(cls, *, heartbeat_interval: float, ping_interval: float, missed_pings: int = 3) -> Patience:
        """Silence of max(3 x heartbeat, N x ping) is death (ocpp.md 2.6); everything in seconds."""
        return cls(ping_interval, max(3 * heartbeat_interval, missed_pings * ping_interval))


@dataclass(frozen=True, slots=True)
class Step:
    """What to do now, and when to look again."""

    ping: bool
    close: bool
    look_again_at: float


def next_step(last_heard: float, last_asked: float, now: float, patience: Patience) -> Step:
    """Judge a connection that was last heard and last pinged at the given times."""
    death = last_heard + patience.silence
    if now >= death:
        return Step(ping=False, close=True, look_again_at=now)
    if patience.ping_interval <= 0:
        return Step(ping=False, close=False, look_again_at=death)
    due = max(last_heard, last_asked) + patience.ping_interval
    if now >= due:
        return Step(ping=True, close=False, look_again_at=min(now + patience.ping_interval, death))
    return Step(ping=False, close=False, look_again_at=min(due, death))
