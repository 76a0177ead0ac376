"""What happened on the feeds of this node."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class FeedCounters:
    """`subscribers` is how many there are now; all others only grow."""

    subscribers: int = 0
    events_read: int = 0
    """Events of the log that were looked at."""
    delivered: int = 0
    """Events handed to sockets, one for each reader."""
    writes: int = 0
    """Writes that it took."""
    coalesced: int = 0
    """Events that left together with another one."""
    messages: int = 0
    """Frames of the live message log, one for each reader."""
    closed_slow: int = 0
    closed_cursor: int = 0
    closed_signed_out: int = 0
    closed_refused: int = 0
    """Bad messages and too many feeds."""
    closed_failed: int = 0
    """The database away, or a defect."""
    closed_by_peer: int = 0

    def ended(self, code: int | None) -> None:
        """Count the end of a feed by its close code; `None`: the other side went."""
        if code is None:
            self.closed_by_peer += 1
        elif code == 4008:
            self.closed_slow += 1
        elif code == 4010:
            self.closed_cursor += 1
        elif code == 4001:
            self.closed_signed_out += 1
        elif code in {4400, 4429}:
            self.closed_refused += 1
        else:
            self.closed_failed += 1
