"""What the journal counts about itself, in plain numbers; whoever exports metrics reads or subscribes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class JournalMeasurements:
    """Counters since the start. `on_flush(messages, seconds)` is called after each committed flush, if given."""

    on_flush: Callable[[int, float], None] | None = None
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
        if self.on_flush is not None:
            self.on_flush(messages, seconds)
