"""What the journal counts about itself, in plain numbers; whoever exports metrics reads them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class JournalMeasurements:
    """Counters since the start."""

    flushes: int = 0
    messages: int = 0
    flush_seconds: float = 0.0
    committed_already: int = 0
    """Flushes in doubt that turned out to be committed."""
    retried: int = 0
    split: int = 0
    stale: int = 0
    restated: int = 0
    quarantined: int = 0
    unavailable: int = 0
    outages: int = 0

    def flushed(self, messages: int, seconds: float) -> None:
        """Count one committed flush."""
        self.flushes += 1
        self.messages += messages
        self.flush_seconds += seconds
