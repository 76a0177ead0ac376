"""Answers that are shared by whoever asks the same within a moment: many open dashboards cost one query."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

REST = 4
"""An answer that took long is kept for this many times as long: whoever asks, at most a quarter of the time is spent on
it."""
MOST_KEPT = 64
"""Different questions whose answers are kept; the one that was asked first goes first."""


class _Kept(Generic[V]):
    """An answer, or the one on its way, and when it was asked for and complete."""

    __slots__ = ("began", "ended", "task")

    def __init__(self, task: asyncio.Task[V], elapsed: Callable[[], float]) -> None:
        self.task = task
        self.began = self.ended = elapsed()

        def end(done: asyncio.Task[V]) -> None:
            self.ended = elapsed()
            # If all who waited have gone, nobody else would look at a failure. The next one asks again.
            if not done.cancelled():
                done.exception()

        task.add_done_callback(end)


class RecentAnswers(Generic[K, V]):
    """Keeps each answer for some seconds from the moment it was asked for, longer if it was dear.

    Whoever asks while the answer is on its way waits for the same one. A failure is told to those who wait for it and
    not kept.
    """

    def __init__(self, seconds: float, elapsed: Callable[[], float], *, most: int = MOST_KEPT) -> None:
        """`elapsed` is a clock in seconds that never goes back."""
        self._seconds = seconds
        self._elapsed = elapsed
        self._most = most
        self._kept: dict[K, _Kept[V]] = {}

    async def get(self, key: K, ask: Callable[[], Coroutine[Any, Any, V]]) -> V:
        """The answer to `key`; `ask` is called if there is no recent one."""
        kept = self._kept.get(key)
        if kept is None or not self._fresh(kept):
            self._kept.pop(key, None)
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            kept = _Kept(asyncio.create_task(ask(), name="recent-answer"), self._elapsed)
            self._kept[key] = kept
        # One who goes away must not take the answer from the others.
        return await asyncio.shield(kept.task)

    def _fresh(self, kept: _Kept[V]) -> bool:
        if not kept.task.done():
            return True
        failed = kept.task.cancelled() or kept.task.exception() is not None
        long = max(self._seconds, REST * (kept.ended - kept.began))
        return not failed and self._elapsed() - kept.began < long
