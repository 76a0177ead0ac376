"""One timer for everything that has a deadline: 100,000 connections must not mean 100,000 timers in the event loop.

Time is cut into ticks; a timer lies in the slot of the tick in which it is due and is looked at when that tick has
passed. A deadline is never missed early, and late by at most one tick. Time comes from the caller: `advance` can be
called with any clock; `drive` lets an event loop call it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

_log = structlog.get_logger(__name__)


class Timer:
    """Something to do at a deadline (monotonic seconds). The callback may return the deadline of its next run."""

    __slots__ = ("_callback", "deadline")

    def __init__(self, deadline: float, callback: Callable[[], float | None]) -> None:
        self.deadline = deadline
        self._callback: Callable[[], float | None] | None = callback

    @property
    def active(self) -> bool:
        """Whether it still waits to run."""
        return self._callback is not None

    def cancel(self) -> None:
        """Never run it. Costs nothing; the wheel forgets it when its slot comes round."""
        self._callback = None

    def _run(self) -> float | None:
        callback = self._callback
        if callback is None:
            return None
        again = callback()
        if again is None or self._callback is None:
            self._callback = None
            return None
        return again


class TimerWheel:
    """A hashed wheel of `slots` slots, each `tick` seconds long; deadlines further away wait for a later turn."""

    __slots__ = ("_clock", "_count", "_handle", "_loop", "_position", "_slots", "tick")

    def __init__(self, clock: Callable[[], float], *, tick: float = 0.25, slots: int = 512) -> None:
        self.tick = tick
        self._clock = clock
        self._slots: list[list[Timer]] = [[] for _ in range(slots)]
        self._position = math.floor(clock() / tick)
        self._count = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._handle: asyncio.TimerHandle | None = None

    def __len__(self) -> int:
        """How many timers lie in the wheel, cancelled ones included until their slot comes round."""
        return self._count

    def at(self, deadline: float, callback: Callable[[], float | None]) -> Timer:
        """Run the callback once `deadline` has passed, and again as long as it returns another deadline."""
        timer = Timer(deadline, callback)
        self._put(timer)
        return timer

    def after(self, seconds: float, callback: Callable[[], float | None]) -> Timer:
        """Run the callback when `seconds` have passed from now."""
        return self.at(self._clock() + seconds, callback)

    def advance(self, now: float | None = None) -> int:
        """Run everything whose deadline has passed; returns how many ran. A failing callback stops no other one."""
        moment = self._clock() if now is None else now
        target = math.floor(moment / self.tick)
        # After a long pause one round over all slots finds everything that is due.
        self._position = max(self._position, target - len(self._slots))
        ran = 0
        while self._position < target:
            self._position += 1
            ran += self._turn(self._position % len(self._slots), moment)
        return ran

    def drive(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let an event loop advance the wheel each tick while there is something to wait for."""
        self._loop = loop
        self._wind()

    def stop(self) -> None:
        """Advance no more by itself."""
        self._loop = None
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def _turn(self, slot: int, moment: float) -> int:
        timers = self._slots[slot]
        if not timers:
            return 0
        self._slots[slot] = []
        self._count -= len(timers)
        ran = 0
        for timer in timers:
            if not timer.active:
                continue
            if timer.deadline > moment:
                self._put(timer)
                continue
            ran += 1
            try:
                again = timer._run()  # noqa: SLF001 - a timer belongs to its wheel
            except Exception:  # noqa: BLE001 - one defect must not stop everybody's time
                _log.exception("timer_failed")
                timer.cancel()
                continue
            if again is not None:
                timer.deadline = again
                self._put(timer)
        return ran

    def _put(self, timer: Timer) -> None:
        due = max(math.ceil(timer.deadline / self.tick), self._position + 1)
        self._slots[due % len(self._slots)].append(timer)
        self._count += 1
        self._wind()

    def _wind(self) -> None:
        if self._loop is not None and self._handle is None and self._count:
            self._handle = self._loop.call_later(self.tick, self._tick)

    def _tick(self) -> None:
        self._handle = None
        self.advance()
        self._wind()
