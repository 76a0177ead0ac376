"""Many cases, one after the other: no exception, no hang, flat memory."""

from __future__ import annotations

import gc
import time
import tracemalloc
from collections.abc import Callable

import psutil

SLOWEST_SECONDS = 2.0
"""Processor time of one case; normal are microseconds."""
TRACED = 200_000
"""Up to so many cases memory is counted to the byte, which costs half the speed; beyond, by the process's size."""
TRACED_GROWTH = 256 * 1024
"""Bytes. Caches of a fixed size fill late (the JSON decoder keeps 512 keys): 95 KB were seen after 200,000 frames."""
PROCESS_GROWTH = 48 * 1024 * 1024
"""Bytes between the first tenth and the end. Ten million cases that leave five bytes each would show."""


class Memory:
    """How much there is, counted in one way or the other."""

    def __init__(self, cases: int) -> None:
        self._traced = cases <= TRACED
        if self._traced:
            tracemalloc.start()

    @property
    def limit(self) -> int:
        return TRACED_GROWTH if self._traced else PROCESS_GROWTH

    def size(self) -> int:
        gc.collect()
        return tracemalloc.get_traced_memory()[0] if self._traced else psutil.Process().memory_info().rss

    def end(self) -> None:
        if self._traced:
            tracemalloc.stop()


def endure(name: str, cases: int, run: Callable[[int], object]) -> None:
    """Run `run(seed)` for the seeds 0 … cases-1; what fails is named by its seed."""
    memory = Memory(cases)
    tenth = max(1, cases // 10)
    begun, before, slowest = time.monotonic(), 0, (0.0, 0)
    try:
        for seed in range(cases):
            started = time.thread_time()
            try:
                run(seed)
            except BaseException as error:
                error.add_note(f"{name}: seed {seed}")
                raise
            slowest = max(slowest, (time.thread_time() - started, seed))
            if (seed + 1) % tenth == 0:
                if not before:
                    before = memory.size()
                rate = (seed + 1) / (time.monotonic() - begun)
                print(f"{name}: {seed + 1} of {cases}, {rate:.0f} a second, slowest {slowest[0]:.3f} s")
        growth = memory.size() - before
    finally:
        memory.end()
    assert slowest[0] < SLOWEST_SECONDS, f"{name}: seed {slowest[1]} took {slowest[0]:.1f} s"
    assert growth < memory.limit, f"{name}: {growth} bytes stayed behind after {cases - tenth} cases"
