"""Answers that are shared by whoever asks the same within a moment: many open dashboards cost one query."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

MOST_KEPT = 64
"""Different questions whose answers are kept; the one that was asked first goes first."""


class RecentAnswers(Generic[K, V]):
    """Keeps each answer for some seconds from the moment it was asked for.

    Whoever asks while the answer is on its way waits for the same one. A failure is told to those who wait for it and
    not kept.
    """

    def __init__(self, seconds: float, elapsed: Callable[[], float], *, most: int = MOST_KEPT) -> None:
        """`elapsed` is a clock in seconds that never goes back."""
        self._seconds = seconds
        self._elapsed = elapsed
        self._most = most
        self._kept: dict[K, tuple[float, asyncio.Task[V]]] = {}

    async def get(self, key: K, ask: Callable[[], Coroutine[Any, Any, V]]) -> V:
        """The answer to `key`; `ask` is called if there is no recent one."""
        began, task = self._kept.get(key, (0.0, None))
        if task is None or not self._fresh(began, task):
            self._kept.pop(key, None)
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)))
            task = asyncio.create_task(ask(), name="recent-answer")
            task.add_done_callback(_look_at)
            self._kept[key] = (self._elapsed(), task)
        # One who goes away must not take the answer from the others.
        return await asyncio.shield(task)

    def _fresh(self, began: float, task: asyncio.Task[V]) -> bool:
        if not task.done():
            return True
        failed = task.cancelled() or task.exception() is not None
        return not failed and self._elapsed() - began < self._seconds


def _look_at(task: asyncio.Task[Any]) -> None:
    """If all who waited have gone, nobody else would look at the failure: the next one asks again."""
    if not task.cancelled():
        task.exception()
