"""How often an API key may ask: the generic cell rate algorithm (GCRA) behind a small port.

One moment in time per key is the whole state: when its quota would be whole again. A quota may be used at once and
comes back evenly. In memory the limit holds for one process; a store that several nodes share can take its place.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

WINDOW_SECONDS = 60
REMEMBERED = 20_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a quota: `remaining` requests now, all of `quota` in `reset_seconds`.

    `retry_seconds` is 0 if the request is within the limit, otherwise the whole seconds until one would be.
    """

    quota: int
    remaining: int
    reset_seconds: int
    retry_seconds: int


class RateLimits(Protocol):
    """Counts requests. May raise `StorageUnavailable` where the count is kept elsewhere."""

    async def take(self, name: str, quota: int, now: datetime) -> Allowance:
        """Take one request of `quota` a minute; nothing is taken when there is none left."""
        ...


class MemoryRateLimits:
    """`RateLimits` of one process, for at most `remembered` names; the one not seen for longest is forgotten first.

    A forgotten name starts with a whole quota again. Only keys that exist get here, so nobody can crowd one out.
    """

    def __init__(self, *, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._whole_at: OrderedDict[str, float] = OrderedDict()

    async def take(self, name: str, quota: int, now: datetime) -> Allowance:
        """Take one request if there is one left."""
        moment = now.timestamp()
        each = WINDOW_SECONDS / quota
        # After a clock was set back nothing is ever further off than an empty quota.
        whole_at = min(max(self._whole_at.get(name, moment), moment), moment + WINDOW_SECONDS)
        wait = whole_at + each - WINDOW_SECONDS - moment
        # A thousandth of a request is forgiven: sums of fractions are not exact.
        if wait > each / 1000:
            return Allowance(quota, 0, math.ceil(whole_at - moment), max(1, math.ceil(wait)))
        whole_at += each
        self._whole_at[name] = whole_at
        self._whole_at.move_to_end(name)
        while len(self._whole_at) > self._remembered:
            self._whole_at.popitem(last=False)
        used = whole_at - moment
        remaining = int((WINDOW_SECONDS - used) / each + 1e-3)
        return Allowance(quota, max(0, remaining), math.ceil(used - 1e-9), 0)
