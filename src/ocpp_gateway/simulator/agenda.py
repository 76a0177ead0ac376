"""Things that a station will do later."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count


class Agenda:
    """Actions by the time they are due (POSIX seconds); equal times keep their order."""

    def __init__(self) -> None:
        self._heap: list[tuple[float, int, Callable[[float], None]]] = []
        self._order = count()

    def at(self, due: float, action: Callable[[float], None]) -> None:
        """Do this then; the action is given the time at which it runs."""
        heapq.heappush(self._heap, (due, next(self._order), action))

    def next_due(self) -> float | None:
        """When the first one is due."""
        return self._heap[0][0] if self._heap else None

    def run(self, now: float) -> None:
        """Do everything that is due; what those actions add for now is done too."""
        while self._heap and self._heap[0][0] <= now:
            _, _, action = heapq.heappop(self._heap)
            action(now)

    def clear(self) -> None:
        """Forget everything (a reboot)."""
        self._heap.clear()
